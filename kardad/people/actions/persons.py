"""Persons: who joined, who is verified at which level, whose claim gave way to the owner's."""

import json
from datetime import date, datetime
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import transaction

from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.kit import calendar, text
from kardad.kit.refusal import BadInput
from kardad.outbox import actions as outbox
from kardad.people import methods, particulars, policy, refusals, roles, signals
from kardad.people.actions import organisations
from kardad.people.models import Attempt, Consent, Particulars, Person, RoleGrant, WorkplaceCode
from kardad.work import actions as work

RULES_VERSION = "1405-09-01"


class WeakPassword(BadInput):
    """The password is too short or too common."""

    code = "PASSWORD_WEAK"
    message = "این رمز ساده است. دست‌کم ۱۰ نویسه بنویسید که تنها عدد یا واژه‌ای رایج نباشد."


def require_strong(password: str) -> None:
    """The password may be used, or WeakPassword."""
    try:
        password_validation.validate_password(password)
    except ValidationError as error:
        raise WeakPassword(field="password") from error


def join(attempt: Attempt, *, at: datetime) -> Person:
    """A member stands at L0 with his own proved mobile; raises Duplicate when the code or the mobile has an account."""
    typed = particulars.typed(attempt)
    taken = (
        Person.objects.filter(code_index=attempt.code_index).exists() or Person.objects.filter(mobile_index=attempt.mobile_index).exists()
    )
    if taken:
        raise refusals.Duplicate
    person = Person(
        kind=attempt.kind,
        code_index=attempt.code_index,
        mobile_index=attempt.mobile_index,
        first_name=text.display(typed["first_name"]),
        last_name=text.display(typed["last_name"]),
        joined_at=at,
        mobile_proved_at=at,
        rules_version=RULES_VERSION,
    )
    person.password = typed["password_hash"]
    person.save()
    Particulars.objects.create(person=person, code=typed["code"], mobile=typed["mobile"])
    Consent.objects.create(person=person, attempt=attempt, text="panel_rules", version=RULES_VERSION, given_at=at)
    grant_role(person, attempt.role, at=at)
    record("person.joined", person, by=Actor(person.pk, "applicant"), at=at, person_id=person.pk, role=roles.title(attempt.role))
    _forget_password(attempt, typed)
    return person


def verify(attempt: Attempt, *, by: Actor, at: datetime) -> Person:
    """The attempt's person stands at the method's level; whoever claimed the code or mobile without proof gives way."""
    typed, found = particulars.typed(attempt), particulars.found(attempt)
    owner = Person.objects.select_for_update().filter(code_index=attempt.code_index).first()
    person = attempt.person or (owner if owner and _same(owner, attempt) else None)
    if owner and owner != person and owner.level > 0:
        if by.role != "officer":  # another session's owner: he logs in rather than have a second account
            raise refusals.Duplicate
        person = owner
    if owner and owner != person:
        displace(owner, at=at)
    person = person or _newcomer(attempt, at=at)
    release_mobile(attempt.mobile_index, person, at=at)
    level = level_of(attempt)
    person.code_index = attempt.code_index
    if attempt.mobile_index:
        person.mobile_index, person.mobile_proved_at, person.sms_suspended_at = attempt.mobile_index, at, None
    person.first_name = found.get("first_name") or text.display(typed.get("first_name", "")) or person.first_name
    person.last_name = found.get("last_name") or text.display(typed.get("last_name", "")) or person.last_name
    if level > person.level:
        person.level, person.level_at, person.level_method = level, at, attempt.method
        raised = True
    else:
        raised = False
    person.save()
    _keep(person, typed, found)
    grant_role(person, attempt.role, at=at)
    if attempt.role == "employer_legal":
        organisations.bring(attempt, person, at=at)
    if raised:
        actor = by if by.role == "officer" else Actor(person.pk, "applicant", level=person.level)
        record(
            "person.level_changed",
            person,
            by=actor,
            at=at,
            person_id=person.pk,
            to=text.to_persian_digits(person.level),
            method=attempt.method,
        )
        signals.person_verified.send(Person, person=person, at=at)
    return person


def _newcomer(attempt: Attempt, *, at: datetime) -> Person:
    """A person without an account yet: an empty password would count as one."""
    person = Person(kind=attempt.kind, joined_at=at)
    person.set_unusable_password()
    return person


def level_of(attempt: Attempt) -> int:
    """The level that the attempt's method gives."""
    method = methods.find(attempt.method)
    return method.level if method else 1


def _same(owner: Person, attempt: Attempt) -> bool:
    """Whether the account on the code stands on the very mobile that now proved it, and is an unproved claim or has no password yet."""
    # Somebody who stopped before the user form has nothing to log in with: proving himself again leads him back to it.
    unfinished = owner.state == Person.State.ACTIVE and not owner.has_usable_password()
    return owner.mobile_index == attempt.mobile_index and (owner.level == 0 or unfinished)


