"""The end of a contract: where it stands, a cause named and shown, a resignation accepted or taken back."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.contracts import access, causes, flow, terms
from kardad.contracts.actions import ending as actions
from kardad.contracts.actions import resigning
from kardad.contracts.causes import Cause
from kardad.contracts.forms import ending as forms
from kardad.contracts.models import Ending, Version
from kardad.contracts.queries import settling as queries
from kardad.contracts.queries.standing import Standing
from kardad.contracts.shown import ending as shown
from kardad.contracts.views import deeds
from kardad.contracts.views.ending import uploads
from kardad.core import files
from kardad.core.pages import attempt, page
from kardad.kit import calendar

DEEDS: Final[dict[str, Callable[..., Any]]] = {
    causes.DECLARE: actions.declare,
    causes.AGREE: actions.propose,
    causes.RESIGN: resigning.write,
}


@deeds.offers
def ways(place: Standing) -> Iterator[deeds.Way]:
    """The end and the settlement, once there is a way to them."""
    contract = place.contract
    if contract.ended_on and contract.state in flow.BINDING:
        yield "تسویه‌حساب", reverse("contracts:settlement", args=[contract.token])
        yield "چرا و کی پایان یافت", reverse("contracts:ending", args=[contract.token])
    elif flow.CONTRACT.allows(contract.state, "end", place.side):
        yield "پایان قرارداد", reverse("contracts:ending", args=[contract.token])


@require_safe
def ending(request: HttpRequest, token: str) -> HttpResponse:
    """Where the end of the contract stands, and by which causes this side may end it."""
    place = access.contract(request.actor, token)
    if place.contract.state not in flow.BINDING:
        raise Http404
    return page(request, "contracts/ending/ending.html", **shown.ending(place, at=timezone.now()))


def ending_named(request: HttpRequest, token: str, cause: str) -> HttpResponse:
    """A cause is named with what shows it; where it is signed, on to the signature."""
    place = access.contract(request.actor, token)
    access.verified(request)
    found, held = causes.find(cause), terms.read(place.contract.terms)
    if found is None or found not in causes.open_to(place.side, held) or not flow.CONTRACT.allows(place.contract.state, "end", place.side):
        raise Http404
    at = timezone.now()
    form = forms.Name(*_posted(request), cause=found, held=held, today=calendar.tehran_day(at))
    if form.is_valid() and attempt(form, _name, request, place, found, form, at):
        return _onward(request, place, form.result)
    told = {"cause": found, "ends": held.term.ends_on, "needs_yes": found.way == causes.RESIGN and place.contract.type != "permanent"}
    days = queries.days_to_take_back()
    return page(request, "contracts/ending/name.html", form=form, days=days, **told, **shown.head(place))


def ending_accept(request: HttpRequest, token: str) -> HttpResponse:
    """The employer lets a worker go who resigned from a contract with a term."""
    place = access.employing(request.actor, token)
    found = queries.ending(place.contract)
    if found is None or found.state != Ending.State.OFFERED:
        raise Http404
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, resigning.accept, place, by=request.actor, at=timezone.now()):
        messages.success(request, "استعفا را پذیرفتید.")
        return redirect("contracts:ending", token)
    return page(
        request, "contracts/ending/accept.html", form=form, ending=found, until=queries.taken_back_until(found), **shown.head(place)
    )


def ending_take_back(request: HttpRequest, token: str) -> HttpResponse:
    """The worker takes his resignation back."""
    place, at = access.working(request.actor, token), timezone.now()
    found = queries.ending(place.contract)
    until = queries.taken_back_until(found) if found else None
    if until is None or until <= at:
        raise Http404
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, resigning.take_back, place, by=request.actor, at=at):
        messages.success(request, "استعفا را پس گرفتید؛ قرارداد ادامه دارد.")
        return redirect("contracts:ending", token)
    return page(request, "contracts/ending/take_back.html", form=form, ending=found, until=until, **shown.head(place))


@require_safe
def ending_paper(request: HttpRequest, token: str) -> HttpResponse:
    """The paper that shows why the contract ended, for both sides."""
    found = shown.visible(access.contract(request.actor, token))
    if found is None or found.file is None:
        raise Http404
    return files.answer(found.file)


def _posted(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _name(request: HttpRequest, place: Standing, cause: Cause, form: forms.Name, at: datetime) -> Ending | Version:
    file = uploads.keep(request, form.cleaned_data.get("file"), at=at)
    named = actions.Named(cause=cause.name, ends_on=form.ends_on, shown=form.shown(file), file=file)
    made: Ending | Version = DEEDS[cause.way](place, named, by=request.actor, at=at)
    return made


def _onward(request: HttpRequest, place: Standing, made: Ending | Version) -> HttpResponse:
    if isinstance(made, Version):
        return redirect("contracts:sign_version", place.contract.token, made.kind, made.number)
    messages.success(
        request, "قرارداد پایان یافت." if made.state == Ending.State.DONE else "پایان قرارداد ثبت شد و به طرف دیگر خبر داده شد."
    )
    return redirect("contracts:ending", place.contract.token)
