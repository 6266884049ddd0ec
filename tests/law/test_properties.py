"""What is true of every sheet: more work is never less pay, parts add up to wholes, nothing is negative, and every line is explained."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kardad.kit.calendar import from_jalali, jalali, month_length, to_jalali
from kardad.kit.refusal import Refusal
from kardad.law import calculators, instruments
from tests.law.engines import SHARES, lives
from tests.law.laws import day
from tests.law.sheets import sheet, totals

pytestmark = pytest.mark.no_django
turns = settings(max_examples=40, derandomize=True, database=None)

FIRST, LAST = day("1390-01-01"), day("1405-12-29")
DAYS = st.dates(FIRST, LAST)
MONTHS = st.tuples(st.integers(1402, 1405), st.integers(1, 12))
WAGES = st.integers(5_600_000, 60_000_000)
WAYS = [name for name in SHARES if name != "gross-up"]


def answered(name, count=60, seed="properties"):
    """Sheets of generated lives."""
    for facts in lives(name, count, seed):
        try:
            yield facts, sheet(name, **facts)
        except Refusal:
            continue


def amounts(found):
    """Every amount of totals, however deep."""
    for one in found.values():
        yield from amounts(one) if isinstance(one, dict) else [one]


@pytest.mark.parametrize("name", SHARES)
def test_every_line_with_an_amount_says_how_or_on_what_it_rests(name):
    for facts, found in answered(name, 10 if name == "gross-up" else 60):
        bare = [line for line in found["lines"] if line["amount"] is not None and not line["how"] and not line["source"]]
        assert bare == [], facts


@pytest.mark.parametrize("name", WAYS)
def test_nothing_that_is_due_is_negative(name):
    for facts, found in answered(name):
        due = {key: one for key, one in found["totals"].items() if key != "net"}
        assert all(one is None or one >= 0 for one in amounts(due)), facts
        if found["bounds"]:
            assert 0 <= found["bounds"]["lower"] <= found["totals"]["total"] <= found["bounds"]["upper"]


@pytest.mark.parametrize("name", SHARES)
def test_an_old_sheet_comes_to_the_same_again_bit_for_bit(name):
    law = instruments.current()
    for facts in lives(name, 8, "again"):
        calculator = calculators.named(name)
        try:
            once = calculator.sheet(facts, law).as_json()
        except Refusal:
            continue
        assert calculator.sheet(facts, law.known_on(law.recorded_on)).as_json() == once
        assert calculator.sheet(facts, instruments.load()).as_json() == once


def test_the_lines_of_a_payslip_add_up_to_its_totals():
    parts = ("base", "seniority", "housing", "grocery", "marriage", "child", "overtime", "night", "friday", "holiday", "shift", "other")
    for facts, found in answered("payslip", 150):
        slip = found["totals"]
        assert slip["gross"] == sum(slip[name] for name in parts), facts
        for name in parts:
            assert slip[name] == sum(line["amount"] for line in found["lines"] if line["code"] == name), (name, facts)
        if slip["tax"] is not None:
            steps = [line["amount"] for line in found["lines"] if line["code"] in ("tax_bracket", "tax_flat")]
            assert slip["tax"] == sum(steps), facts
            assert slip["net"] == slip["gross"] - slip["insurance_employee"] - slip["tax"] - slip["deductions"]
            assert slip["net"] <= slip["gross"]


@pytest.mark.parametrize("name", ["claim", "settlement", "back-pay"])
def test_the_parts_of_a_claim_add_up_to_its_total(name):
    for facts, found in answered(name, 40):
        rest = {key: one for key, one in found["totals"].items() if key not in ("total", "total_known")}
        assert found["totals"]["total"] == sum(amounts(rest)), facts


def test_a_settlement_is_the_claim_summed_up():
    for facts, found in answered("settlement", 25):
        claimed = totals("claim", **{key: one for key, one in facts.items() if key != "end_reason"})
        for name, years in claimed.items():
            assert found["totals"][name] == (sum(years.values()) if isinstance(years, dict) else years)


# More is never less.


@turns
@given(MONTHS, WAGES, st.data())
def test_a_payslip_grows_with_the_days_and_with_the_wage(month, daily, data):
    name = f"{month[0]}-{month[1]:02}"
    days = data.draw(st.integers(1, month_length(*month)))
    slip = totals("payslip", month=name, days=days, daily=daily)
    fewer = totals("payslip", month=name, days=days - 1, daily=daily)
    higher = totals("payslip", month=name, days=days, daily=daily + data.draw(st.integers(1, 10**7)))
    for total in ("base", "gross", "insurance_base", "taxable", "tax", "net"):
        assert fewer[total] <= slip[total] <= higher[total], total
    assert fewer["net"] < slip["net"] < higher["net"]


@turns
@given(DAYS, st.integers(1, 3_000), st.integers(1, 400))
def test_a_claim_grows_with_the_days_of_service(hired, served, more):
    left = min(hired + timedelta(days=served), LAST)
    later = min(left + timedelta(days=more), LAST)
    claims = ["wage_difference", "severance", "leave"]
    short, long = (totals("claim", hired_on=jalali(hired), left_on=jalali(end), claims=claims) for end in (left, later))
    # On 1 Tir 1399 seniority fell as the minimum rose: the pay of a day never did.
    assert short["total"] <= long["total"]


@turns
@given(DAYS, st.integers(0, 2_500), st.integers(1, 10**8), st.integers(1, 10**8))
def test_what_was_paid_comes_off_what_is_owed(hired, served, paid, more):
    facts = {"hired_on": jalali(hired), "left_on": jalali(min(hired + timedelta(days=served), LAST)), "claims": ["wage_difference"]}
    owed, less, nothing = (
        totals("claim", **facts, paid=[{"from": facts["hired_on"], "to": facts["left_on"], "monthly": amount}])["total"]
        for amount in (paid, paid + more, 10**10)
    )
    assert nothing == 0 <= less <= owed <= totals("claim", **facts)["total"]


@turns
@given(st.integers(1390, 1405), st.integers(1, 366), WAGES)
def test_a_bonus_lies_between_its_floor_and_its_cap(year, days, daily):
    days = min(days, 365)
    found = totals("bonus", year=year, daily=daily, days_worked=days)
    assert found["floor"] <= found["bonus"] <= found["cap"]
    assert totals("bonus", year=year, daily=daily, days_worked=days - 1)["bonus"] < found["bonus"]
    assert totals("bonus", year=year, daily=1, days_worked=days)["bonus"] == found["floor"]


@turns
@given(st.integers(0, 2 * 10**9), st.integers(0, 10**9), MONTHS)
def test_tax_grows_with_pay_and_never_takes_all_of_a_rise(taxable, more, month):
    name = f"{month[0]}-{month[1]:02}"
    low, high = (totals("tax", month=name, taxable=amount)["tax"] for amount in (taxable, taxable + more))
    # Every bracket is rounded on its own.
    assert 0 <= high - low <= more * 3 // 10 + 5


@turns
@given(MONTHS, st.integers(0, 3 * 10**9))
def test_insurance_stops_at_the_ceiling(month, insurable):
    found = totals("insurance", month=f"{month[0]}-{month[1]:02}", insurable=insurable)
    assert found["base"] == min(insurable, found["ceiling"])
    assert found["employee"] <= found["employer"] + 1


@turns
@given(st.integers(10**6, 10**9), st.integers(0, 8), DAYS)
def test_a_benefit_never_falls_under_the_minimum_nor_over_its_cap(average, dependants, on):
    found = totals("unemployment", average_insured_monthly=average, dependants=dependants, on=jalali(on))
    assert found["floor"] <= found["benefit"] <= max(found["floor"], found["cap"])


# Parts add up.


@turns
@given(DAYS, st.integers(0, 2_000), st.integers(1, 2_000), st.integers(10**6, 10**8))
def test_severance_of_two_parts_of_a_service_is_that_of_the_whole(start, first, second, daily):
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    one = totals("severance", daily=daily, from_=jalali(start), to=jalali(middle))["severance"]
    other = totals("severance", daily=daily, from_=jalali(middle + timedelta(days=1)), to=jalali(end))["severance"]
    whole = totals("severance", daily=daily, from_=jalali(start), to=jalali(end))["severance"]
    assert abs(one + other - whole) <= 1
    assert whole == totals("severance", daily=daily, service_days=first + second + 1)["severance"]


@turns
@given(MONTHS, st.integers(0, 10**8), st.integers(0, 10**8))
def test_insurance_of_two_parts_of_a_pay_under_the_ceiling_is_that_of_the_whole(month, first, second):
    name = f"{month[0]}-{month[1]:02}"
    one, other, whole = (totals("insurance", month=name, insurable=amount) for amount in (first, second, first + second))
    for share in ("base", "employee", "employer", "unemployment"):
        assert abs(one[share] + other[share] - whole[share]) <= 1


@turns
@given(DAYS, st.integers(1, 1_500), st.integers(1, 1_500))
def test_the_wage_of_two_stretches_is_that_of_the_whole(start, first, second):
    # Dismissed twice in a row, at the minimum and with no seniority before: days add up to a rial a month and half.
    middle, end = start + timedelta(days=first), min(start + timedelta(days=first + second), LAST)
    if end <= middle or jalali(middle)[8:] != "01":
        middle = from_jalali(*to_jalali(middle)[:2], 1)
        if not start < middle < end:
            return
    facts = {"hired_on": jalali(start), "bonus": False}
    parts = [
        totals("back-pay", dismissed_on=jalali(a), reinstated_on=jalali(b), **facts)["total"]
        for a, b in ((start, middle), (middle, end), (start, end))
    ]
    assert parts[0] + parts[1] == parts[2]


@turns
@given(DAYS, st.integers(0, 3_000), st.integers(1, 400))
def test_leave_grows_by_day_and_by_month(start, served, more):
    for proration in ("days", "months"):
        facts = {"from": jalali(start), "terminating": True, "policies": {"leave_proration": proration}}
        short, long = (
            totals("leave", **facts, to=jalali(start + timedelta(days=count)))["entitled_days"] for count in (served, served + more)
        )
        # A whole month earns 2.17 days, its days by themselves up to 2.21.
        assert short <= long + (0 if proration == "days" else 0.05)


# The net, found backwards.


@settings(max_examples=12, derandomize=True, database=None)
@given(MONTHS, st.integers(180_000_000, 1_800_000_000), st.integers(0, 3))
def test_the_payslip_of_a_gross_that_was_found_leaves_just_the_net(month, net, children):
    facts = {"month": f"{month[0]}-{month[1]:02}", "children": children}
    found = totals("gross-up", **facts, net=net)
    again = totals("payslip", **facts, daily=found["daily"])
    assert (again["net"], again["gross"]) == (net, found["gross"])
