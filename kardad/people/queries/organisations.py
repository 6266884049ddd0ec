"""Reads over organisations: a person's places in them, their members, their workplace codes."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kardad.people import policy
from kardad.people.models import Membership, WorkplaceCode


def memberships_of(person_id: int) -> QuerySet[Membership]:
    """The places the person holds or asked for, newest first."""
    rows = Membership.objects.filter(person_id=person_id, state__in=["awaiting", "active"])
    return rows.select_related("organisation").order_by("-pk")


def acting_memberships(person_id: int) -> QuerySet[Membership]:
    """The places in which the person may act now."""
    rows = Membership.objects.filter(person_id=person_id, state="active", suspended_at=None)
    return rows.select_related("organisation").order_by("pk")


def members(organisation_id: int) -> QuerySet[Membership]:
    """Those who have a place in the organisation or wait for one."""
    rows = Membership.objects.filter(organisation_id=organisation_id, state__in=["awaiting", "active"])
    return rows.select_related("person")


def owners(organisation_id: int) -> QuerySet[Membership]:
    """The owners who may act now."""
    return Membership.objects.filter(organisation_id=organisation_id, state="active", is_owner=True, suspended_at=None)


def unchecked_seats(at: datetime) -> QuerySet[Membership]:
    """Places that rest on the register's word and whose last check is too old, oldest first."""
    rows = Membership.objects.filter(state="active", is_signatory=True, checked_at__lte=at - policy.COMPANY_CHECK_FRESH)
    return rows.order_by("checked_at", "pk")


def workplaces_of(person_id: int) -> QuerySet[WorkplaceCode]:
    """The workplace codes of the person and of the organisations he owns; those in force first."""
    owned = Membership.objects.filter(person_id=person_id, state="active", is_owner=True, suspended_at=None)
    mine = Q(person_id=person_id) | Q(organisation__in=owned.values("organisation"))
    return WorkplaceCode.objects.filter(mine).select_related("organisation").order_by("-valid_from", "-pk")
