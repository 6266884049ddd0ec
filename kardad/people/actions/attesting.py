"""Attesting: the registers are asked over the originals, the person sets a password, the officer – and at times a second one – vouches."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.gateways.registry.port import Operation
from kardad.kit.refusal import BadInput, Refusal
from kardad.people import flow, papers, particulars, refusals
from kardad.people.actions import accounts, attempts, checks, codes, persons, tickets, visits, wards
from kardad.people.models import Attempt, Consent, LabourOffice, Ticket, Visit
from kardad.people.queries import counters
from kardad.work import actions as work


class PapersUnseen(Refusal):
    """A paper that must be shown was not seen."""

    code = "COUNTER_PAPERS"
    message = "این مدرک‌ها هنوز دیده نشده است: {titles}. اگر همراه شخص نیست «نقص مدرک» را بزنید."


class NotThisPerson(BadInput):
    """The original shows another code than the ticket's."""

    code = "COUNTER_OTHER_PERSON"
    message = "کدی که از روی مدرک نوشتید با این نوبت یکی نیست. کد را بازبینی کنید؛ شاید نوبت از آنِ کس دیگری است."


class NoMobile(BadInput):
    """Neither a mobile to ask about nor a reason for having none."""

    code = "COUNTER_NO_MOBILE"
    message = "برای این نوبت شماره همراهی نوشته نشده است. دلیل نپرسیدن سیم‌کارت را انتخاب کنید."


class RegistersSilent(Refusal):
    """No register answered; the visit stays as it is."""

    code = "COUNTER_REGISTERS_SILENT"
    status = 503
    message = "سامانه استعلام پاسخ نمی‌دهد. این مراجعه همین‌گونه نگه داشته شد؛ چند دقیقه دیگر دوباره استعلام کنید."


class NotAsked(Refusal):
    """The registers were not asked, or not after the last change."""

    code = "COUNTER_NOT_ASKED"
    message = "پیش از تأیید، از سامانه‌ها استعلام کنید."


class PasswordMissing(Refusal):
    """The person has no account to come back to."""

    code = "COUNTER_PASSWORD"
    message = "شخص هنوز رمزی ندارد. صفحه رمز را باز کنید و صفحه‌کلید را به او بدهید."


class SecondElsewhere(Refusal):
    """The second pair of eyes belongs to another officer, in another office."""

    code = "COUNTER_SECOND_ELSEWHERE"
    message = "تأیید دوم با متصدی دیگری در دفتری دیگر است."


class ReasonMissing(BadInput):
    """A second officer who does not agree says why, and what must be shown again."""

    code = "COUNTER_REASON"
    message = "دلیل را بنویسید و مدرکی را که باید دوباره دیده شود انتخاب کنید."


@dataclass(frozen=True, slots=True)
class Shown:
    """What the officer read from the originals: the person's code and birth date, a guardian's code beside a ward."""

    code: str = field(repr=False)
    birth: date = field(repr=False)
    guardian_code: str = field(default="", repr=False)


def plan(visit: Visit) -> tuple[Operation, ...]:
    """What the registers are asked over this visit; a ward's SIM is the guardian's, who proved it as his own."""
    attempt = visit.ticket.attempt
    asked = (Operation.IDENTITY,) if counters.guardian(attempt) else checks.plan(attempt)
    return tuple(one for one in asked if one is not Operation.MOBILE_OWNER or not visit.owner_sim_skipped)


def ask(visit: Visit, shown: Shown, *, by: Actor, at: datetime) -> Visit:
    """The registers agree with the originals; raises what they said otherwise. Never called inside a transaction."""
    tickets.require_live(visit.ticket, at=at)
    visit = _compare(visit, shown, by=by, at=at)
    attempt, unsure = visit.ticket.attempt, False
    for operation in plan(visit):
        verdict = checks.inquire(attempt, operation, by=by, at=at)
        if verdict.move == "wait":
            raise RegistersSilent
        if verdict.refusal is refusals.Deceased:
            _report_death(visit, by=by, at=at)
            raise refusals.Deceased
        if verdict.move == "reject" and verdict.refusal is not refusals.NotCompanyMember:  # the letter of introduction speaks for him
            raise _noted(attempt, verdict.refusal or Refusal)
        unsure = unsure or verdict.move == "review"
        attempt.found = json.dumps(particulars.found(attempt) | (verdict.found or {}), ensure_ascii=False)
    return _agreed(visit, found=attempt.found, unsure=unsure, by=by, at=at)


def send_code(visit: Visit, *, by: Actor, at: datetime, voice: bool = False) -> None:
    """A code is on its way to the person's own SIM, which the registers have confirmed."""
    visit = visits.mine_now(visit, by=by)
    if not may_confirm_mobile(visit):
        raise NotAsked
    codes.send(attempts.code_for(visit.ticket.attempt), by=by, at=at, voice=voice)


def may_confirm_mobile(visit: Visit) -> bool:
    """Whether the registers named the SIM as the person's own, so that a code may go to it."""
    asked = visit.checklist.get("asked", [])
    return Operation.MOBILE_OWNER in asked and bool(particulars.typed(visit.ticket.attempt).get("mobile"))


