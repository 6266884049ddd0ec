"""What a contract comes to in a month: the whole and the part of a week, each basis, the years it touches, years without figures."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from kardad.contracts import by_law, monthly, terms
from kardad.law import instruments
from kardad.law.instruments import Silent
from tests.contracts.world import day

LEAST = 3_463_656  # a day of 1404


def held(*, starts_on="1404-01-01", ends_on="1404-06-31", hours=44, married=True, children=0, insured=900, **pay):
    """Terms with what a month's pay depends on."""
    made = terms.told(terms.Terms(), "term", {"starts_on": day(starts_on), "ends_on": day(ends_on) if ends_on else None})
    made = terms.told(made, "worker", {"is_married": married, "children": children, "insured_days": insured})
    made = terms.told(made, "hours", {"weekly_minutes": hours * 60})
    return terms.told(made, "pay", {"basis": "daily", "amount": LEAST} | pay)


@pytest.fixture
def law():
    return instruments.current()


def sums(pay):
    return SimpleNamespace(**{row.title: row.amount for row in pay.rows}, gross=pay.gross)


def test_a_month_of_the_least_wage_of_1404_with_two_children_is_the_sum_that_was_announced(law):
    first = monthly.pays(held(children=2), law)[0]
    assert first.gross == 103_909_680 + 9_000_000 + 22_000_000 + 5_000_000 + 2 * 10_390_968
    assert first.insurance == round((first.gross - 2 * 10_390_968) * 0.07)
    assert first.net == first.gross - first.insurance - first.tax
    unknown = monthly.pays(held(children=2, insured=None), law)[0]
    assert "حق اولاد" not in [row.title for row in unknown.rows]


def test_half_a_week_is_half_the_floor_and_half_the_benefits(law):
    half = held(hours=22, amount=LEAST // 2, children=1)
    assert monthly.least(half, day("1404-01-01"), law) == LEAST / 2
    rows = {row.title: row.amount for row in monthly.pays(half, law)[0].rows}
    assert rows == {
        "مزد پایه": LEAST // 2 * 30,
        "حق مسکن": 4_500_000,
        "بن خواربار": 11_000_000,
        "حق تأهل": 2_500_000,
        "حق اولاد": 5_195_484,
    }


def test_the_floor_is_told_in_the_contracts_own_basis_and_is_lawful_by_the_checks(law):
    for basis, floor in {"daily": 3_463_656, "monthly": 103_909_680, "hourly": 472_317}.items():
        assert monthly.least(held(basis=basis), day("1404-01-01"), law) == floor, basis


def test_what_was_worked_before_brings_its_seniority_and_a_first_year_none(law):
    assert "پایه سنوات" not in [row.title for row in monthly.pays(held(), law)[0].rows]
    earlier = monthly.pays(held(), law, hired_on=day("1402-12-01"))[0]
    assert "پایه سنوات" in [row.title for row in earlier.benefits]


def test_a_contract_over_nowruz_shows_each_year_and_one_into_the_unknown_is_refused(law):
    over = held(starts_on="1404-10-15", ends_on="1405-03-31")
    assert [one.title for one in monthly.pays(over, law)] == ["بهمن ۱۴۰۴", "فروردین ۱۴۰۵"]
    assert [(one.since, one.amount) for one in monthly.offered(over, law)] == [(day("1405-01-01"), 5_541_850)]
    assert len([one for one in by_law.dues(over, law) if one.rials is not None]) == 3  # two years of bonus, the severance
    last = max(value.since for value in law.spans("wage.daily_minimum")) + timedelta(days=900)
    unknown = terms.told(held(), "term", {"ends_on": last})
    for computed in (monthly.pays, monthly.offered, by_law.dues):
        with pytest.raises(Silent):
            computed(unknown, law)


def test_a_few_days_are_paid_as_days_and_nothing_is_computed_of_what_is_not_told(law):
    few = monthly.pays(held(starts_on="1404-01-20", ends_on="1404-01-29"), law)[0]
    assert (few.days, few.rows[0].amount) == (10, LEAST * 10)
    assert monthly.pays(held(amount=None), law) == ()
    assert monthly.offered(held(ends_on=None), law) == ()
    assert by_law.dues(held(starts_on="1404-06-31", ends_on="1404-01-01"), law) == ()
