"""Where each kind of work is done: the one table that turns an open item into a page."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from kardad.work import queries
from kardad.work.models import WorkItem

# The page of a kind of work; it takes the subject's id.
PAGES = {
    "review_attempt": "people_office:review_attempt",
    "review_grant": "people_office:review_grant",
    "review_mandate": "people_office:review_mandate",
    "review_membership": "people_office:review_membership",
    "death_signal": "people_office:death_signal",
    "alive_report": "people_office:frozen",
}
# Work whose page is a room of its own.
ROOMS = {"second_look": "people:counter"}


@dataclass(frozen=True, slots=True)
class Task:
    """An open item as its row shows it; the colour says how long it has waited."""

    item: WorkItem
    href: str
    tone: str
    age: str


def task(item: WorkItem, *, at: datetime) -> Task:
    """The row of an item."""
    if item.kind in PAGES:
        href = reverse(PAGES[item.kind], args=[item.subject_id])
    else:
        href = reverse(ROOMS[item.kind]) if item.kind in ROOMS else ""
    return Task(item, href, *queries.age(item, at=at))
