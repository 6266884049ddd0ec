"""Pages of whoever pays: the choice of a way, a transfer from card to card, credit."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from kardad.billing import access, policy, queries, shown, standing
from kardad.billing.actions import invoices, payments, receipts
from kardad.billing.forms import paying as forms
from kardad.billing.models import Invoice, Payment
from kardad.billing.views import leaving
from kardad.core import cards, files, limits, outside
from kardad.core.actor import Actor
from kardad.core.pages import attempt, page

log = structlog.get_logger()


def pay(request: HttpRequest, token: str) -> HttpResponse:
    """How much and by which way; an online way leads to the bank at once."""
    found = access.invoice(request.actor, token)
    if not found.balance:
        return redirect("billing:invoice", found.token)
    under_way = standing.blocks(found)
    form = _form(request, found, under_way)
    if form.is_valid():
        way, rials = form.cleaned_data["way"], form.cleaned_data["rials"]
        if way == Payment.Method.CARD:
            return redirect(f"{reverse('billing:receipt', args=[found.token])}?rials={rials}")
        if way == Payment.Method.CREDIT:
            return redirect(f"{reverse('billing:credit', args=[found.token])}?rials={rials}")
        given = {"rials": rials, "gateway_name": form.gateway_name, "is_alone": not _is_again(form, under_way)}
        if attempt(form, _begin, found, **given, by=payer(request, found), at=timezone.now()):
            begun, road = form.result
            return leaving.leave(request, begun, road)
        if isinstance(form.refusal, payments.AlreadyOpen):
            under_way = standing.blocks(found)
    answer = page(request, "billing/pay.html", form=form, invoice=found, open=_told(under_way))
    return leaving.let_out(answer, [gateway.origin for gateway in outside.payment_gateways()])


def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """To which card, and what the receipt of the transfer says."""
    found = access.invoice(request.actor, token)
    ours = cards.cards()
    if not found.balance or not ours:
        return redirect("billing:invoice", found.token)
    now = timezone.now()
    form = forms.Transfer(request.POST or None, request.FILES or None, at=now, initial={"rials": _wanted(request, found)})
    if form.is_valid() and attempt(form, _submit, request, found, form.cleaned_data, now):
        messages.success(request, "رسید شما رسید و بررسی می‌شود.")
        return redirect("billing:payment", form.result.token)
    return page(request, "billing/receipt.html", form=form, invoice=found, cards=ours)


def credit(request: HttpRequest, token: str) -> HttpResponse:
    """How much of the credit pays the invoice."""
    found = access.own_invoice(request.actor, token)
    held = queries.credit_of(found.holder)
    least, most = payments.least(found), min(held, found.balance)
    if not found.balance or most < least:
        return redirect("billing:pay" if found.balance else "billing:invoice", found.token)
    form = forms.Spend(
        request.POST or None, least=least, most=most, initial={"rials": min(_wanted(request, found), most), "seen": found.balance}
    )
    now = timezone.now()
    if form.is_valid() and attempt(form, _spend, request, found, form.cleaned_data, now):
        messages.success(request, "از اعتبار شما پرداخت شد.")
        return redirect("billing:payment", form.result.token)
    return page(request, "billing/credit.html", form=form, invoice=found, credit=held)


def payer(request: HttpRequest, found: Invoice) -> Actor:
    """Whoever pays does so as a client, even one who works here; for the organisation whose invoice it is."""
    return request.actor.acting_as("member", on_behalf_of=found.holder if found.organisation_id else "")


def announce(invoice_id: int, at: datetime) -> None:
    """Those above are told at once where that works; where not, the sweep tells them."""
    try:
        invoices.announce_due(invoice_id, at=at)
    except Exception:
        log.exception("invoice not announced", invoice=invoice_id)


def _form(request: HttpRequest, found: Invoice, under_way: Payment | None) -> forms.Pay:
    least = payments.least(found)
    ways = forms.way_cards(
        balance=found.balance,
        least=least,
        credit=_usable(found, least) if access.is_buyer(request.actor, found) else 0,
        gateways=outside.payment_gateways(),
        titles=shown.gateway,
        has_cards=bool(cards.cards()),
    )
    first = next((card.value for card in ways if not card.closed), None)
    given: dict[str, Any] = {"balance": found.balance, "least": least, "cards": ways, "is_open": _may_leave(under_way)}
    return forms.Pay(request.POST or None, initial={"way": first}, **given)


def _usable(found: Invoice, least: int) -> int:
    held = queries.credit_of(found.holder)
    return held if held >= least else 0


def _may_leave(under_way: Payment | None) -> bool:
    """A payment of which nobody said that it was paid may be left for another; one that was said to be paid may not."""
    return under_way is not None and under_way.claim != "paid"


def _is_again(form: forms.Pay, under_way: Payment | None) -> bool:
    return _may_leave(under_way) and bool(form.cleaned_data.get("again"))


def _told(under_way: Payment | None) -> dict[str, Any] | None:
    if under_way is None:
        return None
    return {"row": under_way, "state": shown.payment(under_way), "may_go": leaving.way_of(under_way) is not None}


def _wanted(request: HttpRequest, found: Invoice) -> int:
    typed = request.GET.get("rials", "")
    rials = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else found.balance
    return rials or found.balance


def _submit(request: HttpRequest, found: Invoice, told: dict[str, Any], at: datetime) -> Payment:
    by = payer(request, found)
    limits.allow("files", str(by.somebody), limit=policy.RECEIPTS_A_DAY, at=at, window=timedelta(days=1))
    kept = files.store(told["receipt"], owner_id=by.somebody, at=at)
    shown_receipt = receipts.Receipt(
        rials=told["rials"], trace=told["trace"], on=told["on"], hour=told["hour"], card=told["card"], file=kept
    )
    return receipts.submit(found, receipt=shown_receipt, by=by, at=at)


def _begin(found: Invoice, *, by: Actor, at: datetime, **given: Any) -> Any:
    limits.allow("payments", str(by.somebody), limit=policy.BEGUN_AN_HOUR, at=at, window=timedelta(hours=1))
    return payments.begin(found, **given, by=by, at=at)


def _spend(request: HttpRequest, found: Invoice, told: dict[str, Any], at: datetime) -> Payment:
    paid = receipts.spend_credit(found, rials=told["rials"], seen=told["seen"], by=payer(request, found), at=at)
    announce(found.pk, at)
    return paid
