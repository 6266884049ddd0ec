"""Months of service: what each month of an employment earns by law, and what was paid for it."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from kardad.kit import calendar, money
from kardad.law import kinds, wages
from kardad.law.facts import asked
from kardad.law.instruments import FIRST_DAY, Law, Silent, Value
from kardad.law.kinds import BadFact, Month, Number
from kardad.law.pay import MONTH
from kardad.law.seniority import Step, chain
from kardad.law.sheet import lowest

WAGE = ("base", "seniority")
ALLOWANCES = ("housing", "grocery", "marriage", "child")
EXTRA_HOURS = ("overtime_hours", "night_hours", "friday_hours", "holiday_hours")
PARTS = (
    ("base", "مزد پایه"),
    ("seniority", "پایه سنوات"),
    ("housing", "حق مسکن"),
    ("grocery", "بن خواربار"),
    ("marriage", "حق تأهل"),
    ("child", "حق اولاد"),
)


@dataclass(frozen=True, kw_only=True)
class Paid:
    """What was paid a month over a span of days; what it was said to include."""

    from_: date = asked(kinds.DAY, "از")
    to: date = asked(kinds.DAY, "تا", help="این روز هم شمرده می‌شود.")
    monthly: int = asked(kinds.RIALS, "پرداخت هر ماه")
    includes: tuple[str, ...] | None = asked(
        kinds.several(*PARTS), "این پرداخت برای چه بود؟", default=None, help="اگر ننویسید، برای همه حقوق و مزایا."
    )

    def __post_init__(self) -> None:
        if self.to < self.from_:
            raise BadFact("پایان دوره پیش از شروع آن است.", field="paid")

    @property
    def covers(self) -> tuple[str, ...]:
        """The parts of the pay that this payment was for."""
        return self.includes or (*WAGE, *ALLOWANCES)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Hours worked a month beside the ordinary ones, over a span of days."""

    from_: date = asked(kinds.DAY, "از")
    to: date = asked(kinds.DAY, "تا")
    overtime_hours: Number = asked(kinds.HOURS, "ساعت اضافه‌کاری در ماه", default=0)
    night_hours: Number = asked(kinds.HOURS, "ساعت شب‌کاری در ماه", default=0)
    friday_hours: Number = asked(kinds.HOURS, "ساعت جمعه‌کاری در ماه", default=0)
    holiday_hours: Number = asked(kinds.HOURS, "ساعت تعطیل‌کاری در ماه", default=0)

    def __post_init__(self) -> None:
        if self.to < self.from_:
            raise BadFact("پایان دوره پیش از شروع آن است.", field="hours")

    @property
    def covers(self) -> tuple[str, ...]:
        """The kinds of hour that are told."""
        return tuple(name for name in EXTRA_HOURS if getattr(self, name))


