"""Where a contract begins: the employer's drafts, a new one, one from an earlier contract; and where a draft ends."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.contracts import access, flow
from kardad.contracts.actions import drafting, writing
from kardad.contracts.actions.common import employer
from kardad.contracts.forms import writing as forms
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.contracts.views import deeds
from kardad.core import paging
from kardad.core.pages import attempt, page
from kardad.people.models import Organisation, Person
from kardad.people.queries import mandates

UNFINISHED = ("draft", "revision_requested", "expired")
OFFERED = 5


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """What its employer has not finished: drafts, contracts that came back, contracts whose time passed."""
    me = access.person(request.actor)
    rows = standing.given(me.pk).filter(state__in=UNFINISHED).select_related("organisation", "employer")
    found = paging.newest(rows, after=request.GET.get("after", ""))
    told = [(row, employer(row), flow.STATES[row.state], flow.TONES.get(row.state, "info")) for row in found.rows]
    return page(request, "contracts/writing/drafts.html", rows=told, found=found)


def new(request: HttpRequest) -> HttpResponse:
    """What is needed at hand, and who employs; with that the draft stands."""
    me = access.verified(request)
    form = forms.New(request.POST if request.method == "POST" else None, initial=initial(request), **employers(me))
    if form.is_valid() and attempt(form, drafting.begin, me, form.chosen, by=request.actor, at=timezone.now()):
        return redirect("contracts:part", form.result.token, "employer")
    earlier = standing.given(me.pk).filter(state__in=flow.BINDING)[:OFFERED]
    return page(request, "contracts/writing/new.html", form=form, earlier=earlier)


def again(request: HttpRequest, token: str) -> HttpResponse:
    """A new contract with the words of this one."""
    earlier = access.employing(request.actor, token).contract
    form = forms.Again(request.POST if request.method == "POST" else None, may_renew=writing.may_renew(earlier))
    if form.is_valid():
        me = access.verified(request)
        told = {"way": form.cleaned_data["way"], "by": request.actor, "at": timezone.now()}
        if attempt(form, writing.begin_again, me, earlier, **told):
            return redirect("contracts:part", form.result.token, "employer")
    return page(request, "contracts/writing/again.html", form=form, earlier=earlier)


def drop(request: HttpRequest, token: str) -> HttpResponse:
    """The draft is put away for good, after being asked once."""
    found = access.employing(request.actor, token, "draft", "expired").contract
    form = forms.Drop(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, drafting.drop, found, by=request.actor, at=timezone.now()):
        messages.success(request, "پیش‌نویس قرارداد کنار گذاشته شد.")
        return redirect("contracts:drafts")
    return page(request, "contracts/writing/drop.html", form=form, found=found)


@deeds.offers
def ways(place: Standing) -> Iterator[deeds.Way]:
    """Its employer begins another from what was sent once."""
    if place.side == standing.EMPLOYER and place.contract.sent_at:
        yield "قرارداد تازه از روی این", reverse("contracts:again", args=[place.contract.token])


def employers(me: Person) -> dict[str, Any]:
    """For whom the person may write."""
    firms = Organisation.objects.filter(pk__in=standing.organisations(me.pk)).order_by("name", "pk")
    return {"organisations": list(firms), "mandates": list(mandates.active_mandates(me.pk).select_related("principal"))}


def initial(request: HttpRequest) -> dict[str, str]:
    """Whoever acts for another here begins with him."""
    kind, _, pk = request.actor.on_behalf_of.partition(":")
    if kind == "organisation":
        return {"whom": f"organisation-{pk}"}
    found = mandates.active_mandates(request.actor.somebody).filter(principal_id=int(pk)).first() if kind == "person" else None
    return {"whom": f"mandate-{found.pk}"} if found else {}
