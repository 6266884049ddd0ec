"""What every deed on a contract does: hold the row, make the move, write it to history and into the chain, tell who is concerned."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from kardad.contracts import flow, proof, terms
from kardad.contracts.models import Contract
from kardad.contracts.queries import sent, standing
from kardad.contracts.queries.standing import Standing
from kardad.contracts.terms import Terms
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox.actions import telling
from kardad.kit.refusal import Refusal


class NotYours(Refusal):
    """Who acted for the employer does so no more."""

    code = "CONTRACT_NOT_YOURS"
    status = 403
    message = "دسترسی شما به قراردادهای این کارفرما برقرار نیست."


def locked(contract: Contract) -> Contract:
    """The contract as it stands, held until the transaction ends."""
    rows = Contract.objects.select_for_update(of=("self",)).select_related("organisation", "employer", "worker", "predecessor")
    return rows.get(pk=contract.pk)


def acting(place: Standing, by: Actor) -> Actor:
    """The actor in the part that he has in this contract; raises NotYours where it is over."""
    now = standing.of(place.contract, place.person)
    if now is None or now.side != place.side:
        raise NotYours
    whom = place.contract.organisation_id if place.side == standing.EMPLOYER else None
    return by.acting_as(place.side, on_behalf_of=f"organisation:{whom}" if whom else "")


def step(contract: Contract, name: str, event: str, *, by: Actor, at: datetime, **data: Any) -> Contract:
    """A contract that is held has made the move; `event` is in history and in the chain. Raises NotAllowed.

    `data` is what the event's sentence and the entry say: no personal identifier, no text that a side wrote.
    """
    contract.state = flow.CONTRACT.after(contract.state, name, flow.role_of(by.role))
    contract.changed_at = at
    contract.save()
    noted(contract, event, by=by, at=at, **data)
    return contract


def noted(contract: Contract, event: str, *, by: Actor, at: datetime, **data: Any) -> None:
    """What happened is in history and in the chain, and the contract stays where it is."""
    proof.note(contract, event, by=by, at=at, state=contract.state, version=contract.version, **data)
    record(event, contract, by=by, at=at, number=contract.number or "", **data)


def tell(contract: Contract, side: str, event: str, *, at: datetime, **words: str) -> None:
    """A letter lies with everyone of that side who has an account here."""
    people = standing.keepers(contract) if side == standing.EMPLOYER else [contract.worker] if contract.worker else []
    url = reverse("contracts:contract", args=[contract.token])
    told = contract if side == standing.EMPLOYER else sent.known(contract)
    said = {"number": contract.number or "", "employer": employer(contract), "worker": told.worker_name, "job": told.job} | words
    for person in people:
        telling.tell(person, event, about=contract, url=url, at=at, dossier=None, **said)


def employer(contract: Contract) -> str:
    """The employer's name."""
    if contract.organisation:
        return contract.organisation.name
    return contract.employer.name if contract.employer else ""


def put(contract: Contract, held: Terms, *, at: datetime) -> None:
    """The contract says this now, and its lists know it; not saved."""
    contract.terms = terms.as_json(held)
    contract.is_marked = contract.is_marked and contract.worker_name == held.worker.name
    for name, value in terms.heads(held).items():
        setattr(contract, name, value)
    contract.changed_at = at
