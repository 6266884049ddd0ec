"""What a whole employment is owed: the worked claim of four years line by line, and every way in which one is told badly."""

import pytest

from tests.law.sheets import line, lines, refused, sheet, totals, warned

pytestmark = pytest.mark.no_django

PAID = [{"from": "1400-02-01", "to": "1403-11-15", "monthly": 35_000_000}]
DAILY = 10_000_000
LIFE = {"hired_on": "1400-02-01", "left_on": "1403-11-15", "paid": PAID}
# Year, days, due base and seniority, due allowances, paid, shortfall, bonus.
WORKED = [
    ("1400", 334, 295_645_110, 115_150_000, 385_000_000, 25_795_110, 48_599_196),
    ("1401", 365, 531_916_250, 167_533_333, 420_000_000, 279_449_583, 87_795_000),
    ("1402", 365, 700_136_720, 239_333_333, 420_000_000, 519_470_053, 115_447_680),
    ("1403", 321, 847_665_302, 241_500_000, 367_500_000, 721_665_302, 139_317_263),
]


@pytest.fixture(scope="module")
def worked():
    return sheet("claim", **LIFE)


@pytest.mark.parametrize(("year", "days", "wage", "allowances", "paid", "short", "bonus"), WORKED)
def test_the_worked_claim_is_met_year_by_year(worked, year, days, wage, allowances, paid, short, bonus):
    assert line(worked, "days", year)["measure"] == days
    found = [line(worked, code, year)["amount"] for code in ("due_wage", "due_allowances", "paid", "wage_difference", "bonus")]
    assert found == [wage, allowances, paid, short, bonus]
    assert worked["totals"]["wage_difference"][year] == short
    assert worked["totals"]["bonus"][year] == bonus


def test_the_worked_claim_is_met_in_sum(worked):
    assert sum(worked["totals"]["wage_difference"].values()) == 1_546_380_048
    assert sum(worked["totals"]["bonus"].values()) == 391_159_139
    assert worked["totals"]["severance"] == {"1403": 301_375_469}
    assert worked["totals"]["leave"] == {"1403": 261_192_073}
    assert worked["totals"]["total"] == line(worked, "total")["amount"] == 1_546_380_048 + 391_159_139 + 301_375_469 + 261_192_073
    assert worked["warnings"] == []


def test_every_line_of_the_worked_claim_is_explained(worked):
    assert line(worked, "severance")["how"] == "30 × 2,647,462 × 1385/365"
    assert line(worked, "leave")["how"] == "(26 × 1385/365 − 0) × 2,647,462"
    assert line(worked, "leave_days")["how"] == "26 × 1385/365 − 0"
    assert line(worked, "bonus", "1403")["how"] == "60 × 2,647,462 × 321/366"
    assert line(worked, "wage_difference", "1400")["how"] == "295,645,110 + 115,150,000 − 385,000,000"
    assert line(worked, "paid", "1403")["how"] == "35,000,000 × 10 + 17,500,000"
    assert line(worked, "severance")["source"]["key"] == "severance.days_per_year"
    assert all(one["how"] for one in worked["lines"] if one["code"] != "days")
    assert all(one["source"] for one in worked["lines"] if one["code"] in ("month", "bonus", "severance", "leave"))


def test_each_month_of_the_worked_claim_is_a_line_and_they_add_up_to_their_year(worked):
    months = lines(worked, "month")
    assert [months[0]["part"], months[-1]["part"], len(months)] == ["1400-02", "1403-11", 46]
    assert months[0]["how"] == "885,165 × 31 + 10,500,000 − 35,000,000"
    assert months[10]["how"] == "885,165 × 29 + 10,500,000 × 29/30 − 35,000,000"
    for year, *_, short, _ in WORKED:
        assert sum(one["amount"] for one in months if one["part"].startswith(year)) == short


