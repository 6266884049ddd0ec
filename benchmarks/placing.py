"""Service in quantity: so many notices placed with both their sides, and beside that PostgreSQL's COPY of the very rows that came of it,
into tables with the same indexes, foreign keys and triggers.

Run as `python -m benchmarks.placing '{"notices": …, "pairs": …}'` on a ground; answers JSON.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from benchmarks import copying

NOW = datetime(2025, 11, 22, 6, 30, tzinfo=UTC)
PEOPLE = 50  # sides are taken from these in turn
# Whatever placing leaves behind; the numbers of the first of them tell which rows are of this round.
TABLES = ("inbox_delivery", "inbox_letter", "outbox_message", "evidence_entry", "core_event")


def main() -> None:
    """Place, copy, and tell the times of both in seconds."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kardad.settings")
    django.setup()
    sys.stdout.write(json.dumps(measured(**json.loads(sys.argv[1]))) + "\n")


def measured(*, notices: int, pairs: int) -> dict[str, Any]:
    """What placing and copying took in each round, and how many rows came of one."""
    from kardad.core.actor import Actor
    from kardad.inbox.actions import bulk
    from tests import factories

    secretary = Actor(factories.staff("secretary", factor=False).pk, "secretary", "", 3)
    people = [factories.person(password="") for _ in range(PEOPLE)]
    times: dict[str, list[float]] = {"place": [], "copy": []}
    rows = 0
    for _ in range(pairs + 1):
        waiting = drafts(notices, people, secretary)
        since = copying.last(TABLES)
        began = time.perf_counter()
        done = bulk.place_many(waiting, by=secretary, at=NOW)
        placing = time.perf_counter() - began
        if done != 2 * notices:
            raise RuntimeError(f"{done} deliveries of {notices} notices")
        rows, took = copying.copied(since)
        times["place"].append(placing)
        times["copy"].append(took)
    return {"times": {way: taken[1:] for way, taken in times.items()}, "rows": rows}  # in the first round every module is read


def drafts(count: int, people: Sequence[Any], secretary: Any) -> list[Any]:
    """So many dossiers of two sides, each with a notice that begins no deadline."""
    from kardad.inbox.actions import dossiers
    from kardad.inbox.models import Notice

    made = []
    for place in range(count):
        dossier = dossiers.open_dossier(title="پرونده", number="۱۴۰۴/۱", by=secretary, at=NOW)
        for side, person in (("claimant", people[place % PEOPLE]), ("respondent", people[(place + 1) % PEOPLE])):
            dossiers.add_party(dossier, side=side, name=person.name, person=person, by=secretary, at=NOW)
        says = json.dumps({"decision_number": "۱", "decided_on": "2025-11-20", "final_on": "2025-11-21", "because": "مهلت گذشت"})
        made.append(Notice(dossier=dossier, code="N12", title="گواهی", says=says, made_by_id=secretary.person_id, made_at=NOW))
    return Notice.objects.bulk_create(made)


if __name__ == "__main__":
    main()
