"""The questions of «what am I owed»: only what is missing is asked, and a changed answer leaves nothing behind that no longer applies."""

from dataclasses import replace

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from kardad.calc.owed import answers, steps
from kardad.calc.owed.answers import Answers
from kardad.kit import calendar
from tests.calc.owed_samples import EXAMPLE, REST, TODAY, UNKNOWN, WORKED, told, where

CHANGED = f"{WORKED}&wage=minimum&pay=changed&paid=1400-02-01_1401-12-29_35000000&paid=1402-01-01_1403-11-15_60000000&{REST}"
HOURS = EXAMPLE.replace("hours=none", "hours=changed&worked=1400-02-01_1401-01-31_20_0_8_0&worked=1402-01-01_1402-12-29_10.5_0_0_0")


def names(query):
    return [step.name for step in steps.asked(told(query))]


def lost(before, after):
    """The answers that are there before and not after."""
    return {name for name in answers.names() if getattr(before, name) not in ("", (), None) and getattr(after, name) in ("", (), None)}


def day(written):
    return calendar.parse_jalali(written)


def test_a_plain_life_is_asked_seven_questions():
    assert names(EXAMPLE) == ["dates", "wage", "pay", "received", "leave", "family", "hours"]


def test_only_what_an_answer_opens_is_asked():
    assert "periods" in names(CHANGED)
    assert "bonuses" in names(EXAMPLE.replace("bonus=none", "bonus=part"))
    assert "each-month" in names(EXAMPLE.replace("hours=none", "hours=same"))
    assert "hour-periods" in names(HOURS)
    assert "hour-kinds" in names(UNKNOWN)
    assert "insured" in names(UNKNOWN)
    assert "leave" not in names(EXAMPLE.replace("leave_pay=none", "leave_pay=all"))


def test_the_questions_come_one_after_another_from_nothing():
    assert steps.upcoming(Answers()).name == "dates"
    assert steps.upcoming(told(WORKED)).name == "wage"
    assert steps.upcoming(told(f"{WORKED}&wage=daily")).name == "wage"
    assert steps.upcoming(told(f"{WORKED}&wage=minimum&pay=changed")).name == "periods"
    assert steps.upcoming(told(EXAMPLE)) is None


@pytest.mark.parametrize(
    ("query", "change", "gone"),
    [
        (EXAMPLE.replace("wage=minimum", "wage=daily&wage_amount=900000"), {"wage": "minimum"}, {"wage_amount"}),
        (EXAMPLE, {"pay": "changed"}, {"pay_amount"}),
        (CHANGED, {"pay": "same", "pay_amount": 1}, {"paid"}),
        (CHANGED, {"pay": "none"}, {"paid"}),
        (EXAMPLE.replace("bonus=none", "bonus=part&bonus_in=1401_5"), {"bonus": "all"}, {"bonus_in"}),
        (EXAMPLE.replace("severance=none", "severance=part&severance_amount=5"), {"severance": "none"}, {"severance_amount"}),
        (EXAMPLE, {"leave_pay": "all"}, {"leave", "hard"}),
        (EXAMPLE.replace("leave=none", "leave=some&leave_days=3.5"), {"leave_pay": "all"}, {"leave", "leave_days", "hard"}),
        (EXAMPLE.replace("leave=none", "leave=some&leave_days=3.5"), {"leave": "unknown"}, {"leave_days"}),
        (HOURS, {"hours": "none"}, {"worked"}),
        (UNKNOWN, {"hours": "same"}, {"hours_of"}),
        (UNKNOWN, {"children": 0}, {"insured"}),
        (UNKNOWN.replace("insured=unknown", "insured=some&insured_days=3"), {"insured": "yes"}, {"insured_days"}),
        (CHANGED, {"married": "yes"}, set()),
        (UNKNOWN, {"children": 3}, set()),
    ],
)
def test_a_changed_answer_drops_exactly_what_hung_on_it(query, change, gone):
    before = told(query)
    after = answers.fitting(replace(before, **change))
    assert lost(before, after) == gone
    unchanged = answers.names() - gone - set(change)
    assert {name for name in unchanged if getattr(before, name) != getattr(after, name)} == set()


def test_a_shorter_service_cuts_the_periods_and_the_bonuses_outside_and_keeps_the_rest():
    before = told(CHANGED.replace("bonus=none", "bonus=part&bonus_in=1400_5&bonus_in=1403_7"))
    after = answers.fitting(replace(before, left_on=day("1401/06/31")))
    assert [(row.first, row.last, row.monthly) for row in after.paid] == [(day("1400/02/01"), day("1401/06/31"), 35_000_000)]
    assert after.bonus_in == ((1400, 5),)
    assert lost(before, after) == set()
    assert steps.upcoming(after) is None