def test_every_change_of_the_pay_of_the_worked_claim_is_told_once_with_what_it_rests_on(worked):
    told = [(one["part"], one["amount"], one["how"]) for one in lines(worked, "seniority_daily")]
    assert told == [
        ("1401-02", 70_000, "70,000"),
        ("1402-01", 84_700, "70,000 × (1 + 21%)"),
        ("1402-02", 154_700, "84,700 + 70,000"),
        ("1403-01", 188_734, "154,700 × (1 + 22%)"),
        ("1403-02", 258_734, "188,734 + 70,000"),
    ]
    assert [one["source"]["key"] for one in lines(worked, "seniority_daily")][:2] == ["seniority.base", "wage.other_levels_percent"]
    assert lines(worked, "daily")[-1]["how"] == "2,388,728 + 258,734"
    allowances = lines(worked, "monthly")
    assert [(one["part"], one["how"]) for one in allowances][:2] == [
        ("1400-02", "4,500,000 + 6,000,000"),
        ("1401-01", "5,500,000 + 8,500,000"),
    ]
    assert [source["key"] for source in allowances[0]["sources"]] == ["allowance.housing", "allowance.grocery"]
    assert lines(worked, "base_daily") == []


def test_an_agreed_wage_is_told_as_each_decree_raised_it():
    found = sheet("claim", hired_on="1398-05-10", left_on="1400-02-05", daily=1_000_000, claims=["wage_difference"])
    told = [(one["part"], one["how"]) for one in lines(found, "base_daily")]
    assert told == [
        ("1398-05", "1,000,000"),
        ("1399-01", "1,000,000 × (1 + 15%) + 30,338"),
        ("1399-04", "1,000,000 × (1 + 15%) + 55,338"),
        ("1400-01", "1,205,338 × (1 + 26%) + 82,785"),
    ]
    # The year is completed on 10 Mordad 1399: the month is told in its two stretches.
    assert line(found, "month", "1399-05")["how"] == "1,205,338 × 9 + 1,238,671 × 22 + 7,000,000 − 0"


def test_the_worked_claim_tells_how_far_practice_differs(worked):
    # All pay in place of base and seniority for severance and leave is the most that can be asked.
    most = totals("claim", **LIFE, policies={"severance_base": "all", "leave_price": "all"})["total"]
    assert worked["bounds"] == {"lower": worked["totals"]["total"], "upper": most}
    again = sheet("claim", **LIFE, policies={"severance_base": "all", "leave_price": "all"})
    assert again["bounds"] == worked["bounds"]


def test_only_the_claims_that_are_wanted_are_computed():
    found = totals("claim", **LIFE, claims=["bonus"])
    assert found == {"bonus": {year: bonus for year, *_, bonus in WORKED}, "total": 391_159_139}


# Periods of pay.


def paid(*rows):
    return [dict(zip(("from", "to", "monthly", "includes"), row, strict=False)) for row in rows]


YEAR = {"hired_on": "1400-01-01", "left_on": "1400-12-29", "claims": ["wage_difference"]}
DUE_1400 = 885_165 * 365 + 10_500_000 * 11 + 10_150_000


def test_periods_that_overlap_are_refused_with_both_days():
    rows = paid(("1400-01-01", "1400-06-31", 1), ("1400-05-20", "1400-12-29", 1))
    no = refused("claim", **YEAR, paid=rows)
    assert (no.code, no.field) == ("BAD_FACT", "paid.1.from")
    assert "۱۴۰۰/۰۵/۲۰ تا ۱۴۰۰/۰۶/۳۱" in no.text


def test_periods_that_share_one_day_are_refused():
    rows = paid(("1400-06-31", "1400-12-29", 1), ("1400-01-01", "1400-06-31", 1))
    assert "۱۴۰۰/۰۶/۳۱ تا ۱۴۰۰/۰۶/۳۱" in refused("claim", **YEAR, paid=rows).text


