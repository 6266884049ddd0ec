"""The oracle against the worked claim of the domain document, and against itself on days where law is easy to get wrong."""

from fractions import Fraction

import pytest

from tests.oracle import Silent, bonus, claim, gross_up, leave, next_wage, overtime, payslip, seniority, severance, tax, wage_floor
from tests.oracle.plain import rial

pytestmark = pytest.mark.no_django

# payroll.md 2.9: on the minimum, single, a flat 35,000,000 a month, nothing else paid.
CLAIM = {
    "hired_on": "1400-02-01",
    "left_on": "1403-11-15",
    "paid": [{"from": "1400-02-01", "to": "1403-11-15", "monthly": 35_000_000}],
}
FULL_MONTH = {"month": "1403-07", "days": 30}


def total(calculator, name, **inputs):
    return calculator(inputs)["totals"][name]


def year_of(answer, year, name):
    """One cell of the document's table, from the months of the year."""
    return sum(row[name] for (row_year, _), row in answer["months"].items() if row_year == year)


@pytest.mark.parametrize(
    ("year", "wage", "allowances", "paid", "gap"),
    [
        (1400, 295_645_110, 115_150_000, 385_000_000, 25_795_110),
        (1401, 531_916_250, 167_533_333, 420_000_000, 279_449_583),
        (1402, 700_136_720, 239_333_333, 420_000_000, 519_470_053),
        (1403, 847_665_302, 241_500_000, 367_500_000, 721_665_302),
    ],
)
def test_each_year_of_the_worked_claim_comes_out_line_by_line(year, wage, allowances, paid, gap):
    answer = claim(CLAIM)
    assert year_of(answer, year, "wage") == wage
    assert year_of(answer, year, "allowances") == allowances
    assert year_of(answer, year, "paid") == paid
    assert answer["totals"][f"wage_difference_{year}"] == gap


def test_the_entitlements_of_the_worked_claim_come_out():
    years = claim(CLAIM)["years"]
    assert sum(years["wage_difference"].values()) == 1_546_380_048
    assert years["bonus"] == {1400: 48_599_196, 1401: 87_795_000, 1402: 115_447_680, 1403: 139_317_263}
    assert sum(years["bonus"].values()) == 391_159_139
    assert years["severance"] == {1403: 301_375_469}
    assert years["leave"] == {1403: 261_192_073}
    assert claim(CLAIM)["totals"]["total"] == 1_546_380_048 + 391_159_139 + 301_375_469 + 261_192_073


def test_the_same_severance_and_leave_come_from_their_own_calculators():
    assert total(severance, "severance", daily=2_647_462, **{"from": "1400-02-01", "to": "1403-11-15"}) == 301_375_469
    answer = leave({"from": "1400-02-01", "to": "1403-11-15", "daily": 2_647_462, "terminating": True})["totals"]
    assert answer["entitled_days"] == Fraction(26 * 1385, 365)
    assert answer["payout"] == 261_192_073


def test_a_month_paid_too_much_helps_no_other_month_unless_the_policy_nets():
    facts = {
        "hired_on": "1403-01-01",
        "left_on": "1403-02-31",
        "claims": ["wage_difference"],
        "paid": [{"from": "1403-01-01", "to": "1403-01-31", "monthly": 200_000_000}],
    }
    due = 31 * 2_388_728 + 23_000_000
    assert claim(facts)["totals"]["total"] == due
    netted = claim({**facts, "policies": {"shortfall_netting": "over_all"}})
    assert netted["totals"]["total"] == max(0, 2 * due - 200_000_000)


def test_an_agreed_wage_rises_each_year_and_again_on_1_tir_1399():
    facts = {"hired_on": "1398-01-01", "left_on": "1399-04-30", "daily": 1_000_000, "claims": ["wage_difference"]}
    months = claim(facts)["months"]
    spring, tir = 1_000_000 * 115 // 100 + 30_338, 1_000_000 * 115 // 100 + 55_338
    assert months[1398, 12]["wage"] == 29 * 1_000_000
    assert months[1399, 3]["wage"] == 31 * (spring + 58_333)
    assert months[1399, 4]["wage"] == 30 * (tir + 33_333)