def displace(claimant: Person, *, at: datetime) -> None:
    """Someone who joined with another's code keeps his panel's past but not the code; his log-in ends and he is told."""
    mobile = particulars.reachable(claimant)
    claimant.code_index, claimant.state = None, Person.State.DISPLACED
    claimant.mobile_index = None  # he may join again, with his own code
    claimant.state_reason = "صاحب کد ملی هویتش را ثابت کرد"
    claimant.save(update_fields=["code_index", "mobile_index", "state", "state_reason"])
    record("person.displaced", claimant, by=SYSTEM, at=at, person_id=claimant.pk)
    if mobile:
        outbox.queue_text("displaced", mobile, at=at, person_id=claimant.pk)


def release_mobile(mobile_index: str, person: Person, *, at: datetime) -> None:
    """A mobile belongs to who proved it last: SIMs are re-issued. The earlier holder's SMS factor is suspended."""
    if not mobile_index:
        return
    earlier = Person.objects.select_for_update().filter(mobile_index=mobile_index).exclude(pk=person.pk).first()
    if earlier is None:
        return
    earlier.mobile_index, earlier.sms_suspended_at = None, at
    earlier.save(update_fields=["mobile_index", "sms_suspended_at"])
    record("person.sms_suspended", earlier, by=SYSTEM, at=at, person_id=earlier.pk)


def _keep(person: Person, typed: dict[str, Any], found: dict[str, Any]) -> None:
    kept = particulars.own(person)
    for key in ("code", "mobile", "birth", "iban", "passport", "nationality"):
        if typed.get(key) and not (key == "iban" and kept.iban):  # a Sheba that proves who one is replaces none that money goes to
            setattr(kept, key, typed[key])
    kept.father_name = found.get("father_name") or kept.father_name
    kept.save()


def grant_role(person: Person, role: str, *, at: datetime, state: str | None = None) -> RoleGrant:
    """The person holds the role, or it waits for its papers."""
    grant, made = RoleGrant.objects.get_or_create(
        person=person,
        role=role,
        state__in=["pending", "incomplete", "active"],
        defaults={"state": state or ("pending" if roles.ROLES[role].needs_review else "active"), "asked_at": at},
    )
    if made:
        actor = Actor(person.pk, "applicant", level=person.level)
        record(
            "role.asked" if grant.state == "pending" else "role.taken", grant, by=actor, at=at, person_id=person.pk, role=roles.title(role)
        )
        if grant.state == "pending":
            work.open_item("review_grant", grant, title=f"بررسی نقش {roles.title(role)}", role="reviewer", at=at)
    return grant


def require_iban(person: Person, iban: str) -> None:
    """The person may be paid to this account: it is his first, the one he has, or he is known well enough; else ShebaLevel."""
    present = particulars.own(person).iban
    if present and iban and iban != present and person.level < policy.IBAN_LEVEL:
        raise refusals.ShebaLevel(field="iban")


@transaction.atomic
def complete(person: Person, *, password: str = "", profile: dict[str, str], workplace_code: str = "", by: Actor, at: datetime) -> Person:
    """The profile form is filled; the account has its password, a natural employer his workplace code."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    kept = particulars.own(person)
    require_iban(person, profile.get("iban", ""))
    if kept.iban and profile.get("iban", kept.iban) != kept.iban:
        _tell_iban(person, by=by, at=at)
    for key in ("postal_code", "address", "email", "insurance_number", "iban"):
        if key in profile:
            setattr(kept, key, profile[key])
    kept.save()
    if password:
        require_strong(password)
        person.set_password(password)
    person.rules_version = RULES_VERSION
    person.save()
    if workplace_code:
        WorkplaceCode.objects.get_or_create(
            person=person, code=workplace_code, valid_to=None, defaults={"valid_from": calendar.tehran_day(at)}
        )
    record("person.completed", person, by=by, at=at, person_id=person.pk)
    return person


def _tell_iban(person: Person, *, by: Actor, at: datetime) -> None:
    """Another account stands in the place of the old one; its owner reads so, and is told where he can be reached."""
    record("person.iban_changed", person, by=by, at=at, person_id=person.pk)
    if mobile := particulars.reachable(person):
        outbox.queue_text("iban_changed", mobile, at=at, person_id=person.pk)


@transaction.atomic
def thaw(person: Person, *, reason: str, by: Actor, at: datetime) -> Person:
    """Staff looked: the person may log in again."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.state, person.state_reason = Person.State.ACTIVE, ""
    person.save(update_fields=["state", "state_reason"])
    record("person.thawed", person, by=by, at=at, person_id=person.pk, reason=reason)
    return person


def as_actor(person: Person) -> Actor:
    """The person for himself, before he has a session."""
    return Actor(person.pk, "applicant", level=person.level)


def birth_of(person: Person) -> date | None:
    """The birth date on record."""
    return particulars.birth(person)


def _forget_password(attempt: Attempt, typed: dict[str, Any]) -> None:
    attempt.typed = json.dumps({key: value for key, value in typed.items() if key != "password_hash"}, ensure_ascii=False)
