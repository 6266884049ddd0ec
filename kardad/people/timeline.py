"""The history of one thing as a timeline reads it: only what belongs to the reader."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet

from kardad.core import history
from kardad.core.models import Event


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline."""

    text: str
    at: datetime


def of(subject: Model, *, reader_id: int | None = None, most: int = 20) -> list[Moment]:
    """What happened to the subject, newest first; for a person only the events of his own history."""
    events: QuerySet[Event] = history.of(subject)
    if reader_id is not None:
        events = events.filter(person_id=reader_id)
    told = {(event.name, event.at): event for event in events[:most]}  # what both sides read is one event here
    return [Moment(history.sentence(event), event.at) for event in told.values()]
