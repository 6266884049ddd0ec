"""What the public is told of an outage stands in a chain: on it hang deadlines and certificates."""

from datetime import datetime

from kardad.availability.telling import incident_told
from kardad.core.actor import Actor
from kardad.core.models import Incident
from kardad.evidence import actions as evidence
from kardad.evidence.models import Chain


def incident(of: Incident, deed: str, *, by: Actor, at: datetime) -> None:
    """Opened, reworded or closed, the outage has its entry; of one that was opened before outages had chains nothing is told."""
    if deed != "opened" and not Chain.objects.filter(subject_type=of._meta.label_lower, subject_id=of.pk).exists():
        return
    chain = evidence.open_chain(of, title=f"اختلال: {of.title}", office_id=None, at=at)
    evidence.append(chain, f"incident.{deed}", by=by, at=at, **incident_told(of))
