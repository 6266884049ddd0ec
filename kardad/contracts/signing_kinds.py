"""The table of what both sides sign beside the contract itself: each room says of its kind what it is called, shows and sets going."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from kardad.contracts import proof
from kardad.contracts.models import Contract, Version
from kardad.contracts.queries.standing import EMPLOYER, WORKER
from kardad.core.actor import Actor

BOTH: Final = frozenset({EMPLOYER, WORKER})


class Deed(Protocol):
    """What a room does with a contract and a version that are held, inside the transaction of the signature; `by` is in his part."""

    def __call__(self, contract: Contract, version: Version, *, by: Actor, at: datetime) -> object:
        """It is done, or a Refusal takes the signature back."""


class Judge(Protocol):
    """What a room still asks before anybody signs."""

    def __call__(self, contract: Contract, version: Version, *, at: datetime) -> object:
        """Raises a Refusal where it may not be signed now."""


def _both(version: Version) -> frozenset[str]:
    return BOTH


def _employer(version: Version) -> str:
    return EMPLOYER


def by_whom(version: Version) -> str:
    """The side that wrote it, as its words say."""
    side: str = proof.read(version.words)["by"]
    return side


def _nothing(version: Version) -> Sequence[tuple[str, str]]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedKind:
    """A kind of `Version` with all that the common signing pages and actions ask about it."""

    kind: str  # of models.Version.Kind
    title: str  # «الحاقیه»: in headings and letters
    template: str  # draws the words; included with what `told` gives
    told: Callable[[Version], Mapping[str, Any]]
    complete: Deed  # the last signature stands
    sides: Callable[[Version], frozenset[str]] = _both  # whose signatures make it whole
    first: Callable[[Version], str] = _employer  # who signs first; until then the other side does not see it
    reservable: Callable[[Version], Sequence[tuple[str, str]]] = _nothing  # items the worker may keep his claim to: (code, title)
    ensure: Judge | None = None
    refused: Deed | None = None  # the other side does not want it
    meaning: str = ""  # a sentence on what signing it means


_KINDS: dict[str, SignedKind] = {}


def register(kind: str, *, title: str, template: str, told: Callable[[Version], Mapping[str, Any]], complete: Deed, **more: Any) -> None:
    """The kind can be signed by the common pages; called once, while the app gets ready."""
    _KINDS[kind] = SignedKind(kind=kind, title=title, template=template, told=told, complete=complete, **more)


def find(kind: str) -> SignedKind | None:
    """What is known of a kind; None for one that nobody registered, as the contract itself."""
    return _KINDS.get(kind)


def of(version: Version) -> SignedKind:
    """What is known of the version's kind; raises KeyError for one that nobody registered."""
    return _KINDS[version.kind]


def signed(version: Version) -> frozenset[str]:
    """The sides whose signature stands below it; a witness is none."""
    rows = version.signatures.filter(side__in=BOTH, signed_at__isnull=False)
    return frozenset(rows.values_list("side", flat=True))


def begins(version: Version, side: str) -> bool:
    """Whether this side signs first, and so sees the version before anybody signed."""
    known = find(version.kind)
    return (known.first(version) if known else EMPLOYER) == side
