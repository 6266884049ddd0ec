"""Outages the public is told about: what is the matter now, and the record of what was."""

from datetime import datetime

from django.db import models, transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.core.models import Incident
from kardad.kit.refusal import Refusal


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
def open_incident(*, part: str, title: str, text: str, by: Actor, at: datetime) -> Incident:
    """The public reads that this part of the site has trouble."""
    incident = Incident.objects.create(part=part, title=title, text=text, began_at=at)
    record("incident.opened", incident, by=by, at=at, title=title, part=part)
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
    return incident
