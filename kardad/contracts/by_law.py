"""What a contract brings by law though it be not written in it – leave, bonus, severance –, for its days, by the law engine. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from kardad.contracts import monthly
from kardad.contracts.terms import Terms
from kardad.kit import calendar, money, text
from kardad.law import bonus, leave, severance
from kardad.law.instruments import Law, Silent
from kardad.law.kinds import Number

BONUS_TITLE, LEAVE_TITLE, SEVERANCE_TITLE = "عیدی و پاداش", "مرخصی استحقاقی", "حق سنوات"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due: its days or its rials, and for which days."""

    title: str
    said: str = ""
    rials: int | None = None
    note: str = ""


def dues(held: Terms, law: Law) -> tuple[Due, ...]:
    """What is due for the whole contract, or the first year of one without a last day; empty where its days are not told. Raises Silent."""
    start, amount = held.term.starts_on, held.pay.amount
    if start is None or amount is None:
        return ()
    is_year = held.term.ends_on is None
    end = held.term.ends_on or start + timedelta(days=calendar.COMMON_YEAR - 1)
    if end < start:
        return ()
    of = "برای یک سال کار" if is_year else "برای همه این مدت"
    last = monthly.day_pay(held, monthly.held_amount(held, end), end, law)
    return (_leave(held, start, end, law, of), *_bonuses(held, start, end, law), _severance(start, end, last, law, of))


def _leave(held: Terms, start: date, end: date, law: Law, of: str) -> Due:
    found = leave.LEAVE.answer(leave.Facts(from_=start, to=end, hard_work=held.work.is_hazardous), law)
    days = Fraction(str(_sure(found.totals["entitled_days"])))
    return Due(LEAVE_TITLE, f"{_shown(days)} روز کاری", note=of)


def _bonuses(held: Terms, start: date, end: date, law: Law) -> tuple[Due, ...]:
    """The bonus of each Jalali year that the contract touches, by the last wage in it."""
    found = []
    for year in range(calendar.to_jalali(start).year, calendar.to_jalali(end).year + 1):
        first, last = max(start, calendar.from_jalali(year, 1, 1)), min(end, bonus.year_end(year))
        wage = monthly.day_pay(held, monthly.held_amount(held, last), last, law)
        part = monthly.share(held, last, law)  # the floor and the cap are those of a full week
        sheet = bonus.BONUS.answer(bonus.Facts(year=year, daily=Fraction(wage) / part, days_worked=(last - first).days + 1), law)
        note = f"سال {text.to_persian_digits(year)}، برای {text.to_persian_digits((last - first).days + 1)} روز کار"
        found.append(Due(BONUS_TITLE, rials=money.whole_rials(int(_sure(sheet.totals["bonus"])) * part), note=note))
    return tuple(found)


def _severance(start: date, end: date, last: Number, law: Law, of: str) -> Due:
    sheet = severance.SEVERANCE.answer(severance.Facts(daily=last, from_=start, to=end), law)
    return Due(SEVERANCE_TITLE, rials=int(_sure(sheet.totals["severance"])), note=f"{of}، با مزد آخر")


def _sure(told: Number | str | None) -> Number | str:
    if told is None:
        raise Silent
    return told


def _shown(days: Fraction) -> str:
    """«۱۳» or «۱۳٫۲», to the nearest tenth of a day."""
    whole, tenth = divmod(round(days * 10), 10)
    return text.to_persian_digits(f"{whole}٫{tenth}" if tenth else str(whole))
