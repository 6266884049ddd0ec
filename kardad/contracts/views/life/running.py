"""The life of a contract on one page, and the deeds that are not amendments: suspension, the ministry's number, void, what comes after."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.contracts import access, flow
from kardad.contracts.actions import registering, renewing, suspending, voiding
from kardad.contracts.forms import life as forms
from kardad.contracts.models import Pause, Version
from kardad.contracts.queries import life as queries
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.contracts.shown import ending
from kardad.contracts.shown import life as shown
from kardad.contracts.views import deeds
from kardad.contracts.views.ending import uploads
from kardad.core import files
from kardad.core.pages import attempt, page
from kardad.kit import calendar


@deeds.offers
def ways(place: Standing) -> Iterator[deeds.Way]:
    """The life of a contract that both have signed; before it the end, when that comes near."""
    contract = place.contract
    if contract.state not in flow.BINDING:
        return
    if renewing.may_choose(contract, at=timezone.now()):
        yield "پایان مدت و تمدید", reverse("contracts:renewal", args=[contract.token])
    yield "جریان قرارداد", reverse("contracts:life", args=[contract.token])


@require_safe
def life(request: HttpRequest, token: str) -> HttpResponse:
    """How far the contract is, what was changed in it, and what this side may do."""
    place = access.contract(request.actor, token)
    if place.contract.state not in flow.BINDING | {"void"}:
        raise Http404
    return page(request, "contracts/life/life.html", **shown.hub(place, at=timezone.now()))


def suspend(request: HttpRequest, token: str) -> HttpResponse:
    """The contract is suspended by a cause of the law."""
    place, at = _allowed(request, token, "suspend"), timezone.now()
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.Suspend(*posted, today=calendar.tehran_day(at), starts_on=place.contract.starts_on)

    def act() -> Pause:
        file = uploads.keep(request, form.cleaned_data.get("file"), at=at)
        return suspending.suspend(place, form.told(file), by=request.actor, at=at)

    if form.is_valid() and attempt(form, act):
        messages.success(request, "تعلیق ثبت شد و به طرف دیگر خبر داده شد.")
        return redirect("contracts:life", token)
    return page(request, "contracts/life/suspend.html", form=form, **ending.head(place))


def resume(request: HttpRequest, token: str) -> HttpResponse:
    """The worker is back at work."""
    place, at = _allowed(request, token, "resume"), timezone.now()
    form = forms.Resume(request.POST if request.method == "POST" else None, today=calendar.tehran_day(at))
    if form.is_valid() and attempt(form, suspending.resume, place, **form.cleaned_data, by=request.actor, at=at):
        messages.success(request, "بازگشت به کار ثبت شد و به طرف دیگر خبر داده شد.")
        return redirect("contracts:life", token)
    return page(request, "contracts/life/resume.html", form=form, pause=queries.open_pause(place.contract), **ending.head(place))


@require_safe
def pause_paper(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The paper that shows a suspension, for both sides."""
    place = access.contract(request.actor, token)
    found = Pause.objects.select_related("file").filter(contract=place.contract, pk=min(pk, access.GREATEST_ID)).first()
    if found is None or found.file is None:
        raise Http404
    return files.answer(found.file)


def void(request: HttpRequest, token: str) -> HttpResponse:
    """A side asks that the contract does not begin; on to its signature."""
    place = _allowed(request, token, "void")
    form = forms.Void(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, voiding.propose, place, **form.cleaned_data, by=request.actor, at=timezone.now()):
        return redirect("contracts:sign_version", token, Version.Kind.VOIDING, form.result.number)
    return page(request, "contracts/life/void.html", form=form, **ending.head(place))


def ministry(request: HttpRequest, token: str) -> HttpResponse:
    """The number of the ministry's own system is written beside the contract."""
    place = access.employing(request.actor, token, *flow.RUNNING)
    initial = {"number": place.contract.ministry_number}
    form = forms.Ministry(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and attempt(form, registering.register, place, **form.cleaned_data, by=request.actor, at=timezone.now()):
        messages.success(request, "شناسه سامانه وزارت نوشته شد.")
        return redirect("contracts:life", token)
    return page(request, "contracts/life/ministry.html", form=form, **ending.head(place))


def renewal(request: HttpRequest, token: str) -> HttpResponse:
    """The end of the term comes near, or is past: what each side wants, and the way to it."""
    place, at = access.contract(request.actor, token), timezone.now()
    if not renewing.may_choose(place.contract, at=at):
        raise Http404
    told: dict[str, Any] = shown.renewal(place, at=at)
    form = forms.Wishes(request.POST if request.method == "POST" else None, mine=told["mine"])
    if form.is_valid() and attempt(form, renewing.choose, place, **form.cleaned_data, by=request.actor, at=at):
        messages.success(request, "پاسخ شما نوشته شد و به طرف دیگر خبر داده شد.")
        renews = form.result.wants == "renew" and place.side == standing.EMPLOYER
        return redirect("contracts:again" if renews else "contracts:renewal", token)
    return page(request, "contracts/life/renewal.html", form=form, **told)


def _allowed(request: HttpRequest, token: str, deed: str) -> Standing:
    """The place of a side whose identity is known and that may do this now; else 404."""
    place = access.contract(request.actor, token)
    access.verified(request)
    if not shown.deeds(place, at=timezone.now())[deed]:
        raise Http404
    return place
