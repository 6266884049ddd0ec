"""Visits: an officer begins a sitting over a ticket, keeps what he saw, leaves it to another, or sends the person for papers."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kardad.core import files, limits
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import text
from kardad.kit.refusal import BadInput, Refusal
from kardad.people import flow, papers, particulars, policy
from kardad.people.actions import tickets
from kardad.people.models import Attempt, LabourOffice, Paper, Person, Ticket, Visit
from kardad.people.queries import counters
from kardad.work import queries as work_queries

# Why the SIM register is not asked; each sends the ticket to a second officer.
NO_SIM = {
    "none": "سیم‌کارتی به نام خود ندارد",
    "undocumented": "تبعه خارجی است و سیم‌کارت به نامش داده نمی‌شود",
    "lost": "سیم‌کارتش گم شده یا از کار افتاده است",
    "family": "شماره‌ای که دارد به نام یکی از نزدیکان است",
}


class OwnTicket(Refusal):
    """Nobody verifies himself, his wards or his guardian."""

    code = "COUNTER_OWN"
    message = "احراز هویت خودتان و کسی که ولی او هستید یا ولی شماست با متصدی دیگری است."


class VisitTaken(Refusal):
    """Another officer sits over this ticket."""

    code = "COUNTER_TAKEN"
    message = "متصدی دیگری این مراجعه را آغاز کرده است. اگر نیمه‌کاره مانده است، دلیل را بنویسید و به دست بگیرید."


class NotYourVisit(Refusal):
    """The visit is another officer's, or it is over."""

    code = "COUNTER_NOT_YOURS"
    message = "این مراجعه دیگر در دست شما نیست."


class WithManager(Refusal):
    """A register's answer made this ticket a manager's."""

    code = "COUNTER_WITH_MANAGER"
    message = "این نوبت نزد مدیر است. پس از تصمیم او می‌توانید ادامه دهید."


class DayFull(Refusal):
    """The officer has had as many visits today as one can do with care."""

    code = "COUNTER_DAY_FULL"
    status = 429
    message = "سقف مراجعه‌های امروز شما ({limit}) پر شده است. ادامه با متصدی دیگری است."


class SerialIsCode(BadInput):
    """An identity code was typed where the paper's own number belongs."""

    code = "COUNTER_SERIAL"
    message = "شماره سریال یا شماره خود مدرک را بنویسید، نه کد ملی یا کد فراگیر را."


class NothingMissing(Refusal):
    """Every paper was ticked as seen."""

    code = "COUNTER_NOTHING_MISSING"
    message = "همه مدرک‌ها را «دیده شد» زده‌اید. علامت مدرکی را که نیست بردارید."


def begin(ticket: Ticket, *, office: LabourOffice, by: Actor, at: datetime, reason: str = "") -> Visit:
    """The officer sits over the ticket; his own unfinished visit goes on, and with a reason he takes over another's."""
    tickets.require_live(ticket, at=at)
    return _begin(ticket, office=office, by=by, at=at, reason=reason)


@transaction.atomic
def _begin(ticket: Ticket, *, office: LabourOffice, by: Actor, at: datetime, reason: str) -> Visit:
    ticket = lock(ticket)
    flow.TICKET.after(ticket.state, "attest", by.role)
    judge_own(ticket.attempt, by=by)
    if work_queries.is_open("death_signal", ticket.attempt):
        raise WithManager
    running = counters.running(ticket)
    if running and running.officer_id == by.person_id:
        return running
    if running and not reason:
        raise VisitTaken
    if running:
        _end(running, "drop", at=at, by=by)
        record("visit.taken_over", running, by=by, at=at, person_id=counters.whose(ticket.attempt), reason=reason)
    count_visit(by, at=at)
    visit = Visit.objects.create(ticket=ticket, officer_id=by.somebody, office=office, state=flow.VISIT.initial, began_at=at)
    record("visit.begun", visit, by=by, at=at, person_id=counters.whose(ticket.attempt), office=office.name)
    note_look(ticket.attempt, what="نوبت حضوری", by=by, at=at)
    return visit


def note_look(attempt: Attempt, *, what: str, by: Actor, at: datetime) -> None:
    """Somebody who has an account finds in his access log that an officer looked; called inside a transaction."""
    owner = counters.account(attempt)
    if owner:
        particulars.read(owner, by=by, what=what, reason="احراز هویت حضوری", at=at)


@transaction.atomic
def save(visit: Visit, *, seen: dict[str, str], no_sim: str, by: Actor, at: datetime) -> Visit:
    """The visit keeps which papers were seen, with their numbers, and why the SIM register is not asked; safe to leave and come back.

    `seen` maps kinds of paper to their numbers; `no_sim` is a key of NO_SIM; anything else means that the register is asked.
    """
    visit = mine(visit, by=by)
    visit.state = flow.VISIT.after(visit.state, "save", by.role)
    attempt = visit.ticket.attempt
    known = {kind.key for kind in (*counters.expected_papers(attempt), *counters.optional_papers(attempt))}
    code = particulars.typed(attempt)["code"]
    for kind, serial in seen.items():
        if code in text.bare_identifier(serial):
            raise SerialIsCode(field=f"serial_{kind}")
    kept = {kind: text.display(serial) for kind, serial in seen.items() if kind in known}
    why = no_sim if no_sim in NO_SIM else ""
    if why != visit.owner_sim_skipped:
        visit.checklist.pop("asked", None)  # what the registers said rests on whether the SIM was asked about
    visit.checklist = visit.checklist | {"papers": kept}
    visit.owner_sim_skipped = why
    visit.save(update_fields=["state", "checklist", "owner_sim_skipped"])
    record("visit.kept", visit, by=by, at=at, person_id=counters.whose(attempt))
    return visit


