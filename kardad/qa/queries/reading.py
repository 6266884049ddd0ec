"""One question as its page shows it: answers in their order, citations, what the reader said before, services that are near."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from kardad.billing import queries as billing
from kardad.calc import rooms
from kardad.calc.rooms import Room
from kardad.core.models import Event
from kardad.qa import drawn, flow, slugs, topics
from kardad.qa.models import Answer, Citation, OldAddress, Opinion, Question

ANSWER = (*drawn.ANSWER, "question_id", "calculators", "cases", "useful", "not_useful", "made_at", "published_at", "changed_at")


@dataclass(frozen=True, slots=True)
class Prices:
    """What the services near to a topic cost, in rials, from the least to the greatest."""

    least: int
    greatest: int


def answers(question: Question) -> Sequence[Answer]:
    """The live answers with their citations: the accepted one first, then the most useful; two statements."""
    rows = Answer.objects.filter(question=question, state__in=flow.LIVE_ANSWERS).only(*ANSWER).prefetch_related(_cited())
    return list(rows.order_by("-is_accepted", "-useful", "pk"))


def written(question: Question) -> list[tuple[int, str, int | None]]:
    """Every answer of the question in whatever state, drafts too: its id, its state, its author's id."""
    return list(question.answers.order_by("pk").values_list("pk", "state", "author_id"))


def events(question: Question, answers: Sequence[int]) -> QuerySet[Event]:
    """What happened to the question and to these answers of it, newest first."""
    own = Q(subject_type=Question._meta.label_lower, subject_id=question.pk)
    return Event.objects.filter(own | Q(subject_type=Answer._meta.label_lower, subject_id__in=answers)).order_by("-id")


def with_citations(answer: Answer) -> Answer:
    """The answer with its citations read, in their order."""
    prefetch_related_objects([answer], _cited())
    return answer


def opinions(answers: Sequence[Answer], mark: str) -> dict[int, Opinion]:
    """What this reader said before, by answer."""
    rows = Opinion.objects.filter(answer__in=[answer.pk for answer in answers], mark=mark)
    return {row.answer_id: row for row in rows}


def prices(topic: str, on: date) -> Prices | None:
    """What the services near to the topic cost on that day; None where no price holds."""
    services = topics.every()[topic].services if topic in topics.every() else ()
    found = sorted(billing.prices(on).filter(service_code__in=services).values_list("unit_price", flat=True))
    return Prices(found[0], found[-1]) if found else None


def calculators(question: Question, answers: Sequence[Answer]) -> list[Room]:
    """The calculators that the answers name, else those of the topic."""
    named = [name for answer in answers for name in answer.calculators]
    topic = topics.every().get(question.topic)
    wanted = dict.fromkeys(named or (topic.calculators if topic else ()))
    return [rooms.rooms()[name] for name in wanted if name in rooms.rooms()]


def versions(answer: Answer) -> QuerySet:
    """The earlier versions of an answer, newest first."""
    return answer.versions.order_by("-number")


def at_old_address(path: str) -> Question | None:
    """The question that had this path before it came here."""
    row = OldAddress.objects.select_related("question__merged_into").filter(digest=slugs.digest(path)).first()
    return row.question if row else None


def _cited() -> Prefetch:
    return Prefetch("citations", Citation.objects.only("answer_id", *drawn.CITATION).order_by("place", "pk"))