def test_two_payments_of_the_same_days_for_different_things_are_no_overlap():
    rows = paid(("1400-01-01", "1400-12-29", 20_000_000, ["base"]), ("1400-01-01", "1400-12-29", 4_000_000, ["housing", "grocery"]))
    assert totals("claim", **YEAR, paid=rows)["total"] == DUE_1400 - 24_000_000 * 12
    rows[1]["includes"] = ["housing", "base"]
    assert refused("claim", **YEAR, paid=rows).field == "paid.1.from"


def test_a_period_that_ends_before_it_begins_is_refused():
    no = refused("claim", **YEAR, paid=paid(("1400-05-01", "1400-04-01", 1)))
    assert (no.code, no.field) == ("BAD_FACT", "paid")


def test_days_for_which_no_payment_is_told_are_counted_unpaid_and_said_so():
    rows = paid(("1400-01-01", "1400-06-31", 40_000_000), ("1400-07-10", "1400-12-29", 40_000_000))
    found = sheet("claim", **YEAR, paid=rows)
    assert found["warnings"] == [
        {
            "code": "MISSING_PAY",
            "message": "برای ۹ روز پرداختی نوشته نشده است؛ آن روزها پرداخت‌نشده شمرده شد.",
            "details": {"days": 9},
        }
    ]
    assert line(found, "month", "1400-07")["how"] == "885,165 × 30 + 10,500,000 − 28,000,000"


def test_nothing_paid_is_no_missing_period():
    found = sheet("claim", **YEAR)
    assert (found["totals"]["total"], found["warnings"]) == (DUE_1400, [])


def test_pay_for_days_outside_the_service_is_not_counted_and_said_so():
    found = sheet("claim", **YEAR, paid=paid(("1399-01-01", "1400-12-29", 10_000_000)))
    assert warned(found) == ["PAID_OUTSIDE"]
    assert line(found, "paid", "1400")["amount"] == 120_000_000


def test_what_a_payment_was_not_for_is_owed_whole():
    rows = paid(("1400-01-01", "1400-12-29", 90_000_000, ["base"]))
    # Base was paid threefold: housing and grocery are owed all the same.
    assert totals("claim", **YEAR, paid=rows)["total"] == 10_500_000 * 11 + 10_150_000
    assert totals("claim", **YEAR, paid=paid(("1400-01-01", "1400-12-29", 90_000_000)))["total"] == 0


@pytest.mark.parametrize(
    ("netting", "first", "second"),
    [("by_month", 0, 221_619_583), ("over_year", 0, 221_619_583), ("over_all", 0, 221_619_583 - 12 * 48_000_000 + DUE_1400)],
)
def test_whether_what_was_paid_too_much_covers_a_lack_is_a_reading(netting, first, second):
    life = {"hired_on": "1400-01-01", "left_on": "1401-12-29", "claims": ["wage_difference"], "policies": {"shortfall_netting": netting}}
    rows = paid(("1400-01-01", "1400-12-29", 48_000_000), ("1401-01-01", "1401-12-29", 40_000_000))
    found = sheet("claim", **life, paid=rows)
    assert found["totals"]["wage_difference"] == {"1400": first, "1401": second}
    assert found["policies"] == {"shortfall_netting": netting}


def test_netting_inside_a_year_takes_a_months_surplus_off_its_other_months():
    rows = paid(("1400-01-01", "1400-06-31", 0), ("1400-07-01", "1400-12-29", 60_000_000))
    by_month, over_year = (
        totals("claim", **YEAR, paid=rows, policies={"shortfall_netting": name})["total"] for name in ("by_month", "over_year")
    )
    assert by_month == (885_165 * 31 + 10_500_000) * 6
    assert over_year == DUE_1400 - 360_000_000


