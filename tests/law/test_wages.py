"""The wage decree, the rise at the new year, the seniority chain and the wage of an hour, each by itself."""

import pytest

from kardad.law import instruments, seniority, wages
from kardad.law.instruments import Silent
from tests.law.laws import day
from tests.law.sheets import line, lines, refused, sheet, totals, warned

pytestmark = pytest.mark.no_django

LAW = instruments.current()
# Payroll.md 1.1: minimum, housing, grocery, marriage, seniority base.
YEARS = [
    ("1390-05-01", 110_100, 100_000, 280_000, 0, 2_000),
    ("1393-05-01", 202_970, 200_000, 800_000, 0, 5_000),
    ("1397-05-01", 370_423, 400_000, 1_100_000, 0, 17_000),
    ("1399-03-31", 611_809, 1_000_000, 4_000_000, 0, 58_333),
    ("1399-04-01", 636_809, 3_000_000, 4_000_000, 0, 33_333),
    ("1401-05-01", 1_393_250, 5_500_000, 8_500_000, 0, 70_000),
    ("1403-12-30", 2_388_728, 9_000_000, 14_000_000, 5_000_000, 70_000),
    ("1405-12-29", 5_541_850, 30_000_000, 22_000_000, 5_000_000, 166_667),
]


@pytest.mark.parametrize(("on", "daily", "housing", "grocery", "marriage", "base"), YEARS)
def test_the_floor_of_a_day(on, daily, housing, grocery, marriage, base):
    assert totals("wage-floor", on=on) == {
        "daily": daily,
        "monthly": 30 * daily,
        "housing": housing,
        "grocery": grocery,
        "marriage": marriage,
        "child": 3 * daily,
        "seniority_daily": base,
        "insurance_ceiling_daily": 7 * daily,
    }


# The rise at the new year.


@pytest.mark.parametrize(
    ("daily", "on", "found", "how"),
    [
        (4_000_000, "1405-01-01", 6_319_549, "4,000,000 × (1 + 45%) + 519,549"),
        (3_463_656, "1405-01-01", 5_541_850.2, "3,463,656 × (1 + 45%) + 519,549"),
        (1, "1405-01-01", 5_541_850, "max(1 × (1 + 45%) + 519,549, 5,541,850)"),
        (1_000_000, "1399-01-01", 1_180_338, "1,000,000 × (1 + 15%) + 30,338"),
        (1_000_000, "1399-04-01", 1_205_338, "1,000,000 × (1 + 15%) + 55,338"),
    ],
)
def test_a_wage_is_raised_and_never_under_the_new_minimum(daily, on, found, how):
    raised = sheet("next-wage", daily=daily, on=on)
    assert raised["totals"] == {"daily": found}
    assert line(raised, "daily")["how"] == how
    assert [one["key"] for one in line(raised, "daily")["sources"]] == list(wages.RISE)


def test_a_raised_wage_keeps_its_part_of_a_rial():
    assert totals("next-wage", daily=3_465_335, on="1405-01-01") == {"daily": 5544284.75}


@pytest.mark.parametrize(("facts", "field"), [({"daily": -1}, "daily"), ({"daily": None}, "daily"), ({"on": "1405-02-32"}, "on")])
def test_a_rise_that_cannot_be_is_refused(facts, field):
    assert refused("next-wage", **{"daily": 5, "on": "1405-01-01", **facts}).field == field


def test_the_wage_of_a_service_goes_up_on_the_days_of_the_decrees():
    steps = wages.wage_steps(700_000, day("1398-05-01"), day("1400-01-01"), LAW)
    assert steps == [
        (day("1398-05-01"), 700_000),
        (day("1399-01-01"), 835_338),
        (day("1399-04-01"), 860_338),
        (day("1400-01-01"), wages.raised_wage(860_338, day("1400-01-01"), LAW)),
    ]


def test_a_wage_agreed_in_spring_1399_is_lifted_to_the_new_minimum_on_1_tir():
    assert wages.wage_steps(611_809, day("1399-02-01"), day("1399-05-01"), LAW)[1:] == [(day("1399-04-01"), 636_809)]
    assert wages.wage_steps(900_000, day("1399-02-01"), day("1399-05-01"), LAW)[1:] == [(day("1399-04-01"), 900_000)]
    assert wages.wage_steps(900_000, day("1399-02-01"), day("1399-02-01"), LAW) == [(day("1399-02-01"), 900_000)]


# Seniority.


