"""Changing the password: the present one first, the other sessions end, this one goes on."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from kardad.core.models import Draft, Event
from kardad.outbox.models import Message
from kardad.people.models import Person
from tests import factories
from tests.people import accounts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_captcha", "clock")]
NEW = "رمز-تازه-و-بلند-۱۴۰۵"


def change(client, present=factories.PASSWORD, new=NEW):
    return client.post("/panel/account/password/", {"password": present, "new_password": new})


@pytest.fixture
def person(make):
    return make.person()


@pytest.fixture
def here(person):
    client = Client()
    accounts.enter(client, person)
    return client


def test_the_new_password_holds_and_its_owner_is_told(here, person):
    assert change(here).status_code == 302

    assert Person.objects.get(pk=person.pk).check_password(NEW)
    assert Message.objects.filter(template="password_changed", person_id=person.pk).count() == 1
    assert Event.objects.filter(name="account.password_changed", person_id=person.pk).count() == 1


def test_this_session_goes_on_in_the_list_and_others_end(here, person):
    other = Client()
    accounts.enter(other, person)

    change(here)

    assert here.get("/panel/account/").status_code == 200
    assert other.get("/panel/account/").status_code == 302
    assert list(UserSession.objects.filter(user=person).values_list("session_key", flat=True)) == [here.session.session_key]


def test_without_the_present_password_nothing_changes(here, person):
    answer = change(here, present="نادرست-نادرست")

    assert answer.status_code == 401
    assert "password" in answer.context["form"].errors
    assert Person.objects.get(pk=person.pk).check_password(factories.PASSWORD)


def test_guesses_of_the_present_password_are_limited(here):
    for _ in range(10):
        assert change(here, present="نادرست-نادرست").status_code == 401

    assert change(here).status_code == 429


@pytest.mark.parametrize("weak", ["کوتاه", "1234567890", "password123"])
def test_a_weak_password_is_refused(here, person, weak):
    assert change(here, new=weak).status_code == 422
    assert Person.objects.get(pk=person.pk).check_password(factories.PASSWORD)


def test_no_password_ever_lies_in_a_draft(here, person, client):
    client.get("/login/")
    client.post("/panel/account/password/", {"password": "پنهان", "new_password": NEW, "note": "متن"})

    from kardad.core import drafts

    held = [drafts.typed(draft) for draft in Draft.objects.all()]
    assert held == [{"note": "متن"}]


def test_a_visitor_is_led_to_log_in(client):
    assert client.get("/panel/account/password/")["Location"].startswith("/login/")
