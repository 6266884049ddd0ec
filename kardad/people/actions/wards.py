"""Wards: someone under eighteen is brought to a counter by a guardian, who then acts for him until he comes of age."""

import json
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kardad.core import limits
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.kit import calendar
from kardad.kit.refusal import BadInput, Refusal
from kardad.people import ages, flow, methods, particulars, policy, signals
from kardad.people.actions import attempts
from kardad.people.models import Attempt, Consent, Mandate, Person
from kardad.people.models.verification import tracking_code
from kardad.people.queries import counters

RELATIONS = {"father": "پدر", "paternal_grandfather": "جد پدری", "appointed": "قیم (با حکم دادگاه)"}
ROLE = "worker"


class NotMinor(BadInput):
    """Somebody of age speaks for himself."""

    code = "WARD_OF_AGE"
    message = "این شخص ۱۸ سال یا بیشتر دارد و خودش باید احراز هویت کند."


class GuardianUnverified(Refusal):
    """Only someone who is known may bring another."""

    code = "GUARDIAN_LEVEL"
    message = "پیش از گرفتن نوبت برای دیگری، هویت خودتان باید تأیید شده باشد."


class OwnCode(BadInput):
    """The guardian typed his own code."""

    code = "WARD_OWN_CODE"
    message = "این کد ملی خود شماست. کد ملی کسی را بنویسید که زیر ۱۸ سال دارد."


class TooManyWards(Refusal):
    """More tickets in a day than a family needs."""

    code = "WARDS_A_DAY"
    status = 429
    message = "امروز بیش از این نمی‌توانید برای دیگران نوبت بگیرید. فردا دوباره بیایید."


@transaction.atomic
def begin(*, typed: dict[str, Any], guardian: Person, by: Actor, at: datetime, ip: str = "") -> Attempt:
    """A ward's attempt waits at a counter with a ticket, and the guardian's consent ties it to him; a second press gives the same one.

    `typed`: code, birth (ISO), first_name, last_name and relation (a key of RELATIONS).
    """
    if guardian.level < 1 or by.role == "officer":
        raise GuardianUnverified
    methods.require_open("in_person", role=ROLE, at=at)
    if limits.hit_today("wards", str(guardian.pk), at=at) > policy.WARDS_A_DAY:  # locks: two presses at once are one after another
        raise TooManyWards
    index = particulars.code_index(Person.Kind.IRAN, typed["code"])
    if index == guardian.code_index:
        raise OwnCode(field="code")
    judge_age(date.fromisoformat(typed["birth"]), is_ward=True, at=at)
    standing = counters.ward_attempts(guardian.pk).filter(code_index=index, state="in_person").first()
    if standing:
        return standing
    attempt = Attempt.objects.create(
        depth=Attempt.Depth.VERIFY,
        method="in_person",
        role=ROLE,
        typed=json.dumps(typed, ensure_ascii=False),
        code_index=index,
        ip=ip or None,
        began_at=at,
        expires_at=at + policy.TICKET_LIFE,
    )
    Consent.objects.create(person=guardian, attempt=attempt, text=counters.GUARDIAN_CONSENT, version=attempts.CONSENT_VERSION, given_at=at)
    record("ward.brought", attempt, by=by, at=at, person_id=guardian.pk, relation=RELATIONS[typed["relation"]])
    return attempts.go_in_person(attempt, by=by, at=at)


def judge_age(birth: date, *, is_ward: bool, at: datetime) -> None:
    """The birth date fits: under age beside a guardian, of age alone; raises BirthImpossible, NotMinor or MinorNeedsGuardian."""
    ages.require_possible(birth, at=at)
    if is_ward and not ages.is_minor(birth, at=at):
        raise NotMinor(field="birth")
    if not is_ward and ages.is_minor(birth, at=at):
        raise attempts.MinorNeedsGuardian(field="birth")


def stand(attempt: Attempt, person: Person, *, at: datetime) -> Mandate | None:
    """A ward stands under the guardian, who holds an active mandate until the eighteenth birthday; for anyone else nothing changes."""
    guardian = counters.guardian(attempt)
    if guardian is None:
        return None
    typed = particulars.typed(attempt)
    birth = date.fromisoformat(typed["birth"])
    person.guardian = guardian
    person.save(update_fields=["guardian"])
    _release(person, at=at)
    mandate = Mandate.objects.create(
        principal=person,
        agent=guardian,
        basis=Mandate.Basis.GUARDIAN,
        subject=f"همه کارهای {person.name} تا ۱۸ سالگی",
        invitation=tracking_code(),
        state="active",
        invited_at=at,
        decided_at=at,
        expires_at=calendar.day_start_end(ages.majority_day(birth))[0],
    )
    record("ward.stands", person, by=Actor(guardian.pk, "guardian", level=guardian.level), at=at, person_id=guardian.pk, ward=person.name)
    return mandate


def _release(ward: Person, *, at: datetime) -> None:
    """An earlier guardian acts for the ward no more: the officer has just seen who does."""
    for earlier in Mandate.objects.select_for_update().filter(principal=ward, basis=Mandate.Basis.GUARDIAN, state="active"):
        earlier.state, earlier.ended_at = flow.MANDATE.after(earlier.state, "revoke", "principal"), at
        earlier.save(update_fields=["state", "ended_at"])
        record("ward.passed_on", ward, by=SYSTEM, at=at, person_id=earlier.agent_id, ward=ward.name)
        signals.mandate_ended.send(Mandate, mandate=earlier, by=SYSTEM, at=at)


def come_of_age(at: datetime, *, batch: int = 200) -> int:
    """Guardians of those who are eighteen act for them no more, and the wards stand alone."""
    due = Mandate.objects.filter(basis=Mandate.Basis.GUARDIAN, state="active", expires_at__lte=at).order_by("expires_at", "pk")
    return sum(_come_of_age(pk, at=at) for pk in list(due.values_list("pk", flat=True)[:batch]))


@transaction.atomic
def _come_of_age(pk: int, *, at: datetime) -> bool:
    active = Mandate.objects.filter(pk=pk, state="active").select_related("principal")
    mandate = active.select_for_update(of=("self",), skip_locked=True).first()
    if mandate is None:
        return False
    mandate.state, mandate.ended_at = flow.MANDATE.after(mandate.state, "come_of_age", SYSTEM.role), at
    mandate.save(update_fields=["state", "ended_at"])
    person = mandate.principal
    person.guardian = None
    person.save(update_fields=["guardian"])
    record("ward.came_of_age", person, by=SYSTEM, at=at, person_id=mandate.agent_id, ward=person.name)
    signals.mandate_ended.send(Mandate, mandate=mandate, by=SYSTEM, at=at)
    return True
