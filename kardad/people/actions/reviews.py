"""Reviews: who looked at whose data and why, and what staff decide about attempts and frozen accounts."""

from datetime import datetime

from django.db import transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit.flow import NotAllowed
from kardad.people import particulars
from kardad.people.actions import attempts, frozen, papers
from kardad.people.models import Attempt, Paper, Person
from kardad.work import actions as work


@transaction.atomic
def look(attempt: Attempt, *, what: str, reason: str, by: Actor, at: datetime) -> None:
    """The look stands in the attempt's history and, when it has a person, in his access log."""
    if attempt.person:
        particulars.read(attempt.person, by=by, what=what, reason=reason, at=at)
    record("attempt.looked_at", attempt, by=by, at=at, person_id=attempt.person_id, what=what)


@transaction.atomic
def look_at_person(person: Person, *, what: str, reason: str, by: Actor, at: datetime) -> None:
    """The look stands in the person's access log."""
    particulars.read(person, by=by, what=what, reason=reason, at=at)


def look_at_paper(paper: Paper, *, reason: str, by: Actor, at: datetime) -> None:
    """The opening of a paper stands where its owner reads it."""
    what = f"مدرک {paper.pk}"
    if paper.attempt:
        look(paper.attempt, what=what, reason=reason, by=by, at=at)
        return
    owner = paper.grant.person if paper.grant else paper.mandate.agent if paper.mandate else None
    if owner:
        look_at_person(owner, what=what, reason=reason, by=by, at=at)


def decide_attempt(attempt: Attempt, *, approve: bool, reason: str, by: Actor, at: datetime) -> Attempt:
    """A reviewer's word stands; who comes second learns that it was given, and nobody judges himself."""
    if papers.is_own(attempt, by=by):
        raise papers.NotYourOwn
    try:
        return attempts.decide(attempt, approve=approve, reason=reason, by=by, at=at)
    except NotAllowed as refusal:
        raise papers.AlreadyDecided(**refusal.details) from refusal


@transaction.atomic
def reopen(person: Person, *, reason: str, by: Actor, at: datetime) -> Person:
    """A manager is sure that the person lives: he may log in, and nothing about it waits any more."""
    _manager_of_another(person, by=by, move="reopen")
    return frozen.thaw(person, reason=reason, by=by, at=at)


@transaction.atomic
def keep_closed(attempt: Attempt, *, reason: str, by: Actor, at: datetime) -> None:
    """A manager looked into the signal of this attempt: the account behind it stays as it is, and nobody need look any more."""
    person = frozen_person(attempt)
    _manager_of_another(person, by=by, move="keep_closed")
    if not work.close_item("death_signal", attempt, outcome="kept", at=at):
        raise papers.AlreadyDecided
    if person:
        work.close_item("alive_report", person, outcome="kept", at=at)
    record("person.kept_closed", attempt, by=by, at=at, person_id=person.pk if person else None, reason=reason)


def frozen_person(attempt: Attempt) -> Person | None:
    """The account that was closed because of this attempt, while it is closed."""
    return Person.objects.filter(code_index=attempt.code_index, state=Person.State.FROZEN).first() if attempt.code_index else None


def _manager_of_another(person: Person | None, *, by: Actor, move: str) -> None:
    if by.role != "manager":
        raise NotAllowed(flow="frozen", state="", move=move, role=by.role)
    if person is not None and person.pk == by.person_id:
        raise papers.NotYourOwn
