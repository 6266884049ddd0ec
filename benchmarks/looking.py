"""Due notices in quantity, looked at by the sweep, and beside that one statement that does the same to the same rows.

Run as `python -m benchmarks.looking '{"due": …, "pairs": …}'` on a ground; answers JSON.
"""

import json
import os
import sys
import time
from datetime import timedelta
from typing import Any

# What a sweep in SQL alone does: it takes the due rows that nobody holds, a lot at a time.
RAW = """
UPDATE inbox_delivery SET due_at = NULL WHERE id IN (
    SELECT id FROM inbox_delivery WHERE via = 'account' AND due_at <= %s AND voided_at IS NULL
    ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING id
"""


def main() -> None:
    """Look, run the statement, and tell the times of both in seconds."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kardad.settings")
    django.setup()
    sys.stdout.write(json.dumps(measured(**json.loads(sys.argv[1]))) + "\n")


def measured(*, due: int, pairs: int) -> dict[str, Any]:
    """What each way took over the same rows in each round: those that were opened in time, and those that nobody opened."""
    from benchmarks.placing import NOW
    from kardad.inbox import policy
    from kardad.inbox.actions import looking

    at = NOW + policy.UNOPENED_AFTER
    rows = _placed(due)
    times: dict[str, list[float]] = {"opened": [], "raw": [], "unopened": []}
    for turn in range(pairs + 1):
        ways = {"opened": lambda: looking.look(at=at), "raw": lambda: _raw(at, looking.LOT)}
        for name in ways if turn % 2 else reversed(ways):
            rows.update(due_at=at, opened_at=NOW + timedelta(days=1))
            times[name].append(_seconds(ways[name]))
            _require(rows.filter(due_at__isnull=False).count(), 0)
    rows.update(due_at=at, opened_at=None)
    found: list[int] = []
    times["unopened"].append(_seconds(lambda: found.append(looking.look(at=at))))
    _require(found[0], due)
    _require(rows.filter(problem="unopened").count(), due)
    return {"opened": times["opened"][1:], "raw": times["raw"][1:], "unopened": times["unopened"]}


def _placed(count: int) -> Any:
    """So many deliveries, each with its official copy, two to a notice."""
    from benchmarks import placing
    from kardad.core import bulk as copying
    from kardad.core.actor import Actor
    from kardad.documents.models import Document
    from kardad.inbox.actions import bulk
    from kardad.inbox.models import Delivery
    from tests import factories

    secretary = Actor(factories.staff("secretary", factor=False).pk, "secretary", "", 3)
    people = [factories.person(password="") for _ in range(placing.PEOPLE)]
    Delivery.objects.update(due_at=None)  # what other figures left waiting
    last = Delivery.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    bulk.place_many(placing.drafts(count // 2, people, secretary), by=secretary, at=placing.NOW)
    rows = Delivery.objects.filter(pk__gt=last)
    first = Document(
        kind="N12", subject_type=Delivery._meta.label_lower, title="گواهی", data="{}", facts="[]", code="x", made_at=placing.NOW
    )
    copying.insert(copying.like(first, subject_id=pk, token=f"{pk:032x}", number=f"B-{pk}") for pk in rows.values_list("pk", flat=True))
    return rows


def _raw(at: Any, lot: int) -> None:
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        while True:
            with transaction.atomic():
                cursor.execute(RAW, [at, lot])
                if not cursor.fetchall():
                    return


def _seconds(way: Any) -> float:
    began = time.perf_counter()
    way()
    return time.perf_counter() - began


def _require(found: int, wanted: int) -> None:
    if found != wanted:
        raise RuntimeError(f"{found} rows, not {wanted}")


if __name__ == "__main__":
    main()
