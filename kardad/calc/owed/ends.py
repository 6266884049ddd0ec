"""Both ends of what is owed: what was not known, taken at its least and at its most; each end is the facts of the `claim` calculator."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from kardad.calc.owed.answers import Answers, written
from kardad.kit import calendar, money
from kardad.law import claims, holidays
from kardad.law.entitlements import HOURS
from kardad.law.instruments import Law, Silent
from kardad.law.pay import MONTH
from kardad.law.service import ALLOWANCES, Pay, Terms

WEEK, WORKING_DAYS = 7, 6
# The row of the catalogue of claims that tells what proves each claim of the calculator.
CATALOGUE: Final = {
    "wage_difference": "W02",
    "bonus": "W03",
    "severance": "W04",
    "leave": "W06",
    "overtime": "W07",
    "night": "W10",
    "friday": "W08",
    "holiday": "W09",
}
FRIDAY: Final = 4  # of `date.weekday`


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that was not known: what is taken for it at the least and at the most, and what would settle it."""

    title: str
    least: str
    most: str
    proof: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ends:
    """The facts at both ends; None where nothing is claimed there. They are the same where everything is known."""

    low: dict[str, Any] | None
    high: dict[str, Any] | None
    unknowns: tuple[Unknown, ...]
    left_out: tuple[Unknown, ...]


def of(told: Answers, law: Law) -> Ends:
    """Both ends of complete answers."""
    unknowns = tuple(one for told_of in _UNKNOWNS if (one := told_of(told)))
    left_out = (_NO_PAY,) if told.pay == "unknown" else ()
    return Ends(_facts(told, law, is_most=False), _facts(told, law, is_most=True), unknowns, left_out)


def _facts(told: Answers, law: Law, *, is_most: bool) -> dict[str, Any] | None:
    wanted = _wanted(told, is_most=is_most)
    if not wanted or told.hired_on is None or told.left_on is None:
        return None
    found: dict[str, Any] = {"hired_on": calendar.jalali(told.hired_on), "left_on": calendar.jalali(told.left_on), "claims": wanted}
    found |= {"married": told.married == "yes", "children": told.children or 0}
    if daily := _daily(told, law, is_most=is_most):
        found["daily"] = daily
    if paid := _paid(told):
        found["paid"] = paid
    if "leave" in wanted and told.leave_days:
        found["used_days"] = written(told.leave_days)
    if told.hard == "yes" or (told.hard == "unknown" and is_most):
        found["hard_work"] = True
    if hours := _hours(told, law, is_most=is_most):
        found["hours"] = hours
    if told.children:
        found |= _insured(told, law, is_most=is_most)
    if received := _received(told, wanted):
        found["received"] = received
    return found


def _wanted(told: Answers, *, is_most: bool) -> list[str]:
    """The claims that are computed: at the least, those of which it is known that something is owed."""
    found = []
    if told.pay != "unknown":
        found.append("wage_difference")
    for name, word in (("bonus", told.bonus), ("severance", told.severance), ("leave", told.leave_pay)):
        if word in ("none", "part") or (word == "unknown" and is_most):
            found.append(name)
    # With the days of leave unknown all of it may have been taken.
    if told.leave == "unknown" and not is_most and "leave" in found:
        found.remove("leave")
    return [*found, *(name for name in _kinds_of_hours(told) if told.hours != "unknown" or is_most)]


def _kinds_of_hours(told: Answers) -> list[str]:
    if told.hours == "unknown":
        return [name for name in HOURS if name in told.hours_of]
    rows = [told.hours_each] if told.hours == "same" else [row.hours for row in told.worked]
    return [name for place, name in enumerate(HOURS) if any(row[place] for row in rows)]


# ── The wage ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _daily(told: Answers, law: Law, *, is_most: bool) -> str | None:
    """The agreed base wage of a day as the calculator reads it; None is the legal minimum."""
    if told.wage == "daily" and told.wage_amount:
        return str(told.wage_amount)
    if told.wage == "monthly" and told.wage_amount:
        return _ratio(Fraction(told.wage_amount, MONTH))
    if told.wage == "all" and told.wage_amount:
        return _ratio(Fraction(told.wage_amount - _allowances(told, law), MONTH))
    if told.wage == "unknown" and is_most:
        return _most_daily(told, law)
    return None


