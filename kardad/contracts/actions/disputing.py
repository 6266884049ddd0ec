"""A case stands on a contract, and then none does any more: while one does, the contract cannot be put away or made void."""

from datetime import datetime

from django.db import transaction

from kardad.contracts.actions import common
from kardad.contracts.models import Contract
from kardad.core.actor import Actor


@transaction.atomic
def dispute(contract: Contract, *, by: Actor, at: datetime) -> Contract:
    """The contract is in dispute from this moment on; one that is already stays as it is."""
    held = common.locked(contract)
    if held.disputed_at is None:
        held.disputed_at = at
        held.save(update_fields=["disputed_at"])
        common.noted(held, "contract.disputed", by=by, at=at)
    return held


@transaction.atomic
def settle(contract: Contract, *, by: Actor, at: datetime) -> Contract:
    """No case stands on the contract any more."""
    held = common.locked(contract)
    if held.disputed_at is not None:
        held.disputed_at = None
        held.save(update_fields=["disputed_at"])
        common.noted(held, "contract.undisputed", by=by, at=at)
    return held
