"""Refunds in the office: a manager decides, never over his own; finance sends the money and says how it ended."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from kardad.billing import access, books, sums
from kardad.billing.actions import invoices, reversing
from kardad.billing.actions import refunds as actions
from kardad.billing.forms import office_money, office_tariff
from kardad.billing.models import Invoice, Refund
from kardad.billing.views import office_deciding
from kardad.core.pages import attempt, page
from kardad.core.paging import SIZE, Page, oldest
from kardad.people import timeline

TAGS = office_deciding.TAGS | {"done": ("good", "برگشته است")}


def refunds(request: HttpRequest) -> HttpResponse:
    """What is to be decided and what is to be sent, oldest first."""
    access.office(request.actor)
    key = office_deciding.chosen(request)
    found = _queue(key, after=request.GET.get("after", ""))
    next_url = f"?state={key}&after={found.after}" if found.after else ""
    rows = [(row, *TAGS[row.state]) for row in found.rows]
    return page(request, "billing/office/refunds.html", rows=rows, states=office_deciding.STATES, key=key, next_url=next_url)


def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """One refund: how much with which tax, what a credit note will say, and the next deed of whoever may do it."""
    by, at = access.office(request.actor), timezone.now()
    found = _found(pk)
    held = access.held(by)
    form = _form(found, request)
    if form.is_valid() and attempt(form, _act, found, form, request, at):
        invoices.announce_due(found.invoice_id, at=at)
        messages.success(request, SAID.get(_found(pk).state, "ثبت شد."))
        return redirect(request.path)
    found = _found(pk) if form.is_bound else found
    taken = reversing.taken(found)
    payment = reversing.reversible(found, taken, at=at)
    return page(
        request,
        "billing/office/refund.html",
        form=form,
        found=found,
        tag=TAGS[found.state],
        note=getattr(found, "credit_note", None),
        share=_share(found),
        reversible=payment,
        source=payment or found.payment or next(iter(taken), None),
        held=held,
        is_own=found.requested_by_id == by.person_id,
        queue=_queue(found.state if found.state in office_deciding.STATES else "requested", size=8).rows,
        events=timeline.of(found, most=10),
    )


SAID = {
    "approved": "موافقت شد؛ امور مالی آن را می‌فرستد.",
    "declined": "موافقت نشد و دلیل آن به خریدار گفته شد.",
    "sent": "ثبت شد که وجه فرستاده شده است؛ پس از رسیدن، نتیجه را ثبت کنید.",
    "done": "برگشت وجه ثبت و اعتبار برگشتی صادر شد.",
    "failed": "ثبت شد؛ می‌توان دوباره درخواست کرد.",
}


def refund_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Staff ask for a refund of an invoice; a manager who is not the asker decides."""
    by, at = access.office(request.actor), timezone.now()
    found = get_object_or_404(Invoice, pk=pk)
    is_credit_only = actions.is_paid_for_buyer(found)
    form = office_money.AskRefund(request.POST or None, initial={"rials": found.paid - found.refunded}, is_credit_only=is_credit_only)
    if form.is_valid() and attempt(form, actions.request, found, **form.cleaned_data, by=by, at=at):
        messages.success(request, "درخواست استرداد ثبت شد؛ مدیر دیگری درباره آن تصمیم می‌گیرد.")
        return redirect("billing_office:refund", form.result.pk)
    return page(request, "billing/office/refund_new.html", form=form, found=found)


def _form(found: Refund, request: HttpRequest) -> office_tariff.Judge | office_money.Ended | office_money.Bare:
    if found.state == "requested":
        return office_deciding.judge(request)
    if found.state == "sent" and request.POST.get("do") != "reverse":
        return office_money.Ended(request.POST or None)
    return office_money.Bare(request.POST or None)


def _act(found: Refund, form: object, request: HttpRequest, at: datetime) -> object:
    if isinstance(form, office_tariff.Judge):
        return office_deciding.decide(actions, found, form, request, at)
    if isinstance(form, office_money.Ended):
        return office_deciding.end(actions, found, form, request, at)
    by = access.letting_out(request, "finance_officer")
    if request.POST.get("do") == "reverse":
        return reversing.reverse(found, by=by, at=at)
    if found.target == Refund.Target.CREDIT:
        return actions.give_credit(found, by=by, at=at)
    return actions.send(found, by=by, at=at)


def _share(found: Refund) -> int:
    """The tax in this refund, as its credit note will tell or tells it."""
    invoice = found.invoice
    if found.state == "done":
        return found.credit_note.vat
    given = invoice.total if invoice.state == "partially_paid" else found.rials
    return sums.share_of_vat(invoice.vat, invoice.total, before=invoice.refunded, now=given)


def _queue(state: str, *, after: str = "", size: int = SIZE) -> Page[Refund]:
    rows = Refund.objects.filter(state=state).select_related("invoice")
    return oldest(rows, by="requested_at", after=after, size=size)


def _found(pk: int) -> Refund:
    names = books.named(asker="requested_by_id", judge="decided_by_id", sender="sent_by_id")
    return get_object_or_404(Refund.objects.select_related("invoice", "payment", "credit_note").annotate(**names), pk=pk)