def test_hours_of_a_claim_are_priced_month_by_month():
    facts = {
        "hired_on": "1403-07-01",
        "left_on": "1403-08-15",
        "claims": ["overtime"],
        "hours": [{"from": "1403-07-01", "to": "1403-08-15", "overtime_hours": 20}],
    }
    hour = Fraction(2_388_728) / Fraction("7.33")
    assert claim(facts)["totals"]["overtime_1403"] == rial(hour * 28) + rial(hour * 14)


def test_only_wanted_claims_are_answered():
    assert set(claim({**CLAIM, "claims": ["bonus"]})["years"]) == {"bonus"}


def test_an_anniversary_inside_the_month_splits_seniority_by_day():
    answer = payslip({"month": "1401-02", "hired_on": "1400-02-11"})["totals"]
    assert answer["seniority"] == 21 * 70_000
    # The hour is priced at the last paid day, after the anniversary.
    hours = payslip({"month": "1401-02", "hired_on": "1400-02-11", "overtime_hours": 1})["totals"]["overtime"]
    assert hours == rial(Fraction("1.4") * (1_393_250 + 70_000) / Fraction("7.33"))


def test_whole_months_of_29_and_31_days_are_paid_by_day_or_as_thirty():
    assert total(payslip, "base", month="1404-12") == 29 * 3_463_656
    assert total(payslip, "base", month="1404-12", policies={"month_rule": "thirty"}) == 30 * 3_463_656
    assert total(payslip, "base", month="1404-01", policies={"month_rule": "thirty"}) == 30 * 3_463_656
    assert total(payslip, "base", month="1404-01", days=30, policies={"month_rule": "thirty"}) == 30 * 3_463_656
    assert total(payslip, "base", month="1404-01", days=29, policies={"month_rule": "thirty"}) == 29 * 3_463_656


def test_allowances_are_whole_from_thirty_days_and_by_day_below():
    assert total(payslip, "housing", month="1403-01") == 9_000_000
    assert total(payslip, "grocery", month="1403-12", days=29) == rial(Fraction(14_000_000 * 29, 30))
    assert total(payslip, "marriage", month="1403-01", married=True) == 5_000_000
    assert total(payslip, "marriage", month="1402-01", married=True) == 0


def test_no_child_allowance_without_720_days_of_insurance():
    assert total(payslip, "child", **FULL_MONTH, children=2) == 2 * 3 * 2_388_728
    assert total(payslip, "child", **FULL_MONTH, children=2, insured_720_days=False) == 0


def test_a_shift_worker_gets_the_shift_and_no_night():
    answer = payslip({**FULL_MONTH, "shift": 22.5, "night_hours": 50})["totals"]
    assert answer["night"] == 0
    assert answer["shift"] == rial(Fraction("0.225") * 30 * 2_388_728)


def test_the_three_readings_of_the_premium_before_tax():
    facts = {**FULL_MONTH, "daily": 8_000_000}
    gross = 240_000_000 + 23_000_000
    premium = rial(gross * Fraction("0.07"))
    for policy, share in (("two_sevenths", Fraction(2, 7)), ("full_seven_percent", 1), ("none", 0)):
        assert total(payslip, "taxable", **facts, policies={"tax_insurance_deduction": policy}) == rial(gross - share * premium)


def test_benefits_enter_only_where_they_say():
    benefit = {"title": "ناهار", "amount": 3_000_000, "insurable": False, "taxable": False, "continuous": True}
    bare, with_benefit = payslip(FULL_MONTH)["totals"], payslip({**FULL_MONTH, "other_benefits": [benefit]})["totals"]
    assert with_benefit["gross"] == bare["gross"] + 3_000_000
    assert with_benefit["insurance_base"] == bare["insurance_base"]
    assert with_benefit["taxable"] == bare["taxable"]
    one_hour = payslip({**FULL_MONTH, "other_benefits": [benefit], "overtime_hours": 1})["totals"]["overtime"]
    assert one_hour == rial(Fraction("1.4") * (2_388_728 + 100_000) / Fraction("7.33"))


def test_tax_is_unknown_where_the_law_has_no_ladder():
    assert total(tax, "tax", month="1401-05", taxable=56_000_000) == 0
    assert total(tax, "tax", month="1401-05", taxable=56_000_001) is None
    assert total(tax, "tax", month="1400-05", taxable=1) is None
    answer = payslip({"month": "1401-05", "daily": 5_000_000})["totals"]
    assert (answer["tax"], answer["net"]) == (None, None)
    assert answer["gross"] == 155_000_000 + 14_000_000
    assert total(bonus, "tax", year=1401, daily=1_500_000, days_worked=365) is None
    assert total(bonus, "tax", year=1401, daily=1_500_000, days_worked=200) == 0


