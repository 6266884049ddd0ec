"""What questions and answers say when people, below them, ask what is kept of a person."""

from typing import Any

from django.dispatch import receiver

from kardad.people import signals
from kardad.people.models import Person
from kardad.people.queries.accounts import moment
from kardad.qa import flow
from kardad.qa.models import Answer, Comment, Guide, Opinion, Question, Version

Rows = list[dict[str, Any]]


@receiver(signals.asked_for_everything)
def questions(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """The questions that the person asked, newest first."""
    rows = Question.objects.filter(asker=person).order_by("-pk")
    return "questions", [
        {
            "number": row.pk,
            "title": row.title,
            "body": row.body,
            "topic": row.topic,
            "state": flow.STATES[row.state],
            "reason": row.reason,
            "asked_at": moment(row.asked_at),
        }
        for row in rows.iterator(chunk_size=50)
    ]


@receiver(signals.asked_for_everything)
def opinions(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """What the person said of answers, newest first."""
    rows = Opinion.objects.filter(person=person).order_by("-pk")
    return "opinions_of_answers", [
        {"answer": row.answer_id, "is_useful": row.is_useful, "why": row.get_why_display(), "said": row.said, "at": moment(row.at)}
        for row in rows.iterator(chunk_size=50)
    ]


@receiver(signals.asked_for_everything)
def comments(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """The comments that the person wrote below guides, newest first."""
    rows = Comment.objects.filter(author=person).select_related("guide").order_by("-pk")
    return "comments", [
        {"guide": row.guide.title, "body": row.body, "state": row.state, "reason": row.reason, "made_at": moment(row.made_at)}
        for row in rows.iterator(chunk_size=50)
    ]


@receiver(signals.asked_for_everything)
def written(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """The answers and guides that the person wrote as staff, and how often he edited one."""
    told: Rows = [
        {"question": row.question_id, "short": row.short, "state": row.state, "made_at": moment(row.made_at)}
        for row in Answer.objects.filter(author=person).order_by("-pk").iterator(chunk_size=50)
    ]
    told += [
        {"guide": row.title, "state": row.state, "changed_at": moment(row.changed_at)}
        for row in Guide.objects.filter(author=person).order_by("-pk").iterator(chunk_size=50)
    ]
    edits = Version.objects.filter(author_id=person.pk).count()
    return "answers_written", told + ([{"edits": edits}] if edits else [])
