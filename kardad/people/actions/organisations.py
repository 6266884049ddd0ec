"""Organisations: brought by a verified member, owned by a signatory, joined by approval, never left without an owner."""

from datetime import datetime

from django.db import transaction

from kardad.core import crypto
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.outbox import actions as outbox
from kardad.people import flow, particulars, policy
from kardad.people.actions import papers
from kardad.people.models import Attempt, Membership, Organisation, Person
from kardad.people.queries import organisations as reads
from kardad.work import actions as work

ALL_RIGHTS = [value for value, _ in Membership.Right.choices]


class LastOwner(Refusal):
    """The organisation would be left without an owner."""

    code = "ORGANISATION_OWNER"
    message = "شما تنها صاحب این حساب هستید. نخست حساب را به عضو دیگری بسپارید."


class CannotOwn(Refusal):
    """Neither the register nor a second proof stands behind the would-be owner."""

    code = "ORGANISATION_OWNER_LEVEL"
    message = "صاحب تازه باید صاحب امضای شرکت باشد یا هویتش در سطح ۲ تأیید شده باشد."


def bring(attempt: Attempt, person: Person, *, at: datetime) -> Membership:
    """The attempt's company stands here; a signatory owns it, others wait for an owner – or, where there is none, for a reviewer."""
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
    owned = reads.owners(organisation.pk).exists()
    signs = bool(found.get("is_signatory"))
    is_owner = signs or (not owned and _was_seen(attempt))
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
        record(deed, membership, by=actor, at=at, person_id=person.pk, organisation=organisation.name)
        if not is_owner:
            _ask_for(membership, owned=owned, at=at)
    elif signs:
        _confirm_seat(membership, position=found.get("position", ""), at=at)
    return membership


@transaction.atomic
def accept(membership: Membership, *, rights: list[str], by: Actor, at: datetime) -> Membership:
    """The person may act for the organisation with these rights; one whom a reviewer lets in where nobody owns becomes the owner."""
    membership, role = _judged(membership, "accept", by=by)
    membership.state = "active"
    membership.is_owner = role == "reviewer" and not reads.owners(membership.organisation_id).exists()
    membership.rights = ALL_RIGHTS if membership.is_owner else _known(rights)
    membership.decided_at = at
    membership.save(update_fields=["state", "is_owner", "rights", "decided_at"])
    _close(membership, outcome="active", at=at)
    _tell(membership, "membership.accepted", by=by, at=at, rights=shown_rights(membership.rights))
    return membership


@transaction.atomic
def refuse(membership: Membership, *, by: Actor, at: datetime, reason: str = "") -> Membership:
    """The person has no place in the organisation."""
    membership, _ = _judged(membership, "refuse", by=by)
    membership.state, membership.decided_at = "refused", at
    membership.save(update_fields=["state", "decided_at"])
    _close(membership, outcome="refused", at=at)
    _tell(membership, "membership.refused", by=by, at=at, reason=reason)
    return membership


@transaction.atomic
def change_rights(membership: Membership, *, rights: list[str], by: Actor, at: datetime) -> Membership:
    """The member may do these things for the organisation and nothing else, from his next request on."""
    membership, _ = _judged(membership, "change_rights", by=by)
    membership.rights = ALL_RIGHTS if membership.is_owner else _known(rights)
    membership.save(update_fields=["rights"])
    _tell(membership, "membership.rights_changed", by=by, at=at, rights=shown_rights(membership.rights))
    return membership


@transaction.atomic
def end(membership: Membership, *, by: Actor, at: datetime) -> Membership:
    """The person has left the organisation or was put out of it; raises LastOwner before nobody owns it."""
    membership, _ = _judged(membership, "end", by=by)
    others = reads.owners(membership.organisation_id).exclude(pk=membership.pk)
    if membership.is_owner and membership.suspended_at is None and by.is_person and not others.exists():
        raise LastOwner
    membership.state, membership.decided_at = "ended", at
    membership.save(update_fields=["state", "decided_at"])
    _close(membership, outcome="ended", at=at)
    _tell(membership, "membership.ended", by=by, at=at)
    return membership


