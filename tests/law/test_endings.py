"""Bonus, severance, leave, settlement and back pay: each by itself, with all that cannot be."""

import pytest

from tests.law.sheets import line, refused, sheet, totals, warned

pytestmark = pytest.mark.no_django

DAILY = 10_000_000
LIFE = {"hired_on": "1400-02-01", "left_on": "1403-11-15"}


# Bonus.


def test_a_bonus_is_sixty_days_of_ones_own_wage_between_floor_and_cap():
    assert totals("bonus", year=1404, daily=4_000_000) == {"bonus": 240_000_000, "floor": 207_819_360, "cap": 311_729_040, "tax": 0}
    assert line(sheet("bonus", year=1404, daily=4_000_000), "bonus")["how"] == "60 × 4,000,000 × 365/365"
    most = sheet("bonus", year=1404, daily=40_000_000)
    assert most["totals"]["bonus"] == 311_729_040
    assert line(most, "bonus")["how"] == "min(60 × 40,000,000 × 365/365, 311,729,040)"


def test_a_wage_under_the_minimum_still_has_the_floor_and_is_said_to_be_unlawful():
    found = sheet("bonus", year=1404, daily=1)
    assert (found["totals"]["bonus"], warned(found)) == (207_819_360, ["UNDER_MINIMUM"])
    assert line(found, "bonus")["how"].startswith("max(")


def test_what_passes_a_twelfth_of_the_exemption_is_taxed_by_the_ladder():
    found = sheet("bonus", year=1404, daily=40_000_000)
    assert found["totals"]["tax"] == 6_000_000 + 1_759_356
    assert [one["amount"] for one in found["lines"] if one["code"] == "tax_bracket"] == [6_000_000, 1_759_356]


def test_the_bonus_of_1401_is_taxed_as_its_one_source_tells():
    found = sheet("bonus", year=1401, daily="100000000/60")
    assert (found["totals"]["bonus"], found["totals"]["tax"]) == (100_000_000, 4_400_000)
    assert line(found, "tax_bracket")["source"]["key"] == "bonus.tax_rate"


def test_the_tax_of_a_bonus_without_a_ladder_is_null():
    found = sheet("bonus", year=1399, daily=DAILY)
    assert found["totals"]["tax"] is None
    assert found["totals"]["bonus"] == 90 * 636_809
    assert warned(found) == ["LAW_SILENT"]


def test_no_days_of_work_have_no_bonus():
    assert totals("bonus", year=1395, daily=DAILY, days_worked=0)["bonus"] == 0


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({}, "daily"),
        ({"daily": 1, "monthly": 30}, "daily"),
        ({"daily": "maximum"}, "daily"),
        ({"daily": 1, "days_worked": 366}, "days_worked"),
        ({"daily": 1, "days_worked": "1.5"}, "days_worked"),
        ({"daily": 1, "months_worked": 13}, "months_worked"),
        ({"daily": 1, "months_worked": 5, "days_worked": 5}, "months_worked"),
        ({"daily": 1, "year": 2025}, "year"),
    ],
)
def test_a_bonus_that_cannot_be_is_refused(facts, field):
    assert refused("bonus", **{"year": 1404, **facts}).field == field


# Severance.


def test_severance_is_thirty_days_a_year_or_as_many_as_are_asked():
    assert totals("severance", daily=DAILY, years=2)["severance"] == 60 * DAILY
    assert totals("severance", monthly=DAILY, years=2)["severance"] == 2 * DAILY
    assert totals("severance", daily=DAILY, years=2, days_per_year=45)["severance"] == 90 * DAILY
    assert line(sheet("severance", daily=DAILY, service_days=730), "severance")["how"] == "30 × 10,000,000 × 730/365"
    assert totals("severance", daily=DAILY, service_days=0)["severance"] == 0


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"years": 1}, "daily"),
        ({"daily": 1, "monthly": 1, "years": 1}, "daily"),
        ({"daily": 1}, "from"),
        ({"daily": 1, "years": 1, "service_days": 5}, "from"),
        ({"daily": 1, "from": "1400-01-01"}, "from"),
        ({"daily": 1, "to": "1400-01-01"}, "from"),
        ({"daily": 1, "from": "1400-01-02", "to": "1400-01-01"}, "to"),
        ({"daily": 1, "years": 101}, "years"),
        ({"daily": 1, "years": -1}, "years"),
        ({"daily": 1, "from": "1404-12-30", "to": "1405-01-01"}, "from"),
    ],
)
def test_a_severance_that_cannot_be_is_refused(facts, field):
    assert refused("severance", **facts).field == field


# Leave.


def test_leave_at_the_end_is_paid_whole_and_before_it_nine_days_are_carried():
    facts = {"from": "1404-01-01", "to": "1404-12-29", "daily": DAILY, "used_days": "1.5"}
    assert totals("leave", **facts, terminating=True) == {
        "entitled_days": 26,
        "carried_days": 0,
        "payable_days": 24.5,
        "payout": 245_000_000,
    }
    kept = sheet("leave", **facts)
    assert kept["totals"] == {"entitled_days": 26, "carried_days": 9, "payable_days": 0, "payout": 0}
    assert warned(kept) == ["OVER_CARRY"]
    assert totals("leave", **{**facts, "used_days": 20})["carried_days"] == 6
    assert totals("leave", **facts, hard_work=True, terminating=True)["entitled_days"] == 30


