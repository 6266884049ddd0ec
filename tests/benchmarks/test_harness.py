"""The harness runs at a tiny size: servers start, both sides ask the same of the database, and counts hold.

One test, for one ground: whatever is split is prepared by every worker.
"""

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks.law import computing
from benchmarks.pairs import TINY

pytestmark = [pytest.mark.no_django, pytest.mark.proof]

PARTS = ["panel", "codes", "connections", "journey", "weight", "law"]
COUNTED = [
    "panel page, statements, 10 rows (SQLite)",
    "panel page, statements, 100 rows (SQLite)",
    f"new database connections in {TINY.requests} requests (SQLite)",
    "start → verified → panel, requests (SQLite)",
    "weight of /, first visit",
    "weight of /, later visit",
    "weight of /verify/, first visit",
    "weight of /verify/, later visit",
]


def test_every_part_is_measured_beside_its_baseline_and_what_is_counted_stays_within_its_bar():
    found, controls = benchmarks.measure(TINY, PARTS, databases=("SQLite",))
    figures = {figure.name: figure for figure in found}
    assert {name: figures[name] for name in COUNTED if figures[name].verdict != "met"} == {}
    few, many = figures[COUNTED[0]], figures[COUNTED[1]]
    assert 0 < few.ours == many.ours

    for name in ("panel page, CPU (SQLite)", "code request + check, CPU (SQLite)", "calculator page, CPU (SQLite)"):
        assert figures[name].missing == ""  # both sides asked the same of the database
        assert len(figures[name].ratios) == TINY.pairs
    assert [len(control.ratios) for control in controls] == [TINY.pairs] * 2

    rials = figures[f"{TINY.payslips:,} payslips, CPU ÷ chunked NumPy"]
    assert rials.is_held
    assert rials.note.startswith("ours is off by 0 rials")
    assert figures[computing.CLAIM].verdict == "met"
