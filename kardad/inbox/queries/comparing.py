"""Reads over dossiers that are held beside their chains."""

from datetime import datetime

from django.db.models import QuerySet

from kardad.inbox.models import Dossier


def to_compare(since: datetime) -> QuerySet[Dossier]:
    """The dossiers in which we serve that were not held beside their chains since that moment, those that never were first."""
    ours = Dossier.objects.filter(kind=Dossier.Kind.OFFICE)
    fresh = ours.filter(compared_at=None).order_by("pk")
    return fresh if fresh.exists() else ours.filter(compared_at__lt=since).order_by("compared_at", "pk")
