"""Severance (حق سنوات): a month of the last wage for each year of service, and pro rata."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kardad.kit import calendar
from kardad.law import kinds
from kardad.law.calculators import Calculator
from kardad.law.facts import asked
from kardad.law.kinds import BadFact, Number
from kardad.law.pay import MONTH
from kardad.law.sheet import Totals, Working, lowest, num, product, shown


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The last wage and how long the service was."""

    daily: Number | None = asked(kinds.RATE, "آخرین مزد روزانه", default=None)
    monthly: Number | None = asked(kinds.RATE, "یا آخرین مزد ماه", default=None, help="یک سی‌ام آن مزد روزانه شمرده می‌شود.")
    from_: date | None = asked(kinds.DAY, "شروع کار", default=None)
    to: date | None = asked(kinds.DAY, "آخرین روز کار", default=None, help="هر دو روز شمرده می‌شوند.")
    service_days: Number | None = asked(kinds.DAYS, "یا چند روز سابقه", default=None)
    years: Number | None = asked(kinds.YEARS, "یا چند سال سابقه", default=None)
    days_per_year: Number | None = asked(kinds.DAYS, "چند روز مزد برای هر سال؟", default=None, help="اگر ننویسید، به قانون: ۳۰ روز.")

    def __post_init__(self) -> None:
        if (self.daily is None) == (self.monthly is None):
            raise BadFact("یکی از مزد روز یا مزد ماه را بنویسید؛ تنها یکی.", field="daily")
        told = [name for name, one in (("from", self.from_), ("service_days", self.service_days), ("years", self.years)) if one is not None]
        if len(told) != 1 or (self.from_ is None) != (self.to is None):
            raise BadFact("مدت کار را به یک روش بنویسید: از و تا، چند روز، یا چند سال.", field="from")
        if self.from_ and self.to and self.to < self.from_:
            raise BadFact("آخرین روز کار پیش از شروع کار است.", field="to")


def work(known: Facts, working: Working) -> Totals:
    """The severance of the whole service."""
    daily = known.daily if known.daily is not None else lowest(Fraction(known.monthly or 0) / MONTH)
    years, written = _years(known)
    rule = working.find("severance.days_per_year", known.to or working.law.recorded_on)
    days = num(rule) if known.days_per_year is None else known.days_per_year
    if years < 1:
        working.warn("UNDER_ONE_YEAR", "ماده ۲۴ از یک سال کار به بالا سخن می‌گوید؛ در عمل برای کمتر از آن نیز به نسبت پرداخت می‌شود.")
    how = f"{shown(days)} × {shown(daily)} × {written}"
    return {"severance": working.line("severance", "حق سنوات", product(days, daily, years), how, rule)}


def _years(known: Facts) -> tuple[Number, str]:
    if known.years is not None:
        return known.years, shown(known.years)
    days = known.service_days
    if known.from_ and known.to:
        days = (known.to - known.from_).days + 1
    return lowest(Fraction(days or 0) / calendar.COMMON_YEAR), f"{shown(days)}/{calendar.COMMON_YEAR}"


SEVERANCE = Calculator(
    name="severance",
    title="حق سنوات",
    about="سنوات پایان کار: برای هر سال یک ماه از آخرین مزد، و به نسبت برای کمتر از سال.",
    asks=Facts,
    on=lambda known: known.to,
    work=work,
    main="severance",
)
