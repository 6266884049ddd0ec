"""No e-mail goes to an address that its owner has not proved: the link, who may open it, and what it is worth later."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kardad.core import outside
from kardad.core.limits import TooMany
from kardad.core.models import Event
from kardad.inbox import proving, queries, receivers
from kardad.inbox.models import ProvedAddress
from kardad.outbox import sweeps
from kardad.outbox.models import Message
from kardad.people import particulars
from tests import factories
from tests.conftest import NOW
from tests.inbox.test_tell import bill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ADDRESS, OTHER = "ali@example.ir", "reza@example.ir"
PREFERENCES = "/panel/inbox/preferences/"


def writes(person, email=ADDRESS):
    kept = particulars.own(person)
    kept.email = email
    kept.save()
    return person


@pytest.fixture
def person(client, make):
    """A member who wrote an address and proved nothing."""
    made = writes(make.person(rules_version="1405-09-01"))
    client.force_login(made)
    return made


def mails_of(person):
    return Message.objects.filter(person_id=person.pk, channel="email", template="bill.made")


def link():
    """The path of the link in the last e-mail."""
    sweeps.send(NOW)
    line = next(one for one in outside.mailer().to(ADDRESS)[-1].body.splitlines() if "/panel/inbox/address/" in one)
    return line[line.index("/panel/") :]


def test_nothing_is_mailed_to_an_address_that_nobody_proved(client, person):
    bill(person)
    assert not mails_of(person).exists()
    assert "هنوز تأیید نشده است" in client.get(PREFERENCES).content.decode()


def test_the_link_proves_the_address_and_letters_go_there(client, person):
    assert client.post(PREFERENCES, {"do": "prove"})["Location"] == PREFERENCES
    place = link()
    assert ADDRESS in client.get(place).content.decode()
    assert not queries.is_proved(person)  # a program that looks at links proves nothing
    assert client.post(place)["Location"] == PREFERENCES
    bill(person)
    assert mails_of(person).get().email == ADDRESS
    shown = client.get(PREFERENCES).content.decode()
    assert "این نشانی را تأیید کرده‌اید" in shown
    assert "فرستادن پیوند تأیید" not in shown
    assert Event.objects.filter(name__in=["address.asked", "address.proved"], person_id=person.pk).count() == 2
    assert receivers.proved_address(None, person=person)[1][0]["proved_at"]


def test_another_address_is_unproved_again_and_an_old_link_does_not_prove_it(client, person):
    key = proving.key_of(person, at=NOW)
    proving.prove(person, key=key, by=factories.actor(person), at=NOW)
    writes(person, OTHER)
    bill(person)
    assert not mails_of(person).exists()
    with pytest.raises(proving.LinkDead):
        proving.prove(person, key=key, by=factories.actor(person), at=NOW)
    writes(person)
    bill(person)
    assert mails_of(person).count() == 1


def test_a_link_works_for_its_person_alone_and_for_two_days(client, person, make):
    key = proving.key_of(person, at=NOW)
    place = reverse("inbox:address", args=[key])
    stranger = writes(make.person())
    for wrong in (key + "x", "x", proving.key_of(stranger, at=NOW)):
        assert client.post(reverse("inbox:address", args=[wrong]))["Location"] == PREFERENCES
    client.force_login(stranger)
    assert client.get(place)["Location"] == PREFERENCES
    assert client.post(place)["Location"] == PREFERENCES
    with pytest.raises(proving.LinkDead):
        proving.check(person, key, at=NOW + proving.LASTS + timedelta(minutes=1))
    assert not ProvedAddress.objects.exists()
    client.logout()
    assert reverse("people:login") in client.get(place)["Location"]


def test_few_links_a_day_go_to_an_address_whoever_typed_it(person, make):
    for _ in range(proving.LINKS_A_DAY - 1):
        proving.ask(person, by=factories.actor(person), at=NOW)
    other = writes(make.person())
    proving.ask(other, by=factories.actor(other), at=NOW)
    with pytest.raises(TooMany):
        proving.ask(other, by=factories.actor(other), at=NOW)
    assert Message.objects.filter(template="address.proof").count() == proving.LINKS_A_DAY


def test_there_is_nothing_to_prove_without_an_address_or_after_the_proof(person, settings):
    proving.prove(person, key=proving.key_of(person, at=NOW), by=factories.actor(person), at=NOW)
    with pytest.raises(proving.NoAddress):
        proving.ask(person, by=factories.actor(person), at=NOW)
    writes(person, "")
    with pytest.raises(proving.NoAddress):
        proving.ask(person, by=factories.actor(person), at=NOW)
