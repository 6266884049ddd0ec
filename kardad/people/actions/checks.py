"""The checks of an attempt: which registers are asked in which order, and what follows from each answer.

Claim, commit, call, record: the attempt is leased before a register is asked, so that a crash, a second tab or a second
sweep asks nobody twice and loses nothing.
"""

import json
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from kardad.core import crypto, limits, outside
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.gateways.registry.port import Answer, Name, Operation, Outcome
from kardad.kit import calendar
from kardad.people import flow, particulars, policy, refusals
from kardad.people.models import Attempt, Inquiry, Person
from kardad.people.verdicts import Verdict, judge
from kardad.work import actions as work

NATURAL = (Operation.MOBILE_OWNER, Operation.IDENTITY)
PLANS: dict[str, tuple[Operation, ...]] = {
    "employer_legal": (*NATURAL, Operation.COMPANY, Operation.COMPANY_MEMBER),
    "foreign_national": (Operation.FOREIGNER, Operation.MOBILE_OWNER),
}
BY_SHEBA = (Operation.IDENTITY, Operation.IBAN_OWNER)
REUSABLE = frozenset({Operation.MOBILE_OWNER})  # a match whose answer holds nothing but the match


def plan(attempt: Attempt) -> tuple[Operation, ...]:
    """The checks of the attempt, in order."""
    if attempt.role == "employer_natural" and particulars.typed(attempt).get("proof") == "iban":
        return BY_SHEBA
    return PLANS.get(attempt.role, NATURAL)


def run(attempt: Attempt, *, by: Actor, at: datetime) -> Attempt:
    """Ask the registers until the attempt is approved, or raise what stopped it. Never called inside a transaction."""
    outside.ensure_no_transaction()
    attempt = _claim(attempt, by=by, at=at)
    while attempt.state == "checking":
        operation = Operation(attempt.next_check)
        inquiry = _ask(attempt, operation, at=at)
        answer = None if inquiry.outcome else _call(attempt, operation, inquiry)
        attempt, refusal = _judge(attempt.pk, operation, inquiry, answer, by=by, at=at)
        if refusal:
            raise refusal
    return attempt


def inquire(attempt: Attempt, operation: Operation, *, by: Actor, at: datetime) -> Verdict:
    """What one register says about an attempt that waits at a counter; the attempt's state does not move by it."""
    outside.ensure_no_transaction()
    inquiry = _ask(attempt, operation, at=at)
    answer = None if inquiry.outcome else _call(attempt, operation, inquiry)
    with transaction.atomic():
        if answer is not None:
            _note(inquiry, answer, at=at)
        whose = attempt.person_id  # nobody's own history yet, and never the officer's
        record("attempt.register_asked", attempt, by=by, at=at, person_id=whose, operation=operation, outcome=inquiry.outcome)
    return Verdict("") if answer is None else judge(operation, answer, particulars.typed(attempt))


@transaction.atomic
def _claim(attempt: Attempt, *, by: Actor, at: datetime) -> Attempt:
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.state == "checking" and attempt.due_at and attempt.due_at <= at:  # its last owner crashed
        attempt.due_at = at + policy.CHECK_LEASE
        attempt.save(update_fields=["due_at"])
        return attempt
    attempt.state = flow.ATTEMPT.after(attempt.state, "check", by.role)
    attempt.next_check = attempt.next_check or plan(attempt)[0]
    attempt.due_at = at + policy.CHECK_LEASE
    attempt.error = ""
    attempt.save(update_fields=["state", "next_check", "due_at", "error"])
    record("attempt.check_begun", attempt, by=by, at=at, person_id=attempt.person_id)
    return attempt


@transaction.atomic
def _ask(attempt: Attempt, operation: Operation, *, at: datetime) -> Inquiry:
    subject = crypto.blind_index(f"inquiry-{operation}", f"{attempt.code_index}|{attempt.mobile_index}")
    known = (
        operation in REUSABLE
        and Inquiry.objects.filter(
            subject_index=subject, outcome=Outcome.MATCH, answered_at__gt=at - policy.MATCH_KEPT, answered_at__lte=at
        ).exists()
    )
    return Inquiry.objects.create(
        attempt=attempt,
        person_id=attempt.person_id,
        operation=operation,
        subject_index=subject,
        track_id=secrets.token_hex(16),
        provider="known" if known else "",
        outcome=Outcome.MATCH if known else "",
        asked_at=at,
        answered_at=None if not known else at,
    )


