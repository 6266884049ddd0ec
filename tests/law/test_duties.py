"""Salary tax, insurance and unemployment benefit: step by step, at their edges, with all that cannot be."""

import pytest

from tests.law.sheets import line, lines, refused, sheet, totals, warned

pytestmark = pytest.mark.no_django

# Payroll.md 1.5: year, the end of each step, and the tax when pay stands just there.
STEPS = [
    (1402, [100, 140, 230, 340], [0, 4, 17.5, 39.5]),
    (1403, [120, 165, 270, 400], [0, 4.5, 20.25, 46.25]),
    (1404, [240, 300, 380, 500], [0, 6, 18, 42]),
    (1405, [400, 800, 1_000, 1_200, 1_400], [0, 40, 70, 110, 160]),
]
MILLION = 1_000_000


@pytest.mark.parametrize(("year", "ends", "taxes"), STEPS)
def test_tax_climbs_from_step_to_step(year, ends, taxes):
    for end, tax in zip(ends, taxes, strict=True):
        assert totals("tax", month=f"{year}-01", taxable=end * MILLION) == {"tax": int(tax * MILLION)}


@pytest.mark.parametrize(
    ("month", "taxable", "tax"),
    [("1404-05", 666_666_667, 83_666_667), ("1404-05", 766_666_667, 113_666_667), ("1402-05", 440_000_000, 69_500_000)],
)
def test_the_last_step_has_no_end(month, taxable, tax):
    assert totals("tax", month=month, taxable=taxable) == {"tax": tax}


def test_each_step_is_a_line_with_its_arithmetic_and_source():
    found = sheet("tax", month="1404-05", taxable=320_000_000)
    steps = lines(found, "tax_bracket")
    assert [(one["how"], one["amount"]) for one in steps] == [
        ("(300,000,000 − 240,000,000) × 10%", 6_000_000),
        ("(320,000,000 − 300,000,000) × 15%", 3_000_000),
    ]
    assert {one["source"]["key"] for one in steps} == {"tax.salary_ladder"}


def test_up_to_the_exemption_there_is_no_tax_and_one_rial_above_is_a_tenth_of_a_rial():
    assert line(sheet("tax", month="1404-05", taxable=240_000_000), "tax_exempt")["how"] == "240,000,000 ≤ 240,000,000"
    assert [totals("tax", month="1404-05", taxable=240_000_000 + more)["tax"] for more in (1, 4, 5, 10)] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"taxable": -1}, "taxable"), ({"taxable": "x"}, "taxable"), ({"taxable": 10**16}, "taxable"), ({"month": "1404"}, "month")],
)
def test_a_tax_that_cannot_be_is_refused(facts, field):
    assert refused("tax", **{"month": "1404-05", "taxable": 5, **facts}).field == field


# Insurance.


def test_the_shares_are_seven_twenty_and_three_per_cent():
    found = sheet("insurance", month="1404-07", insurable=100_000_000)
    assert found["totals"] == {
        "ceiling": 727_367_760,
        "base": 100_000_000,
        "employee": 7_000_000,
        "employer": 20_000_000,
        "unemployment": 3_000_000,
    }
    assert warned(found) == []


def test_what_passes_the_ceiling_of_the_days_is_not_insured_and_told():
    found = sheet("insurance", month="1404-07", days=10, insurable=300_000_000)
    assert (found["totals"]["ceiling"], found["totals"]["base"]) == (242_455_920, 242_455_920)
    assert warned(found) == ["OVER_CEILING"]
    assert totals("insurance", month="1404-07", days=0, insurable=5)["base"] == 0


def test_hard_work_costs_the_employer_four_per_cent_more():
    assert totals("insurance", month="1404-07", insurable=100_000_000, hard_work=True)["employer"] == 24_000_000


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"days": 31}, "days"), ({"days": 1.5}, "days"), ({"insurable": -5}, "insurable"), ({"insurable": None}, "insurable")],
)
def test_an_insurance_that_cannot_be_is_refused(facts, field):
    assert refused("insurance", **{"month": "1404-07", "insurable": 5, **facts}).field == field


# Unemployment.

AVERAGE = {"on": "1404-07-01", "average_insured_monthly": 400_000_000}
MONTHLY = 103_909_680


def test_a_benefit_is_a_share_of_the_average_and_more_for_each_dependant():
    assert totals("unemployment", **AVERAGE) == {"benefit": 220_000_000, "floor": MONTHLY, "cap": 320_000_000}
    assert totals("unemployment", **AVERAGE, dependants=2)["benefit"] == 220_000_000 + 2 * 10_390_968


def test_four_dependants_are_counted_and_the_fifth_is_told():
    four, five = (sheet("unemployment", **AVERAGE, dependants=count) for count in (4, 5))
    assert four["totals"] == five["totals"]
    assert (warned(four), warned(five)) == ([], ["DEPENDANTS_CAPPED"])


@pytest.mark.parametrize(("average", "benefit"), [(0, MONTHLY), (MONTHLY, MONTHLY), (150_000_000, 120_000_000), (140_000_000, 112_000_000)])
def test_a_benefit_stands_between_the_minimum_wage_and_its_cap(average, benefit):
    assert totals("unemployment", on="1404-07-01", average_insured_monthly=average, dependants=4)["benefit"] == benefit


@pytest.mark.parametrize("facts", [{"dependants": 31}, {"dependants": -1}, {"average_insured_monthly": "many"}, {"on": "1404-07-31"}])
def test_a_benefit_that_cannot_be_is_refused(facts):
    assert refused("unemployment", **{**AVERAGE, **facts}).field == next(iter(facts))