def _most_daily(told: Answers, law: Law) -> str | None:
    """What was paid first, taken as base wage alone, where that is more than the minimum of its day."""
    first = told.pay_amount if told.pay == "same" else next((row.monthly for row in told.paid), None)
    if not first or told.hired_on is None:
        return None
    try:
        least = law.amount("wage.daily_minimum", told.hired_on)
    except Silent:
        return None
    return _ratio(Fraction(first, MONTH)) if first > least * MONTH else None


def _allowances(told: Answers, law: Law) -> int:
    """A month's allowances as they stood when the work began; nothing where the law is silent."""
    if told.hired_on is None or told.left_on is None:
        return 0
    pay = Pay(Terms(told.hired_on, told.left_on, None, told.hired_on, told.children or 0, told.married == "yes"), law)
    try:
        return money.whole_rials(sum((Fraction(pay.monthly(name, told.hired_on)) for name in ALLOWANCES), Fraction(0)))
    except Silent:
        return 0


def _ratio(daily: Fraction) -> str | None:
    if daily <= 0:
        return None
    return str(daily.numerator) if daily.denominator == 1 else f"{daily.numerator}/{daily.denominator}"


# ── What was paid ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _paid(told: Answers) -> list[dict[str, Any]]:
    if told.pay == "same" and told.hired_on and told.left_on:
        return [{"from": calendar.jalali(told.hired_on), "to": calendar.jalali(told.left_on), "monthly": told.pay_amount}]
    return [{"from": calendar.jalali(row.first), "to": calendar.jalali(row.last), "monthly": row.monthly} for row in told.paid]


def _received(told: Answers, wanted: list[str]) -> list[dict[str, Any]]:
    """What was received of the claims that are computed."""
    found: list[dict[str, Any]] = [{"claim": "bonus", "year": one.year, "amount": one.amount} for one in told.bonus_in if one.amount]
    for name, amount in (("severance", told.severance_amount), ("leave", told.leave_pay_amount)):
        if amount:
            found.append({"claim": name, "amount": amount})
    return [one for one in found if one["claim"] in wanted]


def _insured(told: Answers, law: Law, *, is_most: bool) -> dict[str, int]:
    """The days insured before this work, on which the child allowance waits; nobody knows: none of them, or all that are needed."""
    if told.insured == "some":
        return {"insured_before": told.insured_days or 0}
    if told.insured == "none" or (told.insured == "unknown" and not is_most):
        return {"insured_before": 0}
    return {"insured_before": int(law.amount("allowance.child_insured_days", law.recorded_on))}


# ── Hours ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _hours(told: Answers, law: Law, *, is_most: bool) -> list[dict[str, Any]]:
    if told.hired_on is None or told.left_on is None:
        return []
    first, last = calendar.jalali(told.hired_on), calendar.jalali(told.left_on)
    if told.hours == "same":
        return [_hour_row(first, last, dict(zip(HOURS, map(written, told.hours_each), strict=True)))]
    if told.hours == "changed":
        rows = [(row.first, row.last, dict(zip(HOURS, map(written, row.hours), strict=True))) for row in told.worked]
        return [_hour_row(calendar.jalali(start), calendar.jalali(end), hours) for start, end, hours in rows]
    if told.hours == "unknown" and is_most:
        return [_hour_row(first, last, {name: str(most_hours(told, law)[name]) for name in HOURS if name in told.hours_of})]
    return []


def _hour_row(first: str, last: str, hours: Mapping[str, str]) -> dict[str, Any]:
    return {"from": first, "to": last} | {f"{name}_hours": amount for name, amount in hours.items() if amount != "0"}


