"""Contracts one after another: the cap on their terms (C12) and a renewal beside what it renews (C25)."""

from dataclasses import replace
from fractions import Fraction

import pytest

from kardad.law import instruments
from kardad.law.contract_rules import (
    Engagement,
    Policy,
    Stop,
    Wage,
)
from tests.law.contracts import RENEWED, SEASONAL, SOUND, codes, day, found, only, worker


def lasting(start):
    """The seasonal contract after an earlier one from `start` to the end of 1403."""
    return replace(SEASONAL, engagements=(Engagement(starts_on=day(start), ends_on=day("1403-12-30"), is_non_continuous=True),))


def test_the_cap_counts_the_terms_of_the_same_worker_and_employer():
    one = only(SEASONAL)
    assert (one.code, one.severity) == ("C12", "warning")
    assert "۳۶ ماه" in one.message
    assert one.caution


def test_one_day_under_three_years_is_not_near_the_cap():
    # 186 days of 1404, and 909 before them: 1095 are 36 months.
    assert codes(lasting("1401-07-02")) == ["C12"]
    assert codes(lasting("1401-07-03")) == []


def test_over_the_cap_is_a_warning_until_it_is_made_binding():
    over = lasting("1400-07-01")
    assert only(over).severity == "warning"
    assert only(over, policy=Policy(is_cap_binding=True)).severity == "error"


def test_stops_and_earlier_work_do_not_count_towards_the_cap():
    stopped = replace(SEASONAL, stops=(Stop(day("1402-01-01"), day("1402-12-29")),))
    assert codes(stopped) == []
    assert codes(SEASONAL, policy=Policy(cap_counts_from=day("1402-01-01"))) == []


def test_days_that_two_contracts_share_count_once():
    twice = replace(SEASONAL, engagements=(SEASONAL.engagements[0], SEASONAL.engagements[0]))
    assert "۳۶ ماه" in next(one for one in found(twice) if one.code == "C12").message


def test_before_the_decree_there_was_no_cap():
    early = replace(
        SEASONAL,
        concluded_on=day("1397-01-01"),
        starts_on=day("1397-01-01"),
        ends_on=day("1397-06-31"),
        engagements=(Engagement(starts_on=day("1391-01-01"), ends_on=day("1396-12-29"), is_non_continuous=True),),
    )
    assert "C12" not in codes(early, on=day("1397-01-01"))


def test_continuous_work_has_no_cap():
    assert codes(replace(SEASONAL, nature="continuous")) == []


def test_a_young_workers_contract_with_its_terms_still_reminds():
    young = replace(worker(born_on=day("1388-01-01")), has_young_terms=True)
    one = only(young)
    assert (one.code, one.severity) == ("C04", "warning")
    assert "بیفزایید" not in one.message


def test_the_rise_of_every_year_between_counts():
    law = instruments.current()
    two_years = replace(RENEWED, predecessor=replace(RENEWED.predecessor, ends_on=day("1402-12-29"), wage=Wage(amount=3_000_000)))
    step = 3_000_000 * (1 + law.amount("wage.other_levels_percent", day("1403-01-01"))) + law.amount(
        "wage.other_levels_fixed", day("1403-01-01")
    )
    least = step * Fraction(132, 100) + 310_535
    assert codes(replace(two_years, wage=Wage(amount=int(least) + 1))) == []
    assert codes(replace(two_years, wage=Wage(amount=int(least) - 1))) == ["C25"]


# A day of full hours is 44 ÷ 6 = 22/3 hours, a month thirty of them. 3,000,000 a day of 1403 asks 4,270,535 in 1404 (32 % and 310,535).
BEFORE = {
    "by the day": {"wage": Wage(amount=3_000_000)},
    "by the hour": {"wage": Wage(basis="hourly", amount=409_091)},  # × 22/3 = 3,000,000 and two thirds: 4,270,536 is asked
    "by the month": {"wage": Wage(basis="monthly", amount=90_000_000)},
    "half the week": {"wage": Wage(amount=1_500_000), "weekly_hours": 22},
    "by the hour, half the week": {"wage": Wage(basis="hourly", amount=409_091), "weekly_hours": 22},
    "by the hour, 36 hours": {"wage": Wage(basis="hourly", amount=500_000), "weekly_hours": 36, "is_hazardous": True},
}
AFTER = {
    "by the day": ({}, "daily", 4_270_536),
    "by the hour": ({}, "hourly", 582_346),  # × 22/3 = 4,270,537 and a third; an hour of 582,345 is 4,270,530 a day
    "by the month": ({}, "monthly", 128_116_080),
    "half the week": ({"weekly_hours": 22}, "daily", 2_135_268),
}


@pytest.mark.parametrize("after", AFTER)
@pytest.mark.parametrize("before", BEFORE)
def test_a_renewal_is_compared_by_a_day_of_full_hours_whatever_each_wage_is_for(before, after):
    last = Engagement(starts_on=day("1403-01-01"), ends_on=day("1403-12-30"), **BEFORE[before])
    hours, basis, amount = AFTER[after]
    enough = replace(SOUND, predecessor=last, wage=Wage(basis=basis, amount=amount), **hours)
    assert "C25" not in codes(enough)
    short = replace(enough, wage=Wage(basis=basis, amount=amount - 60))
    assert "C25" in codes(short)
    assert "۴٬۲۷۰٬۵۳" in next(one for one in found(short) if one.code == "C25").message


@pytest.mark.parametrize("unknown", [Wage(), Wage(basis="hourly")])
def test_a_predecessor_whose_wage_is_not_told_is_said_to_be_uncompared(unknown):
    one = next(one for one in found(replace(RENEWED, predecessor=replace(RENEWED.predecessor, wage=unknown))) if one.code == "C25")
    assert ("سنجیده نشد" in one.message, one.severity) == (True, "warning")
    far = replace(RENEWED.predecessor, starts_on=day("1385-01-01"), ends_on=day("1386-12-29"), wage=Wage(basis="hourly", amount=1))
    assert "C25" in codes(replace(RENEWED, predecessor=far))


def test_a_predecessor_without_an_end_is_compared_with_what_it_pays_then():
    open_ended = replace(RENEWED.predecessor, ends_on=None, wage=Wage(amount=5_000_000))
    assert codes(replace(RENEWED, predecessor=open_ended, wage=Wage(amount=4_999_999))) == ["C25"]
    assert codes(replace(RENEWED, predecessor=open_ended, wage=Wage(amount=5_000_000))) == []
