"""The payslip: each earning, each share and each reading by itself, what is told badly, and what a person puts in its place."""

import pytest

from tests.law.sheets import line, lines, refused, sheet, totals, warned

pytestmark = pytest.mark.no_django

MONTH = {"month": "1404-07"}
MINIMUM = 3_463_656
DAILY = 7_330_000  # a million an hour


def test_what_is_not_told_is_taken_at_the_legal_minimum():
    found = totals("payslip", **MONTH)
    assert (found["base"], found["housing"], found["grocery"], found["marriage"]) == (30 * MINIMUM, 9_000_000, 22_000_000, 0)
    assert (found["gross"], found["insurance_employee"], found["net"]) == (134_909_680, 9_443_678, 125_466_002)


def test_a_part_of_a_month_has_its_part_of_the_allowances():
    found = sheet("payslip", **MONTH, days=10, married=True, children=2)
    assert [found["totals"][name] for name in ("base", "housing", "grocery", "marriage", "child")] == [
        10 * MINIMUM,
        3_000_000,
        7_333_333,
        1_666_667,
        2 * MINIMUM,
    ]
    assert line(found, "housing")["how"] == "9,000,000 × 10/30"
    assert totals("payslip", **MONTH, days=0)["net"] == 0


def test_a_wage_under_the_minimum_is_computed_and_said_to_be_unlawful():
    found = sheet("payslip", **MONTH, daily=MINIMUM - 1)
    assert found["totals"]["base"] == 30 * (MINIMUM - 1)
    assert warned(found) == ["UNDER_MINIMUM"]
    assert "۳٬۴۶۳٬۶۵۶" in found["warnings"][0]["message"]


def test_seniority_is_what_is_given_else_the_chain_else_the_years_base_after_twelve_months():
    def seniority(**facts):
        return totals("payslip", **MONTH, **facts)["seniority"]

    assert seniority(seniority_daily="186400.5", hired_on="1400-01-01") == 5_592_015
    assert seniority(hired_on="1402-01-01") == 30 * 186_400
    assert seniority(hired_on="1404-07-10") == 0
    assert seniority(service_months=12) == 30 * 94_000
    assert seniority(service_months="11.9") == seniority() == 0
    assert refused("payslip", **MONTH, hired_on="1404-08-01").field == "hired_on"


def test_seniority_that_reaches_behind_the_law_is_null_and_told():
    found = sheet("payslip", **MONTH, hired_on="1380-01-01")
    assert found["totals"]["seniority"] is found["totals"]["gross"] is None
    assert found["totals"]["base"] == 30 * MINIMUM
    assert warned(found) == ["LAW_SILENT"]
    # Its hour is not known either.
    assert sheet("payslip", **MONTH, hired_on="1380-01-01", overtime_hours=5)["totals"]["overtime"] is None
    assert totals("payslip", **MONTH, hired_on="1380-01-01", overtime_hours=5, policies={"hour_basis": "base"})["overtime"] > 0


def test_children_are_due_after_720_days_of_insurance():
    assert totals("payslip", **MONTH, children=2)["child"] == 6 * MINIMUM
    found = sheet("payslip", **MONTH, children=2, insured_720_days=False)
    assert (found["totals"]["child"], warned(found)) == (0, ["CHILD_NOT_DUE"])
    assert "۷۲۰" in found["warnings"][0]["message"]


def test_children_are_not_insured_and_taxed_or_not_as_is_read():
    with_child, alone = (totals("payslip", **MONTH, daily=10_000_000, **more) for more in ({"children": 3}, {}))
    assert with_child["insurance_base"] == alone["insurance_base"]
    assert with_child["taxable"] - alone["taxable"] == with_child["child"]
    untaxed = totals("payslip", **MONTH, daily=10_000_000, children=3, policies={"child_taxable": False})
    assert untaxed["taxable"] == alone["taxable"]


@pytest.mark.parametrize(
    ("facts", "code", "inside", "extra"),
    [
        ({"overtime_hours": 10}, "overtime", 14_000_000, 14_000_000),
        ({"night_hours": 10}, "night", 3_500_000, 13_500_000),
        ({"friday_hours": 10}, "friday", 4_000_000, 14_000_000),
        ({"holiday_hours": 10}, "holiday", 4_000_000, 14_000_000),
    ],
)
def test_hours_are_paid_by_their_premium_or_with_their_hour(facts, code, inside, extra):
    assert totals("payslip", **MONTH, daily=DAILY, **facts)[code] == inside
    assert totals("payslip", **MONTH, daily=DAILY, **facts, policies={"premium_hours": "extra"})[code] == extra


