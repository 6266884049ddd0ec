"""A side's representative: named by the side itself out of its mandates, and sent away by the side or by himself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core.pages import attempt, page
from kardad.inbox import access
from kardad.inbox.actions import dossiers as actions
from kardad.inbox.forms import office_dossiers as plain
from kardad.inbox.forms import representing as forms
from kardad.inbox.queries import dossiers

MANDATES = 30


def represent(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Whom of those that hold my mandate I want to stand for my side in this dossier."""
    at = timezone.now()
    party, person = access.own_side(request.actor, token, pk), access.person(request.actor)
    stands = dossiers.representation(party, at=at)
    if stands is not None:
        return redirect("inbox:end_representation", stands.pk)
    form = forms.Represent(request.POST or None, list(dossiers.mandates(person.pk)[:MANDATES]))
    if form.is_valid():
        chosen = form.chosen
        if attempt(form, actions.represent, party, agent=chosen.agent, mandate=chosen, by=request.actor, at=at):
            messages.success(request, f"از این پس برگه‌های این پرونده به {form.result.agent.name} ابلاغ می‌شود و نسخه آن به شما می‌رسد.")
            return redirect(party.dossier.url)
    return page(request, "inbox/represent.html", form=form, party=party)


def end_representation(request: HttpRequest, pk: int) -> HttpResponse:
    """He stands for the side no more."""
    found, person = access.representation(request.actor, pk, at=timezone.now())
    form = plain.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, actions.end_representation, found, by=request.actor, at=timezone.now()):
        messages.success(request, "نمایندگی پایان یافت. آنچه پیش از این ابلاغ شده، سر جای خود است.")
        return redirect("inbox:dossiers" if person.pk == found.agent_id else found.party.dossier.url)
    return page(request, "inbox/end_representation.html", form=form, found=found, is_agent=person.pk == found.agent_id)
