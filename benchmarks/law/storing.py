"""A roster computed and stored on PostgreSQL beside COPY of the same rows, both as binary COPY, read back by count and sum."""

import time
from collections.abc import Iterator

import numpy as np
import psycopg

from benchmarks.figures import Figure
from benchmarks.ground import Ground, NotRun
from benchmarks.law import ours, roster
from benchmarks.pairs import Pace, alternate
from kardad.law import bulk, instruments

BAR = 1.5
TABLE = f"CREATE TABLE payslip (row bigint NOT NULL, {', '.join(f'{name} bigint' for name in bulk.NAMES)}, law_version text NOT NULL)"
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
BLOCK = 4_096


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """Stored ÷ copied, by the clock: what an employer waits for."""
    people, law = roster.people(pace.payslips), instruments.current()
    columns = ours.columns(people)
    ready = bulk.payslips(ours.month(), columns, law)
    kept = list(encoded(ready))

    def store() -> float:
        return _timed(ground, ready, lambda: encoded(bulk.payslips(ours.month(), columns, law)))

    def copy() -> float:
        return _timed(ground, ready, lambda: iter(kept))

    found = alternate([store, copy], rounds=pace.starts)
    name = f"{pace.payslips:,} payslips computed and stored ÷ COPY of the same rows (PostgreSQL)"
    note = f"{pace.payslips / found.typical(0):,.0f} rows/s; count and sum read back"
    return [Figure(name, found.typical(0), found.typical(1), "s", BAR, found.ratios(0, 1), note=note)]


def encoded(totals: bulk.Totals) -> Iterator[bytes]:
    """The rows in PostgreSQL's binary COPY format, some thousands at a time; no total of them may be silent."""
    if any(mask.any() for mask in totals.silent.values()):
        raise NotRun("a roster with silent totals has no rows of one length")
    version = totals.law_version.encode()
    numbers = [("row", totals.amounts["net"]), *totals.amounts.items()]
    shape = [("fields", ">i2"), *(part for name, _ in numbers for part in ((f"{name}_length", ">i4"), (name, ">i8")))]
    shape += [("version_length", ">i4"), ("version", f"S{len(version)}")]
    yield HEADER
    count = len(totals.amounts["net"])
    for start in range(0, count, BLOCK):
        rows = np.empty(min(BLOCK, count - start), shape)
        rows["fields"], rows["version_length"], rows["version"] = len(numbers) + 1, len(version), version
        for name, amounts in numbers:
            rows[f"{name}_length"] = 8
            rows[name] = amounts[start : start + BLOCK]
        rows["row"] = np.arange(start, start + len(rows))
        yield rows.tobytes()
    yield TRAILER


def _timed(ground: Ground, expected: bulk.Totals, blocks: object) -> float:
    """Seconds from nothing to committed rows; NotRun unless as many rows and as much net are read back."""
    with psycopg.connect(ground.database_url) as connection:
        connection.execute("DROP TABLE IF EXISTS payslip")
        connection.execute(TABLE)
        connection.commit()
        began = time.perf_counter()
        with connection.cursor() as cursor, cursor.copy("COPY payslip FROM STDIN (FORMAT BINARY)") as copy:
            for block in blocks():  # type: ignore[operator]
                copy.write(block)
        connection.commit()
        took = time.perf_counter() - began
        count, net = connection.execute("SELECT count(*), sum(net) FROM payslip").fetchone() or (0, 0)
        connection.execute("DROP TABLE payslip")
    if (count, int(net or 0)) != (len(expected.amounts["net"]), expected.sum_of("net")):
        raise NotRun(f"{count} rows with {net} rials were read back")
    return took
