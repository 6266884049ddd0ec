"""Attempts: begin, give details, be checked, receive a code, answer it – and end known."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from kardad.core import limits, outside
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.outbox import actions as outbox
from kardad.outbox import queries as outbox_queries
from kardad.outbox.models import Message
from kardad.people import flow, methods, particulars, policy, refusals, roles
from kardad.people.actions import checks, codes, persons, tickets
from kardad.people.models import Attempt, Consent, Paper, Person
from kardad.work import actions as work

CONSENT_VERSION = "1405-09-01"
BY_CODE = "otp_l1"  # the one method that registers and a code finish; each other one gives its level its own way


class WrongRole(refusals.IdentityRefusal):
    """This role is not reached this way."""

    code = "IDV_ROLE"
    message = "این نقش با این روش گرفته نمی‌شود. نقش یا روش دیگری انتخاب کنید."
    steps = ("other_method",)


class NotByCode(refusals.IdentityRefusal):
    """The attempt was begun by a method that no code finishes."""

    code = "IDV_OTHER_METHOD"
    message = "این درخواست با روش دیگری آغاز شده است. روش را دوباره انتخاب کنید."
    steps = ("other_method",)


class MinorNeedsGuardian(refusals.IdentityRefusal):
    """Under the age of majority a guardian begins the verification."""

    code = "IDV_MINOR"
    message = "برای افراد زیر ۱۸ سال، ولی یا قیم باید با حساب خودش وارد شود و از بخش «افراد زیر ۱۸ سال» نوبت حضوری بگیرد."
    steps = ("in_person",)


class AlreadyVerified(refusals.IdentityRefusal):
    """The logged-in person typed somebody else's code."""

    code = "IDV_NOT_YOU"
    message = "این کد ملی با حسابی که با آن وارد شده‌اید یکی نیست. از حساب خارج شوید یا کد ملی خودتان را بنویسید."
    steps = ("fix", "login")


@transaction.atomic
def begin(*, depth: str, method: str, role: str, by: Actor, at: datetime, session_key: str = "", ip: str = "") -> Attempt:
    """An attempt stands as a draft, with the consent that was given on the start page."""
    choices = roles.JOINING if depth == Attempt.Depth.JOIN else roles.VERIFYING
    if role not in choices:
        raise WrongRole(field="role")
    if ip:  # nobody proved anything yet, and what happened is never deleted
        limits.allow("begin-ip", ip, limit=policy.BEGUN_FROM_AN_IP, at=at, window=timedelta(hours=1))
    if depth == Attempt.Depth.VERIFY:
        methods.require_open(method, role=role, at=at)
    attempt = Attempt.objects.create(
        depth=depth,
        method=method,
        role=role,
        person_id=by.person_id,
        session_key=session_key,
        ip=ip or None,
        kind=Person.Kind.FOREIGN if role == "foreign_national" else Person.Kind.IRAN,
        began_at=at,
        expires_at=at + policy.ATTEMPT_LIFE,
    )
    Consent.objects.create(person_id=by.person_id, attempt=attempt, text="verification", version=CONSENT_VERSION, given_at=at)
    record("attempt.begun", attempt, by=by, at=at, person_id=by.person_id, role=roles.title(role), method=method, consent=CONSENT_VERSION)
    return attempt


@transaction.atomic
def describe(attempt: Attempt, *, typed: dict[str, Any], by: Actor, at: datetime) -> Attempt:
    """The attempt holds the typed details; nothing has left the house yet. Raises Locked, MinorNeedsGuardian, BirthImpossible."""
    attempt = _live(attempt, at=at, held=True)
    if attempt.state != "draft":
        raise refusals.AttemptOver
    if attempt.depth == Attempt.Depth.VERIFY:
        _judge_age(typed, at=at)
    attempt.typed = json.dumps(typed, ensure_ascii=False)
    attempt.code_index = particulars.code_index(attempt.kind, typed["code"])
    attempt.mobile_index = particulars.mobile_index(typed["mobile"]) if typed.get("mobile") else ""
    attempt.mobile_tail = typed.get("mobile", "")[-4:]
    if attempt.method != "in_person" and checks.is_locked(
        code_index=attempt.code_index, mobile_index=attempt.mobile_index, ip=attempt.ip or "", at=at
    ):
        raise checks.locked(at)
    require_own_code(attempt)
    attempt.save()
    return attempt


