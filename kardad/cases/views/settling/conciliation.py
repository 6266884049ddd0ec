"""Conciliation before the boards: asked for by a side or the desk, ended without a result by the desk."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.cases import access, flow, policy, shown
from kardad.cases import shown_settling as sides
from kardad.cases.access import settling as access_settling
from kardad.cases.actions import conciliating as actions
from kardad.cases.forms import settling as forms
from kardad.core.pages import attempt, page


def propose_conciliation(request: HttpRequest, token: str) -> HttpResponse:
    """A side asks the body of the workshop to bring both together."""
    now = timezone.now()
    place = access_settling.seated(request.actor, token, at=now)
    if not flow.CASE.allows(place.case.state, "conciliate", "party"):
        raise Http404
    form = forms.Conciliate(request.POST or None)
    if form.is_valid() and attempt(form, actions.propose_conciliation, place, **form.cleaned_data, by=request.actor, at=now):
        messages.success(request, "پرونده در مرحله سازش است و طرف دیگر خبر شد.")
        return redirect("cases:case", token)
    return page(request, "cases/settling/conciliate.html", form=form, place=place, **sides.facts(place))


def conciliate(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk does."""
    return _deed(request, pk, "conciliate", forms.Conciliate, actions.conciliate)


def end_conciliation(request: HttpRequest, pk: int) -> HttpResponse:
    """It came to nothing."""
    return _deed(request, pk, "end_conciliation", forms.NotConciliated, actions.end_conciliation)


def _deed(request: HttpRequest, pk: int, name: str, kind: Any, act: Any) -> HttpResponse:
    now = timezone.now()
    found, at = access.office_case(request.actor, pk, policy.SECRETARY, now=now)
    if not at.may_run(found):
        raise Http404
    form = kind(request.POST or None)
    if form.is_valid() and attempt(form, partial(act, found, **form.cleaned_data, by=at.by, at=now)):
        messages.success(request, shown.deed(name)["done"])
        return redirect("cases_office:case", found.pk)
    return page(request, "cases/office/deed.html", form=form, found=found, **shown.deed(name))
