"""Unemployment benefit of a month: a share of the insured average, more for dependants, between floor and cap."""

from dataclasses import dataclass
from datetime import date

from kardad.kit import money
from kardad.law import kinds
from kardad.law.calculators import Calculator
from kardad.law.facts import asked
from kardad.law.pay import MONTH
from kardad.law.sheet import Totals, Working, num, percent, product, shown


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The average insured pay of the last ninety days and who depends on it."""

    average_insured_monthly: int = asked(kinds.RIALS, "میانگین دستمزد بیمه‌شده ماهانه", help="میانگین ۹۰ روز آخر.")
    dependants: int = asked(kinds.COUNT, "چند نفر تحت تکفل دارید؟", default=0)
    on: date = asked(kinds.DAY, "در چه روزی؟")


def work(known: Facts, working: Working) -> Totals:
    """The benefit, its floor (the minimum wage) and its cap."""
    on, average = known.on, known.average_insured_monthly
    share, extra, most, cap_share, least = (
        working.find(key, on)
        for key in (
            "unemployment.rate",
            "unemployment.dependant_percent",
            "unemployment.dependants_maximum",
            "unemployment.ceiling_share",
            "wage.daily_minimum",
        )
    )
    minimum = product(num(least), MONTH)
    floor = working.line("floor", "کمترین مقرری: حداقل مزد", minimum, f"{shown(num(least))} × {MONTH}", least)
    cap = working.line(
        "cap", "بیشترین مقرری", product(average, num(cap_share)), f"{shown(average)} × {percent(num(cap_share) or 0)}", cap_share
    )
    own = working.line(
        "share", "سهم از میانگین دستمزد", product(average, num(share)), f"{shown(average)} × {percent(num(share) or 0)}", share
    )
    counted = known.dependants if most is None else min(known.dependants, int(num(most) or 0))
    how = f"{counted} × {percent(num(extra) or 0)} × {shown(minimum)}"
    supplement = working.line("supplement", "افزایش برای افراد تحت تکفل", product(minimum, num(extra), counted), how, extra, most)
    if own is None or supplement is None or floor is None or cap is None:
        return {"benefit": None, "floor": floor, "cap": cap}
    if counted < known.dependants:
        working.warn("DEPENDANTS_CAPPED", f"تنها {money.figures(counted)} نفر شمرده می‌شود.")
    # Where the cap falls under the minimum wage, the minimum wage stands.
    benefit = max(floor, min(own + supplement, cap))
    how = f"max({shown(floor)}, min({shown(own)} + {shown(supplement)}, {shown(cap)}))"
    return {"benefit": working.line("benefit", "مقرری ماهانه", benefit, how, share, least), "floor": floor, "cap": cap}


UNEMPLOYMENT = Calculator(
    name="unemployment",
    title="مقرری بیمه بیکاری",
    about="مقرری ماهانه بیمه بیکاری، کف و سقف آن.",
    asks=Facts,
    on=lambda known: known.on,
    work=work,
    main="benefit",
)
