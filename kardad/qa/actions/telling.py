"""Telling the one who asked: a letter to a member, a short text to a visitor's proved mobile."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from kardad.inbox import actions as inbox
from kardad.kit import text
from kardad.outbox import actions as outbox
from kardad.qa.models import Question

TEXTS = {"qa.answered": "question_answered", "qa.rejected": "question_rejected", "qa.converted": "question_converted"}


def address(question: Question) -> str:
    """The path of the question's public page."""
    return reverse("qa:question", args=[question.pk, question.slug])


def asker(question: Question, event: str, *, at: datetime, url: str = "", **words: Any) -> None:
    """The one who asked is told; one whose question was imported is not known."""
    if question.asker is not None:
        inbox.tell(question.asker, event, about=question, url=url or address(question), at=at, title=question.title, **words)
    elif question.guest_mobile and event in TEXTS:
        number = text.to_persian_digits(question.pk)
        outbox.queue_text(
            TEXTS[event], question.guest_mobile, at=at, subject=(question._meta.label_lower, question.pk), parameters={"number": number}
        )
