"""What of a page stays the same until its words change: drawn once a process and kept by everything that it shows, so it is never stale."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe

from kardad.core.operator import Operator
from kardad.qa.models import Answer

KEPT = 500  # of a kind: some megabytes
ANSWER = ("pk", "state", "stale_reason", "coverage", "short", "explanation", "is_accepted", "valid_as_of", "expires_on", "version")
CITATION = ("kind", "ref", "on", "is_living", "title", "told", "since", "source", "url")

Thing = TypeVar("Thing")


@dataclass(slots=True)
class Shelf(Generic[Thing]):
    """The last things that were made, by what they were made of."""

    most: int = KEPT
    rows: dict[Hashable, Thing] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def get(self, made_of: Hashable, make: Callable[[], Thing]) -> Thing:
        """The thing as it was made of the same before, else made now; the oldest goes where there are too many."""
        found = self.rows.get(made_of)
        if found is None:
            found = make()
            with self.lock:
                self.rows[made_of] = found
                while len(self.rows) > self.most:
                    del self.rows[next(iter(self.rows))]
        return found


_replies: Shelf[SafeString] = Shelf()
_parts: Shelf[SafeString] = Shelf()


def reply(answer: Answer, *, is_one_of_many: bool, operator: Operator | None) -> SafeString:
    """The answer as readers see it: its parts, what it cites, its dates."""
    telling = tuple(getattr(answer, name) for name in ANSWER)
    cited = tuple(tuple(getattr(one, name) for name in CITATION) for one in answer.citations.all())
    made_of = (telling, repr(answer.cases), cited, is_one_of_many, operator, get_script_prefix())
    return _replies.get(made_of, lambda: _drawn(answer, 2 if is_one_of_many else 1, operator))


def part(name: str, **told: Hashable) -> SafeString:
    """The template of that name with these plain values and nothing else."""
    return _parts.get((name, *told.items(), get_script_prefix()), lambda: mark_safe(get_template(name).render(told)))  # noqa: S308 – our own


def _drawn(answer: Answer, many: int, operator: Operator | None) -> SafeString:
    return mark_safe(get_template("qa/answer.html").render({"answer": answer, "many": many, "operator": operator}))  # noqa: S308 – our own
