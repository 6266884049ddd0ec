"""Asking: the question, what was asked before, a visitor's mobile and code, the number to keep; and one's own questions."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.core.requests import caller_ip
from kardad.kit import ids, text
from kardad.kit.refusal import Refusal
from kardad.people.actions import codes
from kardad.qa import access, queries
from kardad.qa.actions import questions
from kardad.qa.forms import asking as forms
from kardad.qa.models import Question
from kardad.qa.queries import lists

WRITTEN, ASKED = "question_written", "question_asked"  # in the session
STEPS = ["پرسش", "تلفن همراه", "کد تأیید"]


def ask(request: HttpRequest) -> HttpResponse:
    """Write a question for everybody to read."""
    form = forms.Ask(request.POST or None, initial=_begun(request))
    if form.is_valid() and attempt(form, questions.judge_private, form.asked()):
        request.session[WRITTEN] = form.asked() | {"once": form.cleaned_data["once"]}
        alike = [] if form.cleaned_data["seen"] else _alike(request)
        if alike or not request.actor.is_person:
            return redirect("qa:ask_similar" if alike else "qa:ask_mobile")
        if attempt(form, _send, request):
            return _sent(request, form.result)
    return page(request, "qa/ask.html", form=form, steps=_steps(request))


def ask_similar(request: HttpRequest) -> HttpResponse:
    """What was asked before and may be the answer; else the question is sent."""
    _written(request)
    form = forms.Send(request.POST if request.method == "POST" else None)
    if form.is_valid() and not request.actor.is_person:
        return redirect("qa:ask_mobile")
    if form.is_valid() and attempt(form, _send, request):
        return _sent(request, form.result)
    return page(request, "qa/ask_similar.html", form=form, alike=_alike(request), title=_written(request)["title"])


def ask_mobile(request: HttpRequest) -> HttpResponse:
    """A visitor's mobile: a code goes to it."""
    _written(request)
    form = forms.Contact(request.POST or None)
    if form.is_valid() and attempt(form, _begin, request, form.cleaned_data["mobile"]):
        return redirect("qa:ask_code")
    return page(request, "qa/ask_mobile.html", form=form, steps=STEPS)


def ask_code(request: HttpRequest) -> HttpResponse:
    """The code: the question waits for a look."""
    found = access.guest(request)
    if found.state != "unproved":
        return redirect("qa:asked")
    if request.POST.get("do") == "resend":
        return _resend(request, found)
    form, proof = forms.Code(request.POST or None), {"session_key": _browser(request), "by": request.actor, "at": timezone.now()}
    if form.is_valid() and attempt(form, questions.prove, found, code=form.cleaned_data["code"], **proof):
        return _sent(request, found)
    masked = text.to_persian_digits(ids.mobile.mask(found.guest_mobile))
    return page(request, "qa/ask_code.html", form=form, steps=STEPS, masked=masked, **_wait(request, found))


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The question was sent: its number and what happens next."""
    found = Question.objects.filter(pk=request.session.get(ASKED) or 0).first()
    if found is None:
        raise Http404
    return page(request, "qa/asked.html", question=found, is_member=found.asker_id is not None)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The member's own questions and what became of them."""
    access.member(request.actor)
    found = newest(lists.asked_by(request.actor), after=request.GET.get("after", ""))
    return page(request, "qa/mine.html", rows=found.rows, next_url=found.next_url)


def _begun(request: HttpRequest) -> dict[str, Any]:
    """What a link or an earlier step suggests."""
    written = request.session.get(WRITTEN, {})
    title = text.display(request.GET.get("title", ""))[:120]
    begun = {name: written[name] for name in ("title", "body", "topic", "asker_role") if name in written}
    return ({"title": title} if title else begun) | {"once": secrets.token_hex(16)}


def _written(request: HttpRequest) -> dict[str, str]:
    found = request.session.get(WRITTEN)
    if not found:
        raise Http404
    return found


def _alike(request: HttpRequest) -> list[Question]:
    written = _written(request)
    return queries.similar(f"{written['title']} {written['body']}")


def _send(request: HttpRequest) -> Question:
    written = dict(_written(request))
    once = written.pop("once")
    person = access.member(request.actor)
    return questions.ask(person, asked=written, once=once, by=request.actor, at=timezone.now())


def _sent(request: HttpRequest, question: Question) -> HttpResponse:
    request.session.pop(WRITTEN, None)
    request.session.pop(access.GUEST, None)
    request.session[ASKED] = question.pk
    return redirect("qa:asked")


def _begin(request: HttpRequest, mobile: str) -> None:
    written = dict(_written(request))
    once, at = written.pop("once"), timezone.now()
    # Another number makes another question: a code is bound to the number that it went to.
    once = once if access.GUEST not in request.session else secrets.token_hex(16)
    question = questions.begin(asked=written, mobile=mobile, once=once, ip=caller_ip(request), by=request.actor, at=at)
    request.session[access.GUEST] = question.pk
    questions.send_code(question, session_key=_browser(request), ip=caller_ip(request), by=request.actor, at=at)


def _resend(request: HttpRequest, question: Question) -> HttpResponse:
    try:
        questions.send_code(question, session_key=_browser(request), ip=caller_ip(request), by=request.actor, at=timezone.now())
        messages.success(request, "کد تازه فرستاده شد. کد پیشین دیگر کار نمی‌کند.")
    except Refusal as refusal:
        messages.error(request, refusal.text)
    return redirect("qa:ask_code")


def _wait(request: HttpRequest, question: Question) -> dict[str, Any]:
    code = codes.current(questions.code_for(question, session_key=_browser(request)))
    left = int((codes.resend_at(code) - timezone.now()).total_seconds()) if code else 0
    return {"wait": max(0, left)}


def _browser(request: HttpRequest) -> str:
    if not request.session.session_key:
        request.session.create()
    return str(request.session.session_key)


def _steps(request: HttpRequest) -> list[str]:
    return [] if request.actor.is_person else STEPS