def _call(attempt: Attempt, operation: Operation, inquiry: Inquiry) -> Answer:
    registry, typed, track = outside.registry(), particulars.typed(attempt), inquiry.track_id
    birth = date.fromisoformat(typed["birth"]) if typed.get("birth") else date.min
    mobile = "0" + typed.get("mobile", "").removeprefix("+98")
    match operation:
        case Operation.MOBILE_OWNER:
            return registry.mobile_owner(typed["code"], mobile, track_id=track)
        case Operation.IDENTITY:
            name = Name(typed["first_name"], typed["last_name"]) if typed.get("last_name") and registry.needs_name else None
            return registry.identity(typed["code"], birth, name=name, track_id=track)
        case Operation.IBAN_OWNER:
            return registry.iban_owner(typed["code"], birth, typed["iban"], track_id=track)
        case Operation.COMPANY:
            return registry.company(typed["company_id"], track_id=track)
        case Operation.COMPANY_MEMBER:
            return registry.company_member(typed["company_id"], typed["code"], track_id=track)
        case _:
            return registry.foreigner(typed["code"], track_id=track)


@transaction.atomic
def _judge(
    pk: int, operation: Operation, inquiry: Inquiry, answer: Answer | None, *, by: Actor, at: datetime
) -> tuple[Attempt, refusals.IdentityRefusal | None]:
    attempt = Attempt.objects.select_for_update().get(pk=pk)
    if answer is None:
        verdict = Verdict("")
    else:
        _note(inquiry, answer, at=at)
        verdict = judge(operation, answer, particulars.typed(attempt))
    record("attempt.register_asked", attempt, by=by, at=at, person_id=attempt.person_id, operation=operation, outcome=inquiry.outcome)
    refusal = _follow(attempt, operation, verdict, inquiry, by=by, at=at)
    attempt.save()
    return attempt, refusal


def _note(inquiry: Inquiry, answer: Answer, *, at: datetime) -> None:
    inquiry.provider, inquiry.outcome, inquiry.provider_code = answer.provider, answer.outcome, answer.code[:60]
    inquiry.digest, inquiry.cost, inquiry.answered_at = answer.digest, answer.cost, at
    inquiry.save()


def _follow(
    attempt: Attempt, operation: Operation, verdict: Verdict, inquiry: Inquiry, *, by: Actor, at: datetime
) -> refusals.IdentityRefusal | None:
    if verdict.move == "":
        return _go_on(attempt, operation, verdict.found or {}, by=by, at=at)
    attempt.state = flow.ATTEMPT.after(attempt.state, verdict.move, by.role)
    attempt.error = verdict.refusal.code if verdict.refusal else ""
    if verdict.move == "wait":
        return _wait(attempt, inquiry, by=by, at=at)
    attempt.due_at = None
    if verdict.move == "review":
        attempt.found = json.dumps(particulars.found(attempt) | (verdict.found or {}), ensure_ascii=False)
        work.open_item("review_attempt", attempt, title="بازبینی احراز هویت", role="reviewer", at=at)
        record("attempt.review_asked", attempt, by=by, at=at, person_id=attempt.person_id)
        return refusals.UnderReview()
    attempt.ended_at = at
    record("attempt.rejected", attempt, by=by, at=at, person_id=attempt.person_id, error=attempt.error)
    if verdict.refusal is refusals.Deceased:
        work.open_item("death_signal", attempt, title="نشانه فوت در احراز هویت", role="manager", at=at)
        particulars.freeze(attempt.code_index, reason="نشانه فوت در ثبت احوال", by=SYSTEM, at=at)
    if verdict.refusal and verdict.refusal.counts and count_failure(attempt, at=at):
        attempt.state = "locked"
        return locked(at)
    return verdict.refusal() if verdict.refusal else None


