"""How a question is told to readers and machines: its one address, its description, its facts as a page of question and answer."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse

from kardad.core.operator import operator
from kardad.qa import flow, topics
from kardad.qa.models import Answer, Question
from kardad.ui import structured
from kardad.ui.structured import Told

DESCRIPTION = 155


def address(question: Question) -> str:
    """The path of the question's page."""
    return _address(question.pk, question.slug, get_script_prefix())


@lru_cache(maxsize=10_000)
def _address(pk: int, slug: str, _prefix: str) -> str:
    return reverse("qa:question", args=[pk, slug])


def description(question: Question, answers: Sequence[Answer]) -> str:
    """The short answer, or the question itself, cut at a word."""
    said = answers[0].short if answers else question.body
    flat = " ".join(said.split())
    return flat if len(flat) <= DESCRIPTION else flat[:DESCRIPTION].rsplit(" ", 1)[0] + "…"


def told(question: Question, answers: Sequence[Answer]) -> Told:
    """The facts of the page; those of question and answer only when there is one that everybody may find."""
    above = ((("پرسش و پاسخ"), reverse("qa:questions")), (topics.title(question.topic), reverse("qa:topic", args=[question.topic])))
    is_answered = question.state in flow.ANSWERED and bool(answers)
    more = {"mainEntity": _entity(question, answers)} if is_answered else {}
    kind = "QAPage" if is_answered else "WebPage"
    name, words = question.title, description(question, answers)
    return structured.page(kind, address(question), name=name, description=words, above=above, more=more)


def _entity(question: Question, answers: Sequence[Answer]) -> dict[str, Any]:
    rows = [_answer(question, answer) for answer in answers]
    facts: dict[str, Any] = {
        "@type": "Question",
        "name": question.title,
        "text": question.body,
        "answerCount": len(answers),
        "datePublished": question.asked_at.isoformat(),
        "author": {"@type": "Person", "name": topics.name(question.asker_role)},
    }
    if answers[0].is_accepted:
        facts["acceptedAnswer"], rows = rows[0], rows[1:]
    return facts | ({"suggestedAnswer": rows} if rows else {})


def _answer(question: Question, answer: Answer) -> dict[str, Any]:
    published = answer.published_at or answer.made_at
    return {
        "@type": "Answer",
        "text": "\n".join(part for part in (answer.short, answer.explanation) if part),
        "upvoteCount": answer.useful,
        "datePublished": published.isoformat(),
        "dateModified": answer.changed_at.isoformat(),
        "url": f"{address(question)}#answer-{answer.pk}",
        "author": {"@type": "Organization", "name": operator().name},
    }
