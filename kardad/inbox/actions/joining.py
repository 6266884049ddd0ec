"""What a tracking code would open, shown before anything is changed by it."""

from datetime import datetime

from django.db import transaction

from kardad.core import limits
from kardad.core.actor import Actor
from kardad.inbox import policy
from kardad.inbox.actions import dossiers
from kardad.inbox.models import Party
from kardad.people.models import Organisation, Person


def preview(person: Person, *, tracking_code: str, organisation: Organisation | None = None, by: Actor, at: datetime) -> Party:
    """The side that the code would make the person's, and nothing is changed; it counts as a try. Raises what `dossiers.join` raises."""
    # Counted outside the block that is undone, or looking would cost nothing.
    limits.allow("dossier-look", f"person:{person.pk}", limit=policy.JOIN_TRIES, at=at, window=policy.JOIN_WINDOW)
    with transaction.atomic():
        party = dossiers.join(person, tracking_code=tracking_code, organisation=organisation, by=by, at=at)
        transaction.set_rollback(True)
    return party