def require_own_code(attempt: Attempt) -> None:
    """A verified person goes on under no code but his own; raises AlreadyVerified."""
    person = attempt.person
    if person and person.level and person.code_index != attempt.code_index:
        raise AlreadyVerified(field="code")


def check(attempt: Attempt, *, by: Actor, at: datetime) -> Attempt:
    """The registers agreed and a code is on its way; raises what stopped it (the attempt keeps its state)."""
    if attempt.method != BY_CODE:
        raise NotByCode
    methods.require_open(attempt.method, role=attempt.role, at=at)
    attempt = checks.run(attempt, by=_applicant(by), at=at)
    return send_code(attempt, by=by, at=at)


def send_code(attempt: Attempt, *, by: Actor, at: datetime, voice: bool = False) -> Attempt:
    """A code is on its way to the attempt's mobile; the next messenger is tried when the last one did not deliver."""
    outside.ensure_no_transaction()
    attempt = _live(attempt, at=at)
    _require_checked(attempt)
    what = code_for(attempt)
    codes.send(what, by=_applicant(by), at=at, voice=voice, not_by=_failed_messenger(what))
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
        _require_checked(attempt)
        attempt.state = flow.ATTEMPT.after(attempt.state, "send_code", "applicant")
        attempt.expires_at = max(attempt.expires_at, at + policy.ATTEMPT_LIFE)
        attempt.save(update_fields=["state", "expires_at"])
    return attempt


def fall_back(attempt: Attempt, *, message: Message, at: datetime) -> bool:
    """After 45 silent seconds a new code went by the next messenger, once; True when it did."""
    silent = message.state == message.State.SENT and message.sent_at and at - message.sent_at >= policy.NEXT_MESSENGER_AFTER
    what = code_for(attempt)
    code = codes.current(what)
    if not silent or code is None or code.sends > 1 or code.expires_at <= at or len(outside.messengers()) < 2:
        return False
    try:
        codes.send(what, by=SYSTEM, at=at, not_by=message.provider, is_automatic=True)
    except Refusal:
        return False
    return True


def code_for(attempt: Attempt) -> codes.For:
    """What the attempt's code is bound to."""
    return codes.For(
        purpose=attempt.depth,
        subject=attempt,
        mobile=particulars.typed(attempt)["mobile"],
        code_index=attempt.code_index,
        session_key=attempt.session_key,
        ip=attempt.ip or "",
    )


def answer(attempt: Attempt, *, code: str, by: Actor, at: datetime) -> Person:
    """The code was right: the person is a member, or verified at the method's level. Raises Duplicate for an account that exists."""
    attempt = Attempt.objects.get(pk=attempt.pk)
    if attempt.state == "verified":
        raise refusals.CodeUsed(field="code")
    if attempt.state != "code_sent":
        raise refusals.AttemptOver
    try:
        codes.accept(code_for(attempt), code, by=_applicant(by), at=at)
    except refusals.CodeTries:
        with transaction.atomic():
            checks.count_failure(attempt, at=at)
        raise
    return finish(attempt, move="verify", by=_applicant(by), at=at)


