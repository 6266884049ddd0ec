"""What time does to a request: papers that never came, a delivery to which nobody objected, clocks that ran out, reminders."""

from datetime import datetime

from kardad.core.actor import SYSTEM
from kardad.core.history import record
from kardad.desk import policy
from kardad.desk.actions import clocks, common, paying, requests
from kardad.desk.actions.common import deed
from kardad.desk.models import Reminder, Request
from kardad.inbox import actions as inbox
from kardad.kit import calendar

NEVER_CAME = "آنچه خواسته شده بود تا هفت روز نرسید."
STATES = {"draft.reminder": "draft", "request.info_reminder": "info_requested", "request.closing_soon": "delivered"}


@deed
def end_due(pk: int, *, at: datetime) -> bool:
    """T14, T11: a request whose days are over is expired, or closed in silence; one that moved on is left."""
    request = Request.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, due_at__lte=at).first()
    if request is None:
        return False
    if request.state == "info_requested":
        paying.expire(request, reason=NEVER_CAME, at=at)
    elif request.state == "delivered":
        requests.accept(request, by=SYSTEM, at=at)
    else:
        request.due_at = None
        request.save(update_fields=["due_at"])
        return False
    return True


@deed
def alarm_due(pk: int, *, at: datetime) -> bool:
    """A clock that ran out is a manager's work, once."""
    request = Request.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if request is None:
        return False
    clocks.breach(request, at=at)
    request.save(update_fields=["breached_at", "reply_breached_at"])
    return True


@deed
def remind_due(pk: int, *, at: datetime) -> bool:
    """The client was reminded once, if there is still something to remind of."""
    row = Reminder.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, due_at__lte=at).first()
    if row is None:
        return False
    request = common.locked(row.request_id)
    is_meant = STATES[row.event] == request.state
    row.due_at, row.done_at = None, at if is_meant else None
    row.save(update_fields=["due_at", "done_at"])
    if not is_meant:
        return False
    if row.event == "draft.reminder":
        inbox.tell(common.readers(request)[0], row.event, about=request, url=common.address(request), at=at)
    else:
        day = calendar.slashed(calendar.tehran_day(request.due_at or at + policy.CLOSING_SOON))
        common.tell(request, row.event, at=at, day=day)
    record("request.reminded", request, by=SYSTEM, at=at, person_id=common.readers(request)[0].pk, number=request.number or "…")
    return True
