"""A new legal year is one new file: with it everything answers for the year, without it everything refuses to guess."""

import shutil

import pytest

from kardad.law import instruments
from tests.law.laws import day, value
from tests.law.sheets import line, refused, sheet, totals, warned

pytestmark = pytest.mark.no_django

YEAR = {"start": "1406-01-01", "until": "1407-01-01", "sources": '["kartaban-seniority"]'}
LADDER = '[{ up_to = 500_000_000, rate = "0" }, { up_to = 900_000_000, rate = "0.1" }, { rate = "0.2" }]'
FIGURES = {
    "wage.daily_minimum": 7_000_000,
    "wage.other_levels_percent": '"0.2"',
    "wage.other_levels_fixed": 349_780,
    "allowance.housing": 40_000_000,
    "allowance.grocery": 25_000_000,
    "allowance.marriage": 6_000_000,
    "seniority.base": 200_000,
    "tax.monthly_exemption": 500_000_000,
}
HEAD = 'title = "بخشنامه مزد سال ۱۴۰۶"\nrecorded_on = "1405-12-25"\nstatus = "secondary"\n\n'


def circular():
    """The one file of the year."""
    rows = [value(key=key, amount=str(amount), **YEAR) for key, amount in FIGURES.items()]
    ladder = value(key="tax.salary_ladder", amount=None, brackets=LADDER, **YEAR)
    return HEAD + "\n".join([*rows, ladder])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    copied = tmp_path_factory.mktemp("year") / "data"
    shutil.copytree(instruments.DATA, copied)
    return copied


@pytest.fixture(scope="module")
def with_it(folder):
    file = folder / "instruments" / "1406-wage.toml"
    file.write_text(circular(), encoding="utf-8")
    law = instruments.load(folder)
    file.unlink()
    return law


@pytest.fixture(scope="module")
def without_it(with_it, folder):
    """The same folder after the file was taken out again."""
    return instruments.load(folder)


LIFE = {"hired_on": "1405-07-01", "left_on": "1406-02-31"}


def test_the_floor_of_the_new_year_is_known(with_it):
    found = totals("wage-floor", with_it, on="1406-06-31")
    assert (found["daily"], found["monthly"], found["housing"], found["child"]) == (7_000_000, 210_000_000, 40_000_000, 21_000_000)
    assert found["insurance_ceiling_daily"] == 49_000_000