def test_more_leave_than_was_earned_leaves_nothing_and_is_told():
    found = sheet("leave", from_="1404-01-01", to="1404-01-31", used_days=5, daily=DAILY, terminating=True)
    assert (found["totals"]["payable_days"], found["totals"]["payout"], warned(found)) == (0, 0, ["NEGATIVE_LEAVE"])


def test_without_a_wage_only_the_days_are_told():
    found = sheet("leave", from_="1404-01-01", to="1404-12-29", terminating=True)
    assert (found["totals"]["payable_days"], found["totals"]["payout"], warned(found)) == (26, None, ["NO_WAGE"])
    assert refused("leave", from_="1404-01-02", to="1404-01-01").field == "to"


# Settlement.


def test_a_settlement_has_one_total_for_each_entitlement():
    found = sheet("settlement", **LIFE, end_reason="contract_end")
    claimed = totals("claim", **LIFE)
    assert found["totals"]["bonus"] == sum(claimed["bonus"].values()) == line(found, "bonus_all")["amount"]
    assert found["totals"]["total"] == claimed["total"]
    assert found["inputs"]["end_reason"] == "contract_end"


def test_an_unjustified_dismissal_has_forty_five_days_a_year():
    usual, unjust = (totals("settlement", **LIFE, end_reason=reason) for reason in ("justified_dismissal", "unjustified_dismissal"))
    assert unjust["severance"] == totals("claim", **LIFE, days_per_year=45)["severance"]["1403"]
    assert abs(unjust["severance"] * 2 - usual["severance"] * 3) <= 3
    found = sheet("settlement", **LIFE, end_reason="unjustified_dismissal")
    assert line(found, "severance")["source"]["key"] == "severance.unjustified_days_per_year"
    assert warned(found) == ["END_REASON"]


@pytest.mark.parametrize("reason", ["resignation", "mutual", "retirement", "disability", "death"])
def test_every_other_end_has_thirty_days_a_year(reason):
    assert totals("settlement", **LIFE, end_reason=reason)["severance"] == totals("claim", **LIFE)["severance"]["1403"]


def test_an_end_without_a_reason_or_with_an_unknown_one_is_refused():
    assert refused("settlement", **LIFE).code == "MISSING_FACT"
    no = refused("settlement", **LIFE, end_reason="fired")
    assert (no.field, no.details["known"][0]) == ("end_reason", "contract_end")


# Back pay.


def test_back_pay_is_every_days_full_package_and_the_bonus_of_the_time():
    found = sheet("back-pay", dismissed_on="1404-01-01", reinstated_on="1404-02-01", married=True, children=1)
    assert found["totals"]["wages"] == {"1404": 31 * 3_463_656 + 36_000_000 + 10_390_968}
    assert found["totals"]["bonus"] == {"1404": round(60 * 3_463_656 * 31 / 365)}
    assert warned(found) == ["NO_HIRE_DATE", "INSURANCE_DUE"]
    assert list(totals("back-pay", dismissed_on="1404-01-01", reinstated_on="1404-02-01", bonus=False)) == ["wages", "total"]


def test_back_pay_follows_the_law_while_one_is_away():
    facts = {"dismissed_on": "1403-12-01", "reinstated_on": "1404-02-01", "daily": 3_000_000, "hired_on": "1402-01-15", "bonus": False}
    found = sheet("back-pay", **facts)
    # The wage of Esfand is raised by 32 per cent and 310,535; 70,000 of seniority too, and 94,000 more from 15 Farvardin on.
    assert line(found, "month", "1403-12")["how"] == "3,070,000 × 30 + 23,000,000 − 0"
    raised = 3_000_000 * 132 // 100 + 310_535
    assert line(found, "month", "1404-01")["how"] == (f"{raised + 92_400:,} × 14 + {raised + 92_400 + 94_000:,} × 17 + 31,000,000 − 0")
    assert warned(found) == ["INSURANCE_DUE"]


def test_back_pay_that_reaches_behind_the_law_is_refused_there_and_computed_after():
    found = sheet("back-pay", dismissed_on="1389-11-01", reinstated_on="1390-02-01", hired_on="1380-01-01")
    assert found["totals"]["wages"] == {"1389": None, "1390": 31 * 110_100 + 380_000 + 31 * 2_000}
    assert warned(found)[0] == "BEFORE_THE_LAW"


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"reinstated_on": "1404-01-01"}, "reinstated_on"), ({"hired_on": "1404-01-02"}, "hired_on"), ({"daily": "-5"}, "daily")],
)
def test_a_back_pay_that_cannot_be_is_refused(facts, field):
    assert refused("back-pay", **{"dismissed_on": "1404-01-01", "reinstated_on": "1404-02-01", **facts}).field == field
