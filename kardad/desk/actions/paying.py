"""What money does to a request: paid in part, paid, run out, given back. Called by billing's signals, under its lock of the invoice."""

from datetime import datetime

from kardad.billing.models import Invoice, Refund
from kardad.core import hours
from kardad.core.actor import SYSTEM
from kardad.desk import catalogue, flow
from kardad.desk.actions import assigning, clocks, common, endings, slots
from kardad.desk.models import Request, Withdrawal
from kardad.desk.queries import requests as queries
from kardad.kit import money
from kardad.work import actions as work

MOVES = {"partially_paid": "pay_part", "paid": "pay_all", "void": "void", "credited": "withdraw"}


def follow(invoice: Invoice, *, at: datetime) -> None:
    """The request stands where its invoice does; an invoice that is no longer its own moves nothing."""
    request = common.locked(invoice.subject_id or 0)
    name = "expire" if invoice.has_lapsed else MOVES.get(invoice.state, "")
    if request.invoice_id != invoice.pk or not flow.REQUEST.allows(request.state, name, "system"):
        return
    if name == "expire":
        expire(request, reason=invoice.reason, at=at)
    elif name == "void":
        _back_to_review(request, reason=invoice.reason, at=at)
    elif name == "withdraw":
        endings.end_items(request, "refund", by=SYSTEM)
        give_up(request, reason="صورتحساب آن کامل برگردانده شد.", at=at)
    elif name == "pay_all":
        _paid(request, at=at)
    elif request.state != "partially_paid":
        common.move(request, name, by=SYSTEM)
        common.note("request.partially_paid", request, by=SYSTEM, at=at)
        if all(catalogue.service(item.service_code).deposit_ok for item in queries.live_items(request)):
            _to_expert(request, f"درخواست {request.shown_number} پیش‌پرداخت شد؛ کار را آغاز کنید", at=at)
        common.keep(request, at=at)


def follow_refund(refund: Refund, *, at: datetime) -> None:
    """An approved withdrawal ends its request; a declined one leaves it as it is."""
    withdrawal = Withdrawal.objects.filter(refund=refund).first()
    if withdrawal is None or refund.state != "approved":
        return
    request = common.locked(withdrawal.request_id)
    if not flow.REQUEST.allows(request.state, "withdraw", "system"):
        return
    given = request.items.filter(pk__in=withdrawal.items)
    endings.end_items(request, "refund", by=SYSTEM, only=given)
    give_up(request, reason=f"انصراف متقاضی؛ {money.grouped(refund.rials)} برگردانده می‌شود.", at=at)


def expire(request: Request, *, reason: str, at: datetime) -> None:
    """T14, T15: the days are over; the client may restore it. What was left of the clock waits with it."""
    before, clock, left = request.state, request.clock, request.clock_left
    common.move(request, "expire", by=SYSTEM)
    endings.end(request, reason=reason, at=at)
    request.expired_from, request.clock, request.clock_left = before, clock, left
    common.keep(request, at=at)
    common.note("request.expired", request, by=SYSTEM, at=at, reason=reason)
    common.tell(request, "request.expired", at=at, reason=reason)


def give_up(request: Request, *, reason: str, at: datetime) -> None:
    """T13: the request is cancelled; what was not given is not given any more."""
    common.move(request, "withdraw", by=SYSTEM)
    endings.end_items(request, "cancel", by=SYSTEM)
    endings.end(request, reason=reason, at=at)
    common.note("request.cancelled", request, by=SYSTEM, at=at, reason=reason)
    common.tell(request, "request.cancelled", at=at, reason=reason)


def _back_to_review(request: Request, *, reason: str, at: datetime) -> None:
    """An offer that the house took back is not the client's delay: his expert prices again, with the time that was left."""
    common.move(request, "void", by=SYSTEM)
    unprice(request)
    clocks.resume(request, at=at)
    _to_expert(request, f"صورتحساب درخواست {request.shown_number} باطل شد؛ دوباره قیمت‌گذاری کنید", at=at)
    assigning.ensure_somebody(request, at=at)
    common.note("request.invoice_voided", request, by=SYSTEM, at=at, reason=reason)
    common.tell(request, "request.invoice_voided", at=at, reason=reason)
    common.keep(request, at=at)


def unprice(request: Request) -> None:
    """The request has no invoice, and every service of it is priced anew."""
    request.invoice = None
    for item in request.items.filter(state="priced"):
        item.state = flow.ITEM.after(item.state, "unprice", "system")
        item.unit_price, item.price_reason = None, ""
        item.save(update_fields=["state", "unit_price", "price_reason"])


def _paid(request: Request, *, at: datetime) -> None:
    """T8: the work's clock runs from now, each service by its own promise; a call's by the hour that is taken."""
    common.move(request, "pay_all", by=SYSTEM)
    items = [one for one in queries.live_items(request) if not catalogue.service(one.service_code).needs_hour]
    for item in items:
        item.due_at = hours.add(at, assigning.work_minutes(item))
        item.save(update_fields=["due_at"])
    if items:
        clocks.start(request, "work", max(assigning.work_minutes(item) for item in items), at=at)
    else:
        clocks.clear(request, at=at)
    slots.book_held(request.pk, at=at)
    _to_expert(request, f"درخواست {request.shown_number} پرداخت شد؛ کار را آغاز کنید", at=at)
    common.note("request.paid", request, by=SYSTEM, at=at)
    common.keep(request, at=at)


def _to_expert(request: Request, title: str, *, at: datetime) -> None:
    row = work.open_item("request.assigned", request, title=title, role="expert", at=at, due_at=request.clock_due_at)
    row.title, row.due_at, row.assigned_to_id = title, request.clock_due_at, request.assigned_to_id  # what stood open told what was before
    row.save(update_fields=["title", "due_at", "assigned_to_id"])
