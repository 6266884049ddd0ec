"""What is owed at the end of a contract: the worked figures, part time, wage steps, trials, unpaid months and what is taken off."""

from dataclasses import replace
from datetime import date

import pytest

from kardad.contracts import computing, terms
from kardad.contracts.computing import Ended, Off
from kardad.contracts.statement import Facts, Other
from kardad.contracts.terms import Terms
from kardad.law import instruments
from kardad.law.contract_rules import WageStep, Worker
from kardad.law.instruments import Silent
from tests.contracts.world import day

LAW = instruments.current()
FIRST, LAST = day("1404-01-01"), day("1404-06-31")


def held(amount=6_000_000, **changed):
    found = Terms(
        worker=Worker(name="علی رضایی", is_married=False, children=0),
        work=terms.Work(type="fixed_term", nature="continuous"),
        term=terms.Term(starts_on=FIRST, ends_on=LAST),
        hours=terms.Hours(weekly_minutes=44 * 60),
        pay=terms.Pay(basis="daily", amount=amount),
    )
    for part, values in changed.items():
        found = terms.told(found, part, values)
    return found


def reckoned(found=None, *, since=FIRST, on=LAST, severance="contract_end", trial_until=None, before=(), off=(), **facts):
    ended = Ended(since=since, on=on, severance=severance, trial_until=trial_until, before=before, off=off)
    return computing.statement(found or held(), Facts(**facts), ended, LAW)


@pytest.mark.parametrize(
    ("amount", "severance", "bonus"),
    [(3_463_656, 52_951_234, 105_902_468), (4_000_000, 61_150_685, 122_301_370), (6_000_000, 91_726_027, 158_853_703)],
)
def test_the_worked_figures_of_half_a_year_come_out_to_the_rial(amount, severance, bonus):
    found = reckoned(held(amount))
    assert (found.days, found.amount("severance"), found.amount("bonus")) == (186, severance, bonus)
    assert (found.amount("wage"), found.amount("overtime"), found.taken) == (0, 0, ())
    assert found.amount("leave") == round(amount * 26 * 186 / 365)
    assert found.net == severance + bonus + found.amount("leave")
    how = {one.code: one.rows[-1].how for one in found.items if one.rows}
    assert how["severance"] == f"30 × {amount:,} × 186/365"
    assert how["bonus"] == (f"60 × {amount:,} × 186/365" if amount < 5_195_484 else "90 × 3,463,656 × 186/365")


def test_an_unpaid_month_brings_wage_allowances_and_hours_less_insurance_and_tax():
    found = reckoned(unpaid_from=day("1404-06-01"), overtime_hours="10", used_leave="3.5", advances=5_000_000, loans=1_000_000)
    assert found.amount("wage") == 6_000_000 * 31
    assert found.amount("allowances") == 9_000_000 + 22_000_000
    hour = 6_000_000 / 7.33
    assert found.amount("overtime") == pytest.approx(hour * 1.4 * 10, abs=1)
    whole = found.amount("wage") + found.amount("allowances") + found.amount("overtime")
    assert found.amount("insurance") == pytest.approx(whole * 0.07, abs=1)
    assert (found.amount("advances"), found.amount("loans")) == (5_000_000, 1_000_000)
    assert found.net == found.gross - found.less
    told = reckoned(unpaid_from=day("1404-06-01"), insurance=7, tax=11)
    assert (told.amount("insurance"), told.amount("tax")) == (7, 11)


def test_half_a_week_brings_half_of_everything_and_meets_half_the_cap():
    half = reckoned(held(3_000_000, hours={"weekly_minutes": 22 * 60}), unpaid_from=day("1404-06-01"))
    whole = reckoned(held(6_000_000), unpaid_from=day("1404-06-01"))
    for code in ("severance", "bonus", "leave", "wage", "allowances"):
        assert abs(half.amount(code) * 2 - whole.amount(code)) <= 1, code


def test_the_last_wage_is_that_of_the_last_step_or_of_what_was_paid_in_truth():
    year = {"term": {"starts_on": day("1403-07-01"), "ends_on": LAST}}
    stepped = held(4_000_000, pay={"steps": (WageStep(FIRST, 6_000_000),)}, **year)
    found = reckoned(stepped, since=day("1403-07-01"))
    assert found.daily == 6_000_000
    assert found.amount("severance") == round(30 * 6_000_000 * found.days / 365)
    assert [row.part for one in found.items if one.code == "bonus" for row in one.rows] == ["1403", "1404"]
    paid = reckoned(stepped, since=day("1403-07-01"), bonus_paid=(1403,))
    assert paid.amount("bonus") == 158_853_703
    more = reckoned(stepped, since=day("1403-07-01"), raised_on=day("1404-04-01"), raised_daily=7_000_000)
    assert more.daily == 7_000_000


