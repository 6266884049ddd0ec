"""A file of workers sent by an employer: drafts made and checked by the law, turn after turn, until the last row.

Run as `python -m benchmarks.batching '{"rows": …}'` on a ground; answers JSON: seconds, turns, drafts.
"""

import csv
import json
import os
import sys
import time
from io import StringIO
from typing import Any


def main() -> None:
    """Send the file, work it off, tell how long it took."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kardad.settings")
    django.setup()
    sys.stdout.write(json.dumps(measured(**json.loads(sys.argv[1]))) + "\n")


def measured(*, rows: int) -> dict[str, Any]:
    """The seconds from the upload to the last checked draft."""
    from django.utils import timezone

    from kardad.calc.roster import books
    from kardad.contracts import sweeps
    from kardad.contracts.actions import batch_rosters, batch_work
    from kardad.contracts.actions.drafting import For
    from kardad.contracts.forms import rosters
    from kardad.core.actor import Actor
    from kardad.kit import calendar
    from tests.contracts import rosters as files
    from tests.contracts import world

    at = timezone.now()
    there = world.world(at=at)
    first, last, least = world.span(at)
    days = {"starts_on": calendar.slashed(first), "ends_on": calendar.slashed(last), "amount": str(least)}
    written = StringIO()
    csv.writer(written).writerows([files.HEAD, *(files.row(number, **days) for number in range(rows))])
    by = Actor(there.keeper.pk, "employer", level=2)
    began = time.perf_counter()
    book = books.read("workers.csv", written.getvalue().encode(), rosters.Table("drafts"))
    batch = batch_rosters.begin(
        there.keeper, For(there.company), book, batch_rosters.Sent("drafts", "a" * 32, "workers.csv"), by=by, at=timezone.now()
    )
    seen = []
    read = rosters.reader(calendar.tehran_day(at))
    sweeps.call_workers = lambda: None
    while batch.state in ("waiting", "working"):
        batch_work.work(batch.pk, read=read, clock=timezone.now)
        batch.refresh_from_db()
        seen.append(batch.done)
    return {"seconds": time.perf_counter() - began, "turns": seen, "made": batch.made, "bad": batch.bad}


if __name__ == "__main__":
    main()
