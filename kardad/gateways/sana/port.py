"""What Kardad asks of the judiciary's service of papers: hand one paper over, and tell truly when it arrived and was opened.

SANA publishes no protocol. This port says what we need (disputes.md 3.1 ES10 and 3.3); nothing here claims to be the judiciary's document.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

_KEY = re.compile(r"[A-Za-z0-9._:-]{8,64}")


class Kind(StrEnum):
    """Whose account it is."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper to one addressee; `key` is ours, of 8 to 64 letters, given to no other paper: what goes out twice under it is one paper.

    Raises ValueError for a key or an addressee's number that cannot be, for a moment without a zone and for a paper without content.
    """

    key: str
    kind: Kind
    identifier: str = field(repr=False)
    """National code (10 digits) or national id of an organisation (11 digits), ASCII."""
    notice: str
    """The code of the notice's kind (`N3`, law/data/notices.toml)."""
    case: str
    """The number under which both sides know the case; empty when there is none."""
    title: str = field(repr=False)
    pdf: bytes = field(repr=False)
    at: datetime
    """When it was written; aware."""

    def __post_init__(self) -> None:
        if _KEY.fullmatch(self.key) is None:
            raise ValueError("a key has 8 to 64 letters, digits and . _ : -")
        if not self.identifier.isascii() or not self.identifier.isdigit():
            raise ValueError("an identifier is ASCII digits")
        if self.at.tzinfo is None:
            raise ValueError("a moment has a zone")
        if not self.pdf:
            raise ValueError("a paper has content")

    @property
    def digest(self) -> str:
        """SHA-256 of the content, hexadecimal."""
        return sha256(self.pdf).hexdigest()


class Outcome(StrEnum):
    """What became of handing a paper over. Handing it over is not service: only `State.ARRIVED` is (ES1)."""

    HANDED_OVER = "handed_over"
    """They have it and answer for it under their number; whether it arrived is asked by `status`."""
    NO_ACCOUNT = "no_account"
    """The addressee has no account: the paper goes the physical way (ES6)."""
    REFUSED = "refused"
    """They do not take this paper, or our key stands for another: a person must look."""
    AUTH = "auth"
    """They refuse us, not the paper: the operator must mend the settings."""
    UNSURE = "unsure"
    """It had left us and no clear answer came. Send it again under the same key: it stays one paper."""
    UNAVAILABLE = "unavailable"
    """Surely not taken; it may be sent later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What every sending returns; only HANDED_OVER carries their number and moment."""

    outcome: Outcome
    provider: str
    number: str = ""
    at: datetime | None = None
    """When they took it, by their clock; UTC."""
    code: str = ""
    """Their own word for it, or ours (`timeout`, `http_500`)."""


class State(StrEnum):
    """Where a paper stands with them."""

    WAITING = "waiting"
    """Taken, and not yet in the addressee's account."""
    ARRIVED = "arrived"
    """In the addressee's account: served (ES1)."""
    OPENED = "opened"
    """Viewed by the addressee (ES2)."""
    NO_ACCOUNT = "no_account"
    FAILED = "failed"
    """It will not arrive: the paper goes another way."""
    UNKNOWN = "unknown"
    """Nothing can be said; ask again. Never a sign that it did not arrive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What they say of a paper, by their clock; `arrived_at` is there from ARRIVED on, `opened_at` for OPENED."""

    provider: str
    number: str
    state: State
    arrived_at: datetime | None = None
    opened_at: datetime | None = None
    code: str = ""
    """Their reason for FAILED, or ours for UNKNOWN (`timeout`, `times`: their moments contradict each other, `number`: they know none)."""


class Sana(Protocol):
    """A way into the account. Nothing is raised for what the other side did, and nothing is repeated by itself."""

    name: str

    def send(self, paper: Paper) -> Handover:
        """The paper was offered once; under the same key it is the same paper however often it comes."""

    def status(self, number: str) -> Standing:
        """Where the paper of this number stands."""
