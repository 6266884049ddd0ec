"""The clock of the step under way: started, stopped while the client is waited for, resumed with what was left, and its breach."""

from datetime import datetime

from kardad.core import hours
from kardad.core.actor import SYSTEM
from kardad.core.history import record
from kardad.desk import policy
from kardad.desk.models import Request
from kardad.work import actions as work

HOUR = 60
TITLES = {
    "assign": "سپردن به کارشناس",
    "first_response": "نخستین پاسخ",
    "work": "انجام کار",
    "objection": "رسیدگی به اعتراض",
    "reply": "پاسخ به پیام",
}


def start(request: Request, name: str, minutes: int, *, at: datetime) -> None:
    """This step has so many working minutes from now. Saved by the caller, as everything here."""
    clear(request, at=at)
    request.clock, request.clock_due_at = name, hours.add(at, minutes)


def stop(request: Request, *, at: datetime) -> None:
    """The clock stands; what is left of it is kept."""
    if request.clock_due_at is not None:
        request.clock_left = hours.between(at, request.clock_due_at)
        request.clock_due_at = request.breached_at = None
        _settled(request, at=at)
    replied(request, at=at)


def resume(request: Request, *, at: datetime) -> None:
    """The clock goes on with what was left; where no step was under way, the client's word waits for an answer."""
    if request.clock_left is None:
        await_reply(request, at=at)
        return
    request.clock_due_at, request.clock_left = hours.add(at, request.clock_left), None


def clear(request: Request, *, at: datetime) -> None:
    """No clock runs."""
    request.clock, request.clock_due_at, request.clock_left, request.breached_at = "", None, None, None
    _settled(request, at=at)


def clear_all(request: Request, *, at: datetime) -> None:
    """No clock runs and no word waits for an answer."""
    clear(request, at=at)
    replied(request, at=at)


def await_reply(request: Request, *, at: datetime) -> None:
    """The client's word waits for an answer, from his first one on."""
    if request.assigned_to_id is not None and request.reply_due_at is None:
        request.reply_due_at = hours.add(at, policy.REPLY_HOURS * HOUR)


def replied(request: Request, *, at: datetime) -> None:
    """Nothing that the client wrote waits for an answer."""
    request.reply_due_at = request.reply_breached_at = None
    work.close_item("request.reply_late", request, outcome="done", at=at)


def responded(request: Request, *, at: datetime) -> None:
    """The client heard from his expert: the first response is given, and what he wrote is answered."""
    if request.first_response_at is None:
        request.first_response_at = at
    if request.clock == "first_response" and request.clock_due_at is not None:
        clear(request, at=at)
    replied(request, at=at)


def breach(request: Request, *, at: datetime) -> None:
    """What is late is a manager's work, and stands in the request's history once."""
    if request.clock_due_at is not None and request.clock_due_at <= at and request.breached_at is None:
        request.breached_at = at
        _told(request, "request.late", request.clock, at=at)
    if request.reply_due_at is not None and request.reply_due_at <= at and request.reply_breached_at is None:
        request.reply_breached_at = at
        _told(request, "request.reply_late", "reply", at=at)


def _told(request: Request, kind: str, clock: str, *, at: datetime) -> None:
    title = f"دیرکرد در {TITLES[clock]}: درخواست {request.shown_number}"
    work.open_item(kind, request, title=title, role="manager", at=at, office_id=request.office_id)
    record("request.breached", request, by=SYSTEM, at=at, person_id=None, number=request.number, step=TITLES[clock])


def _settled(request: Request, *, at: datetime) -> None:
    work.close_item("request.late", request, outcome="done", at=at)
