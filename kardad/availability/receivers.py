"""What the base tells of outages is passed on under this room's name."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from kardad.availability import signals
from kardad.availability.actions import proving
from kardad.core.actor import Actor
from kardad.core.incidents import incident_closed, incident_told
from kardad.core.models import Incident


@receiver(incident_closed)
def tell(sender: Any, *, incident: Incident, at: datetime, **_: Any) -> None:
    """Whoever waits for the end of an outage hears of it."""
    signals.outage_closed.send(Incident, incident=incident, at=at)


@receiver(incident_told)
def prove(sender: Any, *, incident: Incident, deed: str, by: Actor, at: datetime, **_: Any) -> None:
    """What the public was told of an outage, and when, stands in a chain of its own."""
    proving.incident(incident, deed, by=by, at=at)