def test_who_was_dismissed_without_cause_has_forty_five_days_a_year():
    assert reckoned(severance="unjustified_dismissal").amount("severance") == round(45 * 6_000_000 * 186 / 365)


def test_an_employer_who_ends_the_trial_pays_all_of_it_and_a_worker_who_leaves_his_days():
    ends, trial = day("1404-01-10"), day("1404-01-30")
    employer = reckoned(on=ends, trial_until=trial, unpaid_from=FIRST)
    worker = reckoned(on=ends, unpaid_from=FIRST)
    assert employer.amount("wage") == worker.amount("wage") == 60_000_000
    assert employer.amount("trial_rest") == 20 * 6_000_000 + 20 * (9_000_000 + 22_000_000) // 30 + 1
    assert worker.amount("trial_rest") == 0


def test_a_day_for_which_the_law_is_silent_and_a_contract_without_a_wage_are_refused():
    with pytest.raises(Silent):
        reckoned(on=date(2031, 1, 1))
    with pytest.raises(computing.NoWage):
        reckoned(replace(held(), pay=terms.Pay()))


def test_what_else_is_owed_stands_among_the_items():
    found = reckoned(others=(Other(title="پاداش بهره‌وری", amount=12_000_000),), severance_received=20_000_000)
    assert (found.amount("other_1"), found.amount("severance_received")) == (12_000_000, 20_000_000)
    assert found.net == 91_726_027 + 158_853_703 + found.amount("leave") + 12_000_000 - 20_000_000


def test_a_service_of_several_contracts_has_the_wage_of_each_in_its_days_and_one_severance():
    start = day("1403-07-01")
    earlier = held(4_000_000, term={"starts_on": start, "ends_on": day("1403-12-30")})
    found = reckoned(held(6_000_000), since=start, before=((start, earlier),))
    stepped = held(4_000_000, pay={"steps": (WageStep(FIRST, 6_000_000),)}, term={"starts_on": start, "ends_on": LAST})
    assert (found.daily, found.days) == (6_000_000, (LAST - start).days + 1)
    assert [(one.code, one.amount) for one in found.items] == [(one.code, one.amount) for one in reckoned(stepped, since=start).items]
    assert reckoned(raised_on=FIRST, raised_daily=7_000_000).daily == 7_000_000


def test_days_of_a_suspension_bring_no_wage_bonus_or_leave_and_count_as_service_by_their_cause():
    khordad = {"first": day("1404-03-01"), "last": day("1404-03-31")}
    without = reckoned(held(4_000_000), off=(Off(**khordad, title="مرخصی"),))
    assert without.days == 186 - 31
    assert without.amount("severance") == 50_958_904  # 30 × 4,000,000 × 155/365
    assert without.amount("bonus") == 101_917_808  # 60 × 4,000,000 × 155/365
    assert without.amount("leave") == 44_164_384  # 26 × 155/365 × 4,000,000
    assert without.warnings[-1].startswith("۳۱ روز تعلیق (مرخصی) در مزد، عیدی، مرخصی و سنوات شمرده نشد")
    served = reckoned(held(4_000_000), off=(Off(**khordad, is_service=True, says="حکم ماده ۱۸."),))
    assert (served.days, served.amount("severance")) == (186, 61_150_685)  # as without any suspension
    assert (served.amount("bonus"), served.amount("leave")) == (101_917_808, 44_164_384)
    assert served.warnings[-1].endswith("در سنوات شمرده شد (ماده ۱۴ قانون کار). حکم ماده ۱۸.")


def test_the_unpaid_days_of_a_suspension_are_owed_to_nobody_and_the_hours_beside_them_stay():
    half = Off(first=day("1404-06-16"), last=LAST)  # sixteen days of Shahrivar, to the end
    found = reckoned(off=(half,), unpaid_from=day("1404-06-01"), overtime_hours="10")
    assert found.amount("wage") == 6_000_000 * 15
    assert found.amount("allowances") == (9_000_000 + 22_000_000) // 2
    assert found.amount("overtime") == pytest.approx(6_000_000 / 7.33 * 1.4 * 10, abs=1)
    whole = reckoned(off=(replace(half, first=day("1404-06-01")),), unpaid_from=day("1404-05-01"), overtime_hours="10")
    assert whole.amount("wage") == 6_000_000 * 31  # Mordad alone
    assert whole.amount("overtime") == found.amount("overtime")
    assert reckoned(off=(replace(half, first=day("1404-05-01")),), unpaid_from=day("1404-05-01")).amount("wage") == 0
