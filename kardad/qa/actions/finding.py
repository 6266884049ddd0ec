"""What a question is found by: its title, its text and what was answered, told to the one search."""

from datetime import datetime

from django.urls import reverse

from kardad.qa import flow
from kardad.qa.models import Answer, Question
from kardad.search import actions as search


def put(question: Question, *, at: datetime) -> None:
    """A public question is found by its words as they are now, no other is; called inside the transaction that changed them."""
    if question.state not in flow.PUBLIC:  # an answer may be mended long after its question was archived or merged
        forget(question)
        return
    live = Answer.objects.filter(question=question, state__in=flow.LIVE_ANSWERS).order_by("pk")
    said = [part for answer in live.prefetch_related("citations") for part in (*told(answer), *_cited(answer))]
    url = reverse("qa:question", args=[question.pk, question.slug])
    weight = 2 if said else 0
    search.put("question", question, title=question.title, text=" ".join([question.body, *said]), url=url, weight=weight, at=at)


def told(answer: Answer) -> list[str]:
    """Every sentence of an answer."""
    return [answer.short, answer.explanation, *(f"{case['when']} {case['then']}" for case in answer.cases)]


def _cited(answer: Answer) -> list[str]:
    return [one.title for one in answer.citations.all()]


def forget(question: Question) -> None:
    """The question is no longer found."""
    search.drop("question", question)
