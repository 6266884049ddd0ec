"""One letter to me, and what it leads to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core import outside
from kardad.core.pages import attempt, page
from kardad.inbox import access, actions, kinds, queries
from kardad.inbox.forms import preferences as forms
from kardad.inbox.models import Letter
from kardad.inbox.shown import telling as shown
from kardad.inbox.views import notices

SAVED = "خبرها از این پس همان‌گونه می‌رسد که خواستید."


def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter to me; opening it marks it as read, and by which ways the next of its kind comes is chosen beside it."""
    found = access.letter(request.actor, pk)
    at = timezone.now()
    if found.delivery_id is not None:
        return notices.show(request, found)
    actions.read(found, by=request.actor, at=at)
    form = _one(request, found)
    if form and form.is_valid() and attempt(form, actions.choose, found.person, form.wanted(), by=request.actor, at=at):
        messages.success(request, SAVED)
        return redirect("inbox:letter", pk)
    ways = [shown.way(message, at=at) for message in queries.messages_of(found)]
    title, button = kinds.GROUPS.get(found.group, ""), shown.BUTTONS.get(found.group, "ادامه کار")
    return page(request, "inbox/letter.html", letter=found, ways=ways, group=title, button=button, form=form)


def _one(request: HttpRequest, found: Letter) -> forms.One | None:
    """The choices for the letter's kind; none for a kind that is told no more."""
    kind = kinds.kinds().get(found.event)
    if kind is None:
        return None
    form = forms.One(request.POST or None, kind, queries.choices_of(found.person_id), has_mail=outside.mailer() is not None)
    return form if form.fields else None
