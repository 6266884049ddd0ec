"""The sheet has the shape that every interface promises, and the working on it adds up."""

import json
from fractions import Fraction

import pytest

from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.law import calculators, instruments
from kardad.law.instruments import Silent
from kardad.law.sheet import Working, num, percent, product, shown, sum_shown, total
from tests.law.engines import SHARES, lives
from tests.law.laws import day
from tests.law.sheets import line, refused, sheet, warned

pytestmark = pytest.mark.no_django

KEYS = ["calculator", "on", "on_gregorian", "law_version", "inputs", "lines", "totals", "policies", "bounds", "warnings"]
LINE = {"code", "title", "amount", "how", "source"}
MORE = {"measure", "unit", "part", "overridden", "instead_of", "sources"}
SOURCE = {"title", "article", "url", "status", "key", "since"}


@pytest.mark.parametrize("name", SHARES)
def test_every_sheet_has_the_promised_shape(name):
    for facts in lives(name, 6 if name == "gross-up" else 30, "shape"):
        try:
            found = sheet(name, **facts)
        except Refusal:
            continue
        assert list(found) == KEYS
        assert json.loads(json.dumps(found)) == found, facts
        assert found["calculator"] == name
        assert found["on_gregorian"] == calendar.parse_jalali(found["on"]).isoformat()
        assert found["law_version"] == instruments.current().version
        for one in found["lines"]:
            assert LINE <= set(one) <= LINE | MORE, one
            assert one["title"]
            assert one["amount"] is None or type(one["amount"]) is int
            for source in one.get("sources") or [one["source"]]:
                assert source is None or (set(source) == SOURCE and source["status"] in ("sourced", "derived", "inferred", "conflict"))
        for one in found["warnings"]:
            assert set(one) <= {"code", "message", "details"}
            assert one["message"].endswith((".", "؛"))
        assert found["bounds"] is None or list(found["bounds"]) == ["lower", "upper"]


@pytest.mark.parametrize(
    ("name", "totals"),
    [
        ("wage-floor", "daily monthly housing grocery marriage child seniority_daily insurance_ceiling_daily"),
        ("seniority", "daily"),
        ("next-wage", "daily"),
        (
            "payslip",
            "base seniority housing grocery marriage child overtime night friday holiday shift other gross insurance_base "
            "insurance_employee insurance_employer insurance_unemployment taxable tax deductions net",
        ),
        ("overtime", "hourly overtime_hour overtime night friday holiday"),
        ("bonus", "bonus floor cap tax"),
        ("severance", "severance"),
        ("leave", "entitled_days carried_days payable_days payout"),
        ("tax", "tax"),
        ("insurance", "ceiling base employee employer unemployment"),
        ("unemployment", "benefit floor cap"),
    ],
)
def test_the_promised_totals_are_given_and_no_others(name, totals):
    for facts in lives(name, 5, "totals"):
        try:
            assert sorted(sheet(name, **facts)["totals"]) == sorted(totals.split())
        except Silent:
            continue


def test_the_day_the_law_is_asked_of_stands_on_the_sheet():
    asked = [
        ("payslip", {"month": "1404-05"}, "1404-05-31"),
        ("bonus", {"year": 1403, "daily": "minimum"}, "1403-12-30"),
        ("severance", {"daily": 1, "from": "1400-01-01", "to": "1402-02-02"}, "1402-02-02"),
        ("back-pay", {"dismissed_on": "1402-01-01", "reinstated_on": "1402-02-01"}, "1402-01-31"),
    ]
    for name, facts, on in asked:
        assert sheet(name, **facts)["on"] == on
    # Without any day, the day on which the law was last recorded.
    assert sheet("severance", daily=1, years=2)["on"] == calendar.jalali(instruments.current().recorded_on)


def test_a_line_names_the_law_it_rests_on():
    source = line(sheet("payslip", month="1401-05"), "housing")["source"]
    assert (source["key"], source["status"], source["since"]) == ("allowance.housing", "conflict", "1401-01-01")
    assert source["title"]
    assert source["url"].startswith("http")
    base = line(sheet("wage-floor", on="1404-01-01"), "insurance_ceiling_daily")
    assert [one["key"] for one in base["sources"]] == ["wage.daily_minimum", "insurance.ceiling_days"]


# What the law does not say.


def test_a_total_that_needs_a_missing_figure_is_null_with_a_warning_and_the_others_are_given():
    found = sheet("payslip", month="1401-05", daily=5_000_000)
    assert found["totals"]["tax"] is found["totals"]["net"] is None
    assert found["totals"]["gross"] == 155_000_000 + 14_000_000
    (warning,) = found["warnings"]
    assert (warning["code"], warning["details"]) == ("LAW_SILENT", {"key": "tax.salary_ladder", "on": "1401-05-31"})
    assert "۱۴۰۱/۰۵/۳۱" in warning["message"]


def test_under_the_exemption_no_ladder_is_needed():
    found = sheet("payslip", month="1401-05", days=30, daily=1_400_000)
    assert (found["totals"]["tax"], warned(found)) == (0, [])


