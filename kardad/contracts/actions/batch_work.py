"""One turn of work at a batch, whatever its kind; and its forgetting."""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import QuerySet

from kardad.contracts import policy
from kardad.contracts.actions import batch_annexes, batch_rosters, batch_signing, batching
from kardad.contracts.batches import Read
from kardad.contracts.models import Batch
from kardad.core import files
from kardad.core.actor import SYSTEM
from kardad.core.history import record
from kardad.kit.refusal import Refusal

log = structlog.get_logger()


def due(at: datetime) -> QuerySet[Batch]:
    """Batches that a worker may take now, the earliest first."""
    return Batch.objects.filter(due_at__lte=at).order_by("due_at", "pk")


def work(pk: int, *, read: Read, clock: batching.Clock) -> bool:
    """The batch came as far as one turn allows, its end included; False when somebody else has it or nothing is due."""
    row = batching.claimed(pk, at=clock())
    if row is None:
        return False
    until = clock() + batching.TURN
    try:
        if row.tries > batching.MOST_TRIES:
            log.error("contract batch given up", batch=pk)
            raise batching.GaveUp
        if not _turn(row, read, clock, until):
            batching.release(row, at=clock())
    except Refusal as refusal:
        batching.fail(row, refusal, at=clock())
    except batching.Overtaken:
        log.info("contract batch overtaken", batch=pk)
    return True


def _turn(row: Batch, read: Read, clock: batching.Clock, until: datetime) -> bool:
    if row.kind in batch_rosters.KINDS:
        return batch_rosters.work(row, read, clock, until)
    return (batch_annexes if row.kind == Batch.Kind.ANNEXES else batch_signing).work(row, clock, until)


def expired(at: datetime) -> QuerySet[Batch]:
    """Batches whose rows are not kept any longer; of a list that was signed every row is."""
    return Batch.objects.filter(finished_at__lte=at - policy.LISTS_KEPT).exclude(kind=Batch.Kind.SIGNING).filter(lists=None).order_by("pk")


@transaction.atomic
def forget(pk: int, *, at: datetime) -> int:
    """What was told of the rows is gone; the contracts stay."""
    row = Batch.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None or not expired(at).filter(pk=pk).exists():
        return 0
    record("contract_batch.forgotten", row, by=SYSTEM, at=at, person_id=row.person_id, what=row.get_kind_display())
    file = row.file
    row.delete()
    if file:
        transaction.on_commit(lambda: files.drop(file))
    return 1
