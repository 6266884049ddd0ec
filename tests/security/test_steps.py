"""An open session alone changes nothing that matters."""

from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from kardad.core.models import Event
from kardad.outbox.models import Message
from kardad.people import access, particulars, refusals
from kardad.people.actions import persons
from kardad.people.models import Attempt, Person

SHEBA = "IR810100000000000001000003"
OTHER = "IR820110000000000001007922"


def raised(client, person):
    session = client.session
    session[access.STEP_UP] = {"person": person.pk, "by": "sms", "at": timezone.now().isoformat()}
    session.save()


def pay_to(person, iban):
    kept = particulars.own(person)
    kept.iban = iban
    kept.save()


def test_another_sheba_needs_a_fresh_step_up(client, make, clock):
    person = make.person(level=2)
    pay_to(person, SHEBA)
    client.force_login(person)
    answer = client.post("/verify/profile/", {"iban": OTHER})
    assert urlsplit(answer.url).path == "/panel/account/step-up/"
    assert particulars.own(Person.objects.get(pk=person.pk)).iban == SHEBA
    raised(client, person)
    client.post("/verify/profile/", {"iban": OTHER})
    assert particulars.own(Person.objects.get(pk=person.pk)).iban == OTHER


def test_the_first_sheba_of_an_account_needs_a_fresh_step_up_too(client, make, clock):
    person = make.person()
    client.force_login(person)
    client.post("/verify/profile/", {"iban": SHEBA})
    assert particulars.own(person).iban == ""


def test_an_address_is_changed_without_more(client, make, clock):
    person = make.person()
    client.force_login(person)
    client.post("/verify/profile/", {"address": "تهران"})
    assert particulars.own(Person.objects.get(pk=person.pk)).address == "تهران"


def test_the_first_sheba_wants_no_higher_level(client, make, clock):
    person = make.person(level=1)
    client.force_login(person)
    raised(client, person)
    assert client.post("/verify/profile/", {"iban": SHEBA}).status_code == 302
    assert particulars.own(person).iban == SHEBA
    assert not Message.objects.filter(template="iban_changed").exists()


@pytest.mark.parametrize("level", [0, 1])
def test_another_sheba_is_refused_below_level_two_with_what_to_do(client, make, clock, level):
    person = make.person(level=level)
    pay_to(person, SHEBA)
    client.force_login(person)
    for _ in range(2):  # before the step-up it is not even asked for, and after it nothing is different
        answer = client.post("/verify/profile/", {"iban": OTHER, "address": "تهران"})
        assert answer.status_code == 403
        assert "iban" in answer.context["form"].errors
        assert '<a href="/verify/">سطح هویت خود را بالا ببرید</a>' in answer.content.decode()
        raised(client, person)
    kept = particulars.own(Person.objects.get(pk=person.pk))
    assert (kept.iban, kept.address) == (SHEBA, "")


def test_the_same_sheba_and_none_at_all_change_nothing_and_ask_nothing(client, make, clock):
    person = make.person(level=1)
    pay_to(person, SHEBA)
    client.force_login(person)
    for typed in (SHEBA, ""):
        assert client.post("/verify/profile/", {"iban": typed}).status_code == 302
    assert particulars.own(person).iban == SHEBA


def test_an_action_that_is_called_past_the_page_refuses_too(make, now):
    person = make.person(level=1)
    pay_to(person, SHEBA)
    with pytest.raises(refusals.ShebaLevel):
        persons.complete(person, profile={"iban": OTHER}, by=make.actor(person), at=now)
    assert particulars.own(person).iban == SHEBA


def test_a_changed_sheba_is_told_to_the_mobile_and_stands_in_the_history(client, make, clock):
    person = make.person(level=2)
    pay_to(person, SHEBA)
    client.force_login(person)
    raised(client, person)
    client.post("/verify/profile/", {"iban": OTHER})
    assert Message.objects.get(template="iban_changed").mobile == particulars.own(person).mobile
    assert Event.objects.filter(name="person.iban_changed", person_id=person.pk).count() == 1


def test_a_sheba_that_proves_who_one_is_replaces_none_that_money_goes_to(make, now, walker, registry):
    person = make.person(level=1, code="9990001235", phone="+989120000001")
    pay_to(person, OTHER)
    walker.client.force_login(person)
    walker.choose(role="employer_natural")
    walker.describe("", birth="1370/06/31", proof="iban", iban=SHEBA)
    walker.answer()
    assert Attempt.objects.get().state == "verified"
    assert particulars.own(person).iban == OTHER


def test_an_open_session_alone_appoints_nobody(client, make, clock):
    manager, person = make.staff("manager"), make.person(code="9990001235")
    client.force_login(manager)
    typed = {"national_code": "9990001235", "role": "reviewer", "office": "", "was_seen": "on"}
    led = client.post("/office/staff/", typed)
    assert urlsplit(led.url).path == "/panel/account/step-up/"
    assert not person.grants.filter(role="reviewer").exists()
    assert not person.reads.exists()
    raised(client, manager)
    assert client.post("/office/staff/", typed).url == "/office/staff/"
    assert person.grants.get(role="reviewer").state == "active"


def test_the_list_of_staff_is_read_without_more(client, make, clock):
    client.force_login(make.staff("manager"))
    assert client.get("/office/staff/").status_code == 200
