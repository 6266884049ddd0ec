"""Sessions: where the account is open, seen and closed by its owner alone."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from kardad.core.models import Event
from tests.people import accounts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_captcha", "clock")]
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture
def person(make):
    return make.person()


@pytest.fixture
def here(person):
    client = Client()
    accounts.enter(client, person)
    return client


@pytest.fixture
def phone(person):
    client = Client(HTTP_USER_AGENT=PHONE, REMOTE_ADDR="185.10.20.30")
    accounts.enter(client, person)
    return client


def test_the_list_names_devices_masks_addresses_and_marks_this_one(here, phone):
    shown = here.get("/panel/account/sessions/").content.decode()

    assert "کروم در اندروید" in shown
    assert "۱۸۵.۱۰.•.•" in shown
    assert "185.10.20.30" not in shown
    assert shown.count("همین‌جا") == 2  # the tag, and the words of the button that spares it
    assert shown.count('<td data-label="دستگاه"><div>') == 2  # on a card the tag stays with the device it marks


def test_another_session_is_closed_at_once(here, phone, person):
    row = UserSession.objects.get(session_key=phone.session.session_key)

    here.post("/panel/account/sessions/", {"session": row.pk})

    assert phone.get("/panel/account/").status_code == 302
    assert here.get("/panel/account/").status_code == 200
    assert Event.objects.filter(name="account.sessions_ended", person_id=person.pk).count() == 1


def test_a_second_press_is_harmless(here, phone, person):
    row = UserSession.objects.get(session_key=phone.session.session_key)
    for _ in range(2):
        assert here.post("/panel/account/sessions/", {"session": row.pk}).status_code == 302

    assert Event.objects.filter(name="account.sessions_ended", person_id=person.pk).count() == 1


def test_all_others_are_closed(here, phone, person):
    third = Client()
    accounts.enter(third, person)

    here.post("/panel/account/sessions/", {"session": "others"})

    assert phone.get("/panel/account/").status_code == 302
    assert third.get("/panel/account/").status_code == 302
    assert here.get("/panel/account/").status_code == 200
    assert UserSession.objects.filter(user=person).count() == 1


def test_nobody_closes_the_session_of_another(here, make):
    other = Client()
    accounts.enter(other, make.person())
    row = UserSession.objects.get(session_key=other.session.session_key)

    here.post("/panel/account/sessions/", {"session": row.pk})

    assert other.get("/panel/account/").status_code == 200


@pytest.mark.parametrize("nonsense", ["", "x", "-1", "۱", "1' OR '1'='1"])
def test_nonsense_is_not_found(here, nonsense):
    assert here.post("/panel/account/sessions/", {"session": nonsense}).status_code == 404


def test_an_ended_session_is_not_shown(here, phone):
    Session.objects.filter(session_key=phone.session.session_key).delete()

    assert "کروم در اندروید" not in here.get("/panel/account/sessions/").content.decode()


def test_the_list_costs_the_same_for_one_and_for_thirty(here, person, django_assert_max_num_queries):
    with django_assert_max_num_queries(10) as one:
        here.get("/panel/account/sessions/")
    for number in range(30):
        key = f"k{number:031}"
        Session.objects.create(session_key=key, session_data="", expire_date="2030-01-01T00:00:00Z")
        UserSession.objects.create(user=person, ip="10.0.0.1", session_key=key, user_agent=PHONE)
    with django_assert_max_num_queries(10) as many:
        shown = here.get("/panel/account/sessions/").content.decode()

    assert shown.count("کروم در اندروید") >= 30
    assert len(one.captured_queries) == len(many.captured_queries)


def test_a_visitor_is_led_to_log_in(client):
    assert client.get("/panel/account/sessions/")["Location"].startswith("/login/")
    assert client.post("/panel/account/sessions/", {"session": "others"})["Location"].startswith("/login/")
