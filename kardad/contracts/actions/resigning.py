"""A worker resigns by his own code, takes it back in its days, and from a contract with a term the employer says yes (LL 21, 25)."""

from datetime import datetime

from django.db import transaction

from kardad.contracts import causes
from kardad.contracts.actions import common, ending, sending
from kardad.contracts.models import Contract, Ending, Settlement, Version
from kardad.contracts.queries import settling as queries
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.core.actor import SYSTEM, Actor
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal


class TooLateToTakeBack(Refusal):
    """The days in which a resignation is taken back are over, or what follows from it is signed or paid."""

    code = "RESIGNATION_TOO_LATE"
    status = 409
    message = "روزهایی که می‌توانستید استعفا را پس بگیرید گذشته، یا تسویه امضا یا پرداخت شده است."


class NoResignation(Refusal):
    """No resignation waits for this."""

    code = "RESIGNATION_NONE"
    status = 409
    message = "استعفایی که منتظر این کار باشد ثبت نیست."


@transaction.atomic
def write(place: Standing, named: ending.Named, *, by: Actor, at: datetime) -> Version:
    """The resignation lies ready for the worker's own code; nobody else signs it. Raises as `ending.declare`."""
    contract, _, cause = ending.begin(place, named, causes.RESIGN, by=by, at=at)
    return ending.write(contract, place, named, cause, at=at)


@transaction.atomic
def accept(place: Standing, *, by: Actor, at: datetime) -> Ending:
    """The employer lets a worker go whose contract has a term. Raises NotAllowed, NoResignation."""
    contract = common.locked(place.contract)
    acts = common.acting(place, by)
    if place.side != standing.EMPLOYER:
        raise NotAllowed(flow="contract", state=contract.state, move="accept", role=acts.role)
    found = _held(contract, Ending.State.OFFERED)
    found.state = Ending.State.GIVEN
    found.save(update_fields=["state"])
    ending.ensure(contract, Version(), at=at)
    ending.note(contract, found, "contract.resignation_accepted", by=acts, at=at)
    common.tell(contract, standing.WORKER, "contract.resignation_accepted", at=at, day=calendar.long(found.ends_on))
    return ending.wait_or_come(contract, found, by=acts, at=at)


@transaction.atomic
def take_back(place: Standing, *, by: Actor, at: datetime) -> Contract:
    """The resignation never was: the contract runs on. Raises NotAllowed, NoResignation, TooLateToTakeBack."""
    contract = common.locked(place.contract)
    acts = common.acting(place, by)
    if place.side != standing.WORKER:
        raise NotAllowed(flow="contract", state=contract.state, move="take_back", role=acts.role)
    found = _held(contract, Ending.State.OFFERED, Ending.State.GIVEN, Ending.State.DONE)
    until = queries.taken_back_until(found)
    if until is None or until <= at:
        raise TooLateToTakeBack
    was_over = found.state == Ending.State.DONE
    found.state, found.due_at, found.closed_at = Ending.State.WITHDRAWN, None, at
    found.save(update_fields=["state", "due_at", "closed_at"])
    if was_over:
        _undo_settlement(contract, at=at)
        contract.ended_on, contract.end_cause, contract.ended_at = None, "", None
        common.step(contract, "take_back", "contract.resignation_taken_back", by=acts, at=at)
    else:
        common.noted(contract, "contract.resignation_taken_back", by=acts, at=at)
    common.tell(contract, standing.EMPLOYER, "contract.resignation_taken_back", at=at)
    return contract


def _held(contract: Contract, *states: str) -> Ending:
    rows = Ending.objects.select_for_update(of=("self",)).filter(contract=contract, cause="resignation", state__in=states)
    found = rows.order_by("-pk").first()
    if found is None:
        raise NoResignation
    return found


def _undo_settlement(contract: Contract, *, at: datetime) -> None:
    """Nothing is settled of a contract that runs on; raises TooLateToTakeBack for what was signed or paid."""
    row = Settlement.objects.select_for_update().filter(contract=contract).first()
    if row is None:
        return
    if row.version_id or row.paid_at:
        raise TooLateToTakeBack
    for version in contract.versions.select_for_update().filter(kind=Version.Kind.SETTLEMENT, state__in=sending.OPEN):
        sending.close(version, "lapse", role=SYSTEM.role, at=at)
    row.closed_at, row.alert_at, row.facts = at, None, ""
    row.save(update_fields=["closed_at", "alert_at", "facts"])
