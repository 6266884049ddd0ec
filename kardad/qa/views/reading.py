"""Reading: the lists of questions, one question with its answers, what a reader says of one, and the public figures."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kardad.core.pages import attempt, page
from kardad.core.paging import Page
from kardad.core.requests import caller_ip
from kardad.kit import calendar, text
from kardad.qa import access, queries, shown, topics
from kardad.qa.actions import answers as acting
from kardad.qa.actions import reading as readers
from kardad.qa.forms import asking as forms
from kardad.qa.queries import lists
from kardad.qa.queries import reading as reads
from kardad.ui import structured

INDEX = "پرسش و پاسخ"
LEAD = "پرسش‌های قانون کار و بیمه با پاسخ کارشناس، ماده قانون و تاریخ اعتبار. رایگان و بی‌نام."


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Every public question: answered last, most useful, waiting; or what a search finds."""
    return _list(request, "", INDEX, LEAD)


@require_safe
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """The public questions of one topic."""
    if topic not in topics.every():
        raise Http404
    found = topics.every()[topic]
    return _list(request, topic, f"پرسش‌های {found.title}", f"{found.text}: پرسش‌های مردم و پاسخ کارشناس.")


@require_safe
def question(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One question: the short answer first, then the law, then the cases."""
    found = access.public(pk)
    if found.merged_into is not None:
        return redirect(shown.address(found.merged_into), permanent=True)
    if slug != found.slug:
        return redirect(shown.address(found), permanent=True)
    readers.see(found, chance=secrets.randbelow(2**20))
    answers, at = reads.answers(found), timezone.now()
    alike = queries.similar(f"{found.title} {found.body}", limit=4, besides=[found.pk])
    context = {
        "question": found,
        "answers": answers,
        "is_late": lists.is_late(found, at),
        "is_asker": request.actor.is_person and request.actor.person_id == found.asker_id,
        "opinions": reads.opinions(answers, _mark(request)),
        "alike": tuple((shown.address(one), one.title) for one in alike),
        "calculators": tuple((room.name, room.question) for room in reads.calculators(found, answers)),
        "prices": reads.prices(found.topic, calendar.tehran_day(at)),
        "description": shown.description(found, answers),
        "structured": shown.told(found, answers),
    }
    return page(request, "qa/question.html", **context)


@require_safe
def short(request: HttpRequest, pk: int) -> HttpResponse:
    """The number alone leads to the page."""
    found = access.public(pk)
    return redirect(shown.address(found.merged_into or found), permanent=True)


@require_safe
def old(request: HttpRequest, pk: int) -> HttpResponse:
    """The short address of before leads to where its question is now."""
    found = reads.at_old_address(request.path) or reads.at_old_address(request.path.rstrip("/")) or access.public(pk)
    return redirect(shown.address(found.merged_into or found), permanent=True)


def opinion(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """A reader says that the answer helped, or why it did not."""
    found = access.public(pk)
    about = access.answer(found, answer)
    is_useful = request.POST.get("is_useful") == "1"
    form = forms.Send(request.POST) if is_useful else forms.Disagree(request.POST or None)
    of = _reader(request) if request.method == "POST" else None
    words = {} if is_useful or not form.is_valid() else form.cleaned_data
    if of and form.is_valid() and attempt(form, readers.opine, about, is_useful=is_useful, of=of, at=timezone.now(), **words):
        messages.success(request, "سپاس؛ نظر شما ثبت شد.")
        return redirect(f"{shown.address(found)}#answer-{about.pk}")
    return page(request, "qa/opinion.html", form=form, question=found, answer=about)


@require_POST
def accept(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """The asker, or an expert, chooses the answer that is shown first."""
    found = access.public(pk)
    by = request.actor if access.member(request.actor).pk == found.asker_id else access.staff(request.actor)
    acting.accept(access.answer(found, answer), by=by, at=timezone.now())
    messages.success(request, "این پاسخ، پاسخ برگزیده است.")
    return redirect(shown.address(found))


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """How much was asked and answered, how fast, and whether it helped."""
    description = "چند پرسش پاسخ گرفته، چقدر زود، و چند درصد خوانندگان گفته‌اند پاسخ به کارشان آمد."
    above = ((INDEX, reverse("qa:questions")),)
    facts = structured.page("WebPage", request.path, name="آمار پرسش و پاسخ", description=description, above=above)
    return page(request, "qa/statistics.html", figures=queries.figures(), description=description, structured=facts)


def _list(request: HttpRequest, topic: str, title: str, description: str) -> HttpResponse:
    said, order, after = (request.GET.get(name, "").strip() for name in ("q", "order", "after"))
    order = order if order in lists.ORDERS else "new"
    found = Page(lists.search(said, topic=topic), "") if said else lists.page(order, topic=topic, after=after)
    above = ((INDEX, reverse("qa:questions")),) if topic else ()
    at = timezone.now()
    context: dict[str, Any] = {
        "rows": [(row, lists.is_late(row, at)) for row in found.rows],
        "next_url": f"?order={order}&after={found.after}" if found.after else "",
        "is_first": not after and not said and order == "new",
        "order": order,
        "orders": lists.ORDERS,
        "said": text.display(said),
        "topic": topic,
        "topics": topics.every(),
        "title": title,
        "description": description,
        "structured": structured.page("CollectionPage", request.path, name=title, description=description, above=above),
    }
    return page(request, "qa/questions.html", **context)


def _reader(request: HttpRequest) -> readers.Reader:
    if not request.actor.is_person and not request.session.session_key:
        request.session.create()
    return readers.reader(request.actor, session_key=str(request.session.session_key), ip=caller_ip(request))


def _mark(request: HttpRequest) -> str:
    key = request.session.session_key
    if not request.actor.is_person and not key:
        return ""
    return readers.reader(request.actor, session_key=str(key), ip="").mark
