"""The seniority base (پایه سنوات): what each full year of service adds to a day's wage, carried forward by date."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kardad.kit import calendar
from kardad.law import kinds
from kardad.law.calculators import Calculator
from kardad.law.facts import asked
from kardad.law.instruments import Law, Value
from kardad.law.kinds import BadFact, Number
from kardad.law.sheet import Totals, Working, lowest, percent, shown

# Kartaban's table restarts for hires of 1379-1385 (a condition of 61,000 rial); our data begins in 1390 anyhow.
BASE, RISE = "seniority.base", "wage.other_levels_percent"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """When the work began and the day the seniority is asked of."""

    hired_on: date = asked(kinds.DAY, "تاریخ شروع کار")
    on: date = asked(kinds.DAY, "پایه سنوات در چه روزی؟")

    def __post_init__(self) -> None:
        if self.on < self.hired_on:
            raise BadFact("این روز پیش از شروع کار است.", field="on")


@dataclass(frozen=True, slots=True)
class Step:
    """The daily seniority from a day on: `daily` exact rials, `why` the arithmetic, resting on the values of that day."""

    since: date
    daily: Number
    code: str
    how: str
    rests_on: tuple[Value, ...]


def anniversary(hired_on: date, year: int) -> date:
    """The day of a Jalali year on which a full year of service is completed; 30 Esfand falls on 29 in a common year."""
    _, month, day = calendar.to_jalali(hired_on)
    return calendar.from_jalali(year, month, min(day, calendar.month_length(year, month)))


@lru_cache(maxsize=4096)
def chain(hired_on: date, until: date, law: Law, not_before: int = 0) -> tuple[Step, ...]:
    """Every change of the daily seniority from the first anniversary to `until`, oldest first; raises Silent.

    With `not_before` what was gathered before that Jalali year is left out: a lower bound, which callers must tell.

    At each 1 Farvardin what has been gathered is raised by the decree's per cent; at each anniversary the base of that year is
    added; when a decree changes the base inside a year, the part added in that year changes with it (1 Tir 1399).
    """
    steps: list[Step] = []
    first = max(calendar.to_jalali(hired_on).year + 1, not_before)
    daily: Number = 0
    for year in range(first, calendar.to_jalali(until).year + 1):
        opening = calendar.from_jalali(year, 1, 1)
        if daily:
            rise = law.value(RISE, opening)
            rate = law.amount(RISE, opening)
            how = f"{shown(daily)} × (1 + {percent(rate)})"
            daily = lowest(daily * (1 + rate))
            steps.append(Step(opening, daily, "raised", how, (rise,)))
        daily = _added(steps, daily, anniversary(hired_on, year), year, law, until)
    return tuple(step for step in steps if step.since <= until)


def _added(steps: list[Step], carried: Number, joined: date, year: int, law: Law, until: date) -> Number:
    """The seniority after the anniversary of a year and after each change of the base in what is left of it."""
    closing = calendar.from_jalali(year + 1, 1, 1)
    daily = carried
    for since in (joined, *law.changes((BASE,), joined, closing)):
        if since > until:
            break
        base = law.value(BASE, since)
        daily = lowest(carried + law.amount(BASE, since))
        how = f"{shown(carried)} + {shown(law.amount(BASE, since))}" if carried else shown(law.amount(BASE, since))
        steps.append(Step(since, daily, "added" if since == joined else "revised", how, (base,)))
    return daily


def daily_on(hired_on: date, on: date, law: Law) -> Number:
    """The daily seniority of a day, exact rials; 0 before the first anniversary; raises Silent."""
    steps = chain(hired_on, on, law)
    return steps[-1].daily if steps else 0


TITLES = {"raised": "افزایش سال نو", "added": "پایه سنوات سال کامل‌شده", "revised": "تغییر پایه در میان سال"}


def work(known: Facts, working: Working) -> Totals:
    """The chain of the daily seniority, a line a step, and where it stands on the day asked."""
    steps = chain(known.hired_on, known.on, working.law)
    for step in steps:
        working.line(step.code, TITLES[step.code], step.daily, step.how, *step.rests_on, part=calendar.jalali(step.since))
    if not steps:
        due = anniversary(known.hired_on, calendar.to_jalali(known.hired_on).year + 1)
        working.warn("NO_FULL_YEAR", f"پایه سنوات پس از یک سال کار آغاز می‌شود: از {calendar.slashed(due)}.")
    daily = steps[-1].daily if steps else 0
    rested = steps[-1].rests_on if steps else ()
    return {"daily": working.line("daily", "پایه سنوات روزانه", daily, shown(daily), *rested)}


SENIORITY = Calculator(
    name="seniority",
    title="پایه سنوات",
    about="پایه سنوات روزانه شما در هر روز، از تاریخ شروع کار و سال به سال.",
    asks=Facts,
    on=lambda known: known.on,
    work=work,
    main="daily",
)
