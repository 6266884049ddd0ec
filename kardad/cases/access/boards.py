"""Who may reach boards and sessions: the staff of the office, and of one case its panel; in a bureau nobody, since there is no board."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from kardad.cases import access, policy
from kardad.cases.access import GREATEST_ID, Desk
from kardad.cases.models import Case, Hearing, Member, Proposal, Room, Seat
from kardad.cases.queries import boards
from kardad.cases.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.core.operator import operator
from kardad.people import access as people
from kardad.people.models import Person
from kardad.people.queries import roles as grants


@dataclass(frozen=True, slots=True)
class Reach:
    """A case that somebody of the boards reaches: as whom, and from which seat (None: as staff of the office)."""

    case: Case
    by: Actor
    seat: Seat | None
    may_run: bool  # a secretary's deeds are his

    @property
    def is_chair(self) -> bool:
        """Whether he chairs the panel now."""
        return self.seat is not None and self.seat.is_chair


def office(actor: Actor) -> Desk:
    """The desk of a secretary or manager at an authority; else 404."""
    _authority()
    return access.desk(actor)


def runs(actor: Actor, pk: int, *, now: datetime) -> tuple[Case, Actor]:
    """A case whose secretary the actor is, and he as that; else 404."""
    _authority()
    found, desk = access.office_case(actor, pk, policy.SECRETARY, now=now)
    if not desk.may_run(found):
        raise Http404
    return found, desk.by.acting_as(policy.SECRETARY)


def case(actor: Actor, pk: int, *, now: datetime) -> Reach:
    """A case that the actor reaches from his desk or from his seat; else 404."""
    _authority()
    grant = people.staff(actor, policy.SECRETARY, policy.MANAGER, policy.MEMBER)
    ways = (_from_seat, _from_desk) if grant.role == policy.MEMBER else (_from_desk, _from_seat)
    held = set(grants.held(grant.person_id).values_list("role", flat=True))
    for way in ways:
        found = way(actor, pk, held, now)
        if found is not None:
            return found
    raise Http404


def hearing(actor: Actor, pk: int, *, now: datetime) -> tuple[Hearing, Reach]:
    """A session of a case that the actor reaches; else 404."""
    _authority()
    people.staff(actor, policy.SECRETARY, policy.MANAGER, policy.MEMBER)
    found = Hearing.objects.filter(pk=min(pk, GREATEST_ID)).select_related("room", "notice", "office").first()
    if found is None:
        raise Http404
    reach = case(actor, found.case_id, now=now)
    found.case = reach.case
    return found, reach


def seat(reach: Reach, pk: int) -> Seat:
    """A seat of the case's present panel; else 404."""
    found = boards.panel(reach.case).filter(pk=min(pk, GREATEST_ID)).first()
    if found is None:
        raise Http404
    found.case = reach.case
    return found


def member(actor: Actor, pk: int) -> tuple[Member, Desk]:
    """A mandate at an office of the actor's desk; else 404."""
    desk = office(actor)
    found = boards.members(desk.offices).filter(pk=min(pk, GREATEST_ID)).first()
    if found is None:
        raise Http404
    return found, desk


def room(actor: Actor, pk: int) -> tuple[Room, Desk]:
    """A room at an office of the actor's desk; else 404."""
    desk = office(actor)
    found = boards.rooms(desk.offices).filter(pk=min(pk, GREATEST_ID)).first()
    if found is None:
        raise Http404
    return found, desk


def sitter(actor: Actor) -> tuple[Person, Actor]:
    """The actor as a member of boards; else 404."""
    _authority()
    grant = people.staff(actor, policy.MEMBER)
    return grant.person, actor.acting_as(policy.MEMBER)


def dated(actor: Actor, token: str, *, now: datetime) -> Standing:
    """The actor's place in a filed case whose dates he may answer; else 404."""
    _authority()
    place = access.case(actor, token, at=now)
    if place.party is None:
        raise Http404
    return place


def proposal(place: Standing, pk: int) -> Proposal:
    """One of the dates offered in the case; else 404."""
    found = Proposal.objects.filter(case=place.case, pk=min(pk, GREATEST_ID)).select_related("case").first()
    if found is None:
        raise Http404
    return found


def _authority() -> None:
    if not operator().is_authority:
        raise Http404


def _from_seat(actor: Actor, pk: int, held: set[str], now: datetime) -> Reach | None:
    if policy.MEMBER not in held:
        return None
    try:
        found, place, by = access.seated(actor, pk)
    except Http404:
        return None
    return Reach(found, by, place, may_run=False)


def _from_desk(actor: Actor, pk: int, held: set[str], now: datetime) -> Reach | None:
    if not held & {policy.SECRETARY, policy.MANAGER}:
        return None
    try:
        found, desk = access.office_case(actor, pk, now=now)
    except Http404:
        return None
    return Reach(found, desk.by, None, may_run=desk.may_run(found) and desk.by.role == policy.SECRETARY)
