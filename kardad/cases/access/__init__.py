"""Who may reach what of a dispute: its sides, the staff of its office, the members of its panel; everybody else gets 404."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest

from kardad.cases import policy
from kardad.cases.models import Case, Grant, Seat
from kardad.cases.queries import standing
from kardad.cases.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.core.operator import operator
from kardad.inbox.queries import dossiers
from kardad.people import access as people
from kardad.people.models import Person
from kardad.people.queries import roles as grants

GREATEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Desk:
    """A member of staff at the cases: in which role, over which offices (None: all), and where he himself is the secretary."""

    by: Actor
    offices: frozenset[int] | None
    serves: frozenset[int]

    def may_run(self, case: Case) -> bool:
        """Whether a secretary's deeds are his in this case."""
        return case.office_id in self.serves


def ensure_authority() -> None:
    """Cases are run by an authority; in a bureau these rooms are not there."""
    if not operator().is_authority:
        raise Http404


def person(actor: Actor) -> Person:
    """The person who acts; a visitor is led to the log-in page and back."""
    return people.person(actor)


def verified(request: HttpRequest) -> Person:
    """The person who acts, whose identity is known; another is led to verification and back."""
    return people.level(request, 1)


def case(actor: Actor, token: str, *, at: datetime) -> Standing:
    """The actor's place in a case that he reads as a side or for one; 404 for every other case."""
    me = people.person(actor)
    found = Case.objects.filter(token=token[:32]).select_related("dossier", "office", "filer").first()
    place = standing.of(found, me, at=at) if found else None
    if place is None:
        raise Http404
    return place


def petition(actor: Actor, token: str) -> Case:
    """A petition that the actor writes and has not filed; 404 for every other."""
    me = people.person(actor)
    found = Case.objects.filter(token=token[:32], filer=me, state__in=("draft", "prepared")).select_related("office").first()
    if found is None:
        raise Http404
    return found


def desk(actor: Actor, *roles: str) -> Desk:
    """The place of a secretary or a manager of an authority; 404 for everyone else."""
    ensure_authority()
    grant = people.staff(actor, *(roles or (policy.SECRETARY, policy.MANAGER)))
    rows = grants.held(grant.person_id).filter(role=policy.SECRETARY)
    serves = frozenset(pk for pk in rows.values_list("office_id", flat=True) if pk)
    return Desk(actor.acting_as(grant.role), None if grant.role == policy.MANAGER else serves, serves)


def office_cases(at: Desk, *, now: datetime) -> QuerySet[Case]:
    """The filed cases that the desk reaches: of its offices, not one in which he is a side, a restricted one only by a grant."""
    me = at.by.somebody
    found = Case.objects.filter(dossier__isnull=False).exclude(dossier__in=dossiers.touching(me))
    granted = Grant.objects.filter(case=OuterRef("pk"), person_id=me, state="granted", until__gt=now)
    found = found.filter(Q(is_restricted=False) | Exists(granted))
    return found if at.offices is None else found.filter(office__in=at.offices)


def restricted(at: Desk) -> QuerySet[Case]:
    """The restricted cases about which the desk may ask: of its offices, not one in which he is a side."""
    found = Case.objects.filter(is_restricted=True, dossier__isnull=False).exclude(dossier__in=dossiers.touching(at.by.somebody))
    return found if at.offices is None else found.filter(office__in=at.offices)


def asked(actor: Actor, pk: int) -> tuple[Grant, Desk]:
    """What somebody asked about a restricted case, for a manager to answer: not his own, and not of a case in which he is a side."""
    at = desk(actor, policy.MANAGER)
    rows = Grant.objects.exclude(person=at.by.somebody).exclude(case__dossier__in=dossiers.touching(at.by.somebody))
    found = rows.filter(pk=min(pk, GREATEST_ID)).select_related("case", "person").first()
    if found is None:
        raise Http404
    return found, at


def office_case(actor: Actor, pk: int, *roles: str, now: datetime) -> tuple[Case, Desk]:
    """A case that the actor's desk reaches, and the desk; else 404."""
    at = desk(actor, *roles)
    found = office_cases(at, now=now).filter(pk=min(pk, GREATEST_ID)).select_related("dossier", "office").first()
    if found is None:
        raise Http404
    return found, at


def read_by_staff(actor: Actor, pk: int, *, now: datetime) -> Case:
    """A case that the actor's desk reaches, or in whose present panel he sits; else 404."""
    try:
        return office_case(actor, pk, now=now)[0]
    except Http404:
        return seated(actor, pk)[0]


def seated(actor: Actor, pk: int) -> tuple[Case, Seat, Actor]:
    """A case in whose present panel the actor sits, his seat, and he as a member of the board; else 404."""
    ensure_authority()
    grant = people.staff(actor, policy.MEMBER)
    found = Case.objects.filter(pk=min(pk, GREATEST_ID)).select_related("dossier", "office").first()
    place = standing.seat(found, grant.person_id) if found else None
    if found is None or place is None:
        raise Http404
    return found, place, actor.acting_as(policy.MEMBER)


def chaired(actor: Actor, pk: int) -> tuple[Case, Seat, Actor]:
    """As `seated`, for the one who chairs."""
    found = seated(actor, pk)
    if not found[1].is_chair:
        raise Http404
    return found
