"""The pages by which an employer changes a contract that runs: an amendment, the wage of a new year."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.contracts import access, amendments, flow, terms
from kardad.contracts.actions import amending, signing
from kardad.contracts.forms import life as forms
from kardad.contracts.models import Version
from kardad.contracts.queries import life
from kardad.contracts.queries.standing import Standing
from kardad.contracts.shown import ending
from kardad.contracts.shown import life as shown
from kardad.contracts.views.signing import frame
from kardad.core.pages import attempt, page, refuse
from kardad.kit import calendar


def amend(request: HttpRequest, token: str) -> HttpResponse:
    """What the contract says, to be changed from a day on; with that the amendment lies ready for signing."""
    place = access.employing(request.actor, token, *flow.RUNNING)
    access.verified(request)
    at = timezone.now()
    today = calendar.tehran_day(at)
    if not shown.deeds(place, at=at)["amend"]:
        raise Http404
    held = life.terms_on(place.contract, today)
    form = forms.Amend(request.POST if request.method == "POST" else None, held=held, today=today)
    if form.is_valid() and request.POST.get("then") != "more" and _proposed(request, place, form, at):
        return redirect("contracts:sign_version", token, Version.Kind.AMENDMENT, form.result.number)
    refusal = getattr(form, "refusal", None)
    found = frame.cited(list(refusal.found)) if isinstance(refusal, amending.BreaksLaw) else []
    return page(
        request, "contracts/life/amend.html", form=form, errors=found, waiting=shown.amendment_open(place.contract), **ending.head(place)
    )


def yearly_annex(request: HttpRequest, token: str) -> HttpResponse:
    """The wage that the decree of the year asks for, laid ready for signing."""
    place = access.employing(request.actor, token, *flow.RUNNING)
    access.verified(request)
    at = timezone.now()
    due = shown.yearly(place.contract, calendar.tehran_day(at))
    if due is None or not shown.deeds(place, at=at)["amend"]:
        raise Http404
    year, step = due
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, amending.propose_yearly, place, year=year, by=request.actor, at=at):
        messages.success(request, "الحاقیه مزد آماده امضاست.")
        return redirect("contracts:sign_version", token, Version.Kind.AMENDMENT, form.result.number)
    before = amendments.wage_on(life.terms_on(place.contract, step.since), step.since)
    told = {"year": year, "step": step, "before": before, "basis": terms.BASES.get(terms.read(place.contract.terms).pay.basis, "")}
    return page(request, "contracts/life/yearly_annex.html", form=form, **told, **ending.head(place))


def _proposed(request: HttpRequest, place: Standing, form: forms.Amend, at: datetime) -> bool:
    """Whether the amendment lies ready; else the form says why not."""
    if not form.is_same:
        refuse(form, signing.Stale("قرارداد پس از باز شدن این صفحه تغییر کرده است. صفحه را دوباره باز کنید و از روی متن تازه بنویسید."))
        return False
    told = {"from_on": form.cleaned_data["from_on"], "reason": form.cleaned_data["reason"] or ""}
    return attempt(form, amending.propose, place, form.wanted, **told, by=request.actor, at=at)
