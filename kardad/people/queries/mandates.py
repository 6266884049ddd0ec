"""Reads over mandates: whom a person may act for, and who acts for him."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kardad.people import flow
from kardad.people.models import Mandate, Undo

REVOCABLE = tuple(state for state in sorted(flow.MANDATE.states) if flow.MANDATE.allows(state, "revoke", "principal"))


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


def undos(at: datetime) -> QuerySet[Undo]:
    """What may be taken back at this moment, the soonest to lapse first; an appointment only while something is left of it."""
    takes = Q(deed=Undo.Deed.APPOINT, mandate__state__in=REVOCABLE) | Q(deed=Undo.Deed.REVOKE, mandate__state="revoked")
    return Undo.objects.filter(takes, state="open", due_at__gt=at).select_related("mandate__agent").order_by("due_at", "pk")


def due_undos(at: datetime) -> QuerySet[Undo]:
    """Days to take something back that are over, oldest first."""
    return Undo.objects.filter(due_at__lte=at, state="open").order_by("due_at", "pk")
