"""What every end of a request shares: the day and the reason, no clock, no reminder, no manager left waiting, no hour left taken."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from kardad.core.actor import SYSTEM, Actor
from kardad.desk import flow
from kardad.desk.actions import clocks, common
from kardad.desk.models import Appointment, Approval, Item, Reminder, Request, Slot
from kardad.desk.queries import delivery
from kardad.work import actions as work

WORK = ("request.assign", "request.assigned", "request.late", "request.reply_late")


def end(request: Request, *, reason: str, at: datetime) -> Request:
    """The request has ended at this moment for this reason."""
    request.ended_at, request.end_reason, request.due_at = at, reason[:300], None
    clocks.clear_all(request, at=at)
    settle(request, at=at)
    for kind in WORK:
        work.close_item(kind, request, outcome=request.state, at=at)
    close_used(request.items.all(), at=at)
    return common.keep(request, at=at)


def close_used(items: Iterable[Item], *, at: datetime) -> None:
    """No manager is to end these services any more for an hour that counts as used."""
    for hour in Appointment.objects.filter(item__in=items, state__in=delivery.NOT_HELD):
        work.close_item("appointment.used", hour, outcome="ended", at=at)


def settle(request: Request, *, at: datetime) -> None:
    """No reminder is due and no manager is waited for."""
    Reminder.objects.filter(request=request).update(due_at=None)
    for approval in Approval.objects.select_for_update().filter(request=request, state="asked"):
        drop_approval(approval, by=SYSTEM, at=at)


def drop_approval(approval: Approval, *, by: Actor, at: datetime) -> None:
    """Nobody needs to decide this any more."""
    approval.state = flow.APPROVAL.after(approval.state, "drop", flow.role_of(by.role))
    approval.decided_at = at
    approval.save(update_fields=["state", "decided_at"])
    work.close_item("request.approval", approval, outcome="dropped", at=at)


def end_items(request: Request, name: str, *, by: Actor, only: QuerySet[Item] | None = None) -> None:
    """Every item that can make this move has made it, and holds no hour of an expert."""
    for item in (request.items.all() if only is None else only).order_by("pk"):
        role = flow.role_of(by.role)
        if flow.ITEM.allows(item.state, name, role):
            item.state = flow.ITEM.after(item.state, name, role)
            item.save(update_fields=["state"])
            _free_hours(item)


def _free_hours(item: Item) -> None:
    for appointment in Appointment.objects.select_for_update().filter(item=item, state__in=["held", "booked"]):
        name = "release" if appointment.state == "held" else "cancel"
        appointment.state = flow.APPOINTMENT.after(appointment.state, name, "client")
        appointment.held_until = appointment.remind_at = None
        appointment.save(update_fields=["state", "held_until", "remind_at"])
        Slot.objects.filter(appointment=appointment).update(appointment=None)
