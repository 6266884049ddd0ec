"""How a sealed paper stands today: whether a later one took its place, or its room says that it counts no more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from kardad.documents import papers, queries
from kardad.documents.models import Document

# Of these the newest about one thing is the one that counts; of all others each stands for itself.
REPLACED_BY_LATER: Final = frozenset({"service_certificate", "invoice", "deliverable"})


class State(StrEnum):
    """How a paper stands."""

    VALID = "valid"
    REPLACED = "replaced"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a paper stands, since when where it is not valid, and what people are told of that."""

    state: State
    since: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Public:
    """All that a stranger who holds a paper's number may know; nothing of anybody."""

    number: str
    title: str
    made_at: datetime
    sha256: str
    standing: Standing
    more: str = ""  # the name of the page on which its room tells a stranger more

    @property
    def digits(self) -> list[str]:
        """The digest in groups that are compared by eye."""
        return [self.sha256[place : place + 8] for place in range(0, len(self.sha256), 8)]


VALID: Final = Standing(State.VALID)
Told = Callable[[Document], Standing | None]
TELLERS: dict[str, Told] = {}
PAGES: dict[str, str] = {}


def register(subject_type: str, *, page: str = "") -> Callable[[Told], Told]:
    """Register who tells how the papers about things of one type stand; None where nothing speaks against them.

    `page` names the public page on which the room tells more of such a paper by its number.
    """

    def keep(told: Told) -> Told:
        TELLERS[subject_type] = told
        PAGES[subject_type] = page
        return told

    return keep


def of(document: Document) -> Standing:
    """How the paper stands today."""
    teller = TELLERS.get(document.subject_type)
    told = teller(document) if teller else None
    if told is not None:
        return told
    later = queries.later(document).first() if document.kind in REPLACED_BY_LATER else None
    return VALID if later is None else Standing(State.REPLACED, later.made_at, "برگ تازه‌تری درباره همین کار صادر شده است.")


def public(document: Document) -> Public:
    """What is told of the paper to whoever has its number: the name of its kind, never its own title, which may name somebody."""
    title, more = papers.paper(document.kind).title, PAGES.get(document.subject_type, "")
    return Public(document.number, title, document.made_at, document.sha256, of(document), more)
