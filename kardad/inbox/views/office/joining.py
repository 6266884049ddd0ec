"""Those who typed the right code where nobody had written whose side it is: the secretary looks."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core.actor import Actor
from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.inbox.access import office as access
from kardad.inbox.actions import dossiers as actions
from kardad.inbox.forms import office_dossiers as forms
from kardad.inbox.models import Party


@require_safe
def asking(request: HttpRequest) -> HttpResponse:
    """Who asks for which side."""
    at = access.desk(request.actor)
    found = newest(access.joining(at), after=request.GET.get("after", ""))
    return page(request, "inbox/office/joinings.html", rows=found.rows, next_url=found.next_url)


def joining(request: HttpRequest, pk: int) -> HttpResponse:
    """Let him in, or turn him away."""
    found, at = access.asking(request.actor, pk)
    form = forms.Joining(request.POST or None)
    if form.is_valid() and attempt(form, _judge, found, form, by=at.by, at=timezone.now()):
        messages.success(request, "پرونده برای او باز شد." if form.is_admitted else "پذیرفته نشد و دلیل آن به او گفته شد.")
        return redirect("inbox_office:dossier", found.dossier_id)
    return page(request, "inbox/office/joining.html", found=found, form=form)


def _judge(found: Party, form: forms.Joining, *, by: Actor, at: datetime) -> Party:
    if form.is_admitted:
        return actions.admit(found, by=by, at=at)
    return actions.turn_away(found, reason=form.cleaned_data["reason"], by=by, at=at)