def test_a_payslip_of_the_new_year_is_complete(with_it):
    found = sheet("payslip", with_it, month="1406-02", days=30, daily=20_000_000, married=True, children=1)
    assert found["warnings"] == []
    slip = found["totals"]
    gross = 600_000_000 + 40_000_000 + 25_000_000 + 6_000_000 + 21_000_000
    assert (slip["gross"], slip["insurance_employee"]) == (gross, (gross - 21_000_000) * 7 // 100)
    taxable = gross - slip["insurance_employee"] * 2 // 7
    assert slip["tax"] == (taxable - 500_000_000) // 10
    assert slip["net"] == gross - slip["insurance_employee"] - slip["tax"]
    assert {one["source"]["title"] for one in found["lines"] if one["code"] in ("housing", "grocery", "tax")} == {"بخشنامه مزد سال ۱۴۰۶"}


def test_a_claim_runs_into_the_new_year(with_it):
    found = sheet("claim", with_it, **LIFE, claims=["wage_difference", "bonus"])
    assert found["totals"]["wage_difference"]["1406"] == 62 * 7_000_000 + 2 * 65_000_000
    assert found["totals"]["bonus"]["1406"] == round(60 * 7_000_000 * 62 / 365)
    assert found["warnings"] == []


def test_an_agreed_wage_and_the_seniority_are_raised_into_the_new_year(with_it):
    assert totals("next-wage", with_it, daily=10_000_000, on="1406-01-01") == {"daily": 12_349_780}
    before = totals("seniority", with_it, hired_on="1403-01-01", on="1405-12-29")["daily"]
    assert abs(totals("seniority", with_it, hired_on="1403-01-01", on="1406-12-29")["daily"] - (before * 1.2 + 200_000)) <= 1


def test_without_its_file_the_year_is_refused(without_it):
    asked = [("wage-floor", {"on": "1406-06-31"}), ("payslip", {"month": "1406-02"}), ("bonus", {"year": 1406, "daily": "minimum"})]
    for name, facts in asked:
        no = refused(name, without_it, **facts)
        assert (no.code, no.details["key"]) == ("LAW_SILENT", "wage.daily_minimum"), name
        assert no.details["on"].startswith("1406-")


def test_without_its_file_the_rest_of_a_claim_is_computed(without_it, with_it):
    found = sheet("claim", without_it, **LIFE, claims=["wage_difference", "bonus"])
    assert found["totals"]["wage_difference"]["1406"] is None
    assert found["totals"]["bonus"]["1406"] is None
    assert found["totals"]["total"] is None
    assert "LAW_SILENT" in warned(found)
    full = sheet("claim", with_it, **LIFE, claims=["wage_difference", "bonus"])
    assert found["totals"]["wage_difference"]["1405"] == full["totals"]["wage_difference"]["1405"]


def test_a_payslip_tells_each_figure_that_is_missing_and_computes_the_rest(without_it):
    found = sheet("payslip", without_it, month="1406-02", days=30, daily=20_000_000)
    assert found["totals"]["base"] == 600_000_000
    assert found["totals"]["gross"] is found["totals"]["net"] is found["totals"]["tax"] is None
    missing = {one["details"]["key"] for one in found["warnings"]}
    assert missing >= {"wage.daily_minimum", "allowance.housing", "allowance.grocery"}
    assert line(found, "housing")["amount"] is None


@pytest.fixture(scope="module")
def changed(with_it, tmp_path_factory):
    """The year with a decree that raises wage, housing and seniority in the middle of Ordibehesht."""
    copied = tmp_path_factory.mktemp("changed") / "data"
    shutil.copytree(instruments.DATA, copied)
    (copied / "instruments" / "1406-wage.toml").write_text(circular(), encoding="utf-8")
    rows = {"wage.daily_minimum": 8_000_000, "allowance.housing": 55_000_000, "seniority.base": 300_000}
    later = {**YEAR, "start": "1406-02-17"}
    text = HEAD + "\n".join(value(key=key, amount=str(amount), **later) for key, amount in rows.items())
    (copied / "instruments" / "1406-wage-revision.toml").write_text(text, encoding="utf-8")
    return instruments.load(copied)


def test_a_change_inside_a_month_is_counted_by_day(changed):
    found = sheet("payslip", changed, month="1406-02", children=1, service_months=12)
    assert line(found, "base")["how"] == "7,000,000 × 16 + 8,000,000 × 15"
    assert line(found, "seniority")["how"] == "200,000 × 16 + 300,000 × 15"
    assert line(found, "housing")["how"] == "(40,000,000 × 16/31 + 55,000,000 × 15/31)"
    assert found["totals"]["housing"] == round((40_000_000 * 16 + 55_000_000 * 15) / 31)
    assert found["totals"]["child"] == round((21_000_000 * 16 + 24_000_000 * 15) / 31)
    assert len(line(found, "base")["sources"]) == 2
    short = sheet("payslip", changed, month="1406-02", days=20)
    assert line(short, "housing")["how"] == "(40,000,000 × 16/20 + 55,000,000 × 4/20) × 20/30"
    assert short["totals"]["insurance_base"] == short["totals"]["gross"]


def test_a_claim_over_a_change_inside_a_month_is_the_payslips_of_it(changed):
    due = sheet("claim", changed, hired_on="1406-02-01", left_on="1406-02-31", claims=["wage_difference"])
    slip = totals("payslip", changed, month="1406-02")
    assert due["totals"]["total"] == slip["gross"]


def test_a_sheet_says_by_which_law_it_was_made(with_it, without_it):
    old, new = (sheet("wage-floor", law, on="1405-06-31") for law in (without_it, with_it))
    assert old["law_version"] != new["law_version"]
    assert new["law_version"].startswith("1405-12-25.")
    assert old["totals"] == new["totals"]
    assert with_it.known_on(day("1405-12-24")).version == without_it.version
