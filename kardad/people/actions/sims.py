"""SIMs: whose a mobile is, asked of the register, and whether a code sent to it proves anything."""

import secrets
from datetime import datetime

from django.db import transaction

from kardad.core import crypto, outside
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.gateways.registry.port import COUNTED, UNANSWERED, Operation, Outcome
from kardad.kit import ids
from kardad.people import particulars, policy
from kardad.people.actions import checks
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


def note_new_device(person: Person, *, at: datetime) -> None:
    """The register will be asked about the SIM, if its last proof is older than thirty days; called inside the log-in's transaction."""
    if person.level == 0 or person.sms_suspended_at or not person.mobile_index:
        return
    proofs = [proof for proof in (person.mobile_proved_at, person.sim_checked_at) if proof]
    if proofs and at - max(proofs) <= policy.SIM_FRESH_ON_NEW_DEVICE:
        return
    Person.objects.filter(pk=person.pk, sim_check_due_at=None).update(sim_check_due_at=at)


def recheck_due(at: datetime, *, batch: int = 50) -> int:
    """Due SIMs were asked about; it stops when the register does not answer. Safe to run twice and to kill halfway."""
    due = Person.objects.filter(sim_check_due_at__lte=at).order_by("sim_check_due_at", "pk")
    done = 0
    for pk in list(due.values_list("pk", flat=True)[:batch]):
        if not _recheck(pk, at=at):
            break
        done += 1
    return done


def was_refused(code_index: str, mobile: str) -> bool:
    """Whether the register's last word is that this mobile belongs to somebody other than the holder of the code."""
    judged = Inquiry.objects.filter(subject_index=_subject(code_index, mobile), outcome__in=[Outcome.MATCH, *COUNTED])
    return judged.order_by("-answered_at", "-pk").values_list("outcome", flat=True).first() in COUNTED


def _recheck(pk: int, *, at: datetime) -> bool:
    """False when the register did not answer."""
    with transaction.atomic():
        held = Person.objects.select_for_update(skip_locked=True).filter(pk=pk, sim_check_due_at__lte=at)
        person = held.first()
        if person is None:
            return True
        held.update(sim_check_due_at=at + policy.CHECK_LEASE)
    mobile = particulars.reachable(person)
    if not mobile:
        return _settle(person, mobile, None, at=at)
    return _settle(person, mobile, ask(person, mobile, by=SYSTEM, at=at), at=at)


@transaction.atomic
def _settle(person: Person, mobile: str, outcome: Outcome | None, *, at: datetime) -> bool:
    row = Person.objects.select_for_update().get(pk=person.pk)
    is_same = particulars.own(row).mobile == mobile  # changed while the register was asked: its answer is about another SIM
    row.sim_check_due_at = None
    if outcome in UNANSWERED:
        row.sim_check_due_at = checks.morning(at) if outcome is Outcome.OUT_OF_HOURS else at + policy.SIM_ASKED_AGAIN
    if outcome is Outcome.MATCH and is_same:
        row.sim_checked_at = at
    row.save(update_fields=["sim_check_due_at", "sim_checked_at"])
    if outcome in COUNTED and is_same:
        suspend(row, by=SYSTEM, at=at)
    return outcome not in UNANSWERED


def _subject(code_index: str, mobile: str) -> str:
    return crypto.blind_index(f"inquiry-{Operation.MOBILE_OWNER}", f"{code_index}|{particulars.mobile_index(mobile)}")


@transaction.atomic
def _claim(person: Person, mobile: str, *, at: datetime) -> Inquiry:
    subject = _subject(person.code_index or "", mobile)
    known = Inquiry.objects.filter(
        subject_index=subject, outcome=Outcome.MATCH, answered_at__gt=at - policy.MATCH_KEPT, answered_at__lte=at
    ).exists()
    return Inquiry.objects.create(
        person=person,
        operation=Operation.MOBILE_OWNER,
        subject_index=subject,
        track_id=secrets.token_hex(16),
        provider="known" if known else "",
        outcome=Outcome.MATCH if known else "",
        asked_at=at,
        answered_at=at if known else None,
    )