def test_what_was_received_comes_off_its_year_or_the_earliest_years_first():
    received = [{"claim": "bonus", "year": 1401, "amount": 1_000}, {"claim": "bonus", "amount": 60_000_000}]
    found = sheet("claim", **LIFE, claims=["bonus"], received=received)
    assert found["totals"]["bonus"] == {"1400": 0, "1401": 87_795_000 - 1_000 - 11_400_804, "1402": 115_447_680, "1403": 139_317_263}
    assert [(one["part"], one["amount"]) for one in lines(found, "received")] == [
        ("1401", -1_000),
        ("1400", -48_599_196),
        ("1401", -11_400_804),
    ]
    assert found["warnings"] == []


def test_what_was_received_narrows_the_bounds_too():
    before, after = (sheet("claim", **LIFE, received=rows) for rows in ([], [{"claim": "severance", "amount": 100_000_000}]))
    for bound in ("lower", "upper"):
        assert before["bounds"][bound] - after["bounds"][bound] == 100_000_000


@pytest.mark.parametrize(
    ("row", "left"),
    [
        ({"claim": "severance", "amount": 301_375_470}, 1),
        ({"claim": "leave", "year": 1401, "amount": 5}, 5),
        ({"claim": "overtime", "amount": 7}, 7),
    ],
)
def test_what_was_received_and_is_not_owed_is_told_and_never_makes_a_debt(row, left):
    found = sheet("claim", **LIFE, received=[row])
    (warning,) = found["warnings"]
    assert (warning["code"], warning["details"]) == ("RECEIVED_MORE", {"claim": row["claim"], "amount": left})
    assert found["totals"]["total"] == 2_500_106_729 - (row["amount"] - left)
    assert found["bounds"]["lower"] >= 0


# The days of a service.


def test_a_service_of_one_day_is_paid_for_that_day():
    found = sheet("claim", hired_on="1400-05-10", left_on="1400-05-10")
    assert found["totals"]["wage_difference"] == {"1400": 885_165 + 350_000}
    assert found["totals"]["severance"] == {"1400": 72_753}
    assert warned(found) == ["UNDER_ONE_YEAR"]


def test_a_service_that_ends_before_it_begins_is_refused():
    no = refused("claim", hired_on="1400-05-10", left_on="1400-05-09")
    assert (no.code, no.field) == ("BAD_FACT", "left_on")


def test_the_days_of_a_month_in_which_work_began_and_ended_are_counted_by_day():
    found = sheet("claim", hired_on="1403-12-21", left_on="1404-01-10", claims=["wage_difference"])
    assert line(found, "month", "1403-12")["amount"] == 10 * 2_388_728 + 23_000_000 // 3 + 1
    assert line(found, "month", "1404-01")["amount"] == 10 * 3_463_656 + 31_000_000 // 3


def test_1399_changes_on_1_tir():
    found = sheet("claim", hired_on="1399-03-30", left_on="1399-04-02", claims=["wage_difference"])
    assert line(found, "month", "1399-03")["how"] == "611,809 × 2 + 5,000,000 × 2/30 − 0"
    assert line(found, "month", "1399-04")["how"] == "636,809 × 2 + 7,000,000 × 2/30 − 0"


def test_an_agreed_wage_of_1398_is_raised_anew_on_1_tir_1399():
    found = sheet("claim", hired_on="1398-01-01", left_on="1399-04-01", daily=1_000_000, claims=["wage_difference"])
    # 1,000,000 × 1.15 + 30,338 in spring, with the year's seniority of 58,333; then × 1.15 + 55,338, with 33,333.
    assert line(found, "month", "1399-01")["how"].startswith(f"{1_180_338 + 58_333:,} × 31 + ")
    assert line(found, "month", "1399-04")["how"].startswith(f"{1_205_338 + 33_333:,} × 1 + ")


def test_a_wage_under_the_floor_is_computed_at_the_floor_and_said_to_be_unlawful():
    found = sheet("claim", **YEAR, daily=100_000)
    assert found["totals"]["total"] == DUE_1400
    assert warned(found) == ["UNDER_MINIMUM"]
    assert warned(sheet("claim", **YEAR, daily=885_165)) == []


