"""What happened at the office to a petition that was prepared here, folded into one picture. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Final, Protocol

AHEAD: Final = frozenset({"session", "brief"})  # the only things that are told of a day to come
# Where one stands after the last thing of each kind, in words.
STAGES: Final = {
    "": "هنوز در اداره کار ثبت نشده است",
    "filed": "در اداره کار ثبت شده است",
    "session": "در نوبت جلسه هیئت",
    "ruling": "هیئت تشخیص رأی داده است",
    "objection": "به رأی اعتراض شده است",
    "final": "رأی قطعی است",
    "enforcement": "در حال اجرا",
    "closed": "پایان یافته است",
}
# What one may tell next, the likely first.
LIKELY: Final = {
    "": ("filed",),
    "filed": ("notice", "session", "brief", "ruling", "money", "closed"),
    "session": ("notice", "ruling", "final", "session", "brief", "money", "closed"),
    "ruling": ("notice", "objection", "final", "session", "money", "closed"),
    "objection": ("notice", "session", "final", "brief", "money", "closed"),
    "final": ("enforcement", "money", "notice", "closed"),
    "enforcement": ("money", "notice", "closed"),
    "closed": (),
}
_NUMBERED: Final = {"filed": "شماره ثبت", "ruling": "شماره رأی هیئت تشخیص", "final": "شماره رأی قطعی", "enforcement": "شماره اجرا"}


class Told(Protocol):
    """One thing that its owner told."""

    kind: str
    on: date
    hour: time | None
    number: str
    place: str
    amount: int | None


@dataclass(frozen=True, slots=True)
class Picture:
    """Where it stands: its numbers, its next day, what was awarded, received and is still owed (rials; None: no sum was awarded)."""

    stage: str
    numbers: tuple[tuple[str, str], ...]
    ahead: Told | None
    awarded: int | None
    received: int
    owed: int | None

    @property
    def words(self) -> str:
        """The stage, as a sentence says it."""
        return STAGES[self.stage]

    @property
    def next_kinds(self) -> tuple[str, ...]:
        """What may be told now."""
        return LIKELY[self.stage]


def picture(entries: Iterable[Told], *, today: date) -> Picture:
    """The picture of what was told, in the order of its days: of two decisions the later counts."""
    rows = sorted(entries, key=lambda one: one.on)
    stages = [one.kind for one in rows if one.kind in STAGES]
    numbers = {_NUMBERED[one.kind]: one.number for one in rows if one.kind in _NUMBERED and one.number}
    sums = [one.amount for one in rows if one.kind in ("ruling", "final") and one.amount is not None]
    awarded = sums[-1] if sums else None
    received = sum(one.amount or 0 for one in rows if one.kind == "money")
    ahead = next((one for one in rows if one.kind in AHEAD and one.on >= today), None)
    owed = None if awarded is None else max(awarded - received, 0)
    return Picture(stages[-1] if stages else "", tuple(numbers.items()), ahead, awarded, received, owed)