@transaction.atomic
def finish(attempt: Attempt, *, move: str, by: Actor, at: datetime) -> Person:
    """The attempt ended verified and its person stands, with level, particulars, role and organisation."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    attempt.state = flow.ATTEMPT.after(attempt.state, move, by.role)
    attempt.ended_at, attempt.due_at = at, None
    if attempt.person_id:  # verified in another window since, he keeps the code that he proved there
        attempt.person = Person.objects.select_for_update().get(pk=attempt.person_id)
        require_own_code(attempt)
    person = persons.join(attempt, at=at) if attempt.depth == Attempt.Depth.JOIN else persons.verify(attempt, by=by, at=at)
    attempt.person = person
    attempt.save()
    Consent.objects.filter(attempt=attempt, person=None).update(person=person)
    record("attempt.verified", attempt, by=by, at=at, person_id=person.pk, role=roles.title(attempt.role))
    return person


@transaction.atomic
def go_in_person(attempt: Attempt, *, by: Actor, at: datetime) -> Attempt:
    """The attempt waits for its person at a counter, with a ticket for sixteen days; open even when electronic ways are locked."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    attempt.state = flow.ATTEMPT.after(attempt.state, "go_in_person", _applicant(by).role)
    attempt.method, attempt.due_at, attempt.ended_at = "in_person", None, None
    attempt.expires_at = at + policy.TICKET_LIFE
    attempt.save()
    tickets.issue(attempt, by=by, at=at)
    return attempt


@transaction.atomic
def appeal(attempt: Attempt, *, file_id: int, by: Actor, at: datetime) -> Attempt:
    """A letter of introduction lies with the reviewers, for someone whom the register does not name among the company's people."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    attempt.state = require_appealable(attempt)
    attempt.expires_at = at + policy.APPROVED_LIFE
    attempt.save()
    Paper.objects.create(kind="introduction_letter", file_id=file_id, attempt=attempt, added_at=at)
    work.open_item("review_attempt", attempt, title="معرفی‌نامه شرکت", role="reviewer", at=at)
    record("attempt.appealed", attempt, by=by, at=at, person_id=attempt.person_id)
    return attempt


def require_appealable(attempt: Attempt) -> str:
    """The state after an appeal, where the register did not name the applicant among the company's people; else a refusal."""
    if attempt.error != refusals.NotCompanyMember.code:
        raise refusals.AttemptOver
    return flow.ATTEMPT.after(attempt.state, "appeal", "applicant")


@transaction.atomic
def decide(attempt: Attempt, *, approve: bool, reason: str, by: Actor, at: datetime) -> Attempt:
    """A reviewer's word: the applicant is told, and still has to answer a code before he is verified."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    attempt.state = flow.ATTEMPT.after(attempt.state, "approve" if approve else "reject", by.role)
    attempt.error = "" if approve else attempt.error or "IDV_REVIEW_REFUSED"
    attempt.expires_at = at + policy.APPROVED_LIFE
    attempt.ended_at = None if approve else at
    attempt.save()
    work.close_item("review_attempt", attempt, outcome="approved" if approve else "rejected", at=at)
    record("attempt.approved" if approve else "attempt.refused", attempt, by=by, at=at, person_id=attempt.person_id, reason=reason)
    tell_to_go_on(attempt, at=at)
    return attempt


@transaction.atomic
def cancel(attempt: Attempt, *, by: Actor, at: datetime) -> Attempt:
    """The applicant let it go."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    attempt.state = flow.ATTEMPT.after(attempt.state, "cancel", _applicant(by).role)
    attempt.ended_at, attempt.due_at = at, None
    attempt.save()
    tickets.cancel(attempt, by=by, at=at)
    record("attempt.cancelled", attempt, by=by, at=at, person_id=attempt.person_id)
    return attempt


