"""Readings of the law are chosen by name; the first of each is the default; a sheet prints those it used, and no others."""

import pytest

from kardad.law import calculators, policies
from kardad.law.instruments import Silent
from kardad.law.kinds import BadFact
from tests.law.engines import SHARES, lives
from tests.law.sheets import refused, sheet

pytestmark = pytest.mark.no_django

# Design/interfaces.md 3, the default first.
PROMISED = {
    "hour_divisor": ["7.33", "22/3"],
    "hour_basis": ["base+seniority+fixed", "base+seniority", "base"],
    "premium_hours": ["inside", "extra"],
    "tax_insurance_deduction": ["two_sevenths", "full_seven_percent", "none"],
    "child_taxable": [True, False],
    "tax_1404_flat_group": [False, True],
    "year_days": ["actual", "365"],
    "leave_proration": ["days", "months"],
    "leave_price": ["base+seniority", "all"],
    "severance_base": ["base+seniority", "all"],
    "month_rule": ["real_days", "thirty"],
}


@pytest.mark.parametrize(("name", "choices"), PROMISED.items())
def test_the_promised_readings_are_there_with_their_default_first(name, choices):
    known = policies.known()[name]
    assert [choice for choice, _ in known.choices] == choices
    assert known.default == choices[0]


@pytest.mark.parametrize("one", policies.known().values(), ids=lambda one: one.name)
def test_every_policy_says_what_it_decides_and_on_what_ground(one):
    assert one.title.endswith("؟")
    assert len(one.basis) > 20
    assert len(one.choices) > 1
    for reading, words in one.choices:
        assert one.words(reading) == words
        assert one.read(reading) == one.read(str(reading).upper()) == reading


def test_every_policy_matters_to_some_calculator():
    assert {name for one in calculators.every() for name in one.readings} == set(policies.known())


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"hour_divisor": "8"}, "BAD_FACT", "policies.hour_divisor"),
        ({"child_taxable": "perhaps"}, "BAD_FACT", "policies.child_taxable"),
        ({"year_days": 366}, "BAD_FACT", "policies.year_days"),
        ({"hour_divisors": "7.33"}, "UNKNOWN_POLICY", "policies.hour_divisors"),
        ([], "BAD_FACT", "policies"),
        ("7.33", "BAD_FACT", "policies"),
    ],
)
def test_what_is_no_reading_is_refused(given, code, field):
    no = refused("payslip", month="1404-05", policies=given)
    assert (no.code, no.field) == (code, field)


def test_a_refused_reading_tells_those_there_are():
    with pytest.raises(BadFact) as caught:
        policies.read({"child_taxable": "x"})
    assert caught.value.text.endswith("true، false")


@pytest.mark.parametrize("given", [None, {}, {"hour_divisor": None}])
def test_without_a_choice_nothing_is_chosen(given):
    assert policies.read(given) == {}


def test_readings_are_read_as_json_gives_them():
    given = {"child_taxable": False, "tax_1404_flat_group": "TRUE", "year_days": 365, "hour_divisor": 7.33}
    assert policies.read(given) == {"child_taxable": False, "tax_1404_flat_group": True, "year_days": "365", "hour_divisor": "7.33"}


@pytest.mark.parametrize("name", SHARES)
def test_a_sheet_prints_the_readings_it_used_and_a_calculator_names_them_beforehand(name):
    named = set(calculators.named(name).readings)
    for facts in lives(name, 6 if name == "gross-up" else 40, "readings"):
        try:
            used = sheet(name, **facts)["policies"]
        except Silent:
            continue
        assert set(used) <= named, facts
        for one, reading in used.items():
            assert reading == facts.get("policies", {}).get(one, policies.known()[one].default)


@pytest.mark.parametrize(
    ("facts", "used"),
    [
        ({}, {"tax_insurance_deduction"}),
        ({"overtime_hours": 1}, {"tax_insurance_deduction", "hour_divisor", "hour_basis"}),
        ({"children": 1}, {"tax_insurance_deduction", "child_taxable"}),
        ({"night_hours": 1}, {"tax_insurance_deduction", "hour_divisor", "hour_basis", "premium_hours"}),
    ],
)
def test_a_reading_that_decided_nothing_is_not_printed(facts, used):
    assert set(sheet("payslip", month="1403-07", **facts)["policies"]) == used


def test_a_chosen_reading_changes_the_sheet_and_is_printed_on_it():
    usual, chosen = (sheet("payslip", month="1404-07", overtime_hours=10, **more) for more in ({}, {"policies": {"hour_divisor": "22/3"}}))
    assert usual["policies"]["hour_divisor"] == "7.33"
    assert chosen["policies"]["hour_divisor"] == "22/3"
    assert usual["totals"]["overtime"] > chosen["totals"]["overtime"]
