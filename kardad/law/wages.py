"""The yearly wage decree: the floor of a day, and what a wage becomes at the next new year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kardad.kit import calendar
from kardad.law import kinds
from kardad.law.calculators import Calculator
from kardad.law.facts import asked
from kardad.law.instruments import Law
from kardad.law.kinds import Number, plain
from kardad.law.sheet import Totals, Working, lowest, num, percent, product, shown

MONTH_DAYS = 30
RISE = ("wage.other_levels_percent", "wage.other_levels_fixed", "wage.daily_minimum")


@dataclass(frozen=True, kw_only=True)
class FloorFacts:
    """The day whose legal minimums are asked."""

    on: date = asked(kinds.DAY, "در چه روزی؟", help="حداقل‌های قانونی همین روز نشان داده می‌شود.")


@dataclass(frozen=True, kw_only=True)
class NextFacts:
    """A wage, and the first day of the new period."""

    daily: Number = asked(kinds.RATE, "آخرین مزد روزانه", help="مزد پایه هر روز پیش از سال تازه، بی پایه سنوات و مزایا.")
    on: date = asked(kinds.DAY, "نخستین روز دوره تازه", help="بیشتر وقت‌ها یکم فروردین.")


def floor(known: FloorFacts, working: Working) -> Totals:
    """The legal minimums of a day: daily and monthly wage, allowances, seniority base of the year, insurance ceiling."""
    on = known.on
    daily = working.find("wage.daily_minimum", on)
    least = num(daily)
    totals: Totals = {"daily": working.line("daily", "حداقل مزد روزانه", least, shown(least), daily)}
    how = f"{shown(least)} × {MONTH_DAYS}"
    totals["monthly"] = working.line("monthly", "حداقل مزد ماه سی‌روزه", product(least, MONTH_DAYS), how, daily)
    for code in ("housing", "grocery", "marriage"):
        value = working.find(f"allowance.{code}", on)
        totals[code] = working.line(code, working.law.keys[f"allowance.{code}"].title, num(value), shown(num(value)), value)
    days = working.find("allowance.child_days", on)
    how = f"{shown(least)} × {shown(num(days))}"
    totals["child"] = working.line("child", "حق اولاد برای هر فرزند در ماه", product(least, num(days)), how, daily, days)
    base = working.find("seniority.base", on)
    totals["seniority_daily"] = working.line("seniority_daily", "پایه سنوات سال، روزانه", num(base), shown(num(base)), base)
    cap = working.find("insurance.ceiling_days", on)
    how = f"{shown(least)} × {shown(num(cap))}"
    ceiling = working.line("insurance_ceiling_daily", "سقف روزانه بیمه‌پردازی", product(least, num(cap)), how, daily, cap)
    return {**totals, "insurance_ceiling_daily": ceiling}


def next_wage(known: NextFacts, working: Working) -> Totals:
    """The wage of the new period: the old one raised by the decree's per cent and fixed part, never under the new minimum."""
    rise, fixed, least = (working.find(key, known.on) for key in RISE)
    if rise is None or fixed is None or least is None:
        return {"daily": None}
    raised = raised_wage(known.daily, known.on, working.law)
    how = f"{shown(known.daily)} × (1 + {percent(num(rise) or 0)}) + {shown(num(fixed))}"
    if raised == num(least):
        how = f"max({how}, {shown(num(least))})"
    working.line("daily", "مزد روزانه تازه", raised, how, rise, fixed, least)
    return {"daily": plain(raised)}


def raised_wage(daily: Number, on: date, law: Law) -> Number:
    """The daily wage after the rise that holds on a day, exact; raises Silent."""
    rise, fixed, least = (law.amount(key, on) for key in RISE)
    return max(lowest(daily * (1 + rise) + fixed), least)


def wage_steps(daily: Number, since: date, until: date, law: Law) -> list[tuple[date, Number]]:
    """The daily wage that is due from each day on, when a wage agreed at `since` is raised as the decrees say; raises Silent.

    At each 1 Farvardin the wage of the year before is raised; a decree inside a year raises the same old wage anew (1 Tir 1399).
    """
    steps: list[tuple[date, Number]] = [(since, max(daily, law.amount("wage.daily_minimum", since)))]
    year = calendar.to_jalali(since).year
    closing = calendar.from_jalali(year + 1, 1, 1)
    for change in law.changes(("wage.daily_minimum",), since, min(closing, until)):
        steps.append((change, max(daily, law.amount("wage.daily_minimum", change))))
    while closing <= until:
        before, opening = steps[-1][1], closing
        year += 1
        closing = calendar.from_jalali(year + 1, 1, 1)
        starts = [opening, *law.changes(RISE, opening, min(closing, until + timedelta(days=1)))]
        steps.extend((start, raised_wage(before, start, law)) for start in starts)
    return steps


def agreed_steps(daily: Number, since: date, until: date, law: Law, agreed: Sequence[tuple[date, Number]]) -> list[tuple[date, Number]]:
    """As `wage_steps`, where more was agreed on from later days on: from each of them the higher of the two is due; raises Silent."""
    found: list[tuple[date, Number]] = []
    for day, amount in sorted(agreed):
        if since < day <= until:
            before = wage_steps(daily, since, day, law)
            found += [step for step in before if step[0] < day]
            daily, since = max(before[-1][1], amount), day
    return found + wage_steps(daily, since, until, law)


WAGE_FLOOR = Calculator(
    name="wage-floor",
    title="حداقل مزد و مزایا",
    about="کمترین مزد و مزایای قانونی در هر روز از سال ۱۳۹۰ تا امروز.",
    asks=FloorFacts,
    on=lambda known: known.on,
    work=floor,
    main="daily",
)
NEXT_WAGE = Calculator(
    name="next-wage",
    title="مزد سال تازه",
    about="مزد شما در سال تازه با افزایش «سایر سطوح مزدی» چقدر می‌شود.",
    asks=NextFacts,
    on=lambda known: known.on,
    work=next_wage,
    main="daily",
)
