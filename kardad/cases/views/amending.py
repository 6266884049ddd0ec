"""A respondent whose name was not known is named, by the side that claims or at the desk."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.cases import access
from kardad.cases.access import boards as access_boards
from kardad.cases.actions import amending as actions
from kardad.cases.forms import amending as forms
from kardad.cases.models import Case
from kardad.cases.queries import petitions
from kardad.core.actor import Actor
from kardad.core.pages import attempt, page

DONE = "نام خوانده در دادخواست نوشته شد. هر برگه‌ای که پیش از این رفته بود، به نام خود او دوباره ابلاغ می‌شود."


def name_respondent(request: HttpRequest, token: str) -> HttpResponse:
    """The side that claims writes who it is."""
    access.ensure_authority()
    place = access.case(request.actor, token, at=timezone.now())
    if place.party is None or place.side != "claimant":
        raise Http404
    return _named(request, place.case, request.actor, "cases:case", token)


def name_respondent_at_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretary writes it, as the side told him or as an inspector found."""
    found, by = access_boards.runs(request.actor, pk, now=timezone.now())
    return _named(request, found, by, "cases_office:case", found.pk)


def _named(request: HttpRequest, found: Case, by: Actor, back: str, key: str | int) -> HttpResponse:
    if petitions.unnamed(found) is None:
        raise Http404
    form = forms.Named(request.POST or None)
    if form.is_valid() and attempt(form, actions.name_respondent, found, told=form.told, by=by, at=timezone.now()):
        messages.success(request, DONE)
        return redirect(back, key)
    return page(request, "cases/petition/named.html", form=form, found=found, was=petitions.unnamed_as(found), back=back, key=key)
