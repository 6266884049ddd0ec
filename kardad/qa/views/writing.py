"""Writing: an expert's draft with its citations, what readers will see, and what is done with a published answer."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core.actor import Actor
from kardad.core.pages import attempt, page
from kardad.kit import calendar
from kardad.kit.refusal import BadInput, Refusal
from kardad.law import instruments
from kardad.law.articles import UnknownArticle
from kardad.law.instruments import UnknownKey
from kardad.qa import access, citing
from kardad.qa.actions import answers, living
from kardad.qa.actions.answers import Said
from kardad.qa.forms import office as forms
from kardad.qa.models import Answer
from kardad.qa.queries import reading as reads


class UnknownPlace(BadInput):
    """The law's data have no such place, or it says nothing on that day."""

    code = "CITATION_UNKNOWN"
    message = "چنین جایی در داده‌های قانون نیست یا در آن روز عددی ندارد."


def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The expert's draft of an answer is opened, begun where there is none."""
    author, by = access.expert(request.actor)
    question, _ = access.staffs_question(request.actor, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    draft = question.answers.filter(author=author, state="draft").first()
    draft = draft or answers.draft(question, author=author, said=Said(""), by=by, at=timezone.now())
    return redirect("qa_office:write", pk=draft.pk)


def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft: every button keeps what was typed, then does its deed."""
    draft, by = access.draft(request.actor, pk)
    form = forms.Write(request.POST or None, cases=len(draft.cases) + 1, initial=forms.Write.of(draft))
    do = request.POST.get("do", "save")
    if form.is_valid() and attempt(form, _do, draft, do, form, by):
        if do == "publish":
            messages.success(request, "پاسخ منتشر شد و پرسنده باخبر شد.")
            return redirect("qa_office:question", pk=draft.question_id)
        if do == "preview":
            return redirect("qa_office:preview", pk=pk)
        return redirect(_back(request, pk, do))
    said = request.GET.get("search", "")
    on = calendar.tehran_day(timezone.now())
    found = citing.search(instruments.current(), said, on=on)
    context = {"draft": draft, "citations": draft.citations.order_by("place", "pk"), "found": found, "search": said}
    return page(request, "qa/office/write.html", form=form, **context)


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as readers will see it."""
    draft, _ = access.draft(request.actor, pk)
    reads.with_citations(draft)
    return page(request, "qa/office/preview.html", draft=draft, answers=[draft], question=draft.question)


def circular(request: HttpRequest, pk: int) -> HttpResponse:
    """A circular that is not in the data of the law is cited by its number and day."""
    draft, by = access.draft(request.actor, pk)
    form = forms.Circular(request.POST or None)
    if form.is_valid() and attempt(form, _circular, draft, form.cleaned_data, by):
        return redirect("qa_office:write", pk=pk)
    return page(request, "qa/office/circular.html", form=form, draft=draft)


def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft with the words of what is published."""
    author, by = access.expert(request.actor)
    found, _ = access.staffs_answer(request.actor, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    draft = answers.revise(found, author=author, by=by, at=timezone.now())
    return redirect("qa_office:write", pk=draft.pk)


def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """The expert has read it against the law of today: it holds."""
    found, _ = access.staffs_answer(request.actor, pk)
    by = access.expert(request.actor)[1]
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        living.refresh(found, by=by, at=timezone.now())
        messages.success(request, "پاسخ تازه است و استنادهایش به قانون امروز است.")
    except Refusal as refusal:
        messages.error(request, refusal.text)
    return redirect("qa_office:question", pk=found.question_id)


def outdate(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer is to be reviewed, and why; or every answer that rests on a replaced circular."""
    found, by = access.staffs_answer(request.actor, pk)
    return _reasoned(request, found, "outdate", by)


def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer was wrong."""
    found, by = access.staffs_answer(request.actor, pk)
    return _reasoned(request, found, "recall", by)


@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """The earlier words of an answer."""
    found, _ = access.staffs_answer(request.actor, pk)
    return page(request, "qa/office/versions.html", answer=found, versions=reads.versions(found))


MEANINGS = {
    "outdate": (
        "این پاسخ بازبینی شود؟",
        "خوانندگان می‌بینند که پاسخ در حال بازبینی است و کار آن به صف کارشناسان می‌رود. "
        "اگر پاسخ به بخشنامه‌ای استناد کند، پاسخ‌های دیگری که همان بخشنامه را دارند هم نشان می‌شوند.",
        "نشان‌کردن برای بازبینی",
    ),
    "recall": (
        "این پاسخ پس گرفته شود؟",
        "پاسخ از صفحه برداشته می‌شود. پرسنده و کسانی که آن را سودمند دانسته‌اند باخبر می‌شوند.",
        "پس‌گرفتن پاسخ",
    ),
}


def _reasoned(request: HttpRequest, found: Answer, deed: str, by: Actor) -> HttpResponse:
    form = forms.Reason(request.POST or None)
    action = {"outdate": _outdate, "recall": answers.recall}[deed]
    if form.is_valid() and attempt(form, action, found, reason=form.cleaned_data["reason"], by=by, at=timezone.now()):
        messages.success(request, "ثبت شد.")
        return redirect("qa_office:question", pk=found.question_id)
    heading, meaning, submit = MEANINGS[deed]
    context = {"question": found.question, "heading": heading, "meaning": meaning, "submit": submit}
    return page(request, "qa/office/deed.html", form=form, **context)


def _outdate(found: Answer, *, reason: str, by: Actor, at: datetime) -> None:
    living.outdate(found, reason=reason, by=by, at=at)
    for row in found.citations.filter(kind="circular"):
        living.replace_circular(row.ref, reason=reason, by=by, at=at)


def _do(draft: Answer, do: str, form: forms.Write, by: Actor) -> None:
    """The draft holds what was typed; then what the button says."""
    author, at = draft.author, timezone.now()
    if author is None:
        raise UnknownPlace
    kept = answers.draft(draft.question, author=author, said=form.said(), by=by, at=at)
    deed, _, rest = do.partition(":")
    if deed == "publish":
        answers.publish(kept, why=form.cleaned_data.get("why", ""), by=by, at=at)
    elif deed == "cite":
        kind, _, ref = rest.partition(":")
        on = calendar.tehran_day(at)
        answers.cite(kept, _cited(kind, ref, on), on=on, by=by, at=at)
    elif deed == "uncite" and rest.isascii() and rest.isdigit():
        answers.uncite(access.citation(kept, int(rest[:18])), by=by, at=at)


def _cited(kind: str, ref: str, on: date) -> citing.Cited:
    try:
        return citing.value(instruments.current(), ref, on) if kind == "value" else citing.article(ref)
    except (UnknownKey, UnknownArticle) as unknown:
        raise UnknownPlace from unknown


def _circular(draft: Answer, given: dict[str, Any], by: Actor) -> None:
    cited = citing.circular(given["number"], title=given["title"], on=given["on"], url=given["url"])
    answers.cite(draft, cited, on=given["on"], is_living=False, by=by, at=timezone.now())


def _back(request: HttpRequest, pk: int, do: str) -> str:
    said = request.POST.get("search", "")
    where = reverse("qa_office:write", args=[pk])
    if do == "save":
        messages.success(request, "پیش‌نویس نگه داشته شد.")
    return f"{where}?{urlencode({'search': said})}#law" if do != "save" and said else where
