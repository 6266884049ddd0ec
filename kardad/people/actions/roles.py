"""Roles: asked for, shown to be held, granted by staff, ended."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.outbox import actions as outbox
from kardad.people import flow, particulars, roles
from kardad.people import papers as kinds
from kardad.people.actions import papers, persons
from kardad.people.models import Person, RoleGrant
from kardad.work import actions as work

ASKED_BY_HAND = ("worker", "practitioner", "employer_natural", "lawyer", "official_expert")
LICENSED = ("lawyer", "official_expert")


class NeedsVerification(Refusal):
    """The role is for people whose identity is known."""

    code = "ROLE_NEEDS_LEVEL"
    message = "برای گرفتن این نقش، نخست هویت خود را تأیید کنید."


class NotAskedHere(Refusal):
    """The role is given another way: by staff, by a company's register, by an invitation."""

    code = "ROLE_NOT_HERE"
    message = "این نقش از اینجا گرفته نمی‌شود."


class HasRole(Refusal):
    """The person holds the role or waits for it."""

    code = "ROLE_HELD"
    message = "این نقش را دارید یا در حال بررسی است. وضعیت آن را در «نقش‌های من» ببینید."


class LicenceNeeded(Refusal):
    """The role rests on a licence whose number was not given."""

    code = "ROLE_LICENCE"
    status = 422
    message = "شماره پروانه را بنویسید."


@dataclass(frozen=True, slots=True)
class Licence:
    """What a licence says: its number, the body that gave it, the field."""

    number: str = ""
    body: str = ""
    field: str = ""


@transaction.atomic
def ask(person: Person, *, role: str, files: dict[str, int], by: Actor, at: datetime, licence: Licence | None = None) -> RoleGrant:
    """The person holds the role, or it waits with its papers for a reviewer."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if role not in ASKED_BY_HAND or by.person_id != person.pk:
        raise NotAskedHere
    if person.level < 1:
        raise NeedsVerification
    if person.grants.filter(role=role, state__in=["pending", "incomplete", "active"]).exists():
        raise HasRole
    licence = licence or Licence()
    if role in LICENSED and not licence.number:
        raise LicenceNeeded(field="licence_number")
    grant = persons.grant_role(person, role, at=at)
    grant.licence_number, grant.licence_body, grant.field = licence.number, licence.body, licence.field
    grant.save(update_fields=["licence_number", "licence_body", "field"])
    papers.link(grant, files, person_id=person.pk, at=at)
    if grant.state == "pending":
        papers.require_all(grant)
    return grant


@transaction.atomic
def add_papers(grant: RoleGrant, *, files: dict[str, int], by: Actor, at: datetime, licence: Licence | None = None) -> RoleGrant:
    """More papers lie with the grant; what waited for them goes back to the reviewer once nothing is missing."""
    grant = _locked(grant)
    if _role_of(grant, by) != "owner" or grant.state not in ("pending", "incomplete", "active"):
        raise NotAllowed(flow="grant", state=grant.state, move="add_papers", role=by.role)
    papers.link(grant, files, person_id=grant.person_id, at=at)
    if licence:
        grant.licence_number, grant.licence_body, grant.field = licence.number, licence.body, licence.field
        grant.save(update_fields=["licence_number", "licence_body", "field"])
    record("role.papers_added", grant, by=by, at=at, person_id=grant.person_id, role=roles.title(grant.role), kinds=sorted(files))
    if grant.state == "incomplete" and not papers.awaited(grant):
        _resend(grant, by=by, at=at)
    return grant


@transaction.atomic
def resend(grant: RoleGrant, *, by: Actor, at: datetime) -> RoleGrant:
    """The grant lies with the reviewers again; raises PapersMissing while something they asked for has not come."""
    grant = _locked(grant)
    flow.GRANT.after(grant.state, "resend", _role_of(grant, by))
    if lacking := papers.awaited(grant):
        raise papers.PapersMissing(titles=kinds.titles(lacking), missing=lacking)
    return _resend(grant, by=by, at=at)


@transaction.atomic
def accept(grant: RoleGrant, *, by: Actor, at: datetime, seen: str = "") -> RoleGrant:
    """The role is active and its holder told; refused while a needed paper was never shown.

    `seen`, here and below, is `papers.standing` as the reviewer saw it; after a colleague's decision it is AlreadyDecided.
    """
    return _decide(_seen(grant, seen, by=by), "accept", by=by, at=at, event="role.accepted")


@transaction.atomic
def ask_papers(grant: RoleGrant, *, missing: list[str], reason: str, by: Actor, at: datetime, seen: str = "") -> RoleGrant:
    """The holder is told which papers are missing and why."""
    grant = _seen(grant, seen, by=by)
    grant.missing = missing
    return _decide(grant, "ask_papers", by=by, at=at, event="role.papers_asked", reason=reason)


@transaction.atomic
def refuse(grant: RoleGrant, *, reason: str, by: Actor, at: datetime, seen: str = "") -> RoleGrant:
    """The role is refused for a reason that its holder reads."""
    return _decide(_seen(grant, seen, by=by), "refuse", by=by, at=at, event="role.refused", reason=reason)


@transaction.atomic
def end(grant: RoleGrant, *, reason: str, by: Actor, at: datetime) -> RoleGrant:
    """The person holds the role no more, from his next request on."""
    grant = _locked(grant)
    role = _role_of(grant, by)
    if grant.role in roles.STAFF and (role not in ("manager", "system") or by.person_id == grant.person_id):
        raise NotAllowed(flow="grant", state=grant.state, move="end", role=role)
    grant.state = flow.GRANT.after(grant.state, "end", role)
    grant.reason, grant.decided_at = reason, at
    grant.save(update_fields=["state", "reason", "decided_at"])
    work.close_item("review_grant", grant, outcome="ended", at=at)
    record("role.ended", grant, by=by, at=at, person_id=grant.person_id, role=roles.title(grant.role), reason=reason)
    return grant


def _locked(grant: RoleGrant) -> RoleGrant:
    return RoleGrant.objects.select_for_update().select_related("person").get(pk=grant.pk)


def _seen(grant: RoleGrant, seen: str, *, by: Actor) -> RoleGrant:
    grant = _locked(grant)
    papers.require_seen(grant, seen, by=by)
    return grant


def _role_of(grant: RoleGrant, by: Actor) -> str:
    """The actor's part in the flow: staff in their room, or the one the grant belongs to."""
    if by.role in ("reviewer", "manager") or not by.is_person:
        return by.role
    return "owner" if by.person_id == grant.person_id else by.role


