"""A letter as an e-mail: its own words, right to left, one way into the kartable, and nothing about its reader."""

import pytest

from kardad.core import outside
from kardad.inbox import actions, mails, policy, proving
from kardad.inbox.models import Preference
from kardad.outbox import sweeps
from kardad.outbox.models import Message
from kardad.people import particulars
from kardad.people.models import Particulars
from tests import factories
from tests.conftest import NOW
from tests.inbox.conftest import BILL
from tests.inbox.test_tell import answer, bill, switch, tehran

pytestmark = pytest.mark.django_db
ADDRESS = "ali@example.ir"


@pytest.fixture
def person(make):
    person = make.person()
    kept = particulars.own(person)
    kept.email = ADDRESS
    kept.save()
    proving.prove(person, key=proving.key_of(person, at=NOW), by=factories.actor(person), at=NOW)
    return person


def mails_of(person):
    return Message.objects.filter(person_id=person.pk, channel="email")


def test_who_has_an_address_gets_the_letter_there_too(person):
    letter = bill(person)
    row = mails_of(person).get()
    assert (row.subject_type, row.subject_id, row.template, row.email) == ("inbox.letter", letter.pk, "bill.made", ADDRESS)
    sweeps.send(NOW)
    (mail,) = outside.mailer().to(ADDRESS)
    assert mail.subject.endswith("صورتحساب ۷۷۰ ریال صادر شد")
    assert "تا سه‌شنبه ۱۰ آذر بپردازید." in mail.body


def test_a_kind_without_sms_is_mailed_all_the_same(person):
    actions.tell(person, "draft.waits", about=person, url="/panel/", at=NOW)
    assert mails_of(person).exists()


def test_who_has_no_address_gets_none(make):
    person = make.person()
    bill(person)
    assert not mails_of(person).exists()


@pytest.mark.parametrize("topic", ["questions", "question.answered"])
def test_who_does_not_want_it_gets_none(person, topic):
    switch(person, topic, is_on=False, channel="email")
    answer(person)
    assert not mails_of(person).exists()


def test_an_email_of_money_can_be_switched_off_though_its_sms_cannot(person):
    switch(person, "money", is_on=False, channel="email")
    bill(person)
    assert not mails_of(person).exists()
    assert Message.objects.filter(channel="sms").exists()


def test_a_house_that_sends_no_email_queues_none(person, settings):
    settings.GATEWAYS = settings.GATEWAYS | {"mail": []}
    outside.forget()
    bill(person)
    assert not mails_of(person).exists()


def test_at_night_it_waits_for_the_morning(person):
    bill(person, at=tehran(22, 23))
    assert mails_of(person).get().due_at == tehran(23, 7) == policy.due(tehran(22, 23))


def test_its_words_are_the_letters_and_lead_into_the_kartable_alone(person, settings):
    letter = bill(person)
    body = mails.words(letter)["body"]
    links = [line for line in body.splitlines() if "://" in line]
    assert links == [f"{settings.SITE_URL}/panel/inbox/{letter.pk}/", f"{settings.SITE_URL}/panel/inbox/preferences/"]
    kept = Particulars.objects.get(person=person)
    for private in (kept.code, kept.mobile, kept.birth, letter.url, BILL["number"]):
        assert private not in body


def test_every_line_of_words_reads_from_the_right(person):
    for line in mails.words(bill(person))["body"].splitlines():
        assert not line or line.startswith(("\u200f", "http"))


def test_a_letter_of_several_lines_stays_so(person):
    letter = actions.tell(person, "question.answered", about=person, url="/", at=NOW, title="ABC")
    assert mails.words(letter)["body"].count("\n") > 6
    assert Preference.objects.count() == 0