def test_marriage_and_children_are_due():
    life = {"hired_on": "1403-07-01", "left_on": "1403-07-30", "claims": ["wage_difference"]}
    alone, family = (totals("claim", **life, **extra)["total"] for extra in ({}, {"children": 2, "married": True}))
    assert family - alone == 5_000_000 + 2 * 3 * 2_388_728


def test_a_childs_allowance_waits_for_the_insured_days_and_is_assumed_due_when_they_are_not_told():
    life = {"hired_on": "1402-07-01", "left_on": "1404-07-30", "children": 1, "claims": ["wage_difference"]}
    assumed, waited, had = (sheet("claim", **life, **more) for more in ({}, {"insured_before": 0}, {"insured_before": 720}))
    assert (warned(assumed), warned(waited), warned(had)) == (["CHILD_ASSUMED"], [], [])
    assert assumed["totals"] == had["totals"]
    # 720 days of work are over on 20 Shahrivar 1404: eleven days of that month have the allowance.
    missing = [line(had, "month", month)["amount"] - line(waited, "month", month)["amount"] for month in ("1404-05", "1404-06", "1404-07")]
    assert missing == [3 * 3_463_656, round(3 * 3_463_656 * 20 / 31), 0]


# Years that the law does not reach.


def test_years_before_1390_are_refused_and_the_rest_is_computed():
    found = sheet("claim", hired_on="1388-05-10", left_on="1391-03-15", paid=paid(("1388-05-10", "1391-03-15", 1_000_000)))
    difference = found["totals"]["wage_difference"]
    assert (difference["1388"], difference["1389"]) == (None, None)
    # The first year of seniority that is known is complete on 10 Mordad 1390.
    due = 110_100 * 365 + 380_000 * 11 + 367_333 + 2_000 * (365 - 4 * 31 - 9)
    assert difference["1390"] == due - 12_000_000
    assert found["totals"]["total"] is None
    known = [amount for name in ("wage_difference", "bonus", "severance", "leave") for amount in found["totals"][name].values()]
    assert found["totals"]["total_known"] == sum(amount or 0 for amount in known) > 0
    assert found["bounds"] is None
    assert warned(found) == ["BEFORE_THE_LAW", "LAW_SILENT", "LAW_SILENT"]
    assert [one["details"]["on"] for one in found["warnings"][1:]] == ["1388-05-10", "1389-01-01"]


def test_a_service_wholly_before_1390_is_refused():
    no = refused("claim", hired_on="1386-05-10", left_on="1389-03-15")
    assert (no.code, no.details) == ("LAW_SILENT", {"key": "wage.daily_minimum", "on": "1386-05-10"})


def test_years_to_come_are_refused_and_the_rest_is_computed():
    found = sheet(
        "claim", hired_on="1405-05-10", left_on="1406-03-15", hours=[{"from": "1406-01-01", "to": "1406-01-31", "night_hours": 9}]
    )
    assert found["totals"]["wage_difference"]["1406"] is None
    assert found["totals"]["wage_difference"]["1405"] > 0
    assert found["totals"]["severance"] == found["totals"]["leave"] == found["totals"]["night"] == {"1406": None}
    assert ("LAW_SILENT", "1406-01-01") in [(one["code"], one.get("details", {}).get("on")) for one in found["warnings"]]


def test_an_agreed_wage_is_followed_up_to_where_the_law_ends():
    found = sheet("claim", hired_on="1404-01-01", left_on="1406-01-31", daily=DAILY, claims=["wage_difference", "bonus", "overtime"])
    years = found["totals"]["wage_difference"]
    assert years["1404"] == 365 * DAILY + 31_000_000 * 11 + 31_000_000 * 29 // 30 + 1
    assert years["1405"] > years["1404"]
    assert years["1406"] is found["totals"]["bonus"]["1406"] is None
    assert "LAW_SILENT" in warned(found)


# Leave and hours.


