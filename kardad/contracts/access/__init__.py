"""Who may reach what of a contract: its worker, who acts for its employer; everybody else gets 404."""

from dataclasses import replace

from django.http import Http404, HttpRequest

from kardad.contracts import flow, signing_kinds
from kardad.contracts.models import Contract, Version
from kardad.contracts.queries import sent, standing
from kardad.contracts.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.people import access as people
from kardad.people.models import Person

GREATEST_ID = 2**63 - 1


def person(actor: Actor) -> Person:
    """The person who acts; a visitor is led to the log-in page and back."""
    return people.person(actor)


def verified(request: HttpRequest) -> Person:
    """The person who acts, whose identity is known; another is led to verification and back."""
    return people.level(request, 1)


def contract(actor: Actor, token: str) -> Standing:
    """The actor's place in a contract, for its worker in the words that were sent to him; 404 for every other contract."""
    me = people.person(actor)
    rows = Contract.objects.filter(token=token[:32]).select_related("organisation", "employer", "worker", "predecessor")
    found = rows.first()
    place = standing.of(found, me) if found else None
    if place is None:
        raise Http404
    return place if place.side == standing.EMPLOYER else replace(place, contract=sent.known(place.contract))


def employing(actor: Actor, token: str, *states: str) -> Standing:
    """As `contract`, for who acts for its employer, in one of these states where any is named."""
    place = contract(actor, token)
    if place.side != standing.EMPLOYER or (states and place.contract.state not in states):
        raise Http404
    return place


def working(actor: Actor, token: str, *states: str) -> Standing:
    """As `contract`, for its worker, in one of these states where any is named."""
    place = contract(actor, token)
    if place.side != standing.WORKER or (states and place.contract.state not in states):
        raise Http404
    return place


def writing(actor: Actor, token: str) -> Standing:
    """As `employing`, while its words may be changed."""
    return employing(actor, token, *flow.WRITABLE)


def version(place: Standing, kind: str, number: int) -> Version:
    """A version that somebody signed, or that is this side's to sign first; else 404."""
    found = place.contract.versions.filter(kind=kind, number=min(number, 32_000)).first()
    if found is None:
        raise Http404
    if not signing_kinds.begins(found, place.side) and not signing_kinds.signed(found):
        raise Http404
    found.contract = place.contract
    return found
