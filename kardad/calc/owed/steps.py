"""The questions in their order, which of them are asked at all, and which comes next: the first that has no answer yet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from kardad.calc.owed.answers import Answers


@dataclass(frozen=True, slots=True)
class Step:
    """One question: its word in the address, which stage of the way it is, when it is asked, when it is answered."""

    name: str
    question: str
    stage: int
    is_asked: Callable[[Answers], bool]
    is_answered: Callable[[Answers], bool]


STAGES: Final = ("مدت کار", "دریافتی‌ها", "خانواده", "ساعت‌ها", "بازبینی")


def _always(told: Answers) -> bool:
    return True


def _has_dates(told: Answers) -> bool:
    return bool(told.hired_on and told.left_on and told.still)


def _has_wage(told: Answers) -> bool:
    return told.wage in ("minimum", "unknown") or (bool(told.wage) and told.wage_amount is not None)


def _has_pay(told: Answers) -> bool:
    return told.pay in ("changed", "none", "unknown") or (told.pay == "same" and told.pay_amount is not None)


def _has_received(told: Answers) -> bool:
    amounts = ((told.severance, told.severance_amount), (told.leave_pay, told.leave_pay_amount))
    return all((told.bonus, told.severance, told.leave_pay, told.insurance)) and all(
        word != "part" or amount is not None for word, amount in amounts
    )


def _has_leave(told: Answers) -> bool:
    return bool(told.leave and told.hard) and (told.leave != "some" or told.leave_days is not None)


def _has_insured(told: Answers) -> bool:
    return bool(told.insured) and (told.insured != "some" or told.insured_days is not None)


EVERY: Final = (
    Step("dates", "از کی تا کی کار کردید؟", 1, _always, _has_dates),
    Step("wage", "مزد شما چگونه تعیین شد؟", 1, _always, _has_wage),
    Step("pay", "هر ماه چقدر به دست شما رسید؟", 2, _always, _has_pay),
    Step("periods", "در هر دوره، ماهی چقدر گرفتید؟", 2, lambda told: told.pay == "changed", lambda told: not gaps(told)),
    Step("received", "از این‌ها کدام را گرفته‌اید؟", 2, _always, _has_received),
    Step("bonuses", "عیدی هر سال چقدر بود؟", 2, lambda told: told.bonus == "part", lambda told: bool(told.bonus_in)),
    Step("leave", "چند روز مرخصی رفتید؟", 2, lambda told: told.leave_pay != "all", _has_leave),
    Step("family", "همسر و فرزند دارید؟", 3, _always, lambda told: bool(told.married) and told.children is not None),
    Step("insured", "پیش از این کار بیمه داشتید؟", 3, lambda told: bool(told.children), _has_insured),
    Step("hours", "بیش از ساعت عادی هم کار کردید؟", 4, _always, lambda told: bool(told.hours)),
    Step("each-month", "در هر ماه چند ساعت؟", 4, lambda told: told.hours == "same", lambda told: bool(told.hours_each)),
    Step("hour-periods", "در هر دوره، ماهی چند ساعت؟", 4, lambda told: told.hours == "changed", lambda told: bool(told.worked)),
    Step("hour-kinds", "چه ساعت‌هایی کار کردید؟", 4, lambda told: told.hours == "unknown", lambda told: bool(told.hours_of)),
)
NAMED: Final = {step.name: step for step in EVERY}


def asked(told: Answers) -> list[Step]:
    """The questions that these answers leave to be asked, answered or not."""
    return [step for step in EVERY if step.is_asked(told)]


def upcoming(told: Answers) -> Step | None:
    """The first question that has no answer; None when all are answered."""
    return next((step for step in asked(told) if not step.is_answered(told)), None)


def before(step: Step, told: Answers) -> Step | None:
    """The question ahead of this one; None for the first."""
    ahead = [one for one in asked(told) if EVERY.index(one) < EVERY.index(step)]
    return ahead[-1] if ahead else None


def gaps(told: Answers) -> list[tuple[date, date]]:
    """The days of work for which no pay was told, as spans whose ends both count."""
    if not (told.hired_on and told.left_on):
        return []
    return spans_left(told.paid, told.hired_on, told.left_on)


def spans_left(rows: Any, first: date, last: date) -> list[tuple[date, date]]:
    """What of the days from `first` to `last` no row covers; the rows stand in the order of time."""
    found, ahead, one = [], first, timedelta(days=1)
    for row in rows:
        if row.first > ahead:
            found.append((ahead, row.first - one))
        ahead = max(ahead, row.last + one)
    if ahead <= last:
        found.append((ahead, last))
    return found