def scan(visit: Visit, *, kind: str, upload: UploadedFile, by: Actor, at: datetime) -> Paper:
    """A scan of a paper lies with the visit. Never called inside a transaction: the malware scanner is asked."""
    mine_now(visit, by=by)
    stored = files.store(upload, owner_id=None, at=at)
    with transaction.atomic():
        visit = mine(visit, by=by)
        attempt = visit.ticket.attempt
        paper = Paper.objects.create(kind=kind, file=stored, visit=visit, attempt=attempt, added_at=at)
        record("visit.scanned", visit, by=by, at=at, person_id=counters.whose(attempt), paper=papers.title(kind))
    return paper


@transaction.atomic
def drop(visit: Visit, *, reason: str, by: Actor, at: datetime) -> Visit:
    """The officer let the visit go; another may begin a new one."""
    visit = mine(visit, by=by)
    _end(visit, "drop", at=at, by=by)
    record("visit.dropped", visit, by=by, at=at, person_id=counters.whose(visit.ticket.attempt), reason=reason)
    return visit


def miss(visit: Visit, *, by: Actor, at: datetime) -> Ticket:
    """The papers that were not seen are named to the person by text and on the follow page; the ticket stays good until its day."""
    tickets.require_live(visit.ticket, at=at)
    return _miss(visit, by=by, at=at)


@transaction.atomic
def _miss(visit: Visit, *, by: Actor, at: datetime) -> Ticket:
    ticket = lock(visit.ticket)
    state = flow.TICKET.after(ticket.state, "miss", by.role)
    visit = mine(visit, by=by)
    missing = lacking(visit)
    if not missing:
        raise NothingMissing
    end(visit, by=by, at=at)
    ticket.state, ticket.missing = state, missing
    ticket.save(update_fields=["state", "missing"])
    record("ticket.incomplete", ticket, by=by, at=at, person_id=counters.whose(ticket.attempt), papers=papers.titles(missing))
    tickets.tell(ticket.attempt, "in_person_incomplete", at=at)
    return ticket


def lacking(visit: Visit) -> list[str]:
    """The kinds of paper that the person must show and the officer has not seen."""
    seen = visit.checklist.get("papers", {})
    return [kind.key for kind in counters.expected_papers(visit.ticket.attempt) if kind.key not in seen]


def lock(ticket: Ticket) -> Ticket:
    """The ticket as it is now, held until the transaction ends: one officer at a time."""
    return Ticket.objects.select_for_update(of=("self",)).select_related("attempt", "attempt__person").get(pk=ticket.pk)


def mine(visit: Visit, *, by: Actor) -> Visit:
    """The visit as it is now, held, if it is still this officer's; raises NotYourVisit."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("ticket__attempt", "office").get(pk=visit.pk)
    return _judged(visit, by=by)


def mine_now(visit: Visit, *, by: Actor) -> Visit:
    """The same without holding it, before something slow is done outside a transaction."""
    return _judged(Visit.objects.select_related("ticket__attempt", "office").get(pk=visit.pk), by=by)


def end(visit: Visit, *, by: Actor, at: datetime) -> None:
    """The visit is finished and its papers stand in rows of their own; called inside the action that decided."""
    _end(visit, "finish", at=at, by=by)
    for kind, serial in visit.checklist.get("papers", {}).items():
        Paper.objects.create(kind=kind, serial=serial, visit=visit, attempt=visit.ticket.attempt, added_at=at)


def count_visit(by: Actor, *, at: datetime) -> None:
    """One more look at somebody's papers today, or DayFull; a refusal is not counted."""
    if limits.hit_today("visits", str(by.person_id), at=at) > policy.VISITS_A_DAY:
        raise DayFull(limit=text.to_persian_digits(policy.VISITS_A_DAY))


def judge_own(attempt: Attempt, *, by: Actor) -> None:
    """The officer, his wards and his guardian are not before himself; raises OwnTicket."""
    officer = Person.objects.get(pk=by.somebody)
    guardian = counters.guardian(attempt)
    near = Person.objects.filter(code_index=attempt.code_index).first() if attempt.code_index else None
    own = attempt.person_id == officer.pk or attempt.code_index == officer.code_index
    ward = bool(guardian and guardian.pk == officer.pk) or bool(near and near.guardian_id == officer.pk)
    if own or ward or bool(near and officer.guardian_id == near.pk):
        raise OwnTicket


def _judged(visit: Visit, *, by: Actor) -> Visit:
    if visit.officer_id != by.person_id or visit.state != "begun":
        raise NotYourVisit
    return visit


def _end(visit: Visit, move: str, *, at: datetime, by: Actor) -> None:
    visit.state = flow.VISIT.after(visit.state, move, by.role)
    visit.ended_at = at
    visit.save(update_fields=["state", "ended_at"])
