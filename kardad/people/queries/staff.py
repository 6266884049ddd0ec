"""Reads of managers: what was switched of late, and by whom."""

from kardad.core import history
from kardad.core.models import Event
from kardad.people.models import Person

RECENT = 10


def method_changes() -> list[tuple[str, str, Event]]:
    """The latest switches of methods: the sentence, who did it, the event."""
    events = list(Event.objects.filter(name__in=["method.opened", "method.closed"]).order_by("-pk")[:RECENT])
    names = {person.pk: person.name for person in Person.objects.filter(pk__in={event.actor_id for event in events})}
    return [(history.sentence(event), names.get(event.actor_id or 0, ""), event) for event in events]