def set_password(visit: Visit, *, password: str, code: str, by: Actor, at: datetime) -> Visit:
    """The person's password waits, as a hash, for the account to open; a right code makes the mobile the account's own.

    Without a code the mobile is kept only to be written to, and is no way to log in.
    """
    visit = visits.mine_now(visit, by=by)
    if not visit.checklist.get("asked") or not counters.needs_password(visit.ticket.attempt):
        raise NotAsked
    persons.require_strong(password)
    if code:
        codes.accept(attempts.code_for(visit.ticket.attempt), code, by=by, at=at)
    return _keep_password(visit, make_password(password), confirmed=bool(code), by=by, at=at)


def finish(visit: Visit, *, by: Actor, at: datetime) -> Ticket:
    """The officer vouches: the person is verified, or a second officer of another office looks first. A second press changes nothing."""
    tickets.require_live(visit.ticket, at=at)
    return _finish(visit, by=by, at=at)


def second(ticket: Ticket, *, missing: list[str], reason: str, office: LabourOffice, by: Actor, at: datetime) -> Ticket:
    """A second officer agrees (nothing is missing) and the person is verified, or says what must be shown again and why."""
    tickets.require_live(ticket, at=at)
    return _second(ticket, missing=missing, reason=reason, office=office, by=by, at=at)


def judge_second(ticket: Ticket, *, office: LabourOffice, by: Actor) -> None:
    """The second officer has not seen this ticket, nor has his office; raises SecondElsewhere or OwnTicket."""
    looks = ticket.visits.filter(state="finished")
    if looks.filter(office=office).exists() or looks.filter(officer_id=by.person_id).exists():
        raise SecondElsewhere
    visits.judge_own(ticket.attempt, by=by)


def needs_second(visit: Visit) -> str:
    """Why a second officer must look, or empty."""
    if visit.owner_sim_skipped:
        return "سیم‌کارت شخص استعلام نشده است"
    if visit.checklist.get("unsure"):
        return "پاسخ یکی از سامانه‌ها قطعی نبود"
    if counters.is_taken(visit.ticket.attempt):
        return "حساب این کد ملی با شماره دیگری ساخته شده است"
    return "بازبینی تصادفی" if counters.is_sampled(visit.ticket.attempt) else ""


@transaction.atomic
def _compare(visit: Visit, shown: Shown, *, by: Actor, at: datetime) -> Visit:
    visit = visits.mine(visit, by=by)
    attempt = visit.ticket.attempt
    if missing := visits.lacking(visit):
        raise PapersUnseen(titles=papers.titles(missing))
    if particulars.code_index(attempt.kind, shown.code) != attempt.code_index:
        raise NotThisPerson(field="code")
    guardian = counters.guardian(attempt)
    if guardian and particulars.code_index(guardian.kind, shown.guardian_code) != guardian.code_index:
        raise NotThisPerson(field="guardian_code")
    wards.judge_age(shown.birth, is_ward=guardian is not None, at=at)
    if Operation.MOBILE_OWNER in plan(visit) and not attempt.mobile_index:
        raise NoMobile(field="no_sim")
    attempt.typed = json.dumps(particulars.typed(attempt) | {"birth": shown.birth.isoformat()}, ensure_ascii=False)
    attempt.save(update_fields=["typed"])
    return visit


@transaction.atomic
def _agreed(visit: Visit, *, found: str, unsure: bool, by: Actor, at: datetime) -> Visit:
    visit = visits.mine(visit, by=by)
    attempt = Attempt.objects.select_for_update().get(pk=visit.ticket.attempt_id)
    attempt.found, attempt.error = found, ""
    attempt.save(update_fields=["found", "error"])
    visit.checklist = visit.checklist | {"asked": [str(one) for one in plan(visit)], "unsure": unsure}
    visit.save(update_fields=["checklist"])
    record("visit.registers_agreed", visit, by=by, at=at, person_id=counters.whose(attempt))
    return visit


def _noted(attempt: Attempt, refusal: type[Refusal]) -> Refusal:
    Attempt.objects.filter(pk=attempt.pk).update(error=refusal.code)
    return refusal()


@transaction.atomic
def _report_death(visit: Visit, *, by: Actor, at: datetime) -> None:
    """A manager looks, log-in is closed, and nobody at the counter reads or says why."""
    ticket = visits.lock(visit.ticket)
    visit = visits.mine(visit, by=by)
    visits.end(visit, by=by, at=at)
    ticket.state, ticket.missing = flow.TICKET.after(ticket.state, "miss", by.role), []
    ticket.save(update_fields=["state", "missing"])
    attempt = ticket.attempt
    attempt.error = refusals.Deceased.code
    attempt.save(update_fields=["error"])
    work.open_item("death_signal", attempt, title="نشانه فوت در احراز هویت", role="manager", at=at)
    particulars.freeze(attempt.code_index, reason="نشانه فوت در ثبت احوال", by=SYSTEM, at=at)
    record("ticket.set_aside", ticket, by=by, at=at, person_id=counters.whose(attempt))


