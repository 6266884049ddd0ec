"""Dossiers as staff of service see them: found by number, opened, given their sides, and each as one page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core.operator import operator
from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.evidence import queries as evidence
from kardad.inbox.access import office as access
from kardad.inbox.actions import dossiers as actions
from kardad.inbox.forms import office_dossiers as forms
from kardad.inbox.queries import deadlines, deliveries, dossiers
from kardad.inbox.shown import notices as counted
from kardad.inbox.shown import office as shown

MOST = 200  # deliveries of one dossier on its page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The dossiers that the reader reaches, newest first; one is found by its number or its tracking code."""
    at = access.desk(request.actor)
    typed = request.GET.get("q", "").strip()
    rows = access.dossiers(at).prefetch_related("parties")
    found = newest(rows.filter(dossiers.named(typed)) if typed else rows, after=request.GET.get("after", ""))
    more = found.next_url and (f"{found.next_url}&q={typed}" if typed else found.next_url)
    waits = shown.waiting(access.deliveries(at), access.deadlines(at), access.joining(at))
    return page(request, "inbox/office/dossiers.html", rows=found.rows, next_url=more, typed=typed, waits=waits)


def new(request: HttpRequest) -> HttpResponse:
    """Open a dossier in an office of the reader's."""
    at, now = access.desk(request.actor), timezone.now()
    form = forms.Open(request.POST or None, offices=at.offices)
    if form.is_valid() and attempt(form, actions.open_dossier, **form.cleaned_data, by=at.by, at=now):
        messages.success(request, "پرونده باز شد. اکنون طرف‌های آن را بنویسید.")
        return redirect("inbox_office:side", form.result.pk)
    return page(request, "inbox/office/dossier_new.html", form=form)


@require_safe
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """One dossier: its sides, its notices with how far each has come, what runs, its proof."""
    found, at = access.dossier(request.actor, pk)
    now = timezone.now()
    parties = list(dossiers.parties(found).select_related("asked_by"))
    ways = list(deliveries.of_dossier(found)[:MOST])
    return page(
        request,
        "inbox/office/dossier.html",
        found=found,
        sides=shown.sides(parties, dossiers.standing_for(parties, at=now)),
        notices=shown.notices(found.notices.order_by("-pk")[:MOST], ways),
        counts=counted.counts(deadlines.of_dossier(found), at=now),
        chain=evidence.chain_of(found),
        may_serve=at.may_serve(found) and operator().is_authority,
        is_authority=operator().is_authority,
    )


def side(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a side of the dossier."""
    found, at = access.dossier(request.actor, pk)
    form = forms.Side(request.POST or None)
    if form.is_valid() and attempt(form, actions.add_party, found, **form.cleaned_data, by=at.by, at=timezone.now()):
        told = "حساب او پیدا شد؛ برگه‌ها در کارپوشه‌اش قرار می‌گیرد." if form.result.has_account else "حسابی ندارد؛ برگه‌ها کاغذی ابلاغ می‌شود."
        messages.success(request, f"«{form.result.name}» افزوده شد. {told}")
        return redirect("inbox_office:dossier", found.pk)
    return page(request, "inbox/office/side.html", form=form, found=found, parties=dossiers.parties(found))
