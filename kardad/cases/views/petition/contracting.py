"""The first page of a petition that begins from an employment contract: what of it was not paid."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.cases.access import petitions as access
from kardad.cases.actions import contracting
from kardad.cases.forms.contracting import FromContract
from kardad.cases.views.petition import frame
from kardad.contracts import access as contracts
from kardad.contracts import flow
from kardad.contracts.actions import common
from kardad.contracts.queries import settling
from kardad.core.pages import attempt, page
from kardad.kit import calendar

NEXT: Final = "claimant"


def from_contract(request: HttpRequest, token: str) -> HttpResponse:
    """The petition stands with what the contract tells; its worker says first what was not paid. 404 for who is no side of it."""
    access.verified(request)
    place = contracts.contract(request.actor, token)
    if place.contract.state not in flow.CLAIMABLE:
        raise Http404
    now = timezone.now()
    told = contracting.worked(place.contract, today=calendar.tehran_day(now))
    settled = settling.settlement(place.contract) if place.contract.state == "settled" else None
    reserved = settling.reserved(settled) if settled else None
    form = FromContract(frame.posted(request)[0], worked=told, is_worker=place.side == "worker", reserved=reserved)
    if form.is_valid():
        unpaid = form.cleaned_data.get("unpaid") or ()
        if attempt(form, contracting.begin_with_contract, place, unpaid=unpaid, by=request.actor, at=now):
            case = form.result.token
            return redirect("cases:petition_check", case) if unpaid else redirect("cases:petition_step", case, NEXT)
    context = {"contract": place.contract, "employer": common.employer(place.contract), "is_worker": place.side == "worker"}
    context |= {"settled": settled, "is_signed": reserved is not None}
    return page(request, "cases/petition/from_contract.html", form=form, worked=told, **context)
