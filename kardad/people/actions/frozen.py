"""Frozen accounts: an officer reports that the person stood before him with papers, a manager opens the account again."""

from datetime import datetime

from django.db import transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit.refusal import Refusal
from kardad.people import refusals
from kardad.people.actions import persons, visits
from kardad.people.models import LabourOffice, Person, Ticket
from kardad.people.queries import counters
from kardad.work import actions as work


class NothingToReport(Refusal):
    """No closed account stands behind this ticket, or this officer has not seen the papers."""

    code = "COUNTER_NOTHING_TO_REPORT"
    message = "برای این نوبت گزارشی لازم نیست، یا مدرک‌ها را متصدی دیگری دیده است."


class NotFrozen(Refusal):
    """The account is open."""

    code = "PERSON_NOT_FROZEN"
    message = "این حساب بسته نیست؛ شاید همکارتان آن را باز کرده است."


@transaction.atomic
def report_alive(ticket: Ticket, *, office: LabourOffice, by: Actor, at: datetime) -> Person:
    """A manager has the officer's word that the person was there with his papers; the account stays closed until he decides."""
    ticket = visits.lock(ticket)
    visits.judge_own(ticket.attempt, by=by)
    look, person = counters.last_look(ticket), counters.frozen_person(ticket.attempt)
    if ticket.attempt.error != refusals.Deceased.code or person is None:
        raise NothingToReport
    if look is None or look.officer_id != by.person_id or visits.lacking(look):
        raise NothingToReport
    work.open_item("alive_report", person, title="حضور صاحب حساب بسته تأیید شد", role="manager", at=at)
    record("person.alive_reported", person, by=by, at=at, person_id=person.pk, office=office.name, visit=look.pk)
    return person


@transaction.atomic
def thaw(person: Person, *, reason: str, by: Actor, at: datetime) -> Person:
    """The account is open again and nothing about it waits for a manager any more."""
    if Person.objects.select_for_update().get(pk=person.pk).state != Person.State.FROZEN:
        raise NotFrozen
    person = persons.thaw(person, reason=reason, by=by, at=at)
    work.close_item("alive_report", person, outcome="thawed", at=at)
    for attempt in counters.deceased_attempts(person):
        work.close_item("death_signal", attempt, outcome="thawed", at=at)
    return person
