"""Reviews: who looked at whose data and why, and what staff decide about attempts and frozen accounts."""

from datetime import datetime

from django.db import transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.people import particulars
from kardad.people.actions import attempts, papers, persons
from kardad.people.models import Attempt, Paper, Person
from kardad.work import actions as work


class NotFrozen(Refusal):
    """The account is open already."""

    code = "PERSON_NOT_FROZEN"
    message = "ورود این حساب بسته نیست. به فهرست کارها بازگردید."


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
    if attempt.person_id and attempt.person_id == by.person_id:
        raise papers.NotYourOwn
    try:
        return attempts.decide(attempt, approve=approve, reason=reason, by=by, at=at)
    except NotAllowed as refusal:
        raise papers.AlreadyDecided(**refusal.details) from refusal


@transaction.atomic
def settle_death_signal(attempt: Attempt, *, thaw: bool, reason: str, by: Actor, at: datetime) -> None:
    """A manager looked into the signal: the account is open again, or stays closed; nobody need look any more."""
    if by.role != "manager":
        raise NotAllowed(flow="death_signal", state="", move="settle", role=by.role)
    if not work.close_item("death_signal", attempt, outcome="thawed" if thaw else "kept", at=at):
        raise papers.AlreadyDecided
    person = frozen_person(attempt)
    if thaw and person is None:
        raise NotFrozen
    if thaw and person:
        persons.thaw(person, reason=reason, by=by, at=at)
    record("attempt.death_settled", attempt, by=by, at=at, person_id=attempt.person_id, reason=reason, thawed=thaw)


def frozen_person(attempt: Attempt) -> Person | None:
    """The account that was closed because of this attempt, while it is closed."""
    return Person.objects.filter(code_index=attempt.code_index, state=Person.State.FROZEN).first()
