"""Overtime, night, Friday and holiday hours: the wage of an hour and what each kind of hour adds."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kardad.law import kinds
from kardad.law.calculators import Calculator
from kardad.law.facts import asked
from kardad.law.kinds import BadFact, Number
from kardad.law.pay import MONTH, PREMIUMS, hour_of, pay_hours
from kardad.law.sheet import Totals, Working, lowest, num, product, shown


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One wage – of an hour, a day or a month – and the hours worked beside the ordinary ones."""

    on: date = asked(kinds.DAY, "در چه روزی؟", help="درصدها به قانون همین روز حساب می‌شود.")
    hourly: Number | None = asked(kinds.RATE, "مزد هر ساعت", default=None)
    daily: Number | None = asked(kinds.RATE, "مزد هر روز", default=None)
    monthly: Number | None = asked(kinds.RATE, "مزد ماه سی‌روزه", default=None)
    hours: Number = asked(kinds.HOURS, "ساعت اضافه‌کاری", default=0)
    night_hours: Number = asked(kinds.HOURS, "ساعت شب‌کاری", default=0, help="از ۲۲ تا ۶ صبح.")
    friday_hours: Number = asked(kinds.HOURS, "ساعت جمعه‌کاری", default=0)
    holiday_hours: Number = asked(kinds.HOURS, "ساعت تعطیل‌کاری", default=0)

    def __post_init__(self) -> None:
        given = [name for name in ("hourly", "daily", "monthly") if getattr(self, name) is not None]
        if len(given) != 1:
            raise BadFact("یکی از مزد ساعت، روز یا ماه را بنویسید؛ تنها یکی.", field=given[1] if given else "daily")


def work(known: Facts, working: Working) -> Totals:
    """The hour's wage and the pay of each kind of hour."""
    hour = _hour(known, working)
    totals: Totals = {"hourly": working.line("hourly", "مزد هر ساعت", hour, _how(known, working))}
    premium = working.find("hours.overtime_premium", known.on)
    rate = None if premium is None else (num(premium) or 0) + 1
    one = working.line("overtime_hour", "هر ساعت اضافه‌کاری", product(hour, rate), f"{shown(hour)} × {shown(rate)}", premium)
    totals["overtime_hour"] = one
    totals["overtime"] = pay_hours("overtime", "اضافه‌کاری", hour, known.hours, premium, working) if known.hours else 0
    for code, title, key in PREMIUMS:
        hours: Number = getattr(known, f"{code}_hours")
        totals[code] = pay_hours(code, title, hour, hours, working.find(key, known.on), working) if hours else 0
    return totals


def _hour(known: Facts, working: Working) -> Number:
    if known.hourly is not None:
        return known.hourly
    day = known.daily if known.daily is not None else lowest(Fraction(known.monthly or 0) / MONTH)
    return hour_of(day, working)


def _how(known: Facts, working: Working) -> str:
    if known.hourly is not None:
        return shown(known.hourly)
    divisor = working.reading("hour_divisor")
    if known.daily is not None:
        return f"{shown(known.daily)} ÷ {divisor}"
    return f"{shown(known.monthly)} ÷ {MONTH} ÷ {divisor}"


OVERTIME = Calculator(
    name="overtime",
    title="اضافه‌کاری، شب‌کاری و تعطیل‌کاری",
    about="مزد هر ساعت کار و فوق‌العاده ساعت‌های اضافه، شب، جمعه و تعطیل.",
    asks=Facts,
    on=lambda known: known.on,
    work=work,
    main="overtime",
    readings=("hour_divisor", "premium_hours"),
)