def test_years_without_figures_are_refused():
    with pytest.raises(Silent):
        payslip({"month": "1406-01"})
    with pytest.raises(Silent):
        wage_floor({"on": "1389-12-29"})
    with pytest.raises(Silent):
        seniority({"hired_on": "1388-05-01", "on": "1390-05-01"})
    assert seniority({"hired_on": "1389-05-01", "on": "1390-05-01"})["totals"]["daily"] == 2_000


def test_days_that_do_not_exist_are_refused():
    with pytest.raises(ValueError, match="day"):
        wage_floor({"on": "1404-12-30"})
    with pytest.raises(ValueError, match="more days"):
        payslip({"month": "1404-07", "days": 31})


def test_a_bonus_lies_between_floor_and_cap():
    assert bonus({"year": 1404, "daily": "minimum"})["totals"]["bonus"] == 207_819_360
    assert total(bonus, "bonus", year=1404, daily=1_000_000) == 207_819_360
    assert total(bonus, "bonus", year=1404, daily=100_000_000) == 311_729_040
    assert total(bonus, "floor", year=1399, daily="minimum") == 38_208_540


def test_a_leap_year_is_spread_over_366_days_or_by_policy_over_365():
    assert total(bonus, "bonus", year=1403, daily="minimum", days_worked=366) == 143_323_680
    assert total(bonus, "bonus", year=1403, daily="minimum", days_worked=183) == 71_661_840
    by_365 = total(bonus, "bonus", year=1403, daily="minimum", days_worked=183, policies={"year_days": "365"})
    assert by_365 == rial(Fraction(143_323_680 * 183, 365))
    assert total(bonus, "bonus", year=1403, daily="minimum", days_worked=366, policies={"year_days": "365"}) == 143_323_680


def test_leave_that_stays_is_carried_up_to_nine_days_and_leave_that_ends_is_paid():
    year = {"from": "1404-01-01", "to": "1404-12-29", "daily": 10_000_000}
    staying = leave(year)["totals"]
    assert (staying["entitled_days"], staying["carried_days"], staying["payable_days"], staying["payout"]) == (26, 9, 0, 0)
    leaving = leave({**year, "terminating": True, "used_days": 1})["totals"]
    assert (leaving["carried_days"], leaving["payable_days"], leaving["payout"]) == (0, 25, 250_000_000)
    assert leave({**year, "terminating": True, "used_days": 40})["totals"]["payout"] == 0
    assert leave({**year, "hard_work": True})["totals"]["entitled_days"] == 30


def test_the_next_wage_is_the_other_levels_rule_and_never_under_the_minimum():
    assert total(next_wage, "daily", daily=1_000_000, on="1399-01-01") == 1_180_338
    assert total(next_wage, "daily", daily=1_000_000, on="1399-04-01") == 1_205_338
    assert total(next_wage, "daily", daily=1, on="1405-01-01") == 5_541_850


def test_hours_already_paid_get_the_premium_and_others_the_whole():
    facts = {"on": "1404-05-01", "hourly": 100_000, "night_hours": 10, "friday_hours": 10, "holiday_hours": 10}
    inside = overtime(facts)["totals"]
    assert (inside["night"], inside["friday"], inside["holiday"]) == (350_000, 400_000, 400_000)
    extra = overtime({**facts, "policies": {"premium_hours": "extra"}})["totals"]
    assert (extra["night"], extra["friday"], extra["holiday"]) == (1_350_000, 1_400_000, 1_400_000)


@pytest.mark.parametrize("net", [180_000_000, 345_678_901, 987_654_321])
def test_a_gross_is_found_whose_payslip_gives_the_net(net):
    facts = {"month": "1405-03", "children": 1, "married": True}
    gross = total(gross_up, "gross", net=net, **facts)
    allowances = 57_000_000 + 3 * 5_541_850
    answer = payslip({**facts, "daily": Fraction(gross - allowances, 31)})["totals"]
    assert (answer["gross"], answer["net"]) == (gross, net)


@pytest.mark.parametrize(("amount", "whole"), [("0.5", 1), ("-0.5", -1), ("1.49", 1), ("2.5", 3), ("-2.49", -2)])
def test_a_half_rial_goes_away_from_zero(amount, whole):
    assert rial(Fraction(amount)) == whole
