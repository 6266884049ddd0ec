"""Social insurance of a month: what is insured, up to which ceiling, and who pays which share."""

from dataclasses import dataclass
from datetime import date

from kardad.law import kinds
from kardad.law.calculators import Calculator
from kardad.law.facts import asked
from kardad.law.kinds import BadFact, Month, Number
from kardad.law.sheet import Rials, Totals, Working, num, percent, product, shown, total

SHARES = (
    ("employee", "insurance.employee_rate", "حق بیمه سهم کارگر"),
    ("employer", "insurance.employer_rate", "حق بیمه سهم کارفرما"),
    ("unemployment", "insurance.unemployment_rate", "بیمه بیکاری (کارفرما)"),
)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A month, its insured days and its insurable pay."""

    month: Month = asked(kinds.MONTH, "ماه")
    days: int | None = asked(kinds.WHOLE_DAYS, "روزهای کارکرد", default=None, help="اگر ننویسید، همه روزهای ماه.")
    insurable: int = asked(kinds.RIALS, "دستمزد و مزایای مشمول بیمه", help="حق اولاد مشمول بیمه نیست.")
    hard_work: bool = asked(kinds.FLAG, "کار سخت و زیان‌آور است؟", default=False)

    def __post_init__(self) -> None:
        if self.days is not None and self.days > self.month.length:
            raise BadFact("روزهای کارکرد از روزهای ماه بیشتر است.", field="days")


def insure(working: Working, insurable: Rials, ceiling: Number | None, on: date, *, hard_work: bool) -> Totals:
    """The insured base under the ceiling, and each share of it, as lines `insurance_…`."""
    known = None if insurable is None or ceiling is None else min(insurable, ceiling)
    how = f"min({shown(insurable)}, {shown(ceiling)})"
    base = working.line("insurance_base", "مشمول بیمه", known, how, working.find("insurance.ceiling_days", on))
    found: Totals = {"base": base}
    for name, key, title in SHARES:
        rate = working.find(key, on)
        share = working.line(f"insurance_{name}", title, product(base, num(rate)), f"{shown(base)} × {percent(num(rate) or 0)}", rate)
        found[name] = share
    if hard_work:
        rate = working.find("insurance.hard_work_rate", on)
        how = f"{shown(base)} × {percent(num(rate) or 0)}"
        extra = working.line("insurance_hard_work", "حق بیمه کار سخت و زیان‌آور (کارفرما)", product(base, num(rate)), how, rate)
        found["employer"] = total(found["employer"], extra)
    return found


def work(known: Facts, working: Working) -> Totals:
    """The ceiling of the month and the shares of worker and employer."""
    days = known.month.length if known.days is None else known.days
    least = working.find("wage.daily_minimum", known.month.first)
    multiple = working.find("insurance.ceiling_days", known.month.first)
    how = f"{shown(num(least))} × {shown(num(multiple))} × {days}"
    ceiling = working.line("ceiling", "سقف بیمه‌پردازی", product(num(least), num(multiple), days), how, multiple, least)
    shares = insure(working, known.insurable, ceiling, known.month.last, hard_work=known.hard_work)
    if ceiling is not None and known.insurable > ceiling:
        working.warn("OVER_CEILING", "بخشی از دستمزد از سقف بیمه‌پردازی بیشتر است و حق بیمه ندارد.")
    return {"ceiling": ceiling, **shares}


INSURANCE = Calculator(
    name="insurance",
    title="حق بیمه",
    about="حق بیمه یک ماه: سهم کارگر، سهم کارفرما و بیمه بیکاری.",
    asks=Facts,
    on=lambda known: known.month.last,
    work=work,
    main="employee",
)
