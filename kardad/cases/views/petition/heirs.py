"""The heirs of a petition: who else inherits, with which share, and for whom of them the filer claims too."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kardad.cases import petition, shares
from kardad.cases.access import petitions as access
from kardad.cases.actions import heirs as actions
from kardad.cases.forms import capacity as forms
from kardad.cases.petition import Petition
from kardad.cases.views.petition import frame
from kardad.core.pages import attempt, page
from kardad.people.queries import mandates


def petition_heirs(request: HttpRequest, token: str) -> HttpResponse:
    """Who else inherits; one more is added here, and one goes on when all are named."""
    case, held = access.step(request.actor, token, "claimant", at=timezone.now())
    if held.capacity != "heir":
        raise Http404
    if request.method == "POST" and "add" not in request.POST:
        return frame.onward(request, case, "claimant")
    taken = [one.mandate for one in held.heirs if one.mandate]
    given = list(mandates.active_mandates(case.filer_id).select_related("principal").exclude(pk__in=taken).order_by("pk"))
    form = forms.Heir(request.POST if "add" in request.POST else None, mandates=given)
    if form.is_valid() and attempt(form, actions.add_heir, case, told=form.cleaned_data, by=request.actor, at=timezone.now()):
        return redirect("cases:petition_heirs", token)
    context = frame.context(case, "claimant") | {"back": frame.address(case, "claimant")}
    return page(request, "cases/petition/heirs.html", form=form, held=held, **_shown(held), **context)


@require_POST
def petition_heir_drop(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """An heir is named no more."""
    case, held = access.step(request.actor, token, "claimant", at=timezone.now())
    if not 1 <= place <= len(held.heirs):
        raise Http404
    actions.drop_heir(case, place=place, by=request.actor, at=timezone.now())
    return redirect("cases:petition_heirs", token)


def _shown(held: Petition) -> dict[str, Any]:
    rows = [(place, one, shares.said(one.share)) for place, one in enumerate(held.heirs, start=1)]
    told = {"rows": rows, "mine": shares.said(held.claimant.share), "has_room": len(rows) < petition.MOST_HEIRS}
    return told | {"claimed": shares.said(shares.kept(held.claimed)) if held.claimed else ""}
