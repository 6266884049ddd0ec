"""Outages the public is told about: what is the matter now, and the record of what was."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.dispatch import Signal

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.core.models import Incident
from kardad.kit.refusal import Refusal

incident_told = Signal()
"""incident, deed (opened, reworded, closed), by, at: what the public is told of an outage is new; sent inside the transaction."""

incident_closed = Signal()
"""incident, at: an outage is over; sent inside the transaction that closes it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Whom an outage hit: `key` as the column keeps it (empty: everyone) and `title` as people read it."""

    key: str = ""
    title: str = ""


EVERYONE = Group()


class IncidentOver(Refusal):
    """The outage was closed before."""

    code = "INCIDENT_OVER"
    message = "این اختلال پیش‌تر بسته شده است."


def current(at: datetime) -> models.QuerySet[Incident]:
    """The outages that last at this moment, newest first."""
    return Incident.objects.filter(models.Q(ended_at=None) | models.Q(ended_at__gt=at), began_at__lte=at).order_by("-began_at", "-id")


def recent() -> models.QuerySet[Incident]:
    """All outages, newest first."""
    return Incident.objects.order_by("-began_at", "-id")


@transaction.atomic
def open_incident(
    *, part: str, title: str, text: str, group: Group = EVERYONE, is_automatic: bool = False, by: Actor, at: datetime
) -> Incident:
    """The public reads that this part of the site has trouble, for everyone or for a group."""
    incident = Incident.objects.create(
        part=part, title=title, text=text, group=group.key, group_title=group.title, is_automatic=is_automatic, began_at=at
    )
    record("incident.opened", incident, by=by, at=at, title=title, part=part, group=group.key)
    incident_told.send(Incident, incident=incident, deed="opened", by=by, at=at)
    return incident


@transaction.atomic
def reword(incident: Incident, *, title: str, text: str, afterword: str, by: Actor, at: datetime) -> Incident:
    """The public reads other words about the same outage; part, group and moments stay, and the words before are in its history."""
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    before = {"title": incident.title, "text": incident.text, "afterword": incident.afterword}
    incident.title, incident.text, incident.afterword = title, text, afterword
    incident.save(update_fields=["title", "text", "afterword"])
    record("incident.reworded", incident, by=by, at=at, title=title, before=before)
    incident_told.send(Incident, incident=incident, deed="reworded", by=by, at=at)
    return incident


@transaction.atomic
def close_incident(incident: Incident, *, afterword: str, by: Actor, at: datetime) -> Incident:
    """The trouble is over; the afterword says what it was. Raises IncidentOver."""
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    if incident.ended_at is not None:
        raise IncidentOver
    incident.ended_at, incident.afterword = at, afterword
    incident.save(update_fields=["ended_at", "afterword"])
    record("incident.closed", incident, by=by, at=at, title=incident.title)
    incident_told.send(Incident, incident=incident, deed="closed", by=by, at=at)
    incident_closed.send(Incident, incident=incident, at=at)
    return incident
