"""The draw of a panel: pure, so that whoever has the secret and the pool draws the same members again."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from kardad.kit import text
from kardad.kit.refusal import Refusal

# Why a member cannot be drawn for a case; the first that holds is told.
SIDE: Final = "side"
RELATION: Final = "relation"
WORKPLACE: Final = "workplace"
REPRESENTATIVE: Final = "representative"
EARLIER: Final = "earlier"
LEFT: Final = "left"
SEATED: Final = "seated"
REASONS: Final = {
    SIDE: "خود طرف پرونده است",
    RELATION: "با یکی از طرف‌ها یا نماینده‌ها نسبت یا نفع مشترک دارد",
    WORKPLACE: "در کارگاه یکی از طرف‌ها کار می‌کند یا عضو آن است",
    REPRESENTATIVE: "در همین پرونده نماینده طرفی بوده است",
    EARLIER: "در مرحله دیگر همین پرونده عضو هیئت بوده است",
    LEFT: "از همین پرونده کنار رفته است",
    SEATED: "هم‌اکنون عضو همین هیئت است",
}
NEAR: Final = frozenset({SIDE, RELATION, WORKPLACE, REPRESENTATIVE})  # what becomes known of a side after its panel was drawn
# A member with the least load is this many times as likely as one who is far ahead; each case ahead halves the chance.
STEPS: Final = 6


class TooFew(Refusal):
    """Not enough members of a kind may hear the case."""

    code = "PANEL_TOO_FEW"
    message = "برای «{title}» عضو کافی نیست: {wanted} نفر لازم است و {there} نفر می‌تواند بنشیند. عضو تازه ثبت کنید."


@dataclass(frozen=True, slots=True)
class Candidate:
    """One member of the pool: how many cases he has had, whether he may chair, and why he is out (empty: he may be drawn)."""

    member: int
    kind: str
    load: int
    may_chair: bool = False
    out: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One seat to be filled: its kind, and whether its member chairs."""

    kind: str
    is_chair: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """The member who was drawn for a place."""

    member: int
    kind: str
    is_chair: bool


@dataclass(frozen=True, slots=True)
class Pool:
    """Everything the draw depends on besides the secret."""

    number: str
    instance: str
    places: tuple[Place, ...]
    candidates: tuple[Candidate, ...]

    def as_json(self) -> dict[str, Any]:
        """The pool as it is kept and published."""
        return {
            "number": self.number,
            "instance": self.instance,
            "places": [asdict(one) for one in self.places],
            "candidates": [asdict(one) for one in self.candidates],
        }


@dataclass(frozen=True, slots=True)
class Replay:
    """What drawing again showed: the secret is the one that was promised, the same members come out, none of them was out."""

    is_promised: bool
    is_same: bool
    is_clean: bool

    @property
    def holds(self) -> bool:
        """Whether the draw was as it should be."""
        return self.is_promised and self.is_same and self.is_clean


def read(kept: Mapping[str, Any]) -> Pool:
    """The pool from what `as_json` gave."""
    places = tuple(Place(**one) for one in kept["places"])
    return Pool(kept["number"], kept["instance"], places, tuple(Candidate(**one) for one in kept["candidates"]))


def commitment(secret: str) -> str:
    """What is published before the draw: SHA-256 of the secret's characters."""
    return hashlib.sha256(secret.encode()).hexdigest()


def digest(pool: Pool, picks: Sequence[Pick]) -> str:
    """SHA-256 of pool and result, by which the chain holds both."""
    said = {"pool": pool.as_json(), "result": [asdict(one) for one in picks]}
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()).hexdigest()


def draw(pool: Pool, *, secret: str, titles: Mapping[str, str] | None = None) -> tuple[Pick, ...]:
    """A member for every place, in the order of the places; raises TooFew with the title of the kind that lacks somebody.

    Each pick is a number of the stream of `seed`, taken over the members of the kind in order of their ids, weighted by load.
    """
    numbers = _stream(seed(secret, pool.number, pool.instance))
    left = sorted((one for one in pool.candidates if not one.out), key=lambda one: one.member)
    picks = []
    # The chair first: who may chair must not be spent on a common seat.
    for place in sorted(pool.places, key=lambda one: not one.is_chair):
        fit = [one for one in left if one.kind == place.kind and (one.may_chair or not place.is_chair)]
        if not fit:
            wanted = sum(one.kind == place.kind for one in pool.places)
            there = sum(one.kind == place.kind and not one.out for one in pool.candidates)
            raise TooFew(
                title=(titles or {}).get(place.kind, place.kind), wanted=text.to_persian_digits(wanted), there=text.to_persian_digits(there)
            )
        chosen = _weighted(fit, numbers)
        left.remove(chosen)
        picks.append(Pick(chosen.member, chosen.kind, place.is_chair))
    return tuple(picks)


def replay(pool: Pool, *, secret: str, commitment: str, result: Sequence[Pick]) -> Replay:
    """The draw made again from its record."""
    is_promised = hashlib.sha256(secret.encode()).hexdigest() == commitment
    free = {one.member for one in pool.candidates if not one.out}
    try:
        again = draw(pool, secret=secret)
    except TooFew:
        again = ()
    return Replay(is_promised, tuple(result) == again, all(one.member in free for one in result))


def seed(secret: str, number: str, instance: str) -> bytes:
    """SHA-256 of secret, case number and instance, with a bar between them."""
    return hashlib.sha256(f"{secret}|{number}|{instance}".encode()).digest()


def weight(load: int, least: int) -> int:
    """How many tickets a member has: 64 with the least load, half of them for each case more, one at the end."""
    return 1 << max(0, STEPS - (load - least))


def _weighted(fit: Sequence[Candidate], numbers: Iterator[int]) -> Candidate:
    least = min(one.load for one in fit)
    tickets = [weight(one.load, least) for one in fit]
    ticket = _below(sum(tickets), numbers)
    for one, many in zip(fit, tickets, strict=True):
        if ticket < many:
            return one
        ticket -= many
    raise AssertionError("a ticket that nobody has")


def _below(limit: int, numbers: Iterator[int]) -> int:
    """An even number under the limit: what would favour the first ones is drawn again."""
    fair = (1 << 256) // limit * limit
    return next(number for number in numbers if number < fair) % limit


def _stream(start: bytes) -> Iterator[int]:
    """SHA-256 of the seed and a counter of eight bytes, block after block."""
    count = 0
    while True:
        yield int.from_bytes(hashlib.sha256(start + count.to_bytes(8, "big")).digest(), "big")
        count += 1