def test_an_hour_is_made_of_base_seniority_and_continuous_benefits_as_is_read():
    facts = {
        "daily": DAILY,
        "seniority_daily": 733_000,
        "overtime_hours": 10,
        "other_benefits": [{"title": "سرپرستی", "amount": 30 * 73_300, "continuous": True}, {"title": "پاداش", "amount": 9}],
    }
    found = {
        basis: totals("payslip", **MONTH, **facts, policies={"hour_basis": basis})["overtime"]
        for basis in ("base+seniority+fixed", "base+seniority", "base")
    }
    assert found == {"base+seniority+fixed": 15_540_000, "base+seniority": 15_400_000, "base": 14_000_000}


@pytest.mark.parametrize(("shift", "premium"), [(0, 0), (10, 21_990_000), (15, 32_985_000), ("22.5", 49_477_500)])
def test_shift_work_has_its_premium_of_the_base(shift, premium):
    assert totals("payslip", **MONTH, daily=DAILY, shift=shift)["shift"] == premium


def test_one_on_a_shift_premium_has_no_night_premium_and_is_told_so():
    found = sheet("payslip", **MONTH, daily=DAILY, shift=10, night_hours=20)
    assert (found["totals"]["night"], warned(found)) == (0, ["NIGHT_IN_SHIFT"])


def test_benefits_are_insured_and_taxed_as_they_say():
    benefits = [
        {"amount": 1_000_000},
        {"amount": 2_000_000, "insurable": False},
        {"amount": 4_000_000, "taxable": False},
    ]
    plain, more = (
        totals("payslip", **MONTH, daily=10_000_000, other_benefits=rows, policies={"tax_insurance_deduction": "none"})
        for rows in ([], benefits)
    )
    assert more["other"] == 7_000_000
    assert more["insurance_base"] - plain["insurance_base"] == 5_000_000
    assert more["taxable"] - plain["taxable"] == 3_000_000


def test_insurance_stops_at_seven_minimum_wages_a_day():
    found = totals("payslip", **MONTH, days=20, daily=100_000_000)
    assert found["insurance_base"] == 20 * 7 * MINIMUM
    hard = totals("payslip", **MONTH, days=20, daily=100_000_000, hard_work=True)
    assert hard["insurance_employer"] - found["insurance_employer"] == round(0.04 * found["insurance_base"])


@pytest.mark.parametrize(("reading", "part"), [("two_sevenths", 6_620_000), ("full_seven_percent", 23_170_000), ("none", 0)])
def test_a_part_of_the_premium_comes_off_before_tax(reading, part):
    found = totals("payslip", **MONTH, daily=10_000_000, policies={"tax_insurance_deduction": reading})
    assert found["insurance_employee"] == 23_170_000
    assert found["taxable"] == 331_000_000 - part


def test_under_the_exemption_the_flat_group_of_1404_is_not_taxed_either():
    assert totals("payslip", **MONTH, policies={"tax_1404_flat_group": True})["tax"] == 0
    # In another year the reading says nothing.
    assert sheet("payslip", month="1403-07", policies={"tax_1404_flat_group": True})["policies"] == {
        "tax_insurance_deduction": "two_sevenths"
    }


def test_the_flat_group_of_1404_shares_the_exemption():
    found = sheet("payslip", **MONTH, daily=10_000_000, married=True, policies={"tax_1404_flat_group": True})
    assert len(lines(found, "tax_flat")) == 1
    assert found["totals"]["tax"] == line(found, "tax_flat")["amount"] + sum(one["amount"] for one in lines(found, "tax_bracket"))
    # Without base pay all of it is in the group; without allowances none.
    only_other = {"daily": 1, "overrides": {"base": 0, "housing": 0, "grocery": 0}, "other_benefits": [{"amount": 400_000_000}]}
    assert len(lines(sheet("payslip", **MONTH, **only_other, policies={"tax_1404_flat_group": True}), "tax_flat")) == 1
    bare = {"daily": 20_000_000, "overrides": {"housing": 0, "grocery": 0}}
    assert lines(sheet("payslip", **MONTH, **bare, policies={"tax_1404_flat_group": True}), "tax_flat") == []


def test_deductions_come_off_last_and_a_negative_net_is_told():
    found = sheet("payslip", **MONTH, deductions=[{"title": "وام", "amount": 5_000_000}, {"amount": 1_000}])
    assert (found["totals"]["deductions"], found["totals"]["net"]) == (5_001_000, 125_466_002 - 5_001_000)
    assert [(one["title"], one["amount"]) for one in lines(found, "deduction")] == [("وام", 5_000_000), ("کسورات", 1_000)]
    below = sheet("payslip", **MONTH, deductions=[{"amount": 200_000_000}])
    assert (below["totals"]["net"], warned(below)) == (125_466_002 - 200_000_000, ["NEGATIVE_NET"])


