"""A side's representative for staff: entered from the paper that he brought, and its end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core.pages import attempt, page
from kardad.inbox.access import office as access
from kardad.inbox.actions import dossiers, representing
from kardad.inbox.forms import office_dossiers as plain
from kardad.inbox.forms import representing as forms
from kardad.inbox.queries import dossiers as queries


def represent(request: HttpRequest, pk: int) -> HttpResponse:
    """Who stands for the side, by the paper that the secretary has seen."""
    party, at = access.side(request.actor, pk)
    now = timezone.now()
    stands = queries.representation(party, at=now)
    if stands is not None:
        return redirect("inbox_office:end_representation", stands.pk)
    form = forms.OnPaper(request.POST or None)
    if form.is_valid() and attempt(form, representing.represent_on_paper, party, code=form.cleaned_data["code"], by=at.by, at=now):
        messages.success(request, f"{form.result.agent.name} نماینده {party.name} است؛ برگه‌های بعدی به او ابلاغ می‌شود.")
        return redirect("inbox_office:dossier", party.dossier_id)
    return page(request, "inbox/office/represent.html", form=form, found=party)


def end_representation(request: HttpRequest, pk: int) -> HttpResponse:
    """He stands for the side no more."""
    found, at = access.representation(request.actor, pk)
    form = plain.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, dossiers.end_representation, found, by=at.by, at=timezone.now()):
        messages.success(request, "نمایندگی پایان یافت؛ برگه بعدی به خود طرف ابلاغ می‌شود.")
        return redirect("inbox_office:dossier", found.party.dossier_id)
    return page(request, "inbox/office/end_representation.html", form=form, found=found)