@pytest.mark.parametrize(
    ("name", "facts", "key"),
    [
        ("wage-floor", {"on": "1389-12-29"}, "wage.daily_minimum"),
        ("wage-floor", {"on": "1500-01-01"}, "wage.daily_minimum"),
        ("payslip", {"month": "1389-12"}, "wage.daily_minimum"),
        ("seniority", {"hired_on": "1385-01-01", "on": "1388-01-01"}, "seniority.base"),
        ("next-wage", {"daily": 5, "on": "1389-01-01"}, "wage.other_levels_percent"),
        ("tax", {"month": "1399-05", "taxable": 1}, "tax.monthly_exemption"),
        ("tax", {"month": "1401-05", "taxable": 56_000_001}, "tax.salary_ladder"),
        ("insurance", {"month": "1389-05", "insurable": 5}, "wage.daily_minimum"),
        ("unemployment", {"average_insured_monthly": 5, "on": "1389-05-01"}, "unemployment.rate"),
        ("bonus", {"year": 1389, "daily": "minimum"}, "wage.daily_minimum"),
        ("bonus", {"year": 1389, "daily": 5}, "wage.daily_minimum"),
        ("leave", {"from": "1388-01-01", "to": "1388-12-29", "daily": 5}, "leave.annual_days"),
        ("severance", {"daily": 5, "from": "1388-01-01", "to": "1388-12-29"}, "severance.days_per_year"),
        ("back-pay", {"dismissed_on": "1388-01-01", "reinstated_on": "1388-12-29"}, "wage.daily_minimum"),
        ("gross-up", {"month": "1401-05", "net": 200_000_000}, "tax.salary_ladder"),
    ],
)
def test_where_no_total_can_be_given_the_call_is_refused_naming_key_and_day(name, facts, key):
    no = refused(name, **facts)
    assert (no.code, no.status, no.details["key"]) == ("LAW_SILENT", 409, key)
    assert calendar.parse_jalali(no.details["on"])


def test_nothing_is_carried_over_from_another_year():
    found = sheet("claim", hired_on="1405-12-01", left_on="1406-01-31", claims=["wage_difference"])
    assert found["totals"]["wage_difference"]["1406"] is None
    assert found["totals"]["total_known"] == found["totals"]["wage_difference"]["1405"]


def test_a_silence_is_told_once_a_key_and_year():
    found = sheet("claim", hired_on="1388-01-01", left_on="1390-01-31")
    told = [(one["details"]["key"], one["details"]["on"]) for one in found["warnings"] if one["code"] == "LAW_SILENT"]
    assert told == [("wage.daily_minimum", "1388-01-01"), ("wage.daily_minimum", "1389-01-01")]


# The working itself.


def test_a_working_collects_what_was_found_and_what_was_not():
    working = Working(instruments.current())
    known = working.find("wage.daily_minimum", day("1404-01-01"))
    assert num(known) == 3_463_656
    assert working.find("wage.daily_minimum", day("1389-01-01")) is None
    assert working.line("x", "ایکس", Fraction(5, 2), "5 / 2", known, None) == 3
    assert working.line("y", "ایگرگ", None, "?") is None
    working.say("z", "زد", Fraction(5, 2), "5 / 2")
    assert [(one.amount, one.measure, one.rests_on) for one in working.lines] == [
        (3, None, (known,)),
        (None, None, ()),
        (None, Fraction(5, 2), ()),
    ]
    assert working.lines[2].as_json()["measure"] == 2.5
    assert working.lines[2].as_json()["unit"] == "روز"
    working.warn("A", "الف.")
    working.warn("A", "الف.")
    assert [one.code for one in working.warned.values()] == ["LAW_SILENT", "A"]


def test_a_measure_that_is_unknown_is_null():
    working = Working(instruments.current())
    working.say("z", "زد", None, "?")
    assert working.lines[0].as_json()["measure"] is None


def test_the_unknown_makes_the_whole_unknown():
    assert product(2, None, 3) is None
    assert total(1, None) is None
    assert num(None) is None
    assert (product(2, Fraction(1, 2)), total(1, 2), product(), total()) == (1, 3, 1, 0)
    assert type(product(2, Fraction(1, 2))) is int


@pytest.mark.parametrize("key", ["tax.salary_ladder", "hours.required_monthly"])
def test_a_ladder_or_a_list_is_no_number(key):
    with pytest.raises(TypeError, match="no number"):
        num(instruments.current().value(key, day("1404-01-01")))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        *((None, "?"), (0, "0"), (1_234_567, "1,234,567"), (Fraction(5, 2), "2.5"), (Fraction(1, 3), "0.33"), (Fraction(200, 3), "66.67")),
        (Fraction(999_999, 1000), "1,000"),
    ],
)
def test_a_number_in_the_arithmetic_is_grouped_with_two_places_at_most(number, words):
    assert shown(number) == words


@pytest.mark.parametrize(
    ("amounts", "words"),
    [([5, 5, 5, 0, 7], "5 × 3 + 7"), ([], "0"), ([0, 0], "0"), ([1_000], "1,000"), ([None, 2], "? + 2"), ([1, 2, 1], "1 + 2 + 1")],
)
def test_a_sum_shows_its_parts(amounts, words):
    assert sum_shown(amounts) == words


@pytest.mark.parametrize(
    ("rate", "words"), [(0, "0%"), (Fraction(7, 100), "7%"), (Fraction(9, 40), "22.5%"), (Fraction(104, 1000), "10.4%")]
)
def test_a_rate_is_shown_as_percent(rate, words):
    assert percent(rate) == words


def test_facts_that_were_read_already_are_answered_too():
    calculator = calculators.named("tax")
    from kardad.law import facts

    known = facts.read(calculator.asks, {"month": "1404-05", "taxable": 300_000_000})
    assert calculator.answer(known, instruments.current()).totals == {"tax": 6_000_000}
