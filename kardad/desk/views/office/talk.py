"""Staff speak: to the client, to each other, to a colleague whose opinion they want."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core.actor import Actor
from kardad.core.pages import attempt, page
from kardad.desk.access import requests as access
from kardad.desk.actions import talking
from kardad.desk.forms import office as forms
from kardad.desk.models import Message, Request
from kardad.desk.queries import staff
from kardad.desk.shown.office import request as shown
from kardad.desk.views.office import common
from kardad.people.models import Person


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the client for what is missing; the clock stops until he answers."""
    found, by = access.staffs_request(request.actor, pk)
    if gone := common.closed(request, found, by, "ask"):
        return gone
    things = shown.wanted_things(found)
    form = forms.Ask(request.POST or None, request.FILES or None, things=things)
    if request.POST and common.kept_reply(request, form):
        form = forms.Ask(things=things)
    elif form.is_valid() and common.store_into(form, by=by):
        given = {"body": form.cleaned_data["body"], "missing": form.named(), "files": form.stored_files}
        if common.press(request, form, found, talking.ask, found, by=by, **given):
            return common.back(request, found, "از متقاضی خواسته شد. ساعت این درخواست تا پاسخ او می‌ایستد.")
    return common.frame(request, "ask", found, form)


def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to the client."""
    found, by = access.staffs_request(request.actor, pk)
    form = forms.Say(request.POST or None, request.FILES or None)
    if request.POST and common.kept_reply(request, form):
        form = forms.Say()
    elif form.is_valid() and _written(request, form, found, by, is_internal=False):
        return common.back(request, found, "پیام برای متقاضی فرستاده شد.")
    return common.frame(request, "say", found, form)


def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write for colleagues alone."""
    found, by = access.staffs_request(request.actor, pk)
    form = forms.Note(request.POST or None, request.FILES or None)
    if form.is_valid() and _written(request, form, found, by, is_internal=True):
        return common.back(request, found, "یادداشت ثبت شد. متقاضی آن را نمی‌بیند.")
    return common.frame(request, "note", found, form)


def ask_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a colleague what he thinks."""
    found, by = access.staffs_request(request.actor, pk)
    out = {by.person_id, found.applicant_id, found.client_id}
    colleagues = [(key, name) for key, name in staff.names() if key not in out]
    form = forms.AskOpinion(request.POST or None, colleagues=colleagues)
    if form.is_valid():
        given = form.cleaned_data
        of = Person.objects.get(pk=int(given["of"]))
        words = {"of": of, "question": given["question"], "is_shared": given["is_shared"] == "yes"}
        if common.press(request, form, found, talking.ask_opinion, found, by=by, **words):
            return common.back(request, found, f"پرسش شما در «کار من» {of.name} است.")
    return common.frame(request, "ask_opinion", found, form, colleagues=colleagues)


def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """What a colleague asks, with what must be seen to answer, and the answer."""
    asked = access.opinion(request.actor, pk)
    by = access.expert(request.actor)
    form = forms.GiveOpinion(request.POST or None)
    if form.is_valid():
        body = f"{form.cleaned_data['verdict']}\n{form.cleaned_data['body']}"
        if attempt(form, talking.give_opinion, asked, body=body, by=by, at=timezone.now()):
            messages.success(request, "نظر شما ثبت شد.")
            return redirect("office:home")
    given = Message.objects.filter(reply_to=asked).first()
    items = shown.items(asked.request, role="")
    return page(request, "desk/office/opinion.html", form=form, asked=asked, found=asked.request, given=given, items=items)


def _written(request: HttpRequest, form: Form, found: Request, by: Actor, *, is_internal: bool) -> bool:
    if not common.store_into(form, by=by):
        return False
    given = {"body": form.cleaned_data["body"], "files": form.stored_files, "is_internal": is_internal}
    return attempt(form, talking.say, found, by=by, at=timezone.now(), **given)
