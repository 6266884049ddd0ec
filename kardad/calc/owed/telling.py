"""The answers in words, for the page on which they are checked, and what is told beside the result."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from kardad.calc import words
from kardad.calc.owed import steps
from kardad.calc.owed.answers import Answers
from kardad.kit import calendar, money, text
from kardad.law import articles, claims
from kardad.law.articles import Article
from kardad.law.claims import Claim
from kardad.law.entitlements import HOURS, TITLES
from kardad.law.instruments import Law, Silent
from kardad.law.kinds import Number
from kardad.law.pay import MONTH

UNKNOWN: Final = "نمی‌دانم"
WAGES: Final = {
    "minimum": "حداقل قانون کار",
    "daily": "روزی {amount}، مزد پایه",
    "monthly": "ماهی {amount}، مزایا جدا",
    "all": "ماهی {amount} برای همه چیز",
    "unknown": UNKNOWN,
}
RECEIVED: Final = {"none": "هیچ", "part": "بخشی از آن", "all": "همه", "unknown": UNKNOWN}
INSURED: Final = {"none": "بیمه نبودم", "part": "بخشی از مدت", "all": "همه مدت", "unknown": UNKNOWN}
HARD: Final = {"yes": "بله", "no": "خیر", "unknown": UNKNOWN}


@dataclass(frozen=True, slots=True)
class Told:
    """One answer in words – several lines where it has rows – and the question that changes it."""

    label: str
    said: tuple[str, ...]
    step: str


def groups(told: Answers) -> list[tuple[str, list[Told]]]:
    """Every answer by stage of the way; what was not asked is not there."""
    found: dict[str, list[Told]] = {}
    for step in steps.asked(told):
        rows = [Told(label, tuple(said), step.name) for label, said in _SAYS[step.name](told)]
        found.setdefault(steps.STAGES[step.stage - 1], []).extend(rows)
    return list(found.items())


def toman_hint(told: Answers, law: Law) -> bool:
    """Whether what was paid is so little that it may have been typed in tomans: under a third of the day's legal minimum."""
    amounts = [told.pay_amount] if told.pay_amount else [row.monthly for row in told.paid if row.monthly]
    if not amounts or told.left_on is None or told.hired_on is None:
        return False
    try:
        least = law.amount("wage.daily_minimum", told.hired_on) * MONTH
    except Silent:
        return False
    return min(amounts) < Fraction(least) / 3


def insurance(told: Answers) -> tuple[Claim, tuple[Article, ...]] | None:
    """What is told of insurance, which is not computed: the catalogue's row, unless all of the time was insured."""
    if told.insurance == "all":
        return None
    row = claims.claim("W22")
    return row, articles.cited(row.articles)


Says = list[tuple[str, list[str]]]


def _amount(rials: int | None) -> str:
    return f"{money.grouped(rials or 0)} ({money.toman(rials or 0)})"


def _days(row: Any) -> str:
    return f"از {calendar.slashed(row.first)} تا {calendar.slashed(row.last)}"


def _dates(told: Answers) -> Says:
    if told.hired_on is None or told.left_on is None:
        return []
    last = calendar.slashed(told.left_on)
    end = f"هنوز سر کارم؛ تا {last} حساب شد" if told.still == "yes" else last
    return [("اولین روز کار", [calendar.slashed(told.hired_on)]), ("آخرین روز کار", [end])]


def _wage(told: Answers) -> Says:
    return [("مزد توافق‌شده", [WAGES[told.wage].format(amount=_amount(told.wage_amount))])]


def _pay(told: Answers) -> Says:
    said = {"same": f"ماهی {_amount(told.pay_amount)}", "changed": "در زمان‌های مختلف فرق داشت", "none": "هیچ", "unknown": UNKNOWN}
    return [("پرداخت ماهانه", [said[told.pay]])]


def _periods(told: Answers) -> Says:
    return [("دوره‌های پرداخت", [f"{_days(row)}، ماهی {_amount(row.monthly)}" for row in told.paid])]


def _received(told: Answers) -> Says:
    severance = _amount(told.severance_amount) if told.severance == "part" else RECEIVED[told.severance]
    leave = _amount(told.leave_pay_amount) if told.leave_pay == "part" else RECEIVED[told.leave_pay]
    return [
        ("عیدی که گرفتید", [RECEIVED[told.bonus]]),
        ("سنوات که گرفتید", [severance]),
        ("پول مرخصی که گرفتید", [leave]),
        ("بیمه", [INSURED[told.insurance]]),
    ]


def _bonuses(told: Answers) -> Says:
    return [("عیدی‌هایی که گرفتید", [f"سال {text.to_persian_digits(one.year)}: {_amount(one.amount)}" for one in told.bonus_in])]


def _leave(told: Answers) -> Says:
    said = {"none": "هیچ", "some": f"{words.figure(told.leave_days or 0)} روز", "unknown": UNKNOWN}
    return [("مرخصی‌هایی که رفتید", [said[told.leave]]), ("کار سخت و زیان‌آور", [HARD[told.hard]])]


def _family(told: Answers) -> Says:
    count = f"{text.to_persian_digits(told.children)} فرزند" if told.children else "ندارم"
    return [("متأهل", [HARD[told.married]]), ("فرزند مشمول", [count])]


def _insured(told: Answers) -> Says:
    days = f"{text.to_persian_digits(told.insured_days or 0)} روز"
    return [("بیمه پیش از این کار", [{"yes": "۷۲۰ روز یا بیشتر", "some": days, "none": "نداشتم", "unknown": UNKNOWN}[told.insured]])]


def _hours(told: Answers) -> Says:
    said = {"none": "نه", "same": "هر ماه یک اندازه", "changed": "در زمان‌های مختلف فرق داشت", "unknown": "بله، اندازه را نمی‌دانم"}
    return [("ساعت بیش از عادی", [said[told.hours]])]


def _by_kind(hours: Iterable[Number]) -> str:
    return "، ".join(f"{TITLES[name]} {words.figure(amount)} ساعت" for name, amount in zip(HOURS, hours, strict=True) if amount)


def _each(told: Answers) -> Says:
    return [("ساعت‌های هر ماه", [_by_kind(told.hours_each)])]


def _worked(told: Answers) -> Says:
    return [("ساعت‌های هر دوره", [f"{_days(row)}: {_by_kind(row.hours)}" for row in told.worked])]


def _kinds(told: Answers) -> Says:
    return [("نوع ساعت‌ها", ["، ".join(TITLES[name] for name in told.hours_of)])]


_SAYS: Final[Mapping[str, Callable[[Answers], Says]]] = {
    "dates": _dates,
    "wage": _wage,
    "pay": _pay,
    "periods": _periods,
    "received": _received,
    "bonuses": _bonuses,
    "leave": _leave,
    "family": _family,
    "insured": _insured,
    "hours": _hours,
    "each-month": _each,
    "hour-periods": _worked,
    "hour-kinds": _kinds,
}
