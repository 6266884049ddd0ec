"""The base's own later work: files that wait for the scanner, and what has grown old."""

from datetime import datetime

import structlog
from django.contrib.sessions.models import Session

from kardad.core import drafts, files, limits
from kardad.core.models import StoredFile
from kardad.core.sweeps import sweep

log = structlog.get_logger()
BATCH = 50


@sweep(minutes=1)
def scan(at: datetime) -> int:
    """Every file that waits was shown to the scanner again; one that cannot be read does not hold up the others."""
    due = StoredFile.objects.filter(scan=StoredFile.Scan.WAITING, scan_due_at__lte=at).order_by("scan_due_at").values_list("pk", flat=True)
    return sum(_scan(pk, at=at) for pk in list(due[:BATCH]))


@sweep(minutes=60)
def forget(at: datetime) -> int:
    """Old drafts, ended windows of limits and ended sessions are gone."""
    return drafts.forget_old(at) + limits.forget_old(at) + Session.objects.filter(expire_date__lt=at).delete()[0]


def _scan(pk: int, *, at: datetime) -> int:
    claimed = StoredFile.objects.filter(pk=pk, scan=StoredFile.Scan.WAITING, scan_due_at__lte=at)
    if not claimed.update(scan_due_at=at + files.SCAN_RETRY):
        return 0
    try:
        files.rescan(StoredFile.objects.get(pk=pk), at=at)
    except Exception:
        log.exception("file not scanned", file=pk)
    return 1


@sweep(minutes=60)
def drop_orphans(at: datetime) -> int:
    """Drop the files that belong to nothing."""
    found = list(files.orphans(at)[:BATCH])
    for stored in found:
        files.drop(stored)
    return len(found)
