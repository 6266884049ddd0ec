"""Synthetic cases in quantity, and beside that COPY of the very rows that came of them.

Run as `python -m benchmarks.seeding '{"cases": …, "pairs": …}'` on a ground; answers JSON.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime
from typing import Any

from benchmarks import copying

NOW = datetime(2025, 11, 22, 6, 30, tzinfo=UTC)
TABLES = (
    "inbox_dossier",
    "cases_case",
    "inbox_party",
    "cases_claimitem",
    "cases_sidemark",
    "inbox_notice",
    "inbox_delivery",
    "inbox_letter",
    "evidence_chain",
    "evidence_entry",
)


def main() -> None:
    """Seed, copy, and tell the times of both in seconds."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kardad.settings")
    django.setup()
    sys.stdout.write(json.dumps(measured(**json.loads(sys.argv[1]))) + "\n")


def measured(*, cases: int, pairs: int) -> dict[str, Any]:
    """What seeding and copying took in each round, and how many rows came of one."""
    from kardad.commands import seed

    seed.people(200, at=NOW)
    times: dict[str, list[float]] = {"seed": [], "copy": []}
    rows = 0
    for turn in range(pairs + 1):
        since = copying.last(TABLES)
        began = time.perf_counter()
        seed.cases(cases, at=NOW)
        seeding = time.perf_counter() - began
        rows, copying_took = copying.copied(since)
        if turn:  # in the first round every module is read
            times["seed"].append(seeding)
            times["copy"].append(copying_took)
    return {"times": times, "rows": rows}


if __name__ == "__main__":
    main()
