"""What a person does with his own letters: looked at, put away, taken back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kardad.core.actor import Actor
from kardad.inbox import policy
from kardad.inbox.models import Glance, Letter
from kardad.people.models import Person


def look(person: Person, *, at: datetime) -> datetime | None:
    """The person's looking is on record; when he had looked the time before, None for the first. One sitting is one look."""
    held = Glance.objects.filter(person=person).first()
    if held is None:
        Glance.objects.bulk_create([Glance(person=person, at=at)], ignore_conflicts=True)
        return None
    if at - held.at > policy.SITTING:
        Glance.objects.filter(pk=held.pk, at=held.at).update(before=held.at, at=at)
        return held.at
    return held.before


@transaction.atomic
def archive(letters: Iterable[int], *, by: Actor, at: datetime) -> int:
    """These letters of the actor's own are on the shelf of the archive; how many were not."""
    return Letter.objects.filter(pk__in=list(letters), person_id=by.somebody, archived_at=None).update(archived_at=at)


@transaction.atomic
def restore(letters: Iterable[int], *, by: Actor) -> int:
    """These letters of the actor's own lie with the others again; how many did not."""
    return Letter.objects.filter(pk__in=list(letters), person_id=by.somebody, archived_at__isnull=False).update(archived_at=None)
