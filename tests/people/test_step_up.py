"""Step-up: shown again, now, by this person in this session – judged at the act, and gone after ten minutes."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client

from kardad.core.models import Event
from kardad.gateways.registry.port import Operation, Outcome
from kardad.people.models import Code, Inquiry, Person
from tests import factories
from tests.people import accounts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_captcha", "clock")]
STEP = "/panel/account/step-up/"


@pytest.fixture
def person(make):
    return make.person()


@pytest.fixture
def here(client, person):
    accounts.enter(client, person)
    return client


def step_by_sms(client, person, sms, back="/panel/account/export/"):
    client.post(f"{STEP}?next={back}", {"do": "send"})
    return client.post(f"{STEP}?next={back}", {"code": accounts.sent_code(sms, person)})


def test_a_sensitive_act_asks_first_and_comes_back(here, person, sms):
    first = here.post("/panel/account/export/")
    assert first["Location"] == f"{STEP}?next=%2Fpanel%2Faccount%2Fexport%2F"

    back = step_by_sms(here, person, sms)

    assert back["Location"] == "/panel/account/export/"
    assert here.post("/panel/account/export/").status_code == 200
    assert Event.objects.filter(name="account.stepped_up", person_id=person.pk).count() == 1


def test_nothing_is_sent_before_the_button(here, sms):
    here.get(STEP)

    assert sms.outbox == []


def test_it_grows_old_after_ten_minutes(here, person, sms, clock):
    step_by_sms(here, person, sms)
    clock.shift(timedelta(minutes=9, seconds=59))
    assert here.post("/panel/account/export/").status_code == 200
    clock.shift(timedelta(seconds=2))

    assert here.post("/panel/account/export/").status_code == 302


def test_use_does_not_renew_it(here, person, sms, clock):
    step_by_sms(here, person, sms)
    for _ in range(3):
        clock.shift(timedelta(minutes=3))
        assert here.post("/panel/account/export/").status_code == 200
    clock.shift(timedelta(minutes=3))

    assert here.post("/panel/account/export/").status_code == 302


def test_another_session_of_the_same_person_is_not_raised(here, person, sms):
    other = Client()
    accounts.enter(other, person)
    step_by_sms(here, person, sms)

    assert other.post("/panel/account/export/").status_code == 302


def test_what_another_person_showed_in_this_browser_does_not_count(here, person, make, now):
    session = here.session
    session["step_up"] = {"person": person.pk + 1, "by": "totp", "at": now.isoformat()}
    session.save()

    assert here.post("/panel/account/export/").status_code == 302


def test_a_moment_in_the_future_does_not_count(here, person, now):
    session = here.session
    session["step_up"] = {"person": person.pk, "by": "totp", "at": (now + timedelta(hours=5)).isoformat()}
    session.save()

    assert here.post("/panel/account/export/").status_code == 302


def test_it_ends_with_the_session(here, person, sms):
    step_by_sms(here, person, sms)
    here.post("/logout/")
    accounts.enter(here, person)

    assert here.post("/panel/account/export/").status_code == 302


def test_a_code_of_another_session_does_not_raise_this_one(here, person, sms):
    other = Client()
    accounts.enter(other, person)
    other.post(STEP, {"do": "send"})

    assert here.post(STEP, {"code": accounts.sent_code(sms, person)}).status_code == 401


def test_a_code_for_another_purpose_does_not_raise(here, person, sms, client):
    visitor = Client()
    visitor.post("/reset/", {"code": accounts.own(person).code, "shown": "1370/06/31"})
    code = accounts.sent_code(sms, person)
    here.post(STEP, {"do": "send"})

    assert here.post(STEP, {"code": code}).status_code in (401, 410)


def test_a_wrong_code_keeps_the_page_and_says_how_many_tries_are_left(here, person, sms):
    here.post(STEP, {"do": "send"})

    answer = here.post(STEP, {"code": "000000"})

    assert answer.status_code == 401
    assert "۴ بار" in answer.content.decode()


def test_the_second_request_for_a_code_waits(here, sms):
    here.post(STEP, {"do": "send"})

    answer = here.post(STEP, {"do": "send"})

    assert answer.status_code == 429
    assert len(sms.outbox) == 1


def test_whoever_has_an_app_uses_it_and_no_sms_is_offered(client, make, sms, clock):
    person = make.with_totp(make.person())
    accounts.enter(client, person)
    clock.shift(timedelta(seconds=60))

    assert "کد را بفرست" not in client.get(STEP).content.decode()
    client.post(STEP, {"do": "send"})
    assert sms.outbox == []
    assert client.post(f"{STEP}?next=/panel/account/export/", {"code": factories.totp_code()})["Location"] == "/panel/account/export/"
    assert client.session["step_up"]["by"] == "totp"


def test_next_never_leads_away(here, person, sms):
    answer = step_by_sms(here, person, sms, back="https://evil.example/")

    assert answer["Location"] == "/panel/account/"


def test_two_presses_of_the_right_code_raise_once(here, person, sms):
    here.post(STEP, {"do": "send"})
    code = accounts.sent_code(sms, person)

    assert here.post(STEP, {"code": code}).status_code == 302
    assert here.post(STEP, {"code": code}).status_code == 410
    assert Event.objects.filter(name="account.stepped_up", person_id=person.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_twenty_right_codes_at_once_exactly_one_raises(make, sms):
    person = make.person()
    first = Client()
    accounts.enter(first, person)
    first.post(STEP, {"do": "send"})
    code = accounts.sent_code(sms, person)
    statuses = []

    def answer():
        try:
            twin = Client()
            twin.cookies["sessionid"] = first.cookies["sessionid"].value
            statuses.append(twin.post(STEP, {"code": code}).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [302] + [410] * 19
    assert Code.objects.filter(purpose="step_up", consumed_at__isnull=False).count() == 1
    assert Event.objects.filter(name="account.stepped_up").count() == 1


def test_a_visitor_is_led_to_log_in(client):
    assert client.get(STEP)["Location"].startswith("/login/")


# The SIM itself (identity.md 3.6).


def old_proof(person, now):
    Person.objects.filter(pk=person.pk).update(mobile_proved_at=now - timedelta(days=91))


def test_a_young_proof_asks_no_register(here, sms, registry):
    here.post(STEP, {"do": "send"})

    assert registry.asked(Operation.MOBILE_OWNER) == []


def test_after_ninety_days_the_register_is_asked_once_and_the_code_goes_out(here, person, sms, registry, now):
    old_proof(person, now)
    registry.rule(Operation.MOBILE_OWNER, Outcome.MATCH)

    back = step_by_sms(here, person, sms)

    assert back.status_code == 302
    assert len(registry.asked(Operation.MOBILE_OWNER)) == 1
    assert Inquiry.objects.filter(person=person, outcome="match").count() == 1
    assert Person.objects.get(pk=person.pk).mobile_proved_at == now


def test_a_sim_that_changed_hands_is_no_factor_any_more(here, person, sms, registry, now):
    old_proof(person, now)
    registry.rule(Operation.MOBILE_OWNER, Outcome.NO_MATCH)

    answer = here.post(STEP, {"do": "send"})

    assert answer.status_code == 409
    assert "پیشخوان" in answer.content.decode()
    assert sms.outbox == []
    assert Person.objects.get(pk=person.pk).sms_suspended_at == now
    assert Event.objects.filter(name="person.sms_suspended", person_id=person.pk).count() == 1
    assert "دیگر به نام شما تأیید نمی‌شود" in here.get("/panel/account/").content.decode()


@pytest.mark.parametrize("outcome", [Outcome.UNAVAILABLE, Outcome.OUT_OF_HOURS, Outcome.QUOTA])
def test_a_silent_register_is_never_held_against_the_person(here, person, sms, registry, now, outcome):
    old_proof(person, now)
    registry.rule(Operation.MOBILE_OWNER, outcome)

    answer = here.post(STEP, {"do": "send"})

    assert answer.status_code == 503
    assert sms.outbox == []
    assert Person.objects.get(pk=person.pk).sms_suspended_at is None


def test_other_factors_outlive_the_sim(client, make, now, clock):
    person = make.with_totp(make.person())
    Person.objects.filter(pk=person.pk).update(sms_suspended_at=now)
    accounts.enter(client, person)
    clock.shift(timedelta(seconds=60))

    assert client.post(STEP, {"code": factories.totp_code()}).status_code == 302


def test_a_member_whom_nobody_verified_is_not_asked_about(client, make, sms, registry, now):
    person = make.person(level=0)
    old_proof(person, now)
    accounts.enter(client, person)

    client.post(STEP, {"do": "send"})

    assert len(sms.outbox) == 1
    assert registry.asked(Operation.MOBILE_OWNER) == []
