"""Forgetting: what was needed for a judgement is dropped once the judgement is old (identity.md 5; the times are `policy`)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from kardad.core import files
from kardad.core.actor import SYSTEM
from kardad.core.history import record
from kardad.people import policy
from kardad.people.models import Attempt, Paper


def old_attempts(at: datetime) -> QuerySet[Attempt]:
    """Ended attempts that still hold what was typed, past their time."""
    return Attempt.objects.filter(ended_at__lt=at - policy.FAILED_ATTEMPTS_KEPT).exclude(typed="").order_by("ended_at")


def old_scans(at: datetime) -> QuerySet[Paper]:
    """Papers whose scan nobody needs any more: decided, and thirty days more."""
    late = at - policy.SCANS_KEPT
    decided = Q(grant__decided_at__lt=late) | Q(mandate__decided_at__lt=late) | Q(attempt__ended_at__lt=late) | Q(visit__ended_at__lt=late)
    return Paper.objects.filter(decided, file__isnull=False).order_by("id")


def forget_attempts(at: datetime, *, batch: int = 200) -> int:
    """Old attempts keep their outcome and their tracking code, and nothing that names anyone."""
    due = list(old_attempts(at).values_list("pk", flat=True)[:batch])
    return Attempt.objects.filter(pk__in=due).update(typed="", found="", mobile_tail="", code_index="", mobile_index="", ip=None)


def forget_scans(at: datetime, *, batch: int = 100) -> int:
    """Old scans are gone; that the paper was seen stays on record."""
    return sum(_drop(paper, at=at) for paper in old_scans(at).select_related("file")[:batch])


def _drop(paper: Paper, *, at: datetime) -> int:
    stored = paper.file
    if stored is None:
        return 0
    with transaction.atomic():
        row = Paper.objects.select_for_update().get(pk=paper.pk)
        if row.file_id is None:
            return 0
        row.file, row.file_dropped_at = None, at
        row.save(update_fields=["file", "file_dropped_at"])
        record("paper.scan_dropped", row, by=SYSTEM, at=at, person_id=stored.owner_id)
    if not Paper.objects.filter(file=stored).exists():
        files.drop(stored)
    return 1
