"""A new mobile: shown to be himself, the SIM his own, a code to it, a day's hold with a word to the old one."""

from datetime import timedelta

import pytest

from kardad.core import sweeps
from kardad.core.models import Event
from kardad.gateways.registry.port import Operation, Outcome
from kardad.outbox import actions as outbox
from kardad.outbox.models import Message
from kardad.people.models import MobileChange, Person
from tests.people import accounts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_captcha", "clock")]
PAGE, CODE = "/panel/account/mobile/", "/panel/account/mobile/code/"
NEW, NEW_LOCAL = "+989120000099", "09120000099"


@pytest.fixture
def person(make):
    return make.person(phone="+989120000011")


@pytest.fixture
def here(client, person, make, registry):
    registry.rule(Operation.MOBILE_OWNER, Outcome.MATCH)
    accounts.enter(client, person)
    make.show(client, person)
    return client


def ask(client, mobile=NEW_LOCAL):
    return client.post(PAGE, {"mobile": mobile})


def prove(client, sms):
    return client.post(CODE, {"code": sms.to(NEW_LOCAL)[-1].code})


def test_the_new_mobile_takes_effect_a_day_after_its_code(here, person, sms, now):
    assert ask(here)["Location"] == CODE
    assert prove(here, sms)["Location"] == PAGE

    assert accounts.own(person).mobile == "+989120000011"
    assert Message.objects.get(template="mobile_changing").mobile == "+989120000011"
    sweeps.run("people.change_mobiles", now + timedelta(hours=23, minutes=59))
    assert accounts.own(person).mobile == "+989120000011"
    sweeps.run("people.change_mobiles", now + timedelta(hours=24))
    sweeps.run("people.change_mobiles", now + timedelta(hours=25))

    assert accounts.own(person).mobile == NEW
    person.refresh_from_db()
    assert person.mobile_proved_at == now + timedelta(hours=24)
    assert Event.objects.filter(name="mobile_change.applied", person_id=person.pk).count() == 1


def test_a_text_that_waits_overnight_goes_to_the_mobile_of_the_morning(here, person, sms, now):
    ask(here)
    prove(here, sms)
    later = now + timedelta(hours=30)
    known = {"parameters": {"role": "کارگر"}, "person_id": person.pk, "due_at": later}
    row = outbox.queue_text("role_decided", "+989120000011", at=now, **known)
    sweeps.run("people.change_mobiles", now + timedelta(hours=24))
    row.refresh_from_db()
    assert row.mobile == NEW
    sweeps.run("outbox.send", later)
    assert sms.to(NEW_LOCAL)[-1].kind == "text"
    assert Message.objects.get(template="mobile_changing").mobile == "+989120000011"


def test_it_begins_with_a_step_up_and_the_number_is_still_typed_after(client, person, sms, registry):
    registry.rule(Operation.MOBILE_OWNER, Outcome.MATCH)
    accounts.enter(client, person)

    first = ask(client)
    assert first["Location"].startswith("/panel/account/step-up/?next=")
    client.post(first["Location"], {"do": "send"})
    back = client.post(first["Location"], {"code": accounts.sent_code(sms, person)})

    assert back["Location"] == PAGE
    assert f'value="{NEW_LOCAL}"' in client.get(PAGE).content.decode()
    assert ask(client)["Location"] == CODE
    assert "09120000099" not in client.get(PAGE).content.decode()


def test_a_sim_of_someone_else_gets_no_code_and_is_counted(here, person, sms, registry):
    registry.rule(Operation.MOBILE_OWNER, Outcome.NO_MATCH)

    answer = ask(here)

    assert answer.status_code == 409
    assert "mobile" in answer.context["form"].errors
    assert sms.outbox == []
    assert MobileChange.objects.get().state == "cancelled"
    ask(here), ask(here)
    assert ask(here).status_code == 423


@pytest.mark.parametrize("outcome", [Outcome.UNAVAILABLE, Outcome.OUT_OF_HOURS])
def test_a_silent_register_is_not_a_mismatch(here, sms, registry, outcome):
    registry.rule(Operation.MOBILE_OWNER, outcome)
    for _ in range(4):
        assert ask(here).status_code == 503

    registry.rule(Operation.MOBILE_OWNER, Outcome.MATCH)
    assert ask(here).status_code == 302