def test_leave_taken_comes_off_and_more_than_was_earned_leaves_nothing():
    facts = {"hired_on": "1400-01-01", "left_on": "1400-12-29", "claims": ["leave"]}
    assert totals("claim", **facts, used_days=6)["total"] == 20 * 885_165
    over = sheet("claim", **facts, used_days="26.5")
    assert (over["totals"]["total"], warned(over)) == (0, ["NEGATIVE_LEAVE"])
    assert totals("claim", **facts, hard_work=True)["total"] == 30 * 885_165


def test_hours_are_paid_month_by_month_at_the_wage_of_the_day():
    rows = [{"from": "1400-01-01", "to": "1400-02-31", "overtime_hours": 22, "friday_hours": "7.33"}]
    found = sheet("claim", **{**YEAR, "claims": ["overtime", "friday"]}, hours=rows)
    month = round(885_165 / 7.33 * 1.4 * 22)
    assert found["totals"]["overtime"] == {"1400": 2 * month}
    assert found["totals"]["friday"] == {"1400": 2 * 354_066}
    assert [one["part"] for one in lines(found, "overtime")] == ["1400-01", "1400-02"]
    extra = totals("claim", **{**YEAR, "claims": ["friday"]}, hours=rows, policies={"premium_hours": "extra"})
    assert extra["total"] == 2 * round(885_165 * 1.4)


def test_hours_that_are_told_are_claimed_without_asking():
    rows = [{"from": "1400-01-01", "to": "1400-01-31", "night_hours": 10}]
    assert list(totals("claim", hired_on="1400-01-01", left_on="1400-12-29", hours=rows)) == [
        "wage_difference",
        "bonus",
        "severance",
        "leave",
        "night",
        "total",
    ]


def test_the_same_hours_told_twice_are_refused():
    row = {"from": "1400-01-01", "to": "1400-01-31", "overtime_hours": 10}
    assert refused("claim", **YEAR, hours=[row, row]).field == "hours.1.from"
    other = {"from": "1400-01-01", "to": "1400-01-31", "night_hours": 10}
    assert totals("claim", **{**YEAR, "claims": ["overtime", "night"]}, hours=[row, other])["total"] > 0
    assert refused("claim", **YEAR, hours=[{**row, "to": "1399-01-01"}]).field == "hours"


@pytest.mark.parametrize(
    ("facts", "field", "code"),
    [
        ({"hired_on": "1400-13-01"}, "hired_on", "BAD_DATE"),
        ({"left_on": None}, "left_on", "MISSING_FACT"),
        ({"paid": [{"from": "1400-02-30"}]}, "paid.0.to", "MISSING_FACT"),
        ({"paid": [{"from": "1400-12-30", "to": "1400-12-30", "monthly": 1}]}, "paid.0.from", "BAD_DATE"),
        ({"paid": [*PAID, {"from": "1404-01-01", "to": "1404-01-02", "monthly": -5}]}, "paid.1.monthly", "BAD_FACT"),
        ({"paid": [{**PAID[0], "includes": ["lunch"]}]}, "paid.0.includes", "BAD_FACT"),
        ({"paid": {"from": "1400-02-01"}}, "paid", "BAD_FACT"),
        ({"paid": [7]}, "paid.0", "BAD_FACT"),
        ({"paid": [{**PAID[0], "daily": 1}]}, "paid.0.daily", "UNKNOWN_FACT"),
        ({"claims": ["wage"]}, "claims", "BAD_FACT"),
        ({"claims": "bonus"}, "claims", "BAD_FACT"),
        ({"received": [{"claim": "gift", "amount": 1}]}, "received.0.claim", "BAD_FACT"),
        ({"paid": PAID * 501}, "paid", "BAD_FACT"),
    ],
)
def test_what_cannot_be_read_is_refused_and_named(facts, field, code):
    no = refused("claim", **{**LIFE, **facts})
    assert (no.field, no.code) == (field, code)
