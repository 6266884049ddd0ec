"""The first day of a contract: it is under way, and the one that it goes on from is renewed."""

from datetime import datetime

from django.db import transaction

from kardad.contracts import flow
from kardad.contracts.actions import common, suspending
from kardad.contracts.models import Contract, Ending
from kardad.contracts.queries import standing
from kardad.core.actor import SYSTEM
from kardad.kit import calendar

BEFORE = ("signed", "registered")


@transaction.atomic
def activate(pk: int, *, at: datetime) -> bool:
    """A signed contract whose first day has come is under way; safe against a second sweep."""
    found = Contract.objects.filter(pk=pk).select_related("predecessor").first()
    if found is None:
        return False
    earlier = common.locked(found.predecessor) if found.predecessor else None  # always the older row first
    contract = common.locked(found)
    if contract.state not in BEFORE or contract.due_at is None or contract.due_at > at:
        return False
    contract.due_at = None
    common.step(contract, "activate", "contract.activated", by=SYSTEM, at=at)
    if earlier is not None:
        _renew(earlier, contract, at=at)
    return True


def _renew(earlier: Contract, contract: Contract, *, at: datetime) -> None:
    """A contract that still ran, at work or suspended, goes on in the new one; one whose end was named ends by that, and is settled."""
    if Ending.objects.filter(contract=earlier, state=Ending.State.GIVEN).exists():
        return
    if not flow.CONTRACT.allows(earlier.state, "renew", SYSTEM.role):
        return
    suspending.close(earlier, at=at)
    common.step(earlier, "renew", "contract.renewed", by=SYSTEM, at=at, successor=contract.number or "")
    day = calendar.long(calendar.tehran_day(at))
    for side in (standing.EMPLOYER, standing.WORKER):
        common.tell(contract, side, "contract.renewed", at=at, day=day)
