"""Where the law ends, the years before are computed and the others told; a child's allowance waits for the insured days."""

import pytest

from kardad.law import calculators, instruments
from kardad.law.instruments import Silent

LAW = instruments.current()


def claim(**facts):
    return calculators.named("claim").sheet(facts, LAW)


@pytest.mark.parametrize("daily", [None, 4000000])
def test_a_service_that_runs_past_the_law_is_computed_up_to_there(daily):
    found = claim(hired_on="1404-05-01", left_on="1406-03-31", daily=daily)
    until = claim(hired_on="1404-05-01", left_on="1405-12-29", daily=daily, claims=["wage_difference", "bonus"])
    for name in ("wage_difference", "bonus"):
        assert found.totals[name] == {**until.totals[name], "1406": None}
    assert (found.totals["severance"], found.totals["total"]) == ({"1406": None}, None)
    assert found.totals["total_known"] == until.totals["total"]
    assert ("LAW_SILENT", "1406-01-01") in {(one.code, one.details.get("on")) for one in found.warnings}


def test_a_service_wholly_after_the_law_is_refused():
    with pytest.raises(Silent) as refused:
        claim(hired_on="1406-05-01", left_on="1407-03-31")
    assert refused.value.details["on"] == "1406-05-01"


def by_month(sheet):
    return {line.part: line.amount for line in sheet.lines if line.code == "month"}


def test_a_childs_allowance_begins_with_the_seven_hundred_and_twentieth_insured_day():
    facts = {"hired_on": "1403-01-01", "left_on": "1403-06-31", "children": 1, "claims": ["wage_difference"]}
    # 620 days before, so the hundredth day of this work, 7 Tir, completes them, and the allowance runs from 8 Tir.
    late, without = by_month(claim(**facts, insured_before=620)), by_month(claim(**facts | {"children": 0}))
    gained = {month: late[month] - without[month] for month in late}
    assert gained["1403-03"] == 0
    assert gained["1403-04"] == round(3 * 2388728 * 24 / 31)
    assert gained["1403-05"] == 3 * 2388728


def test_insured_days_that_nobody_told_are_taken_as_there_and_it_is_said():
    facts = {"hired_on": "1403-01-01", "left_on": "1403-06-31", "children": 1, "claims": ["wage_difference"]}
    assumed, told = claim(**facts), claim(**facts, insured_before=720)
    assert assumed.totals == told.totals
    assert [one.code for one in assumed.warnings] == ["CHILD_ASSUMED"]
    assert told.warnings == ()