def test_the_chain_is_told_step_by_step():
    found = sheet("seniority", hired_on="1398-02-10", on="1400-03-01")
    assert [(one["code"], one["part"], one["amount"], one["how"]) for one in found["lines"][:-1]] == [
        ("added", "1399-02-10", 58_333, "58,333"),
        ("revised", "1399-04-01", 33_333, "33,333"),
        ("raised", "1400-01-01", 42_000, "33,333 × (1 + 26%)"),
        ("added", "1400-02-10", 88_666, "41,999.58 + 46,666"),
    ]
    assert found["totals"]["daily"] == line(found, "daily")["amount"] == 88_666


def test_before_a_full_year_there_is_none_and_the_day_it_begins_is_told():
    found = sheet("seniority", hired_on="1404-02-10", on="1405-02-09")
    assert (found["totals"]["daily"], warned(found)) == (0, ["NO_FULL_YEAR"])
    assert "۱۴۰۵/۰۲/۱۰" in found["warnings"][0]["message"]
    assert totals("seniority", hired_on="1404-02-10", on="1404-02-10")["daily"] == 0


def test_a_day_before_the_hire_is_refused():
    assert refused("seniority", hired_on="1404-02-10", on="1404-02-09").field == "on"


def test_the_daily_seniority_is_exact_inside_and_whole_outside():
    assert seniority.daily_on(day("1404-02-10"), day("1404-03-10"), LAW) == 0
    exact = seniority.daily_on(day("1400-01-01"), day("1404-12-29"), LAW)
    assert exact != int(exact)
    assert totals("seniority", hired_on="1400-01-01", on="1404-12-29")["daily"] == round(exact)
    with pytest.raises(Silent):
        seniority.daily_on(day("1380-01-01"), day("1404-12-29"), LAW)


# The wage of an hour.


@pytest.mark.parametrize(
    ("facts", "hourly", "how"),
    [
        ({"hourly": 500_000}, 500_000, "500,000"),
        ({"daily": 7_330_000}, 1_000_000, "7,330,000 ÷ 7.33"),
        ({"monthly": 219_900_000}, 1_000_000, "219,900,000 ÷ 30 ÷ 7.33"),
        ({"monthly": 220_000_000, "policies": {"hour_divisor": "22/3"}}, 1_000_000, "220,000,000 ÷ 30 ÷ 22/3"),
    ],
)
def test_an_hour_is_what_is_given_or_a_part_of_the_day_or_month(facts, hourly, how):
    found = sheet("overtime", on="1404-05-01", **facts)
    assert (found["totals"]["hourly"], line(found, "hourly")["how"]) == (hourly, how)
    assert found["totals"]["overtime_hour"] == hourly * 14 // 10
    assert found["totals"]["overtime"] == found["totals"]["night"] == 0


def test_hours_beside_the_ordinary_ones_are_paid():
    facts = {"on": "1404-05-01", "hourly": 1_000_000, "hours": "2.5", "night_hours": 4, "friday_hours": 8, "holiday_hours": 1}
    found = totals("overtime", **facts)
    assert [found[name] for name in ("overtime", "night", "friday", "holiday")] == [3_500_000, 1_400_000, 3_200_000, 400_000]
    assert [one["code"] for one in lines(sheet("overtime", **facts), "night")] == ["night"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({}, "daily"),
        ({"daily": 1, "hourly": 1}, "daily"),
        ({"daily": 1, "monthly": 1}, "monthly"),
        ({"daily": 1, "hours": -1}, "hours"),
        ({"daily": 1, "hours": 10_001}, "hours"),
        ({"daily": 1, "hours": "7,5"}, "hours"),
        ({"daily": 1, "on": None}, "on"),
    ],
)
def test_an_overtime_that_cannot_be_is_refused(facts, field):
    assert refused("overtime", **{"on": "1404-05-01", **facts}).field == field


def test_more_that_was_agreed_on_later_is_due_from_its_day_and_raised_with_the_rest():
    nowruz, summer = day("1404-01-01"), day("1404-04-10")
    steps = wages.agreed_steps(4_000_000, day("1403-07-01"), day("1405-01-01"), LAW, [(summer, 7_000_000)])
    raised = wages.raised_wage(4_000_000, nowruz, LAW)
    assert steps[:3] == [(day("1403-07-01"), 4_000_000), (nowruz, raised), (summer, 7_000_000)]
    assert steps[3] == (day("1405-01-01"), wages.raised_wage(7_000_000, day("1405-01-01"), LAW))
    assert wages.agreed_steps(4_000_000, day("1403-07-01"), nowruz, LAW, [(nowruz, 4_100_000)])[-1] == (nowruz, raised)
