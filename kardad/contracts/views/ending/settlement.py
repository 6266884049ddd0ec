"""The settlement: where it stands, its facts, the statement made ready, its payment, a confirmation taken back."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kardad.contracts import access
from kardad.contracts.actions import paying, settling
from kardad.contracts.forms import ending as forms
from kardad.contracts.models import Contract
from kardad.contracts.queries import settling as queries
from kardad.contracts.queries.standing import Standing
from kardad.contracts.shown import ending as shown
from kardad.contracts.statement import Facts
from kardad.contracts.views.ending import uploads
from kardad.core import files
from kardad.core.pages import attempt, page, refused
from kardad.kit import calendar


@require_safe
def settlement(request: HttpRequest, token: str) -> HttpResponse:
    """Where the settlement stands, its statement item by item, and the next step."""
    place = _place(access.contract(request.actor, token))
    return page(request, "contracts/ending/settlement.html", form=None, **shown.settlement(place, at=timezone.now()))


def settlement_facts(request: HttpRequest, token: str) -> HttpResponse:
    """The employer tells what the contract does not: unpaid days, leave that was taken, what is taken off."""
    place = _place(access.employing(request.actor, token, "in_settlement"))
    row = queries.settlement(place.contract)
    if row is None or row.version_id:
        raise Http404
    told = queries.facts(row) if queries.is_told(row) else Facts()
    contract = place.contract
    form = forms.Reckon(request.POST or None, years=shown.years(contract), last=contract.ended_on, told=told)
    if form.is_valid() and attempt(form, settling.save, place, form.facts, by=request.actor, at=timezone.now()):
        return redirect("contracts:settlement", token)
    return page(request, "contracts/ending/facts.html", form=form, **shown.head(place))


@require_POST
def settlement_prepare(request: HttpRequest, token: str) -> HttpResponse:
    """The statement is frozen, and its employer goes on to sign it."""
    place = _place(access.employing(request.actor, token, "in_settlement"))
    access.verified(request)
    form = forms.Bare({})
    if form.is_valid() and attempt(form, settling.prepare, place, by=request.actor, at=timezone.now()):
        return redirect("contracts:sign_version", token, form.result.kind, form.result.number)
    shown_form = refused(forms.Bare, form.refusal)
    return page(request, "contracts/ending/settlement.html", form=shown_form, **shown.settlement(place, at=timezone.now()))


def settlement_pay(request: HttpRequest, token: str) -> HttpResponse:
    """The employer records the payment with what shows it."""
    place, at = _place(access.employing(request.actor, token, "in_settlement")), timezone.now()
    row = queries.settlement(place.contract)
    if row is None or row.paid_at is not None or not (row.version_id or queries.is_told(row)):
        raise Http404
    net, posted = shown.net(place.contract, row), (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.Pay(*posted, today=calendar.tehran_day(at), may_deposit=row.refused_at is not None, net=net)
    if form.is_valid() and attempt(form, _pay, request, place, form, at):
        is_settled = form.result.state == "settled"
        messages.success(request, "قرارداد تسویه شد." if is_settled else "پرداخت ثبت شد و به کارگر خبر داده شد.")
        return redirect("contracts:settlement", token)
    return page(request, "contracts/ending/pay.html", form=form, net=net, row=row, **shown.head(place))


def settlement_undo(request: HttpRequest, token: str) -> HttpResponse:
    """The worker takes a mistaken confirmation back."""
    place, at = _place(access.working(request.actor, token, "in_settlement")), timezone.now()
    row = queries.settlement(place.contract)
    until = queries.undone_until(row) if row else None
    if until is None or until <= at:
        raise Http404
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, settling.undo, place, by=request.actor, at=at):
        messages.success(request, "امضای تسویه را پس گرفتید.")
        return redirect("contracts:settlement", token)
    return page(request, "contracts/ending/undo.html", form=form, until=until, **shown.head(place))


@require_safe
def settlement_proof(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt of the payment, for both sides."""
    row = queries.settlement(access.contract(request.actor, token).contract)
    if row is None or row.proof is None:
        raise Http404
    return files.answer(row.proof)


def _place(place: Standing) -> Standing:
    """Whose contract has ended; else 404."""
    if place.contract.ended_on is None:
        raise Http404
    return place


def _pay(request: HttpRequest, place: Standing, form: forms.Pay, at: datetime) -> Contract:
    proof = uploads.keep(request, form.cleaned_data.get("proof"), at=at)
    return paying.pay(place, form.payment(proof), by=request.actor, at=at)
