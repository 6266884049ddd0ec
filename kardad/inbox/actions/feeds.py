"""The calendar of a person's deadlines under a secret address, for the calendar of his telephone."""

import secrets
from datetime import datetime

from django.db import transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox.models import Feed
from kardad.inbox.queries.feeds import digest
from kardad.people.models import Person


@transaction.atomic
def make(person: Person, *, by: Actor, at: datetime) -> str:
    """A new secret, told this once; the address before it leads nowhere any more."""
    secret = secrets.token_urlsafe(32)
    feed, _ = Feed.objects.update_or_create(person=person, defaults={"digest": digest(secret), "made_at": at})
    record("feed.made", feed, by=by, at=at, person_id=person.pk)
    return secret


@transaction.atomic
def revoke(person: Person, *, by: Actor, at: datetime) -> bool:
    """The address leads nowhere; whether there was one."""
    feed = Feed.objects.select_for_update().filter(person=person).first()
    if feed is None:
        return False
    record("feed.revoked", feed, by=by, at=at, person_id=person.pk)
    feed.delete()
    return True
