"""Who reaches a referral: the expert what was put before him, a side and its board the whole of it; everybody else gets 404."""

from datetime import datetime

from django.http import Http404

from kardad.cases import access
from kardad.cases.access import decisions
from kardad.cases.models import Case, FeeReturn, Referral
from kardad.cases.queries import experts as queries
from kardad.cases.queries import standing
from kardad.cases.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.people import access as people
from kardad.people.models import Person


def expert(actor: Actor) -> tuple[Person, Actor]:
    """An official expert, and he as one; 404 for everybody else."""
    access.ensure_authority()
    me = people.person(actor)
    if not queries.holds_role(me.pk):
        raise Http404
    return me, actor.acting_as(queries.ROLE)


def expertise(actor: Actor, pk: int) -> tuple[Referral, Actor]:
    """What was put to this expert, from the payment of his fee to the end of the referral; else 404."""
    me, by = expert(actor)
    found = queries.of_expert(me.pk).filter(pk=min(pk, access.GREATEST_ID), state__in=queries.READ).first()
    if found is None:
        raise Http404
    return found, by


def asked(actor: Actor, pk: int) -> tuple[Referral, Actor]:
    """A question that waits for this expert; else 404."""
    found, by = expertise(actor, pk)
    if found.state != "paid":
        raise Http404
    return found, by


def side(actor: Actor, token: str, *, at: datetime) -> Standing:
    """The actor's place in a case that has been before an expert; else 404."""
    place = decisions.side(actor, token, at=at)
    if not queries.of_case(place.case).exists():
        raise Http404
    return place


def staff(actor: Actor, pk: int, *, now: datetime) -> tuple[Case, bool, bool]:
    """A case for its desk or its panel, whether the actor chairs it and whether he is its secretary; else 404."""
    access.ensure_authority()
    found = access.read_by_staff(actor, pk, now=now)
    seat = standing.seat(found, actor.somebody)
    try:
        runs = access.office_case(actor, pk, now=now)[1].may_run(found)
    except Http404:
        runs = False
    return found, bool(seat and seat.is_chair), runs


def desk(actor: Actor, pk: int, *, now: datetime) -> tuple[Case, Actor]:
    """A case before an expert, for the secretary of its office; else 404."""
    found, at = access.office_case(actor, pk, "secretary", now=now)
    if not at.may_run(found) or queries.current(found) is None:
        raise Http404
    return found, at.by


def fee(actor: Actor, pk: int, *, now: datetime) -> tuple[Case, Actor]:
    """A case of which a bank's receipt may be noted, for the secretary of its office; else 404."""
    found, at = access.office_case(actor, pk, "secretary", now=now)
    if not at.may_run(found) or not queries.takes_receipt(found):
        raise Http404
    return found, at.by


def fee_return(actor: Actor, pk: int) -> tuple[FeeReturn, Actor]:
    """A fee that is owed back, or went, for an officer of finance who is no side of its case; else 404."""
    access.ensure_authority()
    by = actor.acting_as(people.staff(actor, "finance_officer").role)
    found = queries.fee_returns(by.somebody).filter(pk=min(pk, access.GREATEST_ID)).first()
    if found is None:
        raise Http404
    return found, by


def referring(actor: Actor, pk: int) -> tuple[Case, Actor]:
    """A case for the one who chairs its panel; else 404."""
    found, _, by = access.chaired(actor, pk)
    return found, by


def chair(actor: Actor, pk: int) -> tuple[Case, Actor]:
    """A case before an expert, for the one who chairs its panel; else 404."""
    found, _, by = access.chaired(actor, pk)
    if queries.current(found) is None:
        raise Http404
    return found, by


def appointing(actor: Actor, pk: int) -> tuple[Case, Referral, Actor]:
    """A case whose expert declined, for the one who chairs its panel, and the referral; else 404."""
    found, by = chair(actor, pk)
    referral = queries.current(found)
    if referral is None or referral.state != "declined":
        raise Http404
    referral.case = found
    return found, referral, by