@transaction.atomic
def hand_over(membership: Membership, *, by: Actor, at: datetime) -> Membership:
    """The member owns the organisation in place of the actor, who stays as a member; raises CannotOwn."""
    membership, _ = _judged(membership, "change_rights", by=by)
    giver = Membership.objects.select_for_update().get(
        organisation=membership.organisation_id, person=by.person_id, state="active", is_owner=True
    )
    if membership.pk == giver.pk or membership.suspended_at:
        raise NotAllowed(flow="membership", state=membership.state, move="hand_over", role="owner")
    if not membership.is_signatory and membership.person.level < policy.OWNERSHIP_LEVEL:
        raise CannotOwn
    membership.is_owner, membership.rights = True, ALL_RIGHTS
    membership.save(update_fields=["is_owner", "rights"])
    giver.is_owner = False
    giver.save(update_fields=["is_owner"])
    _tell(membership, "membership.handed_over", by=by, at=at)
    name = membership.organisation.name
    record("membership.given_away", giver, by=by, at=at, organisation=name, to=membership.person.name)
    return membership


def role_of(membership: Membership, by: Actor) -> str:
    """The actor's part in the flow: reviewer, an owner of this organisation who may act now, the member himself, or neither."""
    if by.role == "reviewer" or not by.is_person:
        return by.role
    if reads.owners(membership.organisation_id).filter(person_id=by.person_id or 0).exists():
        return "owner"
    return "member" if by.person_id == membership.person_id else "stranger"


def shown_rights(rights: list[str]) -> str:
    """The rights in words."""
    return "، ".join(label for value, label in Membership.Right.choices if value in rights) or "هیچ"


def _judged(membership: Membership, move: str, *, by: Actor) -> tuple[Membership, str]:
    """The row under lock and the actor's part, once the flow allows the move; the organisation's row keeps two owners apart."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    membership = Membership.objects.select_for_update(of=("self",)).select_related("organisation", "person").get(pk=membership.pk)
    if by.role == "reviewer" and papers.is_own(membership, by=by):
        raise papers.NotYourOwn
    role = role_of(membership, by)
    if role in ("owner", "reviewer") and move in ("accept", "refuse") and not flow.MEMBERSHIP.allows(membership.state, move, role):
        raise papers.AlreadyDecided(flow="membership", state=membership.state, move=move, role=role)
    flow.MEMBERSHIP.after(membership.state, move, role)
    return membership, role


def _known(rights: list[str]) -> list[str]:
    return [value for value in ALL_RIGHTS if value in rights]


def _was_seen(attempt: Attempt) -> bool:
    """Whether someone of ours saw by what right the applicant speaks for the company: a reviewer his letter, an officer his papers."""
    return attempt.method == "in_person" or attempt.papers.filter(kind="introduction_letter").exists()


def _confirm_seat(membership: Membership, *, position: str, at: datetime) -> None:
    """The register named him again: what rested is his again."""
    membership.is_signatory, membership.checked_at, membership.suspended_at = True, at, None
    membership.position = position or membership.position
    membership.save(update_fields=["is_signatory", "checked_at", "suspended_at", "position"])


def _ask_for(membership: Membership, *, owned: bool, at: datetime) -> None:
    if owned:
        _tell_owners(membership.organisation, at=at)
    else:
        work.open_item("review_membership", membership, title="عضو شرکتی که صاحب حساب ندارد", role="reviewer", at=at)


def _close(membership: Membership, *, outcome: str, at: datetime) -> None:
    work.close_item("review_membership", membership, outcome=outcome, at=at)


def _tell(membership: Membership, event: str, *, by: Actor, at: datetime, **data: str) -> None:
    """The event stands in the member's history, and in the actor's when he is somebody else."""
    name = membership.organisation.name
    record(event, membership, by=by, at=at, person_id=membership.person_id, organisation=name, member=membership.person.name, **data)
    if by.is_person and by.person_id != membership.person_id:
        record("membership.decided", membership, by=by, at=at, organisation=name, member=membership.person.name)


def _tell_owners(organisation: Organisation, *, at: datetime) -> None:
    for place in reads.owners(organisation.pk).select_related("person__particulars"):
        mobile = particulars.reachable(place.person)
        if mobile:
            outbox.queue_text("membership_asked", mobile, at=at, person_id=place.person_id, parameters={"organisation": organisation.name})
