"""What readers do: an opinion of an answer, once a person or browser; and that a page was opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from kardad.core import crypto, limits
from kardad.core.actor import Actor
from kardad.kit.flow import NotAllowed
from kardad.qa import flow, policy, queries
from kardad.qa.actions import tallies
from kardad.qa.actions.questions import judge_private
from kardad.qa.models import Answer, Opinion, Question

STEPS = ((32, 1), (512, 8), (2**62, 64))  # up to so many views, every so manieth is written and counts for as many


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: a person, or a browser by its session; and from which address."""

    mark: str
    person_id: int | None = None
    ip: str = ""


def reader(actor: Actor, *, session_key: str, ip: str) -> Reader:
    """The reader as opinions know him: nothing can be read back of the session."""
    who = f"person:{actor.person_id}" if actor.is_person else f"session:{session_key}"
    return Reader(crypto.blind_index("opinion", who), actor.person_id, ip)


@transaction.atomic
def opine(answer: Answer, *, is_useful: bool, why: str = "", said: str = "", of: Reader, at: datetime) -> Opinion:
    """The reader's opinion stands once; a later one replaces it and every count is as if it had been the only one. Raises TooMany."""
    limits.allow("opinion", of.ip or of.mark, limit=policy.OPINIONS_FROM_AN_IP, at=at, window=timedelta(hours=1))
    if of.ip and of.person_id is None:
        limits.allow(f"opinion-{answer.pk}", of.ip, limit=policy.OPINIONS_ON_ONE, at=at, window=timedelta(days=1))
    judge_private({"said": said})
    found = Answer.objects.select_for_update().get(pk=answer.pk)
    if found.state not in flow.LIVE_ANSWERS:
        raise NotAllowed(flow="answer", state=found.state, move="opine", role="asker")
    earlier = Opinion.objects.filter(answer=found, mark=of.mark).first()
    if earlier is not None:
        _count(found, is_useful=earlier.is_useful, by=-1)
        earlier.delete()
    _count(found, is_useful=is_useful, by=1)
    return Opinion.objects.create(
        answer=found, mark=of.mark, person_id=of.person_id, is_useful=is_useful, why="" if is_useful else why, said=said[:500], at=at
    )


def look_for_similar(text: str, *, ip: str, at: datetime) -> list[Question]:
    """The questions like what somebody types, so often a minute and address. Raises TooMany."""
    limits.allow("similar", ip, limit=policy.SIMILAR_FROM_AN_IP, at=at, window=timedelta(minutes=1))
    return queries.similar(text)


def see(question: Question, *, chance: int) -> None:
    """The page was opened: seldom-read questions count each time, much-read ones a sample, so that no row is written at every hit.

    `chance` is a random whole number from 0 on, given by the edge.
    """
    step = next(step for most, step in STEPS if question.views < most)
    if chance % step == 0:
        Question.objects.filter(pk=question.pk).update(views=F("views") + step)


def _count(answer: Answer, *, is_useful: bool, by: int) -> None:
    column = "useful" if is_useful else "not_useful"
    Answer.objects.filter(pk=answer.pk).update(**{column: F(column) + by})
    if is_useful:
        Question.objects.filter(pk=answer.question_id).update(useful=F("useful") + by)
    tallies.add("helped" if is_useful else "not_helped", by)
