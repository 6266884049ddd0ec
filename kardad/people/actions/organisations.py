"""Organisations: brought by a verified member, owned by a signatory, joined by approval."""

from datetime import datetime

from kardad.core import crypto
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import text
from kardad.outbox import actions as outbox
from kardad.people import particulars
from kardad.people.models import Attempt, Membership, Organisation, Person

ALL_RIGHTS = [value for value, _ in Membership.Right.choices]


def bring(attempt: Attempt, person: Person, *, at: datetime) -> Membership:
    """The attempt's company stands here; a signatory owns it, anyone else waits for an owner (or was reviewed with a letter)."""
    typed, found = particulars.typed(attempt), particulars.found(attempt)
    name = found.get("company_name") or typed.get("company_name", "")
    organisation, _ = Organisation.objects.get_or_create(
        company_index=crypto.blind_index("company", typed["company_id"]),
        defaults={
            "company_id": typed["company_id"],
            "registration_number": typed["registration_number"],
            "name": name,
            "sort_key": text.sort_key(name),
            "checked_at": at,
            "joined_at": at,
        },
    )
    owned = organisation.memberships.filter(is_owner=True, state="active").exists()
    signs = bool(found.get("is_signatory"))
    is_owner = signs or not owned  # without an owner a reviewer has seen the letter of introduction
    membership, made = Membership.objects.get_or_create(
        organisation=organisation,
        person=person,
        state__in=["awaiting", "active"],
        defaults={
            "is_owner": is_owner,
            "rights": ALL_RIGHTS if is_owner else [],
            "position": found.get("position") or typed.get("position", ""),
            "is_signatory": signs,
            "state": "active" if is_owner else "awaiting",
            "asked_at": at,
            "decided_at": at if is_owner else None,
            "checked_at": at,
        },
    )
    if made:
        actor = Actor(person.pk, "applicant", level=person.level)
        deed = "membership.taken" if is_owner else "membership.asked"
        record(deed, membership, by=actor, at=at, person_id=person.pk, organisation=name)
        if not is_owner:
            _tell_owners(organisation, at=at)
    return membership


def _tell_owners(organisation: Organisation, *, at: datetime) -> None:
    owners = Person.objects.filter(memberships__organisation=organisation, memberships__is_owner=True, memberships__state="active")
    for owner in owners:
        mobile = particulars.own(owner).mobile
        if mobile:
            outbox.queue_text("membership_asked", mobile, at=at, person_id=owner.pk, parameters={"organisation": organisation.name})
