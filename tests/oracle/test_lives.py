"""The generator of lives gives plausible inputs only, and the oracle answers every one of them."""

import json

import pytest
from hypothesis import given, settings

from tests.oracle import CALCULATORS, payslip, severance
from tests.oracle.lives import LIVES, lives, strategy
from tests.oracle.plain import day_of

pytestmark = pytest.mark.no_django


def test_there_are_lives_for_every_calculator():
    assert set(LIVES) == set(CALCULATORS)


def test_the_same_seed_gives_the_same_lives_and_another_gives_others():
    assert list(lives(60, 7)) == list(lives(60, 7))
    assert list(lives(60, 7)) != list(lives(60, 8))


def test_lives_are_json_as_it_is_sent():
    written = [inputs for _, inputs in lives(200, 3)]
    assert json.loads(json.dumps(written)) == written


@pytest.mark.parametrize("name", [name for name in LIVES if name != "gross-up"])
def test_the_oracle_answers_every_life(name):
    for _, inputs in lives(40, 11, names=(name,)):
        totals = CALCULATORS[name](inputs)["totals"]
        assert totals
        assert all(amount is None or amount >= 0 for total, amount in totals.items() if total != "net"), inputs


def test_a_gross_found_for_a_life_gives_its_net():
    for _, inputs in lives(8, 5, names=("gross-up",)):
        gross = CALCULATORS["gross-up"](inputs)["totals"]["gross"]
        rest = payslip(inputs)["totals"]
        daily = gross - rest["gross"] + rest["base"]
        length = len([1 for day in range(1, 32) if day_exists(f"{inputs['month']}-{day:02}")])
        assert payslip({**inputs, "daily": f"{daily}/{length}"})["totals"]["net"] == inputs["net"]


def day_exists(text):
    try:
        day_of(text)
    except ValueError:
        return False
    return True


def test_pay_periods_of_a_life_do_not_overlap():
    for _, inputs in lives(60, 2, names=("claim",)):
        days = [day_of(period[end]) for period in inputs["paid"] for end in ("from", "to")]
        assert days == sorted(days)
        assert all(day_of(inputs["hired_on"]) <= day <= day_of(inputs["left_on"]) for day in days)


def test_lives_meet_the_days_on_which_engines_are_wrong():
    days = {
        value[5:] for _, inputs in lives(1500, 1) for key, value in inputs.items() if key in ("from", "to", "on", "hired_on", "left_on")
    }
    assert {"12-30", "12-29", "01-01", "04-01", "06-31"} <= days


@settings(max_examples=60)
@given(strategy("payslip"))
def test_a_payslip_adds_up(inputs):
    totals = payslip(inputs)["totals"]
    parts = ("base", "seniority", "housing", "grocery", "marriage", "child", "overtime", "night", "friday", "holiday", "shift", "other")
    assert totals["gross"] == sum(totals[part] for part in parts)
    if totals["net"] is not None:
        assert totals["net"] == totals["gross"] - totals["insurance_employee"] - totals["tax"] - totals["deductions"]


@settings(max_examples=40)
@given(strategy("severance"))
def test_a_higher_wage_never_lowers_the_severance(inputs):
    key = "daily" if "daily" in inputs else "monthly"
    assert severance({**inputs, key: 10**12})["totals"]["severance"] >= severance(inputs)["totals"]["severance"]
