"""SIMs: whose a mobile is, asked of the register, and whether a code sent to it proves anything."""

import secrets
from datetime import datetime

from django.db import transaction

from kardad.core import crypto, outside
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.gateways.registry.port import COUNTED, UNANSWERED, Operation, Outcome
from kardad.kit import ids
from kardad.people import particulars, policy
from kardad.people.models import Inquiry, Person
from kardad.people.refusals import SmsUnchecked, SmsUnusable


def require(person: Person, *, by: Actor, at: datetime) -> str:
    """The mobile (+98…) to which a code may be sent as this person's factor; raises SmsUnusable or SmsUnchecked.

    Idle prepaid SIMs are re-issued after 90 days, so an old proof is asked of the register anew. A member whose code nobody
    has verified (L0) has only what he proved himself: the register could not tell whose SIM it should be.
    """
    mobile = particulars.own(person).mobile
    if not mobile or person.sms_suspended_at:
        raise SmsUnusable
    if person.level == 0 or (person.mobile_proved_at and at - person.mobile_proved_at <= policy.MOBILE_PROOF_FRESH):
        return mobile
    outcome = ask(person, mobile, by=by, at=at)
    if outcome in COUNTED:
        suspend(person, by=by, at=at)
        raise SmsUnusable
    if outcome is not Outcome.MATCH:
        raise SmsUnchecked
    return mobile


def ask(person: Person, mobile: str, *, by: Actor, at: datetime) -> Outcome:
    """What the register says about whose the mobile is; a match of the last day is not asked again. Claim, commit, call, record."""
    outside.ensure_no_transaction()
    inquiry = _claim(person, mobile, at=at)
    if inquiry.outcome:
        return Outcome(inquiry.outcome)
    code = particulars.own(person).code
    answer = outside.registry().mobile_owner(code, ids.local_mobile(mobile), track_id=inquiry.track_id)
    with transaction.atomic():
        inquiry.provider, inquiry.outcome, inquiry.provider_code = answer.provider, answer.outcome, answer.code[:60]
        inquiry.digest, inquiry.cost, inquiry.answered_at = answer.digest, answer.cost, at
        inquiry.save()
        record("sim.asked", person, by=by, at=at, person_id=person.pk, outcome=answer.outcome)
    return answer.outcome


def is_unanswered(outcome: Outcome) -> bool:
    """Whether the register judged nothing."""
    return outcome in UNANSWERED or outcome is Outcome.UNSURE


@transaction.atomic
def suspend(person: Person, *, by: Actor, at: datetime) -> None:
    """SMS is no factor of this person until he proves a mobile again; his other factors stay."""
    row = Person.objects.select_for_update().get(pk=person.pk)
    if row.sms_suspended_at:
        return
    row.sms_suspended_at = at
    row.save(update_fields=["sms_suspended_at"])
    record("person.sms_suspended", row, by=by, at=at, person_id=row.pk)


def note_possession(person: Person, *, at: datetime) -> None:
    """The person has just answered a code sent to his mobile."""
    Person.objects.filter(pk=person.pk).update(mobile_proved_at=at)


@transaction.atomic
def _claim(person: Person, mobile: str, *, at: datetime) -> Inquiry:
    operation = Operation.MOBILE_OWNER
    subject = crypto.blind_index(f"inquiry-{operation}", f"{person.code_index}|{particulars.mobile_index(mobile)}")
    known = Inquiry.objects.filter(
        subject_index=subject, outcome=Outcome.MATCH, answered_at__gt=at - policy.MATCH_KEPT, answered_at__lte=at
    ).exists()
    return Inquiry.objects.create(
        person=person,
        operation=operation,
        subject_index=subject,
        track_id=secrets.token_hex(16),
        provider="known" if known else "",
        outcome=Outcome.MATCH if known else "",
        asked_at=at,
        answered_at=at if known else None,
    )
