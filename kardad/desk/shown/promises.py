"""Until when: what we promised the client, or what waits for him, as a moment, a sentence and a row of days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from kardad.core import hours
from kardad.desk import flow, policy
from kardad.desk.models import Request
from kardad.kit import calendar

MANY_DAYS: Final = 14  # more of them are told in words alone
LETTERS: Final = ("ش", "ی", "د", "س", "چ", "پ", "ج")
HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the row: gone, today, ahead, shut, or the last."""

    day: date
    mark: str
    word: str

    @property
    def letter(self) -> str:
        """The first letter of the weekday."""
        return LETTERS[calendar.weekday(self.day)]

    @property
    def number(self) -> int:
        """The day of the month."""
        return calendar.to_jalali(self.day).day


@dataclass(frozen=True, slots=True)
class Promise:
    """What will have happened until a moment, who must act, and what follows if nothing is done."""

    title: str
    until: datetime
    whose: str  # ours, yours
    otherwise: str
    days: list[Day]
    is_late: bool


def of(request: Request, *, at: datetime, work_due_at: datetime | None = None) -> Promise | None:
    """What is promised in the present state; None where nothing is under way. `work_due_at` is when the last item is due."""
    told = TOLD.get(request.state)
    if told is None:
        return None
    since, until, title, otherwise = told(request, work_due_at)
    if until is None:
        return None
    whose = "yours" if request.state in flow.CLIENTS_TURN or request.state == "expired" else "ours"
    return Promise(title, until, whose, otherwise, days(since or at, until, at=at), is_late=until < at)


def first_response(request: Request) -> datetime:
    """The moment until which the expert's first answer was promised."""
    if request.clock == "first_response" and request.clock_due_at:
        return request.clock_due_at
    return hours.add(request.submitted_at or request.made_at, policy.FIRST_RESPONSE_HOURS * HOUR)


def days(since: datetime, until: datetime, *, at: datetime) -> list[Day]:
    """The days from the first to the last, today among them; none where they are too many to be seen at once."""
    today, last = calendar.tehran_day(at), calendar.tehran_day(until)
    first = min(calendar.tehran_day(since), today)
    if last - today >= timedelta(days=MANY_DAYS):
        return []
    first = max(first, last - timedelta(days=MANY_DAYS - 1))
    if today > last or first == last:
        return []
    return [_day(first + timedelta(days=place), today, last) for place in range((last - first).days + 1)]


def _day(day: date, today: date, last: date) -> Day:
    if day == last:
        return Day(day, "last", "امروز، آخرین روز" if day == today else "آخرین روز")
    if day == today:
        return Day(day, "today", "امروز")
    if not hours.is_working_day(day):
        return Day(day, "shut", "تعطیل")
    return Day(day, "gone" if day < today else "ahead", "گذشته" if day < today else "")


Told = tuple[datetime | None, datetime | None, str, str]


def _objection(request: Request, _: datetime | None) -> Told:
    until = request.clock_due_at if request.clock == "objection" else None
    return request.objected_at, until, "مدیر به اعتراض شما پاسخ می‌دهد", ""


def _review(request: Request, _: datetime | None) -> Told:
    if request.reply_due_at:
        return None, request.reply_due_at, "کارشناس به پیام شما پاسخ می‌دهد", ""
    if request.first_response_at is None:
        return request.submitted_at, first_response(request), "کارشناس نخستین پاسخ را می‌دهد", ""
    return None, request.clock_due_at, "کارشناس بررسی را به پایان می‌رساند", ""


def _work(request: Request, work_due_at: datetime | None) -> Told:
    due = request.clock_due_at or work_due_at
    late = "اگر تا آن روز تحویل نگرفتید، می‌توانید انصراف دهید و پول خود را پس بگیرید."
    return None, due, "آنچه خواسته‌اید تحویل می‌شود", late


def _papers(request: Request, _: datetime | None) -> Told:
    days_left = "پس از آن درخواست بسته می‌شود؛ تا ۳۰ روز می‌توانید آن را بازگردانید."
    return _before(request.due_at, policy.INFO_LASTS), request.due_at, "پاسخ خود را بفرستید", days_left


def _pay(request: Request, _: datetime | None) -> Told:
    invoice = request.invoice
    if invoice is None:
        return None, None, "", ""
    after = "پس از آن صورتحساب باطل می‌شود؛ تا ۳۰ روز می‌توانید درخواست را بازگردانید تا با تعرفه روز قیمت بگیرد."
    return invoice.issued_at, invoice.due_at, "صورتحساب را بپردازید", after


def _accept(request: Request, _: datetime | None) -> Told:
    after = "اگر چیزی نگویید، پس از آن تحویل پذیرفته به شمار می‌آید و درخواست بسته می‌شود."
    return request.delivered_at, request.due_at, "تحویل را ببینید و تأیید کنید، یا اصلاح بخواهید", after


def _restore(request: Request, _: datetime | None) -> Told:
    until = request.ended_at + policy.RESTORE_WITHIN if request.ended_at else None
    return request.ended_at, until, "درخواست را بازگردانید", "پس از آن باید درخواست تازه‌ای ثبت کنید."


def _before(until: datetime | None, lasts: timedelta) -> datetime | None:
    return until - lasts if until else None


TOLD: Final[dict[str, Callable[[Request, datetime | None], Told]]] = {
    "submitted": _review,
    "in_review": _review,
    "info_requested": _papers,
    "invoiced": _pay,
    "partially_paid": _pay,
    "paid": _work,
    "in_progress": _work,
    "reopened": _work,
    "delivered": _accept,
    "redirected_to_qa": _objection,
    "expired": _restore,
}
