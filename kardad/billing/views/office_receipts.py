"""Receipts in the office: card to card and slips, oldest first, each looked at within a working day."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from kardad.billing import access, books, policy, queries
from kardad.billing.actions import invoices
from kardad.billing.actions import receipts as actions
from kardad.billing.forms import office_money, office_tariff
from kardad.billing.models import Invoice, Payment
from kardad.core import files, hours
from kardad.core.actor import Actor
from kardad.core.pages import attempt, page
from kardad.core.paging import oldest
from kardad.kit import calendar
from kardad.people import timeline


@dataclass(frozen=True, slots=True)
class Waiting:
    """A receipt that waits, and how it stands with the promise of a working day."""

    payment: Payment
    due_at: datetime
    tone: str
    words: str


def receipts(request: HttpRequest) -> HttpResponse:
    """What waits for finance's eyes, oldest first."""
    access.office(request.actor)
    at = timezone.now()
    found = oldest(queries.receipts_to_check(), by="begun_at", after=request.GET.get("after", ""))
    rows = [waiting(row, at=at) for row in found.rows]
    return page(request, "billing/office/receipts.html", rows=rows, next_url=found.next_url)


def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """One receipt: what it says, where the same was seen before, and finance's word."""
    by = access.office(request.actor.acting_as("finance_officer"))  # whoever holds both roles of money judges receipts as finance
    at, found = timezone.now(), _found(pk)
    form = office_tariff.Judge(request.POST or None, yes="پول رسیده است", no="پول نرسیده یا رسید درست نیست")
    if form.is_valid() and attempt(form, _judge, found, form, by, at):
        invoices.announce_due(found.invoice_id, at=at)
        messages.success(request, "پرداخت تأیید شد." if form.is_yes else "رسید رد شد و دلیل آن به پرداخت‌کننده گفته شد.")
        return redirect("billing_office:receipts")
    found = _found(pk) if form.is_bound else found
    queue = [waiting(row, at=at) for row in oldest(queries.receipts_to_check(), by="begun_at", size=8).rows]
    return page(
        request,
        "billing/office/receipt.html",
        form=form,
        found=found,
        shown=waiting(found, at=at),
        queue=queue,
        alike=books.alike(found),
        names=books.names([found.begun_by_id, found.decided_by_id]),
        is_own=found.begun_by_id == by.person_id,
        may_judge=actions.may_judge(found, by.role),
        is_open=found.state == "pending_verification",
        over=max(found.rials - found.invoice.balance, 0),
        events=timeline.of(found, most=10),
    )


def receipt_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of a receipt, for who judges it."""
    access.office(request.actor)
    found = _found(pk)
    if found.receipt is None:
        raise Http404
    return files.answer(found.receipt)


def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """A bank slip or cash for an invoice waits for a second person."""
    by, at = access.office(request.actor, "finance_officer"), timezone.now()
    found = get_object_or_404(Invoice, pk=pk)
    form = office_money.Slip(request.POST or None, request.FILES or None, today=calendar.tehran_day(at))
    form.fields["rials"].initial = found.balance
    if form.is_valid() and attempt(form, _enter, found, form, by, at):
        messages.success(request, "ثبت شد. شخص دیگری باید آن را تأیید کند.")
        return redirect("billing_office:receipt", form.result.pk)
    return page(request, "billing/office/slip.html", form=form, found=found)


def waiting(payment: Payment, *, at: datetime) -> Waiting:
    """The receipt and its age: red when the working day is over."""
    due_at = hours.after_days(payment.begun_at, policy.RECEIPT_DAYS)
    if payment.state != "pending_verification":
        return Waiting(payment, due_at, "plain", "بررسی شده")
    if at > due_at:
        return Waiting(payment, due_at, "bad", "دیر شده است")
    is_today = calendar.tehran_day(at) == calendar.tehran_day(due_at)
    return Waiting(payment, due_at, *(("wait", "تا پایان امروز") if is_today else ("good", "تازه رسیده")))


def _found(pk: int) -> Payment:
    rows = Payment.objects.filter(method__in=actions.OFFLINE).select_related("invoice", "receipt")
    return get_object_or_404(rows, pk=pk)


def _judge(found: Payment, form: office_tariff.Judge, by: Actor, at: datetime) -> Payment:
    if form.is_yes:
        return actions.approve(found, by=by, at=at)
    return actions.reject(found, reason=form.cleaned_data["reason"], by=by, at=at)


def _enter(found: Invoice, form: office_money.Slip, by: Actor, at: datetime) -> Payment:
    return actions.enter(found, receipt=form.receipt(by=by, at=at), by=by, at=at)
