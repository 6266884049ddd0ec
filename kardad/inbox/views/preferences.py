"""By which ways a person is told of what, and the proof of his address."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core import outside
from kardad.core.pages import attempt, page
from kardad.inbox import access, actions, proving, queries
from kardad.inbox.forms import preferences as forms
from kardad.inbox.shown import telling as shown
from kardad.kit.refusal import Refusal
from kardad.people import particulars
from kardad.people.models import Person

SAVED = "خبرها از این پس همان‌گونه می‌رسد که خواستید."


def preferences(request: HttpRequest) -> HttpResponse:
    """By which ways I am told of what."""
    person = access.person(request.actor)
    has_mail, choices, at = outside.mailer() is not None, queries.choices_of(person.pk), timezone.now()
    if request.POST.get("do") == "follow":
        actions.follow_groups(person, by=request.actor, at=at)
        return redirect("inbox:preferences")
    if request.POST.get("do") == "prove":
        return _ask_proof(request, person)
    form = forms.Preferences(request.POST or None, shown.rows(choices), has_mail=has_mail)
    if form.is_valid() and attempt(form, actions.choose, person, form.wanted(), by=request.actor, at=at):
        messages.success(request, SAVED)
        return redirect("inbox:preferences")
    facts = {"has_mail": has_mail, "email": particulars.own(person).email, "is_reachable": bool(particulars.reachable(person))}
    facts["is_proved"] = queries.is_proved(person)
    return page(request, "inbox/preferences.html", form=form, apart=shown.apart(choices), **facts)


def address(request: HttpRequest, key: str) -> HttpResponse:
    """The link out of an e-mail: the press of its owner proves the address."""
    person = access.person(request.actor)
    form, at = Form(request.POST or None), timezone.now()
    try:
        proving.check(person, key, at=at)
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return redirect("inbox:preferences")
    if request.method == "POST" and attempt(form, proving.prove, person, key=key, by=request.actor, at=at):
        messages.success(request, "نشانی رایانامه شما تأیید شد؛ از این پس خبرها به آن هم می‌رسد.")
        return redirect("inbox:preferences")
    return page(request, "inbox/address.html", form=form, email=particulars.own(person).email)


def _ask_proof(request: HttpRequest, person: Person) -> HttpResponse:
    try:
        proving.ask(person, by=request.actor, at=timezone.now())
        messages.success(request, "پیوند تأیید به نشانی شما فرستاده شد؛ تا دو روز کار می‌کند.")
    except Refusal as refusal:
        messages.error(request, refusal.text)
    return redirect("inbox:preferences")
