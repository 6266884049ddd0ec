"""The work itself: begun when it is paid, delivered when every service is."""

from datetime import datetime

from kardad.core.actor import Actor
from kardad.desk import answers, catalogue, flow, policy
from kardad.desk.actions import clocks, common
from kardad.desk.actions.common import deed
from kardad.desk.models import Item, Reminder, Request
from kardad.desk.queries import requests as queries
from kardad.kit.refusal import Refusal
from kardad.work import actions as work

DONE_HOURS = ("booked", "done", "missed")


class InputsMissing(Refusal):
    """Work begins when everything that it needs was told."""

    code = "START_INPUTS"
    message = "برای «{title}» هنوز این را نداریم: {what}. از متقاضی بپرسید."


class NoHour(Refusal):
    """A call or a session begins with an hour that the client took."""

    code = "START_NO_HOUR"
    message = "متقاضی برای «{title}» هنوز نوبت نگرفته است."


class DepositNotEnough(Refusal):
    """A service of the request is not begun before it is paid wholly."""

    code = "START_UNPAID"
    message = "تا صورتحساب کامل پرداخت نشود، کار «{title}» آغاز نمی‌شود."


class StillOwed(Refusal):
    """Nothing is delivered while a part of the invoice is unpaid."""

    code = "DELIVER_UNPAID"
    message = "بخشی از صورتحساب هنوز پرداخت نشده است؛ تحویل پس از پرداخت کامل ممکن است."


class NotAllDelivered(Refusal):
    """A request is delivered when each of its services is."""

    code = "DELIVER_MISSING"
    message = "هنوز برای این خدمت‌ها چیزی تحویل نشده است: {titles}."


class WithdrawalOpen(Refusal):
    """The client wants his money back, and a manager has not decided."""

    code = "REQUEST_WITHDRAWAL_OPEN"
    message = "متقاضی انصراف داده است. تا مدیر درباره استرداد تصمیم نگیرد، کار پیش نمی‌رود."


@deed
def start(request: Request, *, by: Actor, at: datetime) -> Request:
    """T9: the work has begun; everything it needs is there, and calls have their hour."""
    request = common.locked(request.pk)
    before = request.state
    common.move(request, "start", by=by)
    ensure_ready(request, state=before)
    for item in queries.live_items(request):
        item.state = flow.ITEM.after(item.state, "start", flow.role_of(by.role))
        item.save(update_fields=["state"])
    work.close_item("request.assigned", request, outcome="started", at=at)
    common.note("request.started", request, by=by, at=at)
    return common.keep(request, at=at)


def ensure_ready(request: Request, *, state: str) -> None:
    """Raises what keeps the work from being begun in this state: money, papers or an hour that are not there, a withdrawal that is open."""
    _ensure_no_withdrawal(request)
    for item in queries.live_items(request):
        service = catalogue.service(item.service_code)
        if state == "partially_paid" and not service.deposit_ok:
            raise DepositNotEnough(title=item.title)
        if lacking := answers.missing(service, item.inputs):
            raise InputsMissing(title=item.title, what="، ".join(one.label for one in lacking))
        if service.needs_hour and not item.appointments.filter(state__in=DONE_HOURS).exists():
            raise NoHour(title=item.title)


@deed
def item_delivered(item: Item, *, by: Actor, at: datetime) -> Item:
    """The service is with the client; called by whatever released its paper or finished its call."""
    request, item = common.locked_item(item)
    if request.state not in ("in_progress", "reopened"):
        raise common.forbid(request, "item_delivered", by=by)
    state = flow.ITEM.after(item.state, "deliver", flow.role_of(by.role))
    if not item.appointments.filter(state="done", expert_id=by.person_id).exists():  # whoever gave the hour delivers it
        common.ensure_yours(request, "item_delivered", by=by)
    _ensure_deliverable(request)
    item.state, item.delivered_at = state, at
    item.save(update_fields=["state", "delivered_at"])
    common.note("request.item_delivered", request, by=by, at=at, title=item.title)
    common.keep(request, at=at)
    return item


def deliver_with_last(request: Request, *, by: Actor, at: datetime) -> bool:
    """Whether the request is delivered now, because its last service is; whoever gave that one delivers it, be the request another's."""
    request = common.locked(request.pk)
    left = [item.state for item in queries.live_items(request) if item.state != "delivered"]
    name = next((one for one in ("deliver", "redeliver") if flow.REQUEST.allows(request.state, one, "expert")), "")
    if left or not name:
        return False
    request.state = flow.REQUEST.after(request.state, name, "expert")
    _delivered(request, by=by, at=at)
    return True


@deed
def deliver(request: Request, *, by: Actor, at: datetime) -> Request:
    """T10: every service is with the client, who has seven days to object; after a correction likewise."""
    request = common.locked(request.pk)
    common.move(request, "redeliver" if request.state == "reopened" else "deliver", by=by)
    _ensure_deliverable(request)
    items = list(queries.live_items(request))
    if missing := [item.title for item in items if item.state != "delivered"] or ([] if items else ["همه"]):
        raise NotAllDelivered(titles="، ".join(missing))
    return _delivered(request, by=by, at=at)


def _delivered(request: Request, *, by: Actor, at: datetime) -> Request:
    request.delivered_at, request.due_at = at, at + policy.ACCEPT_WITHIN
    clocks.clear_all(request, at=at)
    soon = request.due_at - policy.CLOSING_SOON
    Reminder.objects.create(request=request, event="request.closing_soon", due_at=soon)
    common.note("request.delivered", request, by=by, at=at)
    common.tell(request, "request.delivered", at=at)
    return common.keep(request, at=at)


def _ensure_deliverable(request: Request) -> None:
    _ensure_no_withdrawal(request)
    if request.invoice is None or request.invoice.state != "paid":
        raise StillOwed


def _ensure_no_withdrawal(request: Request) -> None:
    if queries.open_withdrawal(request) is not None:
        raise WithdrawalOpen
