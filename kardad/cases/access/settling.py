"""Who reaches the ways in which a dispute ends without a verdict: its sides, and who confirms what they signed; nobody in a bureau."""

from datetime import datetime

from django.http import Http404

from kardad.cases import access, policy
from kardad.cases.access import decisions
from kardad.cases.models import Capability, Case, Instalment, Remittance, Settlement, Withdrawal
from kardad.cases.queries import powers, settlements, withdrawals
from kardad.cases.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.inbox.models import Party, Representation


def side(actor: Actor, token: str, *, at: datetime) -> Standing:
    """The actor's place in a filed case of an authority; else 404."""
    return decisions.side(actor, token, at=at)


def represented(actor: Actor, token: str, *, at: datetime) -> tuple[Standing, Representation]:
    """His place, and who stands for his side, be it himself; 404 where nobody does."""
    place = side(actor, token, at=at)
    held = powers.of(place, at=at)
    if held is None:
        raise Http404
    return place, held


def letter(actor: Actor, token: str, *, at: datetime) -> tuple[Standing, Capability]:
    """His place, and the letter that waits for one of the two; else 404."""
    place, held = represented(actor, token, at=at)
    found = powers.waiting(held)
    if found is None:
        raise Http404
    return place, found


def asked(actor: Actor, token: str, *, at: datetime) -> tuple[Standing, Withdrawal]:
    """The place of a side that may say yes to a withdrawal, and the withdrawal; else 404."""
    place = side(actor, token, at=at)
    found = withdrawals.asked(place.case)
    if found is None or not withdrawals.is_asked(found, place.party):
        raise Http404
    return place, found


def at_the_table(actor: Actor, token: str, *, at: datetime) -> tuple[Standing, Settlement]:
    """The actor's place and the table that stands, where his side sits at it; else 404."""
    place = seated(actor, token, at=at)
    found = settlements.table(place.case)
    if found is None:
        raise Http404
    found.case = place.case
    return place, found


def seated(actor: Actor, token: str, *, at: datetime) -> Standing:
    """The place of a side that would have to sign a settlement; else 404."""
    place = side(actor, token, at=at)
    if place.side not in settlements.AT_THE_TABLE:
        raise Http404
    return place


def instalment(actor: Actor, token: str, pk: int, *, at: datetime) -> tuple[Standing, Instalment]:
    """The actor's place and an instalment of his case's settlement: of both sides alone; else 404."""
    place = seated(actor, token, at=at)
    rows = Instalment.objects.filter(case=place.case, settlement__state="confirmed").prefetch_related("remittances")
    found = rows.filter(pk=min(pk, access.GREATEST_ID)).first()
    if found is None:
        raise Http404
    return place, found


def remittance(actor: Actor, token: str, pk: int, *, at: datetime) -> tuple[Standing, Remittance]:
    """The creditor's place and what he was told of and has not answered; else 404."""
    place = seated(actor, token, at=at)
    rows = Remittance.objects.filter(instalment__case=place.case, state="told").select_related("instalment", "party")
    found = rows.filter(pk=min(pk, access.GREATEST_ID)).first()
    if found is None or place.side != Party.Side.CLAIMANT:
        raise Http404
    return place, found


def confirming(actor: Actor, pk: int, *, now: datetime) -> tuple[Settlement, Actor]:
    """A settlement that all have signed, for who confirms it: the chair of its board, before the boards its secretary; else 404."""
    case = access.read_by_staff(actor, pk, now=now)
    found = settlements.table(case)
    if found is None or found.state != "agreed" or not settlements.is_signed(found):
        raise Http404
    found.case = case
    if settlements.chair(case) is not None:
        return found, access.chaired(actor, pk)[2]
    held, desk = access.office_case(actor, pk, policy.SECRETARY, now=now)
    if not desk.may_run(held):
        raise Http404
    return found, desk.by


def unheard(actor: Actor, pk: int, representation: int, *, now: datetime) -> tuple[Case, Representation, Actor]:
    """A case for its secretary, and who stands there for a side that has no account to say yes by; else 404."""
    case, desk = access.office_case(actor, pk, policy.SECRETARY, now=now)
    rows = powers.unheard(case).filter(pk=min(representation, access.GREATEST_ID))
    found = rows.first() if desk.may_run(case) else None
    if found is None:
        raise Http404
    return case, found, desk.by