@transaction.atomic
def rebind(attempt: Attempt, *, session_key: str, by: Actor, at: datetime) -> Attempt:
    """Someone who knows the tracking code and the mobile's end goes on in this session; codes of the old one are dead."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    attempt.session_key = session_key
    attempt.save(update_fields=["session_key"])
    record("attempt.resumed", attempt, by=by, at=at, person_id=attempt.person_id)
    return attempt


def resume_due(attempt_id: int, *, at: datetime) -> bool:
    """A waiting attempt was checked again; when it came through, its person was told once to go on."""
    attempt = Attempt.objects.filter(pk=attempt_id, due_at__lte=at, state__in=["waiting_provider", "checking"]).first()
    if attempt is None:
        return False
    try:
        attempt = checks.run(attempt, by=SYSTEM, at=at)
    except refusals.IdentityRefusal:
        attempt.refresh_from_db()
    except NotAllowed:  # another sweep has it
        return False
    if attempt.state != "waiting_provider":
        with transaction.atomic():
            tell_to_go_on(attempt, at=at)
    return True


def tell_to_go_on(attempt: Attempt, *, at: datetime) -> None:
    """A text to the applicant's mobile is queued: there is something to see, or a code to answer."""
    if mobile := tickets.mobile_of(attempt):
        words = {"tracking": flow.show_tracking_code(attempt.tracking), "url": outside.site_address("/verify/follow/")}
        outbox.queue_text("go_on", mobile, at=at, subject=("people.attempt", attempt.pk), person_id=attempt.person_id, parameters=words)


def expire(at: datetime, *, batch: int = 200) -> int:
    """Attempts past their time have ended."""
    done = 0
    late = Attempt.objects.filter(state__in=["draft", "checking", "code_sent", "approved"], expires_at__lte=at, due_at=None)
    for attempt in late.order_by("expires_at")[:batch]:
        with transaction.atomic():
            row = Attempt.objects.select_for_update(skip_locked=True).filter(pk=attempt.pk, state=attempt.state).first()
            if row is None:
                continue
            row.state = flow.ATTEMPT.after(row.state, "expire", SYSTEM.role)
            row.ended_at = at
            row.save(update_fields=["state", "ended_at"])
            record("attempt.expired", row, by=SYSTEM, at=at, person_id=row.person_id)
            done += 1
    return done


def _require_checked(attempt: Attempt) -> None:
    """A code may go out: every register agreed, or the attempt is of joining, which asks none."""
    flow.ATTEMPT.after(attempt.state, "send_code", "applicant")
    if attempt.state == "draft" and attempt.depth != Attempt.Depth.JOIN:
        raise refusals.AttemptOver


def _live(attempt: Attempt, *, at: datetime, held: bool = False) -> Attempt:
    rows = Attempt.objects.select_for_update() if held else Attempt.objects
    attempt = rows.get(pk=attempt.pk)
    if attempt.expires_at <= at or flow.ATTEMPT.is_final(attempt.state):
        raise refusals.AttemptOver
    return attempt


def _applicant(by: Actor) -> Actor:
    return by if by.role in ("officer", "system", "reviewer") else by.acting_as("applicant", on_behalf_of=by.on_behalf_of)


def _failed_messenger(what: codes.For) -> str:
    """The messenger whose last code was blocked, failed, or is not known to have arrived after 45 seconds."""
    row = codes.current(what)
    if row is None or row.message_id is None:
        return ""
    message = outbox_queries.find(row.message_id)
    arrived = message is not None and message.state == message.State.DELIVERED
    return "" if message is None or arrived else message.provider


def _judge_age(typed: dict[str, Any], *, at: datetime) -> None:
    if not typed.get("birth"):
        return
    birth, today = date.fromisoformat(typed["birth"]), calendar.tehran_day(at)
    age = _whole_years(birth, today)
    if birth > today or age < policy.LEAST_AGE or age > policy.GREATEST_AGE:
        raise refusals.BirthImpossible(field="birth")
    if age < policy.MAJORITY:
        raise MinorNeedsGuardian(field="birth")


def _whole_years(birth: date, today: date) -> int:
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def forget_old_limits(at: datetime) -> int:
    """Ended windows of rate limits are gone."""
    return limits.forget_old(at - timedelta(hours=1))
