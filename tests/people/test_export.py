"""A copy of one's own data: everything of mine, nothing of another's, only after I showed myself again."""

import json

import pytest

from kardad.core.models import Event
from kardad.people import particulars
from tests.people import accounts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_captcha", "clock")]
PAGE = "/panel/account/export/"


@pytest.fixture
def person(make):
    return make.person(code="9990001235", phone="+989120000001")


@pytest.fixture
def here(client, person, make):
    accounts.enter(client, person)
    make.show(client, person)
    return client


def test_it_holds_my_identifiers_roles_history_and_the_looks_of_others(here, person, make, now):
    particulars.read(person, by=make.actor(make.staff("reviewer"), "reviewer"), what="کد ملی", reason="بررسی", at=now)

    answer = here.post(PAGE)
    found = json.loads(answer.content)

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"
    assert found["particulars"]["code"] == "9990001235"
    assert found["particulars"]["mobile"] == "+989120000001"
    assert found["roles"] == [{"role": "کارگر و کارکنان", "state": "active", "asked_at": found["roles"][0]["asked_at"]}]
    assert found["roles"][0]["asked_at"]["jalali"] == "1404-08-10"
    assert any("وارد حساب" in line["text"] for line in found["history"])
    assert found["read_by_others"][0]["role"] == "بررس مدارک"
    assert Event.objects.filter(name="account.exported", person_id=person.pk).count() == 1


def test_it_holds_no_secret_of_the_account(here, person, make):
    make.with_totp(person)

    body = here.post(PAGE).content.decode()

    assert person.password not in body
    assert person.code_index not in body
    assert person.login_key not in body
    assert "GEZDGNBVGY3TQOJQ" not in body


def test_nothing_of_another_person_is_in_it(here, make):
    other = make.person(code="9990001243")

    body = here.post(PAGE).content.decode()

    assert "9990001243" not in body
    assert accounts.own(other).mobile not in body


def test_opening_the_page_hands_out_nothing(here):
    answer = here.get(PAGE)

    assert answer["Content-Type"].startswith("text/html")
    assert "9990001235" not in answer.content.decode()


def test_without_a_step_up_it_asks_for_one(client, person):
    accounts.enter(client, person)

    assert client.post(PAGE)["Location"].startswith("/panel/account/step-up/")


def test_a_visitor_is_led_to_log_in(client):
    assert client.get(PAGE)["Location"].startswith("/login/")
    assert client.post(PAGE)["Location"].startswith("/login/")