def test_a_longer_service_asks_for_the_pay_of_the_days_that_came_to_it():
    before = told(CHANGED)
    after = answers.fitting(replace(before, left_on=day("1404/01/31")))
    assert steps.upcoming(after).name == "periods"
    assert steps.gaps(after) == [(day("1403/11/16"), day("1404/01/31"))]


def test_one_sum_for_all_time_follows_the_dates():
    after = answers.fitting(replace(told(EXAMPLE), left_on=day("1404/01/31")))
    assert steps.upcoming(after) is None


@pytest.mark.parametrize(
    "query",
    [
        "from=1400-13-01&to=1403-11-15&still=no",
        "from=1403-11-15&to=1400-02-01&still=no",
        "from=1400-02-01&to=1499-01-01&still=no",
        "from=&to=",
        "from=0001-01-01&to=1403-11-15&still=no",
        "from=1300-01-01&to=1403-11-15&still=no",
        "from=<script>&to=1403-11-15&still=no",
    ],
)
def test_days_that_cannot_be_are_asked_again(query):
    assert steps.upcoming(told(query)).name == "dates"


def test_what_cannot_be_read_is_not_answered_and_the_rest_stays():
    found = told(EXAMPLE.replace("pay_amount=35000000", "pay_amount=-5").replace("married=no", "married=perhaps"))
    assert (found.pay, found.pay_amount, found.married, found.wage) == ("same", None, "", "minimum")
    assert steps.upcoming(found).name == "pay"


def test_periods_of_a_link_that_lie_on_one_another_are_asked_again():
    found = told(CHANGED.replace("1402-01-01_1403", "1401-01-01_1403"))
    assert (found.paid, steps.upcoming(found).name) == ((), "periods")


@given(st.dictionaries(st.sampled_from([key for key, _ in answers.WAYS.values()]), st.text(max_size=30), max_size=8))
def test_any_link_is_read(typed):
    query = QueryDict(mutable=True)
    query.update(typed)
    found = answers.read(query, TODAY)
    assert answers.fitting(found) == found
    again = QueryDict(mutable=True)
    for key, value in answers.pairs(found):
        again.appendlist(key, value)
    assert answers.read(again, TODAY) == found


@pytest.mark.django_db
class TestPages:
    """The same through HTTP."""

    @pytest.fixture(autouse=True)
    def _today(self, clock):
        """Everything happens on 1 Azar 1404."""

    def test_a_changed_answer_returns_to_all_answers(self, client):
        answer = client.post(where("family", EXAMPLE), {"married": "yes", "children": "۰"})
        assert answer["Location"] == where("check", EXAMPLE.replace("married=no", "married=yes"))

    def test_a_change_that_opens_a_question_leads_to_it_first(self, client):
        answer = client.post(where("pay", EXAMPLE), {"pay": "changed"})
        assert answer["Location"].startswith("/calculators/owed/periods/?")
        assert "pay_amount" not in answer["Location"]

    def test_a_question_that_is_not_asked_is_not_shown(self, client):
        assert client.get(where("periods", EXAMPLE))["Location"].startswith("/calculators/owed/check/")
        assert client.get(where("wage"))["Location"] == where("dates")
        assert client.get(where("shoe-size", EXAMPLE)).status_code == 404

    def test_every_change_link_leads_to_its_question_with_the_answer_in_it(self, read):
        links = {a["href"].split("/")[3] for a in read(where("check", EXAMPLE)).select(".data-change a")}
        assert links == set(names(EXAMPLE))
        page = read(where("pay", EXAMPLE))
        assert page.select_one("[name=pay_amount]")["value"] == "۳۵٬۰۰۰٬۰۰۰"
        assert page.select_one("[name=pay][checked]")["value"] == "same"

    def test_two_tabs_do_not_disturb_one_another(self, client):
        first = client.post(where("wage", WORKED), {"wage": "minimum"})["Location"]
        second = client.post(where("wage", WORKED), {"wage": "daily", "wage_amount": "900000"})["Location"]
        assert ("wage=minimum" in first, "wage_amount" in first) == (True, False)
        assert "wage=daily&wage_amount=900000" in second
        assert client.get(first).status_code == client.get(second).status_code == 200

    def test_still_working_means_until_today_and_says_so(self, client, read):
        where_to = client.post(where("dates"), {"hired_on": "۱۴۰۳/۰۱/۰۱", "still": "yes"})["Location"]
        assert where_to == where("wage", "from=1403-01-01&to=1404-09-01&still=yes")
        query = EXAMPLE.replace("to=1403-11-15&still=no", "to=1404-09-01&still=yes")
        assert "هنوز سر کارم؛ تا ۱۴۰۴/۰۹/۰۱" in read(where("check", query)).get_text()
        assert "هنوز سر کارید" in read(where("result", query)).get_text()

    def test_pay_that_looks_like_tomans_is_asked_about(self, read):
        assert "شاید به تومان" in read(where("check", EXAMPLE.replace("35000000", "3500000"))).get_text()
        assert "شاید به تومان" not in read(where("check", EXAMPLE)).get_text()
