"""The arithmetic and the words of a settlement: where two sealed offers meet, terms with their instalments. Pure: no Django, no clock."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Protocol

from kardad.kit import calendar

GRACE_DAYS: Final = 10
# What happens when an instalment is not paid, and what the claimant lets go of; both are printed as they stand.
DEFAULTS: Final[Mapping[str, str]] = {
    "all": "اگر قسطی ده روز پس از روز خود پرداخت نشود، همه مانده یک‌جا باید پرداخت شود.",
    "each": "اگر قسطی پرداخت نشود، همان قسط از راه اجرای احکام گرفته می‌شود و روز قسط‌های دیگر تغییر نمی‌کند.",
}
WAIVERS: Final[Mapping[str, str]] = {
    "case": "خواهان با گرفتن این مبلغ از بقیه خواسته‌های همین پرونده می‌گذرد.",
    "work": "خواهان با گرفتن این مبلغ از همه مطالبات خود از این رابطه کار، آنچه در این پرونده نیست هم، می‌گذرد.",
    "none": "این سازش تنها درباره خواسته‌های همین پرونده است و کسی از چیز دیگری نمی‌گذرد.",
}
# The named ways in which a figure is found where what one would take is not above what the other would pay (rials).
WAYS: Final[Mapping[str, Callable[[int, int], int]]] = {
    "middle": lambda take, pay: (take + pay) // 2,
    "taken": lambda take, pay: take,
    "paid": lambda take, pay: pay,
}
WAYS_SAID: Final[Mapping[str, str]] = {
    "middle": "درست میان دو پیشنهاد",
    "taken": "همان که خواهان می‌پذیرد",
    "paid": "همان که خوانده می‌پردازد",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment, in rials."""

    due_on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What the sides agree upon: instalments, what happens on default, what is waived, other promises; `default` and `waiver` are keys."""

    parts: tuple[Part, ...]
    default: str
    waiver: str
    promises: str = ""

    @property
    def total(self) -> int:
        """The sum of the instalments, in rials."""
        return sum(one.amount for one in self.parts)

    @property
    def as_json(self) -> str:
        """The terms as they are kept and signed: one order, one spelling."""
        rows = [{"due_on": one.due_on.isoformat(), "amount": one.amount} for one in self.parts]
        said = {"parts": rows, "default": self.default, "waiver": self.waiver, "promises": self.promises}
        return json.dumps(said, ensure_ascii=False, sort_keys=True)


class Owed(Protocol):
    """An instalment as far as it was paid, in rials."""

    due_on: date
    amount: int
    paid: int


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What is due, what of it may be enforced, and from which day how much more may be; in rials."""

    due: int
    enforceable: int
    more_on: date | None
    more: int


def reckon(rows: Iterable[Owed], default: str, *, on: date) -> Reckoning:
    """What the clause of default gives on this day: each late instalment by itself, or all that is left once one is beyond the grace."""
    left = sorted((one for one in rows if one.paid < one.amount), key=lambda one: one.due_on)
    late, ahead = [one for one in left if one.due_on < on], [one for one in left if one.due_on >= on]
    if default == "each":
        day = ahead[0].due_on if ahead else None
        next_one = _left(one for one in ahead if one.due_on == day)
        return Reckoning(_left(late), _left(late), day + timedelta(days=1) if day else None, next_one)
    breaks_on = left[0].due_on + timedelta(days=GRACE_DAYS + 1) if left else on
    if left and on >= breaks_on:
        return Reckoning(_left(left), _left(left), None, 0)
    return Reckoning(_left(late), 0, breaks_on if left else None, _left(left))


def _left(rows: Iterable[Owed]) -> int:
    return sum(one.amount - one.paid for one in rows)


def read(raw: str) -> Terms | None:
    """The terms that `as_json` wrote; None where there are none yet."""
    if not raw:
        return None
    told: dict[str, Any] = json.loads(raw)
    parts = tuple(Part(date.fromisoformat(one["due_on"]), one["amount"]) for one in told["parts"])
    return Terms(parts, told["default"], told["waiver"], told["promises"])


def met(take: int, pay: int, *, way: str) -> int | None:
    """The figure (rials) at which two offers settle; None where they do not overlap."""
    return WAYS[way](take, pay) if take <= pay else None


def parts(total: int, count: int, first: date) -> tuple[Part, ...]:
    """The sum in `count` equal instalments, one a Jalali month from `first` on; what does not divide is in the last."""
    each, days = total // count, months(first, count)
    amounts = [each] * (count - 1) + [total - each * (count - 1)]
    return tuple(Part(day, amount) for day, amount in zip(days, amounts, strict=True))


def months(first: date, count: int) -> Sequence[date]:
    """The same day of so many Jalali months, the last of the month where it has no such day."""
    began = calendar.to_jalali(first)
    found = []
    for place in range(count):
        year, month = divmod(began.month - 1 + place, 12)
        year, month = began.year + year, month + 1
        found.append(calendar.from_jalali(year, month, min(began.day, calendar.month_length(year, month))))
    return found