def most_hours(told: Answers, law: Law) -> dict[str, int]:
    """The most hours of a month, whole ones: overtime by the daily cap on working days, the others by ordinary working days.

    Art. 59 caps overtime alone; a night, a Friday or a holiday is at most taken as one ordinary day of work (art. 51).
    """
    last = told.left_on or law.recorded_on
    working = Fraction(MONTH * WORKING_DAYS, WEEK)
    day = Fraction(law.amount("hours.weekly", last)) / WORKING_DAYS
    return {
        "overtime": int(law.amount("hours.daily_maximum_overtime", last) * working),
        "night": int(day * working),
        "friday": int(day * Fraction(MONTH, WEEK)),
        "holiday": int(day * _holidays_a_month(told)),
    }


def _holidays_a_month(told: Answers) -> Fraction:
    """How many official holidays, Fridays aside, a month of the service had on average, by the years whose holidays are known."""
    if told.hired_on is None or told.left_on is None:
        return Fraction(0)
    known = holidays.current()
    closed = worked = 0
    for year in known.years.intersection(told.years):
        first = max(told.hired_on, calendar.from_jalali(year, 1, 1))
        last = min(told.left_on, calendar.from_jalali(year, 12, calendar.month_length(year, 12)))
        days = {row.day for row in known.year(year) if first <= row.day <= last}
        closed += sum(day.weekday() != FRIDAY for day in days)
        worked += (last - first).days + 1
    return Fraction(closed * MONTH, worked) if worked else Fraction(0)


# ── What was not known ────────────────────────────────────────────────────────────────────────────────────────────────


def _proof(code: str) -> tuple[str, ...]:
    return claims.claim(code).proof


def _wage_unknown(told: Answers) -> Unknown | None:
    if told.wage != "unknown" or told.pay not in ("same", "changed"):
        return None
    most = "آنچه در آغاز می‌گرفتید تنها مزد پایه بوده و مزایا جدا بوده است"
    return Unknown("مزد توافق‌شده", "حداقل مزد قانونی", most, _proof("W01"))


def _received_unknown(name: str) -> Callable[[Answers], Unknown | None]:
    titles = {"bonus": "عیدی", "severance": "سنوات", "leave": "پول مرخصی"}

    def told_of(told: Answers) -> Unknown | None:
        word = told.leave_pay if name == "leave" else getattr(told, name)
        if word != "unknown":
            return None
        return Unknown(f"پرداخت {titles[name]}", "همه‌اش را گرفته‌اید", "هیچ نگرفته‌اید", _proof(CATALOGUE[name]))

    return told_of


def _leave_unknown(told: Answers) -> Unknown | None:
    if told.leave != "unknown":
        return None
    return Unknown("روزهای مرخصی", "همه مرخصی خود را رفته‌اید", "هیچ مرخصی نرفته‌اید", _proof("W06"))


def _hard_unknown(told: Answers) -> Unknown | None:
    if told.hard != "unknown":
        return None
    return Unknown("سختی کار", "کار عادی بوده است", "کار سخت و زیان‌آور شناخته شده است", _proof("W30"))


def _hours_unknown(told: Answers) -> Unknown | None:
    if told.hours != "unknown":
        return None
    proof = tuple(dict.fromkeys(text for name in _kinds_of_hours(told) for text in _proof(CATALOGUE[name])))
    return Unknown("ساعت‌های بیش از عادی", "هیچ ساعتی ثابت نشود", "بیشترین ساعتی که قانون یا ماه اجازه می‌دهد", proof)


def _insured_unknown(told: Answers) -> Unknown | None:
    if told.insured != "unknown":
        return None
    most = "برای حق اولاد، همه سابقه لازم را داشته‌اید"
    return Unknown("سابقه بیمه پیش از این کار", "هیچ سابقه‌ای نداشته‌اید", most, _proof("W15"))


_NO_PAY: Final = Unknown("پرداخت ماهانه", "کمبود مزد حساب نشد", "", _proof("W01"))
_UNKNOWNS: Final = (
    _wage_unknown,
    _received_unknown("bonus"),
    _received_unknown("severance"),
    _received_unknown("leave"),
    _leave_unknown,
    _hard_unknown,
    _insured_unknown,
    _hours_unknown,
)
