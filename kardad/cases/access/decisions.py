"""Who reaches a decision in the making: the board that sits; what was issued: the sides, and the secretary who serves it.

Nothing of this is there where the operator is a private bureau.
"""

from datetime import datetime

from django.http import Http404

from kardad.cases import access, policy
from kardad.cases.models import Case, Decision, Objection, Seat
from kardad.cases.queries import decisions as queries
from kardad.cases.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.core.operator import operator


def board(actor: Actor, pk: int) -> tuple[Case, Seat, Actor]:
    """A case in whose present panel the actor sits; else 404."""
    _authority()
    return access.seated(actor, pk)


def making(actor: Actor, pk: int) -> tuple[Decision, Seat, Actor]:
    """What the actor's board is writing or voting on in that case; else 404."""
    case, seat, by = board(actor, pk)
    found = queries.in_the_making(case)
    if found is None:
        raise Http404
    found.case = case
    return found, seat, by


def leading(actor: Actor, pk: int) -> tuple[Decision, Seat, Actor]:
    """As `making`, for the one who leads it; else 404."""
    found = making(actor, pk)
    if not queries.leads(found[0], found[1]):
        raise Http404
    return found


def office(actor: Actor, pk: int, *, now: datetime) -> tuple[Case, access.Desk]:
    """A filed case for its office's staff; else 404."""
    _authority()
    return access.office_case(actor, pk, now=now)


def issued(actor: Actor, pk: int, *, now: datetime) -> tuple[Decision, access.Desk]:
    """An issued decision for the secretary who serves it; else 404."""
    _authority()
    at = access.desk(actor, policy.SECRETARY)
    found = Decision.objects.filter(pk=min(pk, access.GREATEST_ID), state="issued", case__in=access.office_cases(at, now=now))
    row = found.select_related("case__dossier", "case__office", "corrects__notice").first()
    if row is None or not at.may_run(row.case):
        raise Http404
    return row, at


def late(actor: Actor, pk: int, *, now: datetime) -> tuple[Objection, access.Desk]:
    """A late objection that waits for the secretary; else 404."""
    _authority()
    at = access.desk(actor, policy.SECRETARY)
    found = Objection.objects.filter(pk=min(pk, access.GREATEST_ID), is_late=True, case__in=access.office_cases(at, now=now))
    row = found.select_related("case__dossier", "case__office", "party").first()
    if row is None or not at.may_run(row.case):
        raise Http404
    return row, at


def side(actor: Actor, token: str, *, at: datetime) -> Standing:
    """The actor's place in a filed case, as a side or for one; else 404."""
    _authority()
    found = access.case(actor, token, at=at)
    if found.party is None:
        raise Http404
    return found


def _authority() -> None:
    if not operator().is_authority:
        raise Http404