def _go_on(attempt: Attempt, operation: Operation, found: dict[str, Any], *, by: Actor, at: datetime) -> refusals.IdentityRefusal | None:
    attempt.found = json.dumps(particulars.found(attempt) | found, ensure_ascii=False)
    left = plan(attempt)[plan(attempt).index(operation) + 1 :]
    attempt.next_check = left[0] if left else ""
    attempt.due_at = at + policy.CHECK_LEASE
    if not left and _stands_on_another_mobile(attempt):
        attempt.state = flow.ATTEMPT.after(attempt.state, "review", by.role)
        attempt.due_at = None
        work.open_item("review_attempt", attempt, title="شبا به جای سیم‌کارت، با حسابی دیگر", role="reviewer", at=at)
        record("attempt.review_asked", attempt, by=by, at=at, person_id=attempt.person_id)
        return refusals.UnderReview()
    if not left:
        attempt.state = flow.ATTEMPT.after(attempt.state, "pass_checks", SYSTEM.role)
        attempt.due_at = None
        attempt.expires_at = at + (policy.ATTEMPT_LIFE if by.role == "applicant" else policy.APPROVED_LIFE)
        record("attempt.approved", attempt, by=by, at=at, person_id=attempt.person_id)
    return None


def _stands_on_another_mobile(attempt: Attempt) -> bool:
    """Whether a Sheba, which proves no SIM, would take a code from somebody who joined with it on another mobile."""
    others = Person.objects.filter(code_index=attempt.code_index).exclude(pk=attempt.person_id or 0)
    others = others.exclude(mobile_index=attempt.mobile_index)
    return plan(attempt) == BY_SHEBA and others.exists()


def _wait(attempt: Attempt, inquiry: Inquiry, *, by: Actor, at: datetime) -> refusals.IdentityRefusal:
    asleep = inquiry.outcome == Outcome.OUT_OF_HOURS
    tries = attempt.inquiries.filter(operation=inquiry.operation).count()
    attempt.due_at = morning(at) if asleep else at + policy.RETRY_AFTER[min(tries, len(policy.RETRY_AFTER)) - 1]
    attempt.expires_at = attempt.due_at + policy.APPROVED_LIFE
    refusal = refusals.OutOfHours() if asleep else refusals.ProviderDown()
    attempt.error = refusal.code
    record("attempt.waits", attempt, by=by, at=at, person_id=attempt.person_id, error=attempt.error)
    return refusal


def morning(at: datetime) -> datetime:
    """The next moment at which sleeping registers answer."""
    day = calendar.tehran_day(at)
    opening = datetime.combine(day, policy.REGISTERS_OPEN_AT, calendar.TEHRAN)
    return opening if opening > at else opening + timedelta(days=1)


def count_failure(attempt: Attempt, *, at: datetime) -> bool:
    """Count one identity failure; True when that reaches a limit of the day."""
    counts = (
        limits.hit_today("failed-code", attempt.code_index, at=at) >= policy.FAILURES_A_CODE,
        bool(attempt.mobile_index) and limits.hit_today("failed-mobile", attempt.mobile_index, at=at) >= policy.FAILURES_A_MOBILE,
        bool(attempt.ip) and limits.hit_today("failed-ip", str(attempt.ip), at=at) >= policy.FAILURES_AN_IP,
    )
    return any(counts)


def is_locked(*, code_index: str, mobile_index: str, ip: str, at: datetime) -> bool:
    """Whether today's failures of this code, mobile or address forbid another try."""
    return (
        limits.today("failed-code", code_index, at=at) >= policy.FAILURES_A_CODE
        or (bool(mobile_index) and limits.today("failed-mobile", mobile_index, at=at) >= policy.FAILURES_A_MOBILE)
        or (bool(ip) and limits.today("failed-ip", ip, at=at) >= policy.FAILURES_AN_IP)
    )


def locked(at: datetime) -> refusals.Locked:
    """The refusal that says until when."""
    end = calendar.day_start_end(calendar.tehran_day(at))[1]
    return refusals.Locked(until=calendar.with_time(end), ends_at=end.isoformat())
