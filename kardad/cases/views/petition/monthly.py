"""A claim told month by month, as payslips have it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.calc.models import SavedSheet
from kardad.cases import months
from kardad.cases.access import petitions as access
from kardad.cases.actions import drafting
from kardad.cases.forms import months as forms
from kardad.cases.petition import Item, Petition
from kardad.cases.queries import petitions as queries
from kardad.cases.views.petition import frame
from kardad.core.pages import attempt, page
from kardad.law import claims


def petition_claim_months(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """Each month of the claim's period: due, received; the rest of all is its amount, and a kept payslip its sheet."""
    case, held = access.step(request.actor, token, "claims", at=timezone.now())
    item = held.items[place - 1] if 1 <= place <= len(held.items) else None
    if item is None or not claims.claim(item.code).has_amount or item.from_day is None or item.to_day is None:
        raise Http404
    payslip = access.named_payslip(request.actor, request.GET.get("payslip", ""))
    rows = months.of(item.from_day, item.to_day)
    form = forms.Months(frame.posted(request)[0], months=rows, monthly=_monthly(held, item, payslip))
    if form.is_valid():
        told: dict[str, Any] = {"way": "typed", "amount": months.total(form.rows), "text": months.told(item.text, form.rows)}
        told["sheet"] = payslip.sheet if payslip else {}
        if attempt(form, drafting.put_item, case, place=place, told=told, by=request.actor, at=timezone.now()):
            messages.success(request, "طلب همه ماه‌ها جمع شد.")
            return redirect("cases:petition_claim", token, place)
    context = frame.context(case, "claims") | {"back": f"{frame.address(case, 'claims')}{place}/", "at": place}
    sheets = list(queries.payslips(request.actor.somebody))
    chosen = forms.Payslip(sheets=sheets, initial={"payslip": str(payslip.pk) if payslip else ""}) if sheets else None
    context |= {"claim": claims.claim(item.code), "chosen": chosen, "is_cut": len(rows) == months.MOST}
    return page(request, "cases/petition/months.html", form=form, **context)


def _monthly(held: Petition, item: Item, payslip: SavedSheet | None) -> int:
    """What is due of a whole month: of the payslip that was chosen, else the wage that the petition tells; 0 where neither says it."""
    if payslip is None:
        return 0 if item.code in months.TOTALS else held.employment.wage or 0
    return int(payslip.sheet["totals"].get(months.TOTALS.get(item.code, "gross")) or 0)
