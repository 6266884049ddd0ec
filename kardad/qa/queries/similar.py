"""Questions like a text: found by the one search, by the words that both have."""

from collections.abc import Iterable

from kardad.qa import flow
from kardad.qa.models import Question
from kardad.search import queries as search

SHOWN = ("title", "slug", "topic", "state", "asker_role", "useful", "views", "asked_at", "due_at", "answered_at")


def similar(text: str, *, limit: int = 3, besides: Iterable[int] = ()) -> list[Question]:
    """The public questions that share the most telling words with the text, answered ones first; of each what a list shows."""
    left_out = set(besides)
    ids = [pk for pk in found(search.alike(text, kinds=("question",), limit=3 * limit + len(left_out))) if pk not in left_out]
    rows = Question.objects.filter(state__in=flow.PUBLIC).only(*SHOWN).in_bulk(ids[: 3 * limit])
    best = [rows[pk] for pk in ids if pk in rows]
    return sorted(best, key=lambda question: question.state not in flow.ANSWERED)[:limit]


def found(entries: Iterable[search.Entry]) -> list[int]:
    """The numbers of the questions that search found."""
    return [int(entry.key.rpartition(":")[2]) for entry in entries]