def test_the_owner_stops_it_within_the_day(here, person, sms, now):
    ask(here)
    prove(here, sms)
    assert "بازداشتن" in here.get(PAGE).content.decode()

    here.post(PAGE)
    here.post(PAGE)
    sweeps.run("people.change_mobiles", now + timedelta(hours=30))

    assert accounts.own(person).mobile == "+989120000011"
    assert MobileChange.objects.get().state == "cancelled"


def test_a_second_number_waits_for_the_first(here, person, sms):
    ask(here)
    prove(here, sms)

    here.post(PAGE, {"mobile": "09120000098"})  # the page is now the one that stops the first

    assert MobileChange.objects.filter(state="held").count() == 0
    assert MobileChange.objects.count() == 1


def test_a_number_never_proved_ends_by_itself(here, sms, now):
    ask(here)

    sweeps.run("people.change_mobiles", now + timedelta(minutes=31))

    assert MobileChange.objects.get().state == "expired"
    assert here.get(CODE)["Location"] == PAGE


def test_another_number_replaces_an_unproved_one(here, sms):
    ask(here)
    ask(here, "09120000098")

    assert sorted(MobileChange.objects.values_list("state", flat=True)) == ["asked", "cancelled"]


def test_the_present_number_is_refused(here):
    assert ask(here, "09120000011").status_code == 409


def test_the_code_serves_once_and_only_in_its_session(here, person, sms):
    ask(here)
    code = sms.to(NEW_LOCAL)[-1].code

    assert here.post(CODE, {"code": code}).status_code == 302
    assert here.post(CODE, {"code": code})["Location"] == PAGE
    assert Event.objects.filter(name="mobile_change.held", person_id=person.pk).count() == 1


def test_a_wrong_code_keeps_the_page(here, sms):
    ask(here)

    assert here.post(CODE, {"code": "000000"}).status_code == 401


def test_a_resend_waits_and_a_call_brings_another_code(here, sms, clock):
    ask(here)
    assert here.post(CODE, {"do": "resend"}).status_code == 429
    clock.shift(timedelta(seconds=61))

    assert here.post(CODE, {"do": "voice"}).status_code == 302
    assert sms.to(NEW_LOCAL)[-1].kind == "call"
    assert prove(here, sms).status_code == 302


def test_shown_by_app_a_level_one_person_still_needs_the_old_sim(client, person, make, registry):
    registry.rule(Operation.MOBILE_OWNER, Outcome.MATCH)
    accounts.enter(client, person)
    make.show(client, person, factor="totp")

    assert ask(client).status_code == 409
    Person.objects.filter(pk=person.pk).update(level=2)
    assert ask(client).status_code == 302


def test_a_member_whom_nobody_verified_is_not_asked_about(client, make, sms, registry):
    person = make.person(level=0)
    accounts.enter(client, person)
    make.show(client, person)

    assert ask(client).status_code == 302
    assert registry.asked(Operation.MOBILE_OWNER) == []


def test_an_earlier_holder_of_the_number_loses_it_as_a_factor(here, person, make, sms, now):
    earlier = make.person(phone=NEW)
    ask(here)
    prove(here, sms)

    sweeps.run("people.change_mobiles", now + timedelta(hours=24))

    earlier.refresh_from_db()
    assert earlier.mobile_index is None
    assert earlier.sms_suspended_at is not None
    person.refresh_from_db()
    assert person.mobile_index


def test_whether_the_number_has_an_account_is_not_told(here, make, sms):
    make.person(phone=NEW)

    assert ask(here)["Location"] == CODE


def test_a_failing_messenger_keeps_the_page_and_says_so(here, sms, sms2):
    from kardad.gateways.sms.port import Outcome as Sent

    sms.fail(Sent.UNAVAILABLE)
    sms2.fail(Sent.UNAVAILABLE)

    assert ask(here).status_code == 502


def test_a_visitor_is_led_to_log_in(client):
    for page in (PAGE, CODE):
        assert client.get(page)["Location"].startswith("/login/")