@transaction.atomic
def _keep_password(visit: Visit, hashed: str, *, confirmed: bool, by: Actor, at: datetime) -> Visit:
    visit = visits.mine(visit, by=by)
    attempt = Attempt.objects.select_for_update().get(pk=visit.ticket.attempt_id)
    typed = particulars.typed(attempt) | {"password_hash": hashed, "mobile_confirmed": confirmed}
    attempt.typed = json.dumps(typed, ensure_ascii=False)
    attempt.save(update_fields=["typed"])
    Consent.objects.get_or_create(attempt=attempt, text="panel_rules", defaults={"version": persons.RULES_VERSION, "given_at": at})
    record("visit.password_set", visit, by=by, at=at, person_id=counters.whose(attempt))
    return visit


@transaction.atomic
def _finish(visit: Visit, *, by: Actor, at: datetime) -> Ticket:
    ticket = visits.lock(visit.ticket)
    visit = Visit.objects.select_for_update(of=("self",)).select_related("ticket__attempt", "office").get(pk=visit.pk)
    if visit.state == "finished" and visit.officer_id == by.person_id and ticket.state in ("attested", "second_needed"):
        return ticket
    visit = visits.mine(visit, by=by)
    why = needs_second(visit)
    state = flow.TICKET.after(ticket.state, "ask_second" if why else "attest", by.role)
    _require_whole(visit)
    visits.judge_own(ticket.attempt, by=by)
    visits.end(visit, by=by, at=at)
    ticket.state, ticket.missing = state, []
    ticket.save(update_fields=["state", "missing"])
    if why:
        work.open_item("second_look", ticket, title="تأیید دوم احراز هویت حضوری", role="officer", at=at, due_at=ticket.expires_at)
        record("ticket.second_needed", ticket, by=by, at=at, person_id=counters.whose(ticket.attempt), reason=why)
    else:
        _settle(ticket, by=by, at=at)
    return ticket


def _require_whole(visit: Visit) -> None:
    if missing := visits.lacking(visit):
        raise PapersUnseen(titles=papers.titles(missing))
    if not visit.checklist.get("asked"):
        raise NotAsked
    if counters.needs_password(visit.ticket.attempt):
        raise PasswordMissing


@transaction.atomic
def _second(ticket: Ticket, *, missing: list[str], reason: str, office: LabourOffice, by: Actor, at: datetime) -> Ticket:
    ticket = visits.lock(ticket)
    role = "second_officer" if by.role == "officer" else by.role
    state = flow.TICKET.after(ticket.state, "second_refuse" if missing or reason else "second", role)
    judge_second(ticket, office=office, by=by)
    if bool(missing) != bool(reason):
        raise ReasonMissing(field="missing" if reason else "reason")
    visits.count_visit(by, at=at)
    visits.note_look(ticket.attempt, what="نوبت حضوری، تأیید دوم", by=by, at=at)
    Visit.objects.create(
        ticket=ticket,
        officer_id=by.somebody,
        office=office,
        is_second=True,
        state=flow.VISIT.after("begun", "finish", by.role),
        began_at=at,
        ended_at=at,
    )
    ticket.state, ticket.missing = state, missing
    ticket.save(update_fields=["state", "missing"])
    work.close_item("second_look", ticket, outcome=state, at=at)
    if missing:
        whose, named = counters.whose(ticket.attempt), papers.titles(missing)
        record("ticket.second_refused", ticket, by=by, at=at, person_id=whose, papers=named, reason=reason)
        tickets.tell(ticket.attempt, "in_person_incomplete", at=at)
    else:
        _settle(ticket, by=by, at=at)
    return ticket


def _settle(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """The person stands at level three, with the password set at the counter; only a SIM known to be his own becomes the account's."""
    attempt = Attempt.objects.select_for_update().get(pk=ticket.attempt_id)
    typed, is_taken = particulars.typed(attempt), counters.is_taken(attempt)
    hashed, confirmed = typed.pop("password_hash", ""), typed.pop("mobile_confirmed", False)
    look = counters.last_look(ticket)
    is_own = look is not None and Operation.MOBILE_OWNER in look.checklist.get("asked", []) and (confirmed or not hashed)
    if not is_own and typed.get("mobile"):
        typed["contact"], attempt.mobile_index = typed.pop("mobile"), ""
    attempt.typed = json.dumps(typed, ensure_ascii=False)
    attempt.save(update_fields=["typed", "mobile_index"])
    had_account = counters.account(attempt)
    person = attempts.finish(attempt, move="attest", by=by, at=at)
    if is_taken:
        accounts.give_back(person, by=by, at=at)
    if hashed and (is_taken or not (had_account and counters.has_password(had_account))):
        person.password, person.rules_version = hashed, persons.RULES_VERSION
        person.save(update_fields=["password", "rules_version"])
    elif not person.password:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    attempt.refresh_from_db()
    wards.stand(attempt, person, at=at)
    record("ticket.attested", ticket, by=by, at=at, person_id=person.pk)
    tickets.tell(attempt, "in_person_done", at=at)
