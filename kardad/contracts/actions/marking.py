"""Contracts are found by their workers: marks are made again where a name or a code is new."""

from django.db import transaction

from kardad.contracts import naming
from kardad.contracts.models import Contract, WorkerMark


@transaction.atomic
def mark(pks: list[int]) -> int:
    """These contracts bear the marks of the workers that they name now; how many were not marked before."""
    rows = list(Contract.objects.select_for_update().filter(pk__in=pks, is_marked=False).order_by("pk"))
    WorkerMark.objects.filter(contract__in=rows).delete()
    WorkerMark.objects.bulk_create(
        WorkerMark(contract=row, whose=naming.whose(row.organisation_id, row.employer_id), mark=one)
        for row in rows
        for one in sorted({*naming.marks(row.worker_name), row.worker_index} - {""})
    )
    Contract.objects.filter(pk__in=[row.pk for row in rows]).update(is_marked=True)
    return len(rows)
