"""Reads over announcements: what a person is told now."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kardad.inbox.models import Announcement, Dossier, Letter
from kardad.people.models import Person
from kardad.people.queries import roles


def current(person: Person, at: datetime) -> QuerySet[Announcement]:
    """What is said now to everybody, or to one of the person's roles; of a province to whoever has an open dossier there. Newest first."""
    held = roles.held(person.pk).order_by().values("role")
    rows = Announcement.objects.filter(from_at__lte=at, until_at__gt=at, withdrawn_at=None)
    rows = rows.filter(Q(role="") | Q(role__in=held), Q(province="") | Q(province__in=_provinces(person)))
    return rows.order_by("-from_at", "-pk")


def _provinces(person: Person) -> QuerySet[Dossier, str]:
    """Where the offices of his open dossiers are: of nobody do we know where he lives but by an address that only he may use."""
    told = Letter.objects.filter(person=person, dossier__isnull=False)
    found = Dossier.objects.filter(pk__in=told.values("dossier"), closed_at=None, office__isnull=False)
    return found.values_list("office__province", flat=True)
