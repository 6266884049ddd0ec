"""The days on which calculators are wrong: ends of months and years, leap days, 1 Tir 1399, whole years of service to the day."""

from fractions import Fraction

import pytest

from kardad.kit.money import whole_rials
from tests.law.sheets import line, lines, sheet, totals, warned

pytestmark = pytest.mark.no_django

DAILY = 10_000_000


@pytest.mark.parametrize(
    ("month", "length"),
    [
        ("1404-06", 31),
        ("1404-07", 30),
        ("1403-12", 30),
        ("1404-12", 29),
        ("1399-12", 30),
        ("1400-12", 29),
        ("1395-12", 30),
        ("1391-12", 30),
    ],
)
def test_a_month_is_paid_for_its_real_days_and_allowances_for_at_most_thirty(month, length):
    slip = totals("payslip", month=month, daily=DAILY)
    floor = totals("wage-floor", on=f"{month}-01")
    assert slip["base"] == DAILY * length
    assert slip["housing"] == whole_rials(Fraction(floor["housing"] * min(length, 30), 30))
    assert totals("payslip", month=month, daily=DAILY, policies={"month_rule": "thirty"})["base"] == DAILY * 30


@pytest.mark.parametrize(("last", "first", "year"), [("1403-12-30", "1404-01-01", 1404), ("1404-12-29", "1405-01-01", 1405)])
def test_the_law_changes_between_the_last_day_of_esfand_and_1_farvardin(last, first, year):
    before, after = totals("wage-floor", on=last), totals("wage-floor", on=first)
    assert before["daily"] < after["daily"]
    assert after == totals("wage-floor", on=f"{year}-12-29")


def test_1_tir_1399_changes_wage_housing_and_seniority_but_not_grocery():
    spring, summer = totals("wage-floor", on="1399-03-31"), totals("wage-floor", on="1399-04-01")
    assert (spring["daily"], summer["daily"]) == (611_809, 636_809)
    assert (spring["housing"], summer["housing"]) == (1_000_000, 3_000_000)
    assert (spring["seniority_daily"], summer["seniority_daily"]) == (58_333, 33_333)
    assert spring["grocery"] == summer["grocery"] == 4_000_000
    # The day's pay of one with seniority did not fall.
    worker = {"hired_on": "1395-01-01"}
    pay = [totals("seniority", **worker, on=on)["daily"] + floor["daily"] for on, floor in (("1399-03-31", spring), ("1399-04-01", summer))]
    assert pay[0] == pay[1]


def test_an_anniversary_inside_a_month_splits_its_seniority_by_day():
    slip = sheet("payslip", month="1404-05", hired_on="1403-05-21")
    assert line(slip, "seniority")["how"] == "0 × 20 + 94,000 × 11"
    assert slip["totals"]["seniority"] == 94_000 * 11


@pytest.mark.parametrize(
    ("on", "daily"),
    [("1404-05-20", 0), ("1404-05-21", 94_000), ("1404-12-29", 94_000), ("1405-01-01", 136_300), ("1405-05-21", 302_967)],
)
def test_seniority_begins_on_the_anniversary_and_is_raised_at_the_new_year(on, daily):
    assert totals("seniority", hired_on="1403-05-21", on=on)["daily"] == daily


def test_one_hired_on_a_leap_day_has_his_anniversary_on_29_esfand():
    assert totals("seniority", hired_on="1399-12-30", on="1400-12-28")["daily"] == 0
    assert totals("seniority", hired_on="1399-12-30", on="1400-12-29")["daily"] == 46_666
    # In the next leap year it falls on the leap day again.
    steps = lines(sheet("seniority", hired_on="1399-12-30", on="1403-12-30"), "added")
    assert [one["part"] for one in steps] == ["1400-12-29", "1401-12-29", "1402-12-29", "1403-12-30"]


@pytest.mark.parametrize(("last", "years"), [("1404-12-28", 364), ("1404-12-29", 365)])
def test_exactly_one_year_of_service_is_a_year(last, years):
    found = sheet("severance", daily=DAILY, from_="1404-01-01", to=last)
    assert found["totals"]["severance"] == whole_rials(Fraction(30 * DAILY * years, 365))
    assert warned(found) == ([] if years == 365 else ["UNDER_ONE_YEAR"])


def test_exactly_five_years_of_service_are_five_months():
    # One leap day among them is a day more of service.
    assert totals("severance", daily=DAILY, years=5)["severance"] == 150 * DAILY
    assert totals("severance", daily=DAILY, service_days=5 * 365)["severance"] == 150 * DAILY
    by_date = totals("severance", daily=DAILY, from_="1400-01-01", to="1404-12-29")["severance"]
    assert by_date == whole_rials(Fraction(30 * DAILY * (5 * 365 + 1), 365))


def test_a_short_last_month_does_not_cut_severance():
    # The last wage is that of a day: ten days of work in the last month leave it as it was.
    whole, short = (
        sheet("claim", hired_on="1402-01-01", left_on=left, daily=DAILY, claims=["severance"]) for left in ("1403-12-30", "1404-01-10")
    )
    assert short["totals"]["total"] > whole["totals"]["total"]
    assert line(short, "severance")["how"].endswith("× 741/365")


def test_a_bonus_of_a_leap_year_is_over_366_days_or_always_365():
    facts = {"year": 1403, "daily": "minimum"}
    assert totals("bonus", **facts, days_worked=366)["bonus"] == totals("bonus", **facts)["bonus"] == 60 * 2_388_728
    assert totals("bonus", **facts, days_worked=365)["bonus"] == 142_932_085
    assert totals("bonus", **facts, days_worked=365, policies={"year_days": "365"})["bonus"] == 60 * 2_388_728
    # Nobody has more than a year of it.
    assert totals("bonus", **facts, days_worked=366, policies={"year_days": "365"})["bonus"] == 60 * 2_388_728


def test_hire_on_the_last_day_of_a_month_counts_that_day():
    slip = totals("payslip", month="1404-06", hired_on="1404-06-31")
    assert (slip["base"], slip["housing"], slip["seniority"]) == (3_463_656, 300_000, 0)


def test_leave_by_whole_months_runs_to_the_day_before_the_same_day():
    facts = {"terminating": True, "policies": {"leave_proration": "months"}}
    assert totals("leave", from_="1404-01-15", to="1404-02-14", **facts)["entitled_days"] == 2.1667
    # A 31st has its month on the last day of a shorter one.
    assert totals("leave", from_="1404-06-31", to="1404-07-29", **facts)["entitled_days"] == 2.1667
    assert totals("leave", from_="1403-12-30", to="1404-12-28", **facts)["entitled_days"] == 26
    assert totals("leave", from_="1404-01-01", to="1404-12-29", **facts)["entitled_days"] == 26
    assert totals("leave", from_="1404-01-01", to="1404-01-01", **facts)["entitled_days"] == 0.0712


def test_a_claim_over_the_leap_day_counts_it():
    life = {"hired_on": "1403-12-30", "left_on": "1404-01-01", "claims": ["wage_difference"]}
    found = sheet("claim", **life)
    assert [(one["part"], one["measure"]) for one in lines(found, "days")] == [("1403", 1), ("1404", 1)]
    assert found["totals"]["wage_difference"] == {"1403": 2_388_728 + 766_667, "1404": 3_463_656 + 1_033_333}
