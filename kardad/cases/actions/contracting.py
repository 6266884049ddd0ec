"""A petition that begins from an employment contract, and the contract that is locked while such a case goes on."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from kardad.cases import from_contract, petition
from kardad.cases.actions import drafting
from kardad.cases.actions.drafting import For
from kardad.cases.from_contract import Worked
from kardad.cases.models import Case
from kardad.contracts import flow, terms
from kardad.contracts.actions import common, disputing
from kardad.contracts.models import Contract
from kardad.contracts.queries import settling
from kardad.contracts.queries.standing import EMPLOYER, Standing
from kardad.core.actor import Actor
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.law import instruments


@transaction.atomic
def begin_with_contract(place: Standing, *, unpaid: Collection[str] = (), by: Actor, at: datetime) -> Case:
    """As `begin`, for this side of the contract, with the other as respondent, the workshop, the work, and the claims of these codes.

    Raises NotAllowed, and what `begin` raises.
    """
    contract = place.contract
    if contract.state not in flow.CLAIMABLE:
        raise NotAllowed(flow="contract", state=contract.state, move="claim", role=place.side)
    case = drafting.begin(place.person, _whom(place), by=by, at=at)
    case.contract = contract
    case.save(update_fields=["contract"])
    told, law = worked(contract, today=calendar.tehran_day(at)), instruments.current()
    held = petition.read(case.petition)
    held = petition.told(held, "workshop", from_contract.workshop(told))
    held = petition.told(held, "employment", from_contract.employment(told, law))
    if place.side == EMPLOYER:
        known = contract.worker
        names = {"first_name": known.first_name, "last_name": known.last_name} if known else {}
        return drafting.kept(case, replace(held, respondents=(from_contract.worker(told, **names),)), at=at)
    items = tuple(one for one in from_contract.claims(told, law) if one.code in unpaid)
    return drafting.kept(case, replace(held, respondents=(from_contract.respondent(told),), items=items), at=at)


def worked(contract: Contract, *, today: date) -> Worked:
    """The service of a contract until its end, or today."""
    held, before = terms.read(contract.terms), settling.before(contract)
    since = before[0][0] if before else contract.starts_on or today
    until = contract.ended_on or min(today, contract.ends_on or today)
    off = settling.off(contract, until)
    return Worked(terms=held, since=since, until=until, before=before, cause=contract.end_cause, ended_on=contract.ended_on, off=off)


def lock(case: Case, *, by: Actor, at: datetime) -> None:
    """The contract on which a filed case stands is in dispute."""
    if case.contract is not None:
        disputing.dispute(case.contract, by=by, at=at)


def release(case: Case, *, by: Actor, at: datetime) -> None:
    """The contract of a case that has ended is in dispute no more, unless another case still stands on it."""
    if case.contract is None:
        return
    contract = common.locked(case.contract)  # of two cases that end at once the later one sees that the other has ended
    others = Case.objects.filter(contract=contract, filed_at__isnull=False, ended_at__isnull=True)
    if not others.exclude(pk=case.pk).exists():
        disputing.settle(contract, by=by, at=at)


def _whom(place: Standing) -> For:
    """For whom this side files: the worker and an employer for himself, another for whom he keeps the contract."""
    if place.side != EMPLOYER:
        return For(side="worker")
    return For(side="employer", organisation=place.contract.organisation, mandate=place.mandate)
