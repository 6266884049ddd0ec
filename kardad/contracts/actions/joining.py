"""A worker who proves who he is finds the contracts that bear his code."""

from datetime import datetime

from django.db import transaction

from kardad.contracts import flow
from kardad.contracts.actions import common
from kardad.contracts.models import Contract
from kardad.contracts.queries import standing
from kardad.people.models import Person

MOST = 100


@transaction.atomic
def meet(person: Person, *, at: datetime) -> int:
    """The contracts that wait for this code are his; he is told of each that lies before him. How many."""
    if not person.code_index or person.level < 1:
        return 0
    rows = Contract.objects.select_for_update(of=("self",)).filter(worker=None, worker_index=person.code_index)
    found = list(rows.select_related("organisation", "employer").order_by("pk")[:MOST])
    for contract in found:
        contract.worker = person
        contract.save(update_fields=["worker"])
        if contract.state in ("sent", *flow.BINDING):
            common.tell(contract, standing.WORKER, "contract.found", at=at)
    return len(found)
