"""Reads of reviewers: the thing that is judged, with all that its page shows."""

from django.db.models import QuerySet

from kardad.people.models import Attempt, Mandate, Membership, RoleGrant


def attempts() -> QuerySet[Attempt]:
    """Attempts with their person."""
    return Attempt.objects.select_related("person__particulars")


def grants() -> QuerySet[RoleGrant]:
    """Grants with their person."""
    return RoleGrant.objects.select_related("person__particulars", "office")


def mandates() -> QuerySet[Mandate]:
    """Mandates that somebody accepted, with both sides."""
    return Mandate.objects.filter(agent__isnull=False).select_related("principal__particulars", "agent__particulars")


def memberships() -> QuerySet[Membership]:
    """Memberships with organisation and person."""
    return Membership.objects.select_related("organisation", "person__particulars")
