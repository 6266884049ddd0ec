"""My history: sentences of what happened in my account, and nobody else's."""

import pytest

from kardad.core.history import record
from tests.people import accounts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_captcha", "clock")]
PAGE = "/panel/history/"


def test_it_tells_what_happened_in_sentences(client, make):
    person = make.person()
    accounts.enter(client, person)

    shown = client.get(PAGE).content.decode()

    assert "وارد حساب خود شدید" in shown
    assert "account.logged_in" not in shown


def test_the_history_of_another_is_not_in_it(client, make, now):
    other = make.person()
    record("factor.passkey_added", other, by=make.actor(other), at=now, person_id=other.pk, key="کلید دیگری")
    accounts.enter(client, make.person())

    assert "کلید دیگری" not in client.get(PAGE).content.decode()


def test_a_deed_of_staff_says_who_did_it(client, make, now):
    person, reviewer = make.person(), make.staff("reviewer")
    record("person.thawed", person, by=make.actor(reviewer, "reviewer"), at=now, person_id=person.pk, reason="دیده شد")
    accounts.enter(client, person)

    assert "بررس مدارک" in client.get(PAGE).content.decode()


def test_it_goes_on_and_costs_the_same(client, make, now, django_assert_max_num_queries):
    person = make.person()
    accounts.enter(client, person)
    for number in range(60):
        record("factor.passkey_added", person, by=make.actor(person), at=now, person_id=person.pk, key=f"کلید {number}")
    with django_assert_max_num_queries(8) as first:
        page = client.get(PAGE)
    with django_assert_max_num_queries(8) as second:
        rest = client.get(PAGE + page.context["next_url"]).content.decode()

    assert "«کلید 59»" in page.content.decode()
    assert "«کلید 34»" in rest
    assert len(first.captured_queries) == len(second.captured_queries)


def test_words_of_a_person_are_shown_as_text(client, make, now):
    person = make.person()
    record("factor.passkey_added", person, by=make.actor(person), at=now, person_id=person.pk, key="<img src=x>{at}{0.__class__}")
    accounts.enter(client, person)

    shown = client.get(PAGE).content.decode()

    assert "&lt;img src=x&gt;{at}{0.__class__}" in shown


def test_a_visitor_is_led_to_log_in(client):
    assert client.get(PAGE)["Location"].startswith("/login/")
