"""Notices that lie in accounts and are due, looked at by the lot: each ends as `rungs.look` ends it alone, in a few statements for all."""

import time
from datetime import datetime

import structlog
from django.db import transaction

from kardad.documents.models import Document
from kardad.inbox.actions import failing, holding, rungs
from kardad.inbox.models import Delivery
from kardad.inbox.queries import deliveries

log = structlog.get_logger()
LOT = 1_000
PATIENCE = 20  # seconds; other sweeps want their turn
SEEN = ("pk", "notice__code", "opened_at", "is_copy", "problem", "notice__dossier_id")


def look(*, at: datetime) -> int:
    """What is due has its official copy asked for, was opened and is done with, or is the secretary's work; how many it came to something.

    It ends after `PATIENCE`; the next sweep goes on.
    """
    until, done, went = time.monotonic() + PATIENCE, 0, True
    while went and time.monotonic() < until:
        try:
            over, made, wanting = _lot(at)
        except Exception:
            log.exception("a lot of notices was not looked at")  # one by one, the others come to something
            over, made, wanting = 0, 0, list(deliveries.to_look_at(at).values_list("pk", flat=True)[:LOT])
        alone = sum(_alone(pk, at) for pk in wanting if time.monotonic() < until)
        done, went = done + made + alone, over + alone > 0
    return done


def _alone(pk: int, at: datetime) -> bool:
    try:
        return rungs.look(pk, at=at)
    except Exception:
        log.exception("a notice was not looked at", delivery=pk)
        return False


@transaction.atomic
def _lot(at: datetime) -> tuple[int, int, list[int]]:
    """How many are over, how many of these became work, and which have no official copy yet: those stay due.

    Deliveries are held before their dossiers here, and neither is ever waited for: what somebody else holds stays due.
    """
    due = deliveries.to_look_at(at).select_for_update(skip_locked=True, of=("self",))
    rows = {row[0]: row for row in due.values_list(*SEEN)[:LOT]}
    papers = Document.objects.filter(subject_type=Delivery._meta.label_lower, subject_id__in=list(rows))
    written = set(papers.values_list("subject_id", "kind"))
    wanting = [pk for pk, code, *_ in rows.values() if (pk, code) not in written]
    over = rows.keys() - set(wanting)
    dossier_of = {pk: rows[pk][-1] for pk in over if _is_nobodys(*rows[pk][:-1])}
    free = holding.free_of(set(dossier_of.values())) if dossier_of else set()
    over -= {pk for pk, dossier in dossier_of.items() if dossier not in free}
    Delivery.objects.filter(pk__in=over).update(due_at=None)
    return len(over), failing.fail_many([pk for pk in dossier_of if pk in over], "unopened", at=at), wanting


def _is_nobodys(pk: int, code: str, opened_at: datetime | None, is_copy: bool, problem: str) -> bool:  # noqa: FBT001 – a row
    """Whether nobody opened it and nobody knows of that yet."""
    return opened_at is None and not is_copy and not problem