# What a person writes in place of a figure.


def test_a_written_allowance_is_that_of_a_month_and_keeps_what_it_replaced():
    found = sheet("payslip", **MONTH, days=15, overrides={"housing": 10_000_000})
    written = line(found, "housing")
    assert (written["amount"], written["overridden"], written["instead_of"], written["source"]) == (5_000_000, True, 4_500_000, None)
    assert found["totals"]["housing"] == 5_000_000
    assert found["totals"]["gross"] == 15 * MINIMUM + 5_000_000 + 11_000_000


def test_a_marriage_allowance_is_paid_to_one_who_writes_it():
    assert totals("payslip", **MONTH, overrides={"marriage": 6_000_000})["marriage"] == 6_000_000
    assert totals("payslip", month="1400-07", married=True)["marriage"] == 0


def test_a_child_allowance_that_is_written_is_that_of_each_child():
    found = sheet("payslip", **MONTH, children=2, overrides={"child": 5_000_000})
    assert found["totals"]["child"] == 10_000_000
    assert line(found, "child")["instead_of"] == 2 * 3 * MINIMUM


@pytest.mark.parametrize("code", ["base", "seniority", "overtime", "shift", "night"])
def test_any_other_earning_that_is_written_stands_as_it_is(code):
    found = sheet("payslip", **MONTH, overrides={code: 1_234_567}, overtime_hours=3)
    assert found["totals"][code] == line(found, code)["amount"] == 1_234_567
    assert line(found, code)["overridden"] is True
    if code == "overtime":
        assert line(found, code)["instead_of"] > 0


def test_thirty_day_months_stretch_only_a_whole_month():
    thirty = {"policies": {"month_rule": "thirty"}}
    assert totals("payslip", month="1404-06", **thirty)["base"] == 30 * MINIMUM
    assert totals("payslip", month="1404-06", days=30, **thirty)["base"] == 30 * MINIMUM
    assert totals("payslip", month="1404-06", days=29, **thirty)["base"] == 29 * MINIMUM
    assert line(sheet("payslip", month="1404-12", **thirty), "base")["how"] == "(3,463,656 × 29) × 30/29"


@pytest.mark.parametrize(
    ("facts", "field", "code"),
    [
        ({"month": None}, "month", "MISSING_FACT"),
        ({"month": "1404-13"}, "month", "BAD_DATE"),
        ({"days": 31}, "days", "BAD_FACT"),
        ({"days": "12.5"}, "days", "BAD_FACT"),
        ({"days": -1}, "days", "BAD_FACT"),
        ({"hired_on": "1404-07-30", "days": 2}, "days", "BAD_FACT"),
        ({"daily": -1}, "daily", "BAD_FACT"),
        ({"daily": 10**16}, "daily", "BAD_FACT"),
        ({"daily": True}, "daily", "BAD_FACT"),
        ({"daily": float("nan")}, "daily", "BAD_FACT"),
        ({"children": 31}, "children", "BAD_FACT"),
        ({"children": 1.5}, "children", "BAD_FACT"),
        ({"married": "شاید"}, "married", "BAD_FACT"),
        ({"shift": 12}, "shift", "BAD_FACT"),
        ({"overtime_hours": 10_001}, "overtime_hours", "BAD_FACT"),
        ({"overrides": {"tax": 0}}, "overrides.tax", "UNKNOWN_FACT"),
        ({"other_benefits": [{"title": "x"}]}, "other_benefits.0.amount", "MISSING_FACT"),
        ({"other_benefits": [{"amount": "=1+1"}]}, "other_benefits.0.amount", "BAD_AMOUNT"),
        ({"other_benefits": [{"amount": 1}] * 51}, "other_benefits", "BAD_FACT"),
        ({"deductions": [{"amount": -1}]}, "deductions.0.amount", "BAD_FACT"),
    ],
)
def test_what_cannot_be_is_refused_and_named(facts, field, code):
    no = refused("payslip", **{**MONTH, **facts})
    assert (no.field, no.code) == (field, code)


@pytest.mark.parametrize(("hours", "told"), [(124, []), ("124.5", ["OVERTIME_OVER_LAW"]), (800, ["OVERTIME_OVER_LAW"])])
def test_overtime_beyond_four_hours_a_paid_day_is_computed_and_told(hours, told):
    found = sheet("payslip", month="1404-05", overtime_hours=hours)
    assert [one["code"] for one in found["warnings"]] == told
    assert found["totals"]["overtime"] > 0
