"""The year-end bonus (عیدی و پاداش): sixty days of one's own wage, between the floor and the cap of the year, pro rata."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from kardad.kit import calendar
from kardad.law import kinds, tax
from kardad.law.calculators import Calculator
from kardad.law.facts import asked
from kardad.law.instruments import Value
from kardad.law.kinds import BadFact, Number
from kardad.law.pay import MONTH
from kardad.law.sheet import Rials, Totals, Working, lowest, num, percent, product, shown


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A year, the last wage in it, and how much of it was worked; the whole year if not told."""

    year: int = asked(kinds.YEAR, "سال")
    daily: Number | Literal["minimum"] | None = asked(
        kinds.either(kinds.RATE, "minimum", "حداقل قانونی"),
        "آخرین مزد روزانه",
        default=None,
        help="مزد پایه هر روز در پایان سال یا پایان کار.",
    )
    monthly: Number | None = asked(kinds.RATE, "یا آخرین مزد ماه سی‌روزه", default=None)
    days_worked: int | None = asked(kinds.WHOLE_DAYS, "چند روز از سال کار کردید؟", default=None, help="اگر ننویسید، همه سال.")
    months_worked: Number | None = asked(kinds.MONTHS, "یا چند ماه از سال", default=None)

    def __post_init__(self) -> None:
        if (self.daily is None) == (self.monthly is None):
            raise BadFact("یکی از مزد روز یا مزد ماه را بنویسید؛ تنها یکی.", field="daily")
        if self.days_worked is not None and self.months_worked is not None:
            raise BadFact("روز یا ماه؛ تنها یکی را بنویسید.", field="months_worked")
        if (self.days_worked or 0) > length(self.year):
            raise BadFact("روزهای کار از روزهای سال بیشتر است.", field="days_worked")
        if (self.months_worked or 0) > 12:
            raise BadFact("سال دوازده ماه دارد.", field="months_worked")

    @property
    def last(self) -> date:
        """The last day of the year."""
        return year_end(self.year)


def length(year: int) -> int:
    """How many days the Jalali year has."""
    return calendar.COMMON_YEAR + calendar.is_leap(year)


def year_end(year: int) -> date:
    """The last day of the Jalali year."""
    return calendar.from_jalali(year, 12, calendar.month_length(year, 12))


@dataclass(frozen=True, slots=True)
class Bonus:
    """The bonus of a share of a year, exact; `floor` and `cap` are those of the same share. None where the law is silent."""

    amount: Number | None
    floor: Number | None
    cap: Number | None
    rests_on: tuple[Value | None, ...]


def bonus(daily: Number, on: date, share: Fraction, working: Working) -> Bonus:
    """The bonus for a share of the year of `on`, from the last daily wage; the law of that day sets floor and cap."""
    days, most, least = (working.find(key, on) for key in ("bonus.days", "bonus.cap_days", "wage.daily_minimum"))
    floor = product(num(days), num(least), share)
    cap = product(num(most), num(least), share)
    own = product(num(days), daily, share)
    amount = None if own is None or floor is None or cap is None else min(max(own, floor), cap)
    return Bonus(amount, floor, cap, (days, most, least))


def share_of(year: int, days: int, working: Working) -> tuple[Fraction, str]:
    """The share of a year that some days are, and how it is written: by the year's own length or by 365 days."""
    whole = calendar.COMMON_YEAR if working.reading("year_days") == "365" else length(year)
    return min(Fraction(days, whole), Fraction(1)), f"{days}/{whole}"


def work(known: Facts, working: Working) -> Totals:
    """The bonus with its floor, its cap and the tax on it."""
    least = working.find("wage.daily_minimum", known.last)
    if known.daily == "minimum":
        daily = num(least)
    else:
        daily = known.daily if known.daily is not None else lowest(Fraction(known.monthly or 0) / MONTH)
    if daily is None:
        return {"bonus": None, "floor": None, "cap": None, "tax": None}
    if known.months_worked is not None:
        share, written = Fraction(known.months_worked) / 12, f"{shown(known.months_worked)}/12"
    else:
        share, written = share_of(known.year, length(known.year) if known.days_worked is None else known.days_worked, working)
    found = bonus(daily, known.last, share, working)
    days, most, _ = (num(value) for value in found.rests_on)
    floor = working.line(
        "floor", "کمترین عیدی برای این مدت", found.floor, f"{shown(days)} × {shown(num(least))} × {written}", *found.rests_on
    )
    cap = working.line("cap", "بیشترین عیدی برای این مدت", found.cap, f"{shown(most)} × {shown(num(least))} × {written}", *found.rests_on)
    how = f"{shown(days)} × {shown(daily)} × {written}"
    if found.amount is not None and found.amount == found.cap:
        how = f"min({how}, {shown(cap)})"
    elif num(least) is not None and daily < (num(least) or 0):
        how = f"max({how}, {shown(floor)})"
        working.warn("UNDER_MINIMUM", "مزد روزانه از حداقل قانونی کمتر است؛ عیدی از کف قانونی کمتر نمی‌شود.")
    amount = working.line("bonus", "عیدی و پاداش", found.amount, how, *found.rests_on)
    return {"bonus": amount, "floor": floor, "cap": cap, "tax": _tax(amount, known.last, working)}


def _tax(amount: Rials, on: date, working: Working) -> Rials:
    """The tax on what passes one twelfth of the year's exemption, for a person whose pay is under the exemption."""
    if amount is None:
        return None
    exemption = working.find("tax.monthly_exemption", on)
    free = num(exemption)
    rate = _told_rate(on, working)
    if free is None or amount <= free or rate is None:
        ladder = tax.ladder(working, on, amount) if free is not None else None
        return None if ladder is None else tax.climb(working, ladder, amount)
    # For a year without a known ladder one source still tells the rate of the bonus itself.
    how = f"({shown(amount)} − {shown(free)}) × {percent(num(rate) or 0)}"
    return working.line("tax_bracket", "مالیات عیدی", product(amount - free, num(rate)), how, rate, exemption)


def _told_rate(on: date, working: Working) -> Value | None:
    spans = working.law.spans("bonus.tax_rate") if "bonus.tax_rate" in working.law.keys else ()
    return next((value for value in spans if value.since <= on and (value.until is None or on < value.until)), None)


BONUS = Calculator(
    name="bonus",
    title="عیدی و پاداش",
    about="عیدی پایان سال، کف و سقف آن و مالیاتش.",
    asks=Facts,
    on=lambda known: known.last,
    work=work,
    main="bonus",
    readings=("year_days",),
)
