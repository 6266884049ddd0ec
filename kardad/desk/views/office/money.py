"""What a request costs: prices by the tariff or by hand, and the invoice as its client will get it."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.billing import queries as billing
from kardad.billing.models import Invoice
from kardad.core.actor import Actor
from kardad.core.pages import attempt
from kardad.desk.access import requests as access
from kardad.desk.actions import meanwhile, pricing
from kardad.desk.forms import office as forms
from kardad.desk.models import Item, Request
from kardad.desk.queries import requests as queries
from kardad.desk.views.office import common
from kardad.kit import calendar
from kardad.kit.refusal import Refusal

COUNT = "count"  # the button that shows the sums without keeping them


def price(request: HttpRequest, pk: int) -> HttpResponse:
    """Quantity and price of every item, the tariff's proposed; the sums are shown before anything is kept."""
    found, by = access.staffs_request(request.actor, pk)
    if gone := common.closed(request, found, by, "invoice"):
        return gone
    at = timezone.now()
    live = list(queries.live_items(found))
    tariff = {row.service_code: row.unit_price for row in billing.prices(calendar.tehran_day(at))}
    form = forms.Price(request.POST or None, items=live, tariff=tariff)
    estimate = None
    if form.is_valid() and request.POST.get("do") == COUNT:
        if attempt(form, _counted, found, form.rows(), by, at):
            estimate = form.result
    elif form.is_valid() and _kept(request, form, found, by, at):
        return redirect("desk_office:invoice", pk=found.pk)
    rates = [(item, tariff.get(item.service_code)) for item in live]
    return common.frame(request, "price", found, form, estimate=estimate, rates=rates, groups=form.groups(), on=calendar.tehran_day(at))


def invoice(request: HttpRequest, pk: int) -> HttpResponse:
    """The invoice exactly as the client will get it; then it is issued, or goes to a manager."""
    found, by = access.staffs_request(request.actor, pk)
    if gone := common.closed(request, found, by, "invoice"):
        return gone
    at = timezone.now()
    form = forms.Issue(request.POST or None)
    code = form.cleaned_data["discount_code"] if form.is_valid() else ""
    asked = {"discount_code": code, "seen_total": _seen(request)}
    is_pressed = form.is_valid() and request.POST.get("do") != COUNT
    if is_pressed and common.press(request, form, found, pricing.invoice, found, by=by, **asked):
        return _issued(request, found, form.result)
    estimate, problem = _estimate(found, code, at)
    if problem and code and not form.errors:
        form.add_error("discount_code", problem)
    return common.frame(request, "invoice", found, form, estimate=estimate, problem=problem, on=calendar.tehran_day(at))


def _seen(request: HttpRequest) -> int | None:
    total = request.POST.get("total", "")
    return int(total[:18]) if total.isascii() and total.isdigit() else None


def _kept(request: HttpRequest, form: forms.Price, found: Request, by: Actor, at: datetime) -> bool:
    return attempt(form, meanwhile.do, found, _price_all, form.rows(), seen=request.POST.get("seen", ""), by=by, at=at)


@transaction.atomic
def _price_all(rows: list[tuple[Item, int, int | None, str]], *, by: Actor, at: datetime) -> None:
    for item, quantity, unit_price, reason in rows:
        try:
            pricing.price(item, quantity=quantity, unit_price=unit_price, reason=reason, by=by, at=at)
        except Refusal as refusal:
            refusal.field = f"{refusal.field or 'unit_price'}-{item.pk}"
            raise


def _counted(found: Request, rows: list[tuple[Item, int, int | None, str]], by: Actor, at: datetime) -> pricing.Estimate:
    """The sums of these prices, by the very rule that an invoice follows; nothing is kept."""
    with transaction.atomic():
        _price_all(rows, by=by, at=at)
        told = pricing.estimate(found, at=at)
        transaction.set_rollback(True)
    return told


def _estimate(found: Request, code: str, at: datetime) -> tuple[pricing.Estimate | None, str]:
    try:
        return pricing.estimate(found, discount_code=code, at=at), ""
    except Refusal as refusal:
        return None, refusal.text


def _issued(request: HttpRequest, found: Request, result: object) -> HttpResponse:
    if isinstance(result, Invoice):
        return common.back(request, found, "صورتحساب صادر شد و به متقاضی گفته شد.")
    messages.success(request, "صورتحساب برای موافقت مدیر فرستاده شد. تا تصمیم او چیزی به متقاضی گفته نمی‌شود.")
    return redirect("desk_office:request", pk=found.pk)
