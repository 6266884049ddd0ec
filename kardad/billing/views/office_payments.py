"""A payment in the office: what payer, callback and bank each said; asked again, or ruled by two persons."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from kardad.billing import access, books
from kardad.billing.actions import invoices, rulings
from kardad.billing.actions import payments as actions
from kardad.billing.forms import office_money, office_tariff
from kardad.billing.models import Payment, Ruling
from kardad.billing.views.office_invoices import PAYMENT_TAGS
from kardad.core.actor import Actor
from kardad.core.pages import attempt, page
from kardad.people import timeline

TAKEN_BACK = "ثبت‌کننده پس گرفت."
VERDICTS = {
    "paid": "پرداخت شده است",
    "notpaid": "پرداخت نشده است",
    "differs": "مبلغ دیگری پرداخت شده است",
    "unknown": "بانک پاسخ روشنی نداد",
    "notbegun": "بانک پرداخت را آغاز نکرد",
    "no gateway": "این درگاه دیگر در تنظیمات نیست",
    "never announced": "بانک هرگز از این پرداخت باخبر نشد",
}
CLAIMS = {"paid": "پرداخت شد", "not_paid": "پرداخت نشد", "": "برنگشته است"}


def payment(request: HttpRequest, pk: int) -> HttpResponse:
    """One online payment, what is known of it, and what may be done about it."""
    by, at = access.office(request.actor), timezone.now()
    found = _found(pk)
    ruling = found.rulings.filter(state="proposed").first()
    form = _form(request, ruling)
    if form.is_valid() and attempt(form, _act, found, ruling, form, request.POST.get("do", ""), by, at):
        invoices.announce_due(found.invoice_id, at=at)
        messages.success(request, _said(_found(pk), request.POST.get("do", "")))
        return redirect(request.path)
    if form.is_bound:
        found, ruling = _found(pk), found.rulings.filter(state="proposed").first()
    return page(
        request,
        "billing/office/payment.html",
        form=form if form.is_bound else _form(request, ruling),
        found=found,
        tag=PAYMENT_TAGS[found.state],
        claim=CLAIMS.get(found.claim, found.claim),
        verdict=_verdict(found.verdict),
        ruling=ruling,
        is_own=ruling is not None and ruling.proposed_by_id == by.person_id,
        may_ask=found.state in actions.RECOVERABLE and bool(found.authority),
        names=books.names([ruling.proposed_by_id] if ruling else []),
        events=timeline.of(found, most=10),
    )


def _form(request: HttpRequest, ruling: Ruling | None) -> office_tariff.Judge | office_money.Rule | office_money.Bare:
    deed = request.POST.get("do", "")
    if deed == "ask":
        return office_money.Bare(request.POST)
    if deed == "withdraw":
        return office_tariff.Judge({"verdict": office_tariff.DECLINE, "reason": TAKEN_BACK})
    if ruling is not None:
        return office_tariff.Judge(request.POST or None, yes="من هم همین را می‌بینم", no="نمی‌پذیرم")
    return office_money.Rule(request.POST or None)


def _act(found: Payment, ruling: Ruling | None, form: object, deed: str, by: Actor, at: datetime) -> object:
    if isinstance(form, office_money.Bare):
        return actions.ask(found, by=by, at=at)
    if isinstance(form, office_money.Rule):
        given = form.cleaned_data
        is_paid = given["verdict"] == office_money.PAID
        return rulings.propose(found, is_paid=is_paid, reference=given["reference"], reason=given["reason"], by=by, at=at)
    if ruling is None or not isinstance(form, office_tariff.Judge):
        raise rulings.NothingRuled
    if form.is_yes:
        return rulings.approve(ruling, by=by, at=at)
    return rulings.decline(ruling, reason=form.cleaned_data["reason"], by=by, at=at)


def _said(found: Payment, deed: str) -> str:
    if deed == "ask":
        return f"از بانک پرسیده شد: {_verdict(found.verdict) or 'پاسخی نیامد'}."
    return "ثبت شد."


def _verdict(said: str) -> str:
    """What the bank said when asked, in words; its own code stays beside it on the page."""
    return next((words for key, words in VERDICTS.items() if said.startswith(key)), "")


def _found(pk: int) -> Payment:
    return get_object_or_404(Payment.objects.filter(method=Payment.Method.ONLINE).select_related("invoice"), pk=pk)
