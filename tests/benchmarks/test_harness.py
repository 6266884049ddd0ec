"""The harness runs at a tiny size: servers start, both sides ask the same of the database, and counts hold."""

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks.pairs import TINY
from tests import proofs

pytestmark = [pytest.mark.no_django, pytest.mark.proof]


@pytest.fixture(scope="module")
def measured():
    if not proofs.IS_FULL:
        pytest.skip("whole benchmarks are tried in `make proof`")
    figures, controls = benchmarks.measure(TINY, ["panel", "codes", "connections", "journey", "weight"], databases=("SQLite",))
    return {figure.name.removesuffix(" (SQLite)"): figure for figure in figures}, controls


def test_the_panel_stays_within_its_statements_however_many_rows_there_are(measured):
    figures, _ = measured
    few, many = figures["panel page, statements, 10 rows"], figures["panel page, statements, 100 rows"]
    assert few.verdict == many.verdict == "met", (few, many)
    assert 0 < few.ours == many.ours


@pytest.mark.parametrize("name", ["panel page, CPU", "code request + check, CPU"])
def test_the_bare_side_asks_the_same_of_the_database(measured, name):
    figures, _ = measured
    assert figures[name].missing == ""
    assert len(figures[name].ratios) == TINY.pairs


def test_a_control_ran_beside(measured):
    _, controls = measured
    assert [len(control.ratios) for control in controls] == [TINY.pairs]


@pytest.mark.parametrize(
    "name",
    [
        f"new database connections in {TINY.requests} requests",
        "start → verified → panel, requests",
        "weight of /, first visit",
        "weight of /, later visit",
        "weight of /verify/, first visit",
        "weight of /verify/, later visit",
    ],
)
def test_what_is_counted_stays_within_its_bar(measured, name):
    figures, _ = measured
    assert figures[name].verdict == "met", figures[name]