def _decide(grant: RoleGrant, move: str, *, by: Actor, at: datetime, event: str, reason: str = "") -> RoleGrant:
    if by.role == "reviewer" and papers.is_own(grant, by=by):
        raise papers.NotYourOwn
    role = _role_of(grant, by)
    if role == "reviewer" and not flow.GRANT.allows(grant.state, move, role):
        raise papers.AlreadyDecided(flow="grant", state=grant.state, move=move, role=role)
    grant.state = flow.GRANT.after(grant.state, move, role)
    if move == "accept":
        papers.require_all(grant)
    grant.reason, grant.decided_at = reason, at
    grant.missing = grant.missing if move == "ask_papers" else []
    grant.save(update_fields=["state", "reason", "decided_at", "missing"])
    work.close_item("review_grant", grant, outcome=grant.state, at=at)
    title = roles.title(grant.role)
    record(event, grant, by=by, at=at, person_id=grant.person_id, role=title, reason=reason, missing=kinds.titles(grant.missing))
    tell(grant.person, "role_decided", {"role": title}, at=at)
    return grant


def _resend(grant: RoleGrant, *, by: Actor, at: datetime) -> RoleGrant:
    grant.state = flow.GRANT.after(grant.state, "resend", _role_of(grant, by))
    grant.missing, grant.reason = [], ""
    grant.save(update_fields=["state", "missing", "reason"])
    work.open_item("review_grant", grant, title=f"بررسی نقش {roles.title(grant.role)}", role="reviewer", at=at)
    record("role.resent", grant, by=by, at=at, person_id=grant.person_id, role=roles.title(grant.role))
    return grant


def tell(person: Person, template: str, words: dict[str, str], *, at: datetime) -> None:
    """A text to the person's own mobile is queued, when one is known to be his."""
    mobile = particulars.reachable(person)
    if mobile:
        outbox.queue_text(template, mobile, at=at, person_id=person.pk, parameters=words)
