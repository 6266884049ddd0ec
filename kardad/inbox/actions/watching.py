"""What changes under running deadlines: the calendar of closed days, and outages of ours; found by sweeps."""

from datetime import datetime
from typing import Final

from django.db import transaction

from kardad.core.models import Incident
from kardad.inbox.actions import deadlines, holding
from kardad.inbox.models import Deadline
from kardad.inbox.models import Outage as Row
from kardad.inbox.queries import deadlines as queries

BATCH: Final = 200


def look_again(deadline: Deadline, *, at: datetime) -> bool:
    """The deadline stands under today's calendar; whether its days moved."""
    return deadlines.recompute(deadline, cause=Deadline.Cause.HOLIDAY, at=at) is not None


@transaction.atomic
def look_at_outage(pk: int, *, at: datetime) -> int:
    """The next deadlines that the outage touched are in doubt; how many. Safe against a second sweep and a kill in between."""
    row = Row.objects.select_for_update(skip_locked=True).filter(pk=pk, due_at__lte=at).first()
    if row is None:
        return 0
    incident = Incident.objects.filter(pk=row.incident_id, part__in=queries.PARTS, ended_at__isnull=False).first()
    found = list(queries.touched(incident, at).filter(pk__gt=row.last)[:BATCH]) if incident else []
    holding.dossiers(one.delivery.notice.dossier_id for one in found)
    row.last = found[-1].pk if found else row.last
    row.due_at = at if len(found) == BATCH else None
    row.save(update_fields=["last", "due_at"])
    return sum(deadlines.flag(one, incident, at=at) for one in found) if incident else 0


@transaction.atomic
def look_while_open(incident: Incident, *, at: datetime) -> int:
    """The next deadlines on whose last days the outage lies, which goes on, are in doubt; how many. Safe against a second sweep."""
    found = list(queries.touched(incident, at)[:BATCH])
    holding.dossiers(one.delivery.notice.dossier_id for one in found)
    return sum(deadlines.flag(one, incident, at=at) for one in found)
