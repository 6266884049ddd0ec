"""Proof in quantity: so many entries in a database and in a log file, verified, and beside that their stored bytes only read and hashed.

Run as `python -m benchmarks.proving '{"entries": …, "pairs": …}'` on a ground; answers JSON.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any


def main() -> None:
    """Fill, measure by turns, and tell the times in seconds and the memory in bytes."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kardad.settings")
    django.setup()
    sys.stdout.write(json.dumps(measured(**json.loads(sys.argv[1]))) + "\n")


def measured(*, entries: int, pairs: int) -> dict[str, Any]:
    """What each way took in each round."""
    from kardad.evidence import queries, verifying
    from tests.conftest import NOW
    from tests.evidence import bulk

    bulk.fill(entries)
    keys = queries.published()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.jsonl"
        with log.open("wb") as out:
            out.writelines(queries.log(made_at=NOW))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

        def judge() -> None:
            with log.open("rb") as lines:
                _require(verifying.verify(lines, keys=keys), entries)

        ways = {"audit": lambda: _audit(entries), "rows": _hash_rows, "verify": judge, "lines": lambda: _hash_lines(log)}
        times: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(pairs):
            for name in ways if turn % 2 else reversed(ways):
                times[name].append(_seconds(ways[name]))
    return {"times": times, "memory": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024}


def _seconds(way: Callable[[], None]) -> float:
    began = time.perf_counter()
    way()
    return time.perf_counter() - began


def _audit(entries: int) -> None:
    from kardad.evidence import auditing

    _require(auditing.audit(), entries)


def _require(verdict: Any, entries: int) -> None:
    if not verdict.is_valid or verdict.covers.entries != entries:
        raise AssertionError(verdict.as_json())


def _hash_rows() -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute("SELECT body FROM evidence_entry ORDER BY chain_id, seq")
        while rows := cursor.fetchmany(2_000):
            for (body,) in rows:
                sha256(body.encode()).digest()


def _hash_lines(log: Path) -> None:
    with log.open("rb") as lines:
        for line in lines:
            sha256(line).digest()


if __name__ == "__main__":
    main()
