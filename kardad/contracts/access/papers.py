"""Who may reach the papers of a contract: its two sides, once there is one that both signed; everybody else gets 404."""

from django.http import Http404

from kardad.contracts import access
from kardad.contracts.models import Version
from kardad.contracts.queries.standing import EMPLOYER, Standing
from kardad.core.actor import Actor
from kardad.evidence import queries as evidence
from kardad.evidence.models import Entry


def papers(actor: Actor, token: str) -> Standing:
    """The actor's place in a contract that both sides signed; else 404."""
    place = access.contract(actor, token)
    if place.contract.number is None:
        raise Http404
    return place


def employers(actor: Actor, token: str) -> tuple[Standing, Version]:
    """As `papers`, for who acts for the employer, with the wording of the contract itself."""
    place = papers(actor, token)
    if place.side != EMPLOYER:
        raise Http404
    return place, contracts_own(place)


def contracts_own(place: Standing) -> Version:
    """The wording of the contract that both sides signed; 404 for one that was brought in from elsewhere."""
    found = place.contract.versions.filter(kind=Version.Kind.CONTRACT, state="signed").order_by("-pk").first()
    if found is None:
        raise Http404
    found.contract = place.contract
    return found


def wording(actor: Actor, token: str, kind: str, number: int) -> tuple[Standing, Version]:
    """A wording that both sides signed; else 404."""
    place = papers(actor, token)
    found = place.contract.versions.filter(kind=kind, number=min(number, 32_000), state="signed").first()
    if found is None:
        raise Http404
    found.contract = place.contract
    return place, found


def lying(actor: Actor, token: str, kind: str, number: int) -> tuple[Standing, Version]:
    """A wording that lies before this side, signed or not; else 404."""
    place = access.contract(actor, token)
    return place, access.version(place, kind, number)


def entry(actor: Actor, token: str, seq: int) -> Entry:
    """An event of the contract's chain; else 404."""
    chain = evidence.chain_of(papers(actor, token).contract)
    found = chain.entries.select_related("chain").filter(seq=min(seq, 2**31 - 1)).first() if chain else None
    if found is None:
        raise Http404
    return found
