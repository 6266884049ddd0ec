"""The payroll benchmarks compare like with like: the same rules on all sides, the same rows stored, refusals told."""

import numpy as np
import psycopg
import pytest

from benchmarks.ground import Ground, NotRun
from benchmarks.law import computing, flat_page, other_engine, ours, plain, roster, storing
from benchmarks.pairs import TINY
from kardad.law import bulk, instruments
from tests.databases import Postgres

pytestmark = [pytest.mark.no_django, pytest.mark.proof]


@pytest.fixture(scope="module")
def people():
    return roster.people(3_000)


@pytest.fixture(scope="module")
def totals(people):
    return bulk.payslips(ours.month(), ours.columns(people), instruments.current())


def test_the_roster_is_the_same_people_every_time(people):
    again = roster.people(3_000)
    assert all((people[name] == again[name]).all() for name in people)
    assert people["daily"].min() >= ours.figures()["least"]


def test_the_bulk_engine_is_off_by_no_rial_on_the_roster(people, totals):
    assert computing.checked(people, totals) == 0


def test_an_error_of_a_rial_would_be_seen(people, totals):
    net = totals.amounts["net"].copy()
    net[0] += 1
    wrong = bulk.Totals(totals.law_version, {**totals.amounts, "net": net}, totals.silent, totals.singly)
    assert computing.checked(people, wrong) == 1
    assert computing.off(totals, {**totals.amounts, "net": net}) == "1, its net by 1"


def test_the_numpy_side_computes_the_same_payslips(people, totals):
    others = plain.payslips(people, ours.figures())
    assert set(others) == set(totals.amounts)
    for name, amounts in others.items():
        assert np.abs(amounts - totals.amounts[name]).max() <= 2, name


def test_openfisca_has_the_same_rules_within_its_32_bits(tmp_path, people, totals):
    ground = Ground("SQLite", tmp_path)
    if not other_engine.PYTHON.exists():
        pytest.skip("openfisca-core is not installed")
    np.savez(tmp_path / "in.npz", **people)
    with other_engine.started(ground, ours.figures()) as engine:
        engine.ask(bulk=str(tmp_path / "in.npz"), to=str(tmp_path / "out.npz"))
    with np.load(tmp_path / "out.npz") as kept:
        for name in roster.OUTPUTS:
            assert np.allclose(kept[name], totals.amounts[name], rtol=2e-6, atol=4), name


def test_where_openfisca_is_not_installed_its_lines_say_so(tmp_path, people, monkeypatch):
    monkeypatch.setattr(other_engine, "PYTHON", tmp_path / "python")
    found = {figure.name: figure for figure in computing.measure(Ground("SQLite", tmp_path), TINY)}
    assert found[computing.ONE].verdict == "not run"
    assert "openfisca-core is not installed" in found[computing.ONE].cells()[-1]
    assert found[computing.CLAIM].ratios


def test_an_engine_that_ends_makes_no_sample(tmp_path, monkeypatch):
    false = tmp_path / "python"
    false.write_text("#!/bin/sh\nexit 3\n")
    false.chmod(0o755)
    monkeypatch.setattr(other_engine, "PYTHON", false)
    with pytest.raises(NotRun, match="openfisca-core ended"), other_engine.started(Ground("SQLite", tmp_path), {}):
        pytest.fail("it cannot have answered")


def test_a_page_that_looks_otherwise_makes_no_baseline():
    with pytest.raises(NotRun, match="no longer knows"):
        flat_page.template('<form><input type="text" name="daily" value="1" id="id_daily"></form>')


@pytest.fixture
def database(tmp_path):
    server = Postgres()
    try:
        server.start()
        ground = Ground("PostgreSQL", tmp_path, server.url)
        ground.sql("CREATE DATABASE kardad")
        yield ground
    finally:
        server.stop()


def test_stored_rows_are_read_back_as_they_were_computed(database, totals):
    with psycopg.connect(database.database_url) as connection:
        connection.execute(storing.TABLE)
        with connection.cursor() as cursor, cursor.copy("COPY payslip FROM STDIN (FORMAT BINARY)") as copy:
            for block in storing.encoded(totals):
                copy.write(block)
        rows = connection.execute("SELECT * FROM payslip ORDER BY row").fetchall()
    assert len(rows) == 3_000
    for place in (0, 1_500, 2_999):
        assert rows[place] == (place, *totals.row(place).values(), totals.law_version)
    (figure,) = storing.measure(database, TINY)
    assert figure.ratios
    assert figure.baseline > 0


def test_silent_totals_are_not_stored_as_nought(totals):
    silent = bulk.Totals(totals.law_version, totals.amounts, {"tax": np.ones(3_000, np.bool_)}, ())
    with pytest.raises(NotRun, match="silent"):
        b"".join(storing.encoded(silent))