@dataclass(frozen=True, slots=True)
class Terms:
    """What the pay of a service depends on; `daily` is the agreed base wage at `since`, None the legal minimum."""

    since: date
    last: date
    daily: Number | None
    hired_on: date
    children: int
    married: bool
    # From when the child allowance is due: it wants so many insured days. None: from the start.
    child_from: date | None = None
    # What was agreed on later: a base wage from a day on.
    steps: tuple[tuple[date, Number], ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row on which nothing changes: what each of them earns, and the allowances of a full month at that time."""

    start: date
    days: int
    base: Number
    seniority: Number
    monthly: Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Due:
    """One month of service: its days worked, and what they earn, in exact rials by part."""

    month: Month
    first: date
    days: int
    parts: Mapping[str, Number]
    rests_on: tuple[Value, ...]
    stretches: tuple[Stretch, ...]

    @property
    def wage(self) -> int:
        """Base and seniority, in whole rials."""
        return self.rials(WAGE)

    @property
    def allowances(self) -> int:
        """The allowances together, in whole rials."""
        return self.rials(ALLOWANCES)

    def rials(self, names: Sequence[str]) -> int:
        """Some parts together, in whole rials."""
        return money.whole_rials(sum((Fraction(self.parts[name]) for name in names), Fraction(0)))


class Pay:
    """The daily pay of a service on any day: steps of wage and seniority prepared once."""

    def __init__(self, terms: Terms, law: Law) -> None:
        """Prepare the steps; what was gathered before the law's first day is left out and `reaches_back` is then False.

        Where the law ends before the service does, the days up to there are known and the later ones raise Silent.
        """
        self.terms = terms
        self.law = law
        opening = calendar.to_jalali(FIRST_DAY).year
        self.reaches_back = calendar.to_jalali(terms.hired_on).year + 1 >= opening and terms.since >= FIRST_DAY
        self._agreed = terms.daily is not None and terms.since >= FIRST_DAY
        not_before = 0 if self.reaches_back else opening
        agreed = terms.daily if self._agreed else None
        steps = terms.steps
        self._wage = _known(lambda until: [] if agreed is None else wages.agreed_steps(agreed, terms.since, until, law, steps), terms.last)
        self._grown: tuple[Step, ...] = ()
        self._seniority = _known(lambda until: self._grow(until, not_before), terms.last)

    def _grow(self, until: date, not_before: int) -> list[tuple[date, Number]]:
        self._grown = chain(self.terms.hired_on, until, self.law, not_before)
        return [(step.since, step.daily) for step in self._grown]

    def base(self, on: date) -> Number:
        """The base wage due on a day; raises Silent."""
        if not self._agreed:
            return self.law.amount("wage.daily_minimum", on)
        return self._wage.on(on)

    def seniority(self, on: date) -> Number:
        """The daily seniority of a day; raises Silent."""
        return self._seniority.on(on)

    def grown(self, on: date) -> Step | None:
        """The step by which the seniority came to where it stands on a day; None before the first."""
        return next((step for step in reversed(self._grown) if step.since <= on), None)

    @property
    def is_agreed(self) -> bool:
        """Whether the base wage is an agreed one that is raised, not the legal minimum of each day."""
        return self._agreed

    def package(self, on: date) -> Number:
        """A day's share of all pay: base, seniority and a thirtieth of the allowances; raises Silent."""
        return lowest(Fraction(self.base(on) + self.seniority(on)) + Fraction(sum(self.monthly(name, on) for name in ALLOWANCES)) / MONTH)

    def monthly(self, name: str, on: date) -> Number:
        """A full month's allowance as it stands on a day; raises Silent."""
        if name == "child":
            begun = self.terms.child_from is None or on >= self.terms.child_from
            count = self.terms.children if begun else 0
            return count and count * self.law.amount("allowance.child_days", on) * self.law.amount("wage.daily_minimum", on)
        if name == "marriage" and not self.terms.married:
            return 0
        return self.law.amount(f"allowance.{name}", on)

    def months(self) -> Iterator[tuple[Month, date, date]]:
        """Every month of the service with its first and last day worked."""
        first = self.terms.since
        while first <= self.terms.last:
            year, number, _ = calendar.to_jalali(first)
            month = Month(year, number)
            last = min(month.last, self.terms.last)
            yield month, first, last
            first = last + timedelta(days=1)

    def due(self, month: Month, first: date, last: date) -> Due:
        """What the days from `first` to `last` of a month earn; raises Silent."""
        days = (last - first).days + 1
        end = last + timedelta(days=1)
        cuts = {first, *self.law.changes(CHANGING, first, end), *self._wage.within(first, end), *self._seniority.within(first, end)}
        if self.terms.child_from and first < self.terms.child_from < end:
            cuts.add(self.terms.child_from)
        starts = [*sorted(cuts), end]
        parts: dict[str, Number] = dict.fromkeys((*WAGE, *ALLOWANCES), 0)
        share = Fraction(min(days, MONTH), days * MONTH)
        found: list[Stretch] = []
        for start, until in pairwise(starts):
            base, grown = self.base(start), self.seniority(start)
            one = Stretch(start, (until - start).days, base, grown, {name: self.monthly(name, start) for name in ALLOWANCES})
            parts["base"] += one.base * one.days
            parts["seniority"] += one.seniority * one.days
            for name, amount in one.monthly.items():
                parts[name] += amount * one.days * share if amount else 0
            found.append(one)
        rests = (self.law.value("wage.daily_minimum", first), self.law.value("allowance.housing", first))
        return Due(month, first, days, parts, rests, tuple(found))


CHANGING = ("wage.daily_minimum", "allowance.housing", "allowance.grocery", "allowance.marriage")


class _Steps:
    """Amounts that hold from a day on; 0 before the first, and silent where the law was."""

    def __init__(self, steps: Sequence[tuple[date, Number]], until: date, silent: Silent | None) -> None:
        self._days = [since for since, _ in steps]
        self._amounts = [amount for _, amount in steps]
        self._until, self._silent = until, silent

    def on(self, day: date) -> Number:
        if self._silent and day > self._until:
            raise self._silent
        place = bisect_right(self._days, day)
        return self._amounts[place - 1] if place else 0

    def within(self, start: date, end: date) -> list[date]:
        return [day for day in self._days[bisect_right(self._days, start) :] if day < end]


def _known(prepare: Callable[[date], Sequence[tuple[date, Number]]], last: date) -> _Steps:
    """The steps up to the last day, or up to the day before the law falls silent; raises Silent when it is so from the start."""
    try:
        return _Steps(prepare(last), last, None)
    except Silent as silent:
        until = calendar.parse_jalali(silent.details["on"]) - timedelta(days=1)
        if until < FIRST_DAY:
            raise
        return _Steps(prepare(until), until, silent)


def paid_for(rows: Sequence[Paid], month: Month, first: date, last: date) -> tuple[Fraction, set[str], int]:
    """What was paid for some days of a month, the parts it was for, and how many of the days nothing was paid for."""
    amount, covered, bare = Fraction(0), set[str](), 0
    days = set(range((last - first).days + 1))
    for row in rows:
        start, end = max(row.from_, first), min(row.to, last)
        if start <= end:
            amount += Fraction(row.monthly * ((end - start).days + 1), month.length)
            covered.update(row.covers)
            days.difference_update(range((start - first).days, (end - first).days + 1))
    bare = len(days)
    return amount, covered, bare


def check_periods(rows: Sequence[Paid | Hours], field: str, word: str) -> None:
    """No two rows are for the same thing on the same day; raises BadFact naming the days and the later row."""
    for place, row in enumerate(rows):
        for other in rows[:place]:
            if row.from_ <= other.to and other.from_ <= row.to and set(row.covers) & set(other.covers):
                days = f"{calendar.slashed(max(row.from_, other.from_))} تا {calendar.slashed(min(row.to, other.to))}"
                raise BadFact(f"دو دوره {word} روی هم افتاده‌اند: {days}. یکی را کوتاه کنید.", field=f"{field}.{place}.from")
