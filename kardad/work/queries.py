"""Reads over work items."""

from django.db.models import QuerySet

from kardad.work.models import WorkItem


def waiting(roles: set[str]) -> QuerySet[WorkItem]:
    """Open items that one of these roles may do, oldest first."""
    return WorkItem.objects.filter(role__in=roles, closed_at=None).order_by("opened_at", "id")
