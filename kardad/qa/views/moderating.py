"""Moderation: what waits, one question with all that can be done with it, and the deeds that need a reason."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core import history
from kardad.core.actor import Actor
from kardad.core.pages import attempt, page
from kardad.qa import access, flow, queries
from kardad.qa.actions import questions
from kardad.qa.forms import office as forms
from kardad.qa.models import Question
from kardad.qa.queries import lists
from kardad.qa.queries import reading as reads

ROOMS = {"pending": "در انتظار بررسی", "published": "منتظر پاسخ", "needs_update": "نیاز به بازبینی"}
EVENTS = 12  # shown of a question
DEEDS = {
    "reject": ("این پرسش منتشر نشود؟", "پرسش منتشر نمی‌شود و پرسنده دلیل شما را می‌خواند.", "نپذیرفتن پرسش"),
    "convert": ("این پرسش مدرک یا محاسبه لازم دارد؟", "پرسش بسته می‌شود و پرسنده می‌تواند آن را درخواست کند.", "هدایت به درخواست خدمات"),
    "archive": ("این پرسش بایگانی شود؟", "از فهرست‌ها و جست‌وجو بیرون می‌رود؛ نشانی آن باز می‌ماند.", "بایگانی پرسش"),
}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for staff, the longest waiting first."""
    access.staff(request.actor)
    state = request.GET.get("state", "pending")
    state = state if state in ROOMS else "pending"
    found, at = lists.to_do(state, after=request.GET.get("after", "")), timezone.now()
    next_url = f"?state={state}&after={found.after}" if found.after else ""
    rows = [(row, lists.is_late(row, at)) for row in found.rows]
    return page(request, "qa/office/queue.html", rows=rows, next_url=next_url, rooms=ROOMS, state=state)


def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: publish it as worded here, or go on to another deed."""
    found, by = access.staffs_question(request.actor, pk)
    form = forms.Publish(request.POST or None, initial={"title": found.title, "body": found.body, "topic": found.topic})
    if form.is_valid() and attempt(form, questions.publish, found, **form.cleaned_data, by=by, at=timezone.now()):
        messages.success(request, "پرسش منتشر شد و منتظر پاسخ است.")
        return redirect("qa_office:question", pk=pk)
    answers, written = reads.answers(found), reads.written(found)
    is_own = by.person_id == found.asker_id
    context: dict[str, Any] = {
        "form": form,
        "question": found,
        "answers": answers,
        "has_draft": any(state == "draft" and author == by.person_id for _, state, author in written),
        "may_answer": by.role == "expert" and not is_own and found.state in flow.PUBLIC,
        "moves": {move.name: move.label for move in flow.QUESTION.open_moves(found.state, by.role)},
        "is_expert": by.role == "expert",
        "is_own": is_own,
        "alike": queries.similar(f"{found.title} {found.body}", limit=5, besides=[found.pk]),
        "events": _events(found, [pk for pk, _, _ in written]),
        "queue": lists.to_do(found.state, size=8).rows if found.state in flow.TO_DO else [],
    }
    return page(request, "qa/office/question.html", **context)


def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Not published, and why."""
    found, by = access.staffs_question(request.actor, pk)
    return _deed(request, "reject", found, by)


def convert(request: HttpRequest, pk: int) -> HttpResponse:
    """Papers or computing are needed: the asker is led to a request."""
    found, by = access.staffs_question(request.actor, pk)
    return _deed(request, "convert", found, by)


def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the lists."""
    found, by = access.staffs_question(request.actor, pk)
    return _deed(request, "archive", found, by)


def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """The same was asked before: this one leads there."""
    found, by = access.staffs_question(request.actor, pk)
    form = forms.Merge(request.POST or None, initial={"into": request.GET.get("into", "")})
    if form.is_valid() and attempt(form, _merge, found, form.cleaned_data["into"], by):
        messages.success(request, "دو پرسش یکی شد؛ نشانی این پرسش به آن یکی می‌رود.")
        return redirect("qa_office:queue")
    alike = queries.similar(f"{found.title} {found.body}", limit=5, besides=[found.pk])
    return page(request, "qa/office/merge.html", form=form, question=found, alike=alike)


def _merge(found: Question, into: int, by: Actor) -> Question:
    target = Question.objects.filter(pk=into).first() or found
    return questions.merge(found, into=target, by=by, at=timezone.now())


def _deed(request: HttpRequest, deed: str, found: Question, by: Actor) -> HttpResponse:
    form: Form = forms.Reason(request.POST or None)
    action = {"reject": questions.reject, "convert": questions.convert, "archive": questions.archive}[deed]
    if form.is_valid() and attempt(form, action, found, reason=form.cleaned_data["reason"], by=by, at=timezone.now()):
        messages.success(request, "ثبت شد.")
        return redirect("qa_office:queue")
    heading, meaning, submit = DEEDS[deed]
    return page(request, "qa/office/deed.html", form=form, question=found, heading=heading, meaning=meaning, submit=submit)


def _events(found: Question, answers: list[int]) -> list[dict[str, Any]]:
    rows = reads.events(found, answers)[:EVENTS]
    return [{"text": history.sentence(row), "at": row.at, "state": "done"} for row in rows]
