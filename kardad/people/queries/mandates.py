"""Reads over mandates: whom a person may act for, and who acts for him."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kardad.people.models import Mandate


def active_mandates(agent_id: int) -> QuerySet[Mandate]:
    """The mandates by which this person may act for others now."""
    return Mandate.objects.filter(agent_id=agent_id, state="active")


def mandates_given(person_id: int) -> QuerySet[Mandate]:
    """The mandates the person gave, newest first."""
    return Mandate.objects.filter(principal_id=person_id).select_related("agent").order_by("-pk")


def mandates_held(person_id: int) -> QuerySet[Mandate]:
    """The mandates the person accepted, newest first."""
    return Mandate.objects.filter(agent_id=person_id).select_related("principal").order_by("-pk")


def mandates_of(person_id: int) -> QuerySet[Mandate]:
    """The mandates the person is a side of."""
    return Mandate.objects.filter(Q(principal_id=person_id) | Q(agent_id=person_id)).select_related("principal", "agent")


def stale_invitations(at: datetime) -> QuerySet[Mandate]:
    """Invitations whose time has passed, oldest first."""
    return Mandate.objects.filter(state="invited", expires_at__lte=at).order_by("expires_at", "pk")
