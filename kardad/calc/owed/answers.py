"""The answers of the interview, as an address holds them: no name, nothing stored, and nothing left over that no longer applies."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import pairwise
from typing import Any, Final, NamedTuple, Protocol

from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.law import kinds
from kardad.law.entitlements import HOURS
from kardad.law.kinds import Number

LONGEST_WORK: Final = 70  # years
MOST_ROWS: Final = 30
MOST_CHILDREN: Final = 30
MOST_DAYS: Final = 10_000
MOST_HOURS: Final = 744

WAGES: Final = ("minimum", "daily", "monthly", "all", "unknown")
PAYS: Final = ("same", "changed", "none", "unknown")
RECEIVED: Final = ("none", "part", "all", "unknown")
LEAVES: Final = ("none", "some", "unknown")
HOUR_KINDS: Final = ("none", "same", "changed", "unknown")
YES_NO: Final = ("yes", "no", "unknown")
INSURED: Final = ("yes", "some", "none", "unknown")


class Period(NamedTuple):
    """What was paid a month from a day to a day, both counted."""

    first: date
    last: date
    monthly: int


class Worked(NamedTuple):
    """Hours beside the ordinary ones in a month, from a day to a day, both counted; in the order of HOURS."""

    first: date
    last: date
    hours: tuple[Number, ...]


class Bonus(NamedTuple):
    """What was received as the bonus of a year."""

    year: int
    amount: int


class Query(Protocol):
    """The parameters of an address, each perhaps several times."""

    def getlist(self, key: str) -> list[str]:
        """Every value of a parameter."""
        ...


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What was answered so far; empty where it was not asked yet."""

    hired_on: date | None = None
    left_on: date | None = None
    still: str = ""
    wage: str = ""
    wage_amount: int | None = None
    pay: str = ""
    pay_amount: int | None = None
    paid: tuple[Period, ...] = ()
    bonus: str = ""
    bonus_in: tuple[Bonus, ...] = ()
    severance: str = ""
    severance_amount: int | None = None
    leave_pay: str = ""
    leave_pay_amount: int | None = None
    insurance: str = ""
    leave: str = ""
    leave_days: Number | None = None
    hard: str = ""
    married: str = ""
    children: int | None = None
    insured: str = ""
    insured_days: int | None = None
    hours: str = ""
    hours_each: tuple[Number, ...] = ()
    worked: tuple[Worked, ...] = ()
    hours_of: tuple[str, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """The Jalali years in which there was work."""
        if not (self.hired_on and self.left_on):
            return ()
        return tuple(range(calendar.to_jalali(self.hired_on).year, calendar.to_jalali(self.left_on).year + 1))


# ── What still applies ────────────────────────────────────────────────────────────────────────────────────────────────

# An answer, the question that it hangs on, and the answers to that one under which it is asked at all.
HANGS_ON: Final[Mapping[str, tuple[str, Container[Any]]]] = {
    "wage_amount": ("wage", ("daily", "monthly", "all")),
    "pay_amount": ("pay", ("same",)),
    "paid": ("pay", ("changed",)),
    "bonus_in": ("bonus", ("part",)),
    "severance_amount": ("severance", ("part",)),
    "leave_pay_amount": ("leave_pay", ("part",)),
    "leave": ("leave_pay", ("none", "part", "unknown", "")),
    "hard": ("leave_pay", ("none", "part", "unknown", "")),
    "leave_days": ("leave", ("some",)),
    "insured": ("children", range(1, MOST_CHILDREN + 1)),
    "insured_days": ("insured", ("some",)),
    "hours_each": ("hours", ("same",)),
    "worked": ("hours", ("changed",)),
    "hours_of": ("hours", ("unknown",)),
}
_NOTHING: Final = Answers()


def fitting(told: Answers) -> Answers:
    """The answers without exactly those that no longer apply: what hung on another answer, and what lies outside the days of work."""
    found = told
    for name, (above, under) in HANGS_ON.items():
        if getattr(found, above) not in under:
            found = replace(found, **{name: getattr(_NOTHING, name)})
    if not (found.hired_on and found.left_on):
        return found
    return replace(
        found,
        paid=tuple(_within(found.paid, found.hired_on, found.left_on)),
        worked=tuple(_within(found.worked, found.hired_on, found.left_on)),
        bonus_in=tuple(one for one in found.bonus_in if one.year in found.years),
    )


def _within(rows: Iterable[Any], first: date, last: date) -> Iterable[Any]:
    for row in rows:
        if row.first <= last and row.last >= first:
            yield row._replace(first=max(row.first, first), last=min(row.last, last))


# ── As an address holds them ──────────────────────────────────────────────────────────────────────────────────────────


class _Way(NamedTuple):
    """How one answer is written and read; `read` raises for what is no such answer."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]
    is_list: bool = False


def _word(*words: str) -> _Way:
    return _Way(str, lambda typed: words[words.index(typed)])


def _day(typed: str) -> date:
    return calendar.parse_jalali(typed)


def _rials(typed: str) -> int:
    return int(kinds.RIALS.read(typed, ""))


def _number(most: int) -> Callable[[str], Number]:
    def read(typed: str) -> Number:
        found = kinds.number(typed, "")
        if found > most:
            raise ValueError(typed)
        return found

    return read


def written(number: Number) -> str:
    """A number as an address holds it: `12.5`."""
    return str(kinds.plain(number))


def _span(first: str, last: str) -> tuple[date, date]:
    days = _day(first), _day(last)
    if days[1] < days[0]:
        raise ValueError(last)
    return days


def _period(typed: str) -> Period:
    first, last, monthly = typed.split("_")
    return Period(*_span(first, last), _rials(monthly))


def _worked(typed: str) -> Worked:
    first, last, *hours = typed.split("_")
    return Worked(*_span(first, last), _hours(hours))


def _hours(typed: Iterable[str]) -> tuple[Number, ...]:
    found = tuple(_number(MOST_HOURS)(one) for one in typed)
    if len(found) != len(HOURS):
        raise ValueError(typed)
    return found


def _bonus(typed: str) -> Bonus:
    year, amount = typed.split("_")
    return Bonus(int(kinds.YEAR.read(year, "")), _rials(amount))


def _written_hours(row: Worked) -> str:
    return "_".join((calendar.jalali(row.first), calendar.jalali(row.last), *map(written, row.hours)))


DAY = _Way(calendar.jalali, _day)
RIALS = _Way(str, _rials)
WAYS: Final[Mapping[str, tuple[str, _Way]]] = {
    "hired_on": ("from", DAY),
    "left_on": ("to", DAY),
    "still": ("still", _word("yes", "no")),
    "wage": ("wage", _word(*WAGES)),
    "wage_amount": ("wage_amount", RIALS),
    "pay": ("pay", _word(*PAYS)),
    "pay_amount": ("pay_amount", RIALS),
    "paid": ("paid", _Way(lambda row: f"{calendar.jalali(row.first)}_{calendar.jalali(row.last)}_{row.monthly}", _period, is_list=True)),
    "bonus": ("bonus", _word(*RECEIVED)),
    "bonus_in": ("bonus_in", _Way(lambda row: f"{row.year}_{row.amount}", _bonus, is_list=True)),
    "severance": ("severance", _word(*RECEIVED)),
    "severance_amount": ("severance_amount", RIALS),
    "leave_pay": ("leave_pay", _word(*RECEIVED)),
    "leave_pay_amount": ("leave_pay_amount", RIALS),
    "insurance": ("insurance", _word(*RECEIVED)),
    "leave": ("leave", _word(*LEAVES)),
    "leave_days": ("leave_days", _Way(written, _number(MOST_DAYS))),
    "hard": ("hard", _word(*YES_NO)),
    "married": ("married", _word("yes", "no")),
    "children": ("children", _Way(str, lambda typed: int(kinds.COUNT.read(typed, "")))),
    "insured": ("insured", _word(*INSURED)),
    "insured_days": ("insured_days", _Way(str, lambda typed: int(kinds.WHOLE_DAYS.read(typed, "")))),
    "hours": ("hours", _word(*HOUR_KINDS)),
    "hours_each": ("each", _Way(lambda hours: "_".join(map(written, hours)), lambda typed: _hours(typed.split("_")))),
    "worked": ("worked", _Way(_written_hours, _worked, is_list=True)),
    "hours_of": ("kind", _Way(str, _word(*HOURS).read, is_list=True)),
}


def read(query: Query, today: date) -> Answers:
    """The answers of an address; what cannot be read or cannot be so is not answered, and is asked again."""
    found: dict[str, Any] = {}
    for name, (key, way) in WAYS.items():
        typed = [one for one in query.getlist(key) if one][: MOST_ROWS if way.is_list else 1]
        try:
            values = [way.read(one) for one in typed]
        except (Refusal, ValueError, TypeError):
            continue
        if values:
            found[name] = tuple(values) if way.is_list else values[0]
    told = Answers(**found)
    if told.hired_on and not earliest(today) <= told.hired_on <= today:
        told = replace(told, hired_on=None)
    if told.hired_on and told.left_on and not told.hired_on <= told.left_on <= today:
        told = replace(told, left_on=None, still="")
    return fitting(_orderly(told))


def earliest(today: date) -> date:
    """The first day on which work may have begun; nobody who asks has worked for longer."""
    return today.replace(year=today.year - LONGEST_WORK, day=1)


def _orderly(told: Answers) -> Answers:
    """Rows stand in the order of time; two that lie on one another are both asked again."""
    paid, worked = sorted(told.paid), sorted(told.worked, key=lambda row: row.first)
    bonus = {one.year: one for one in told.bonus_in}
    return replace(
        told,
        paid=() if overlapping(paid) else tuple(paid),
        worked=() if overlapping(worked) else tuple(worked),
        bonus_in=tuple(bonus[year] for year in sorted(bonus)),
    )


def overlapping(rows: Iterable[Any]) -> list[tuple[Any, Any]]:
    """The rows, in the order of time, that begin before the one ahead of them has ended."""
    ordered = list(rows)
    return [(one, other) for one, other in pairwise(ordered) if other.first <= one.last]


def pairs(told: Answers) -> list[tuple[str, str]]:
    """The answers as the parameters of an address, in a fixed order; what was not answered is left out."""
    found = []
    for name, (key, way) in WAYS.items():
        value = getattr(told, name)
        if value is None or value in ("", ()):
            continue
        found += [(key, way.write(one)) for one in value] if way.is_list else [(key, way.write(value))]
    return found


def names() -> set[str]:
    """Every answer there is."""
    return {one.name for one in fields(Answers)}
