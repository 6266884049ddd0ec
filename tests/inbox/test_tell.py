"""Telling: a letter in the kartable, and beside it only what the person can be reached by and did not switch off."""

from datetime import UTC, datetime

import pytest

from kardad.inbox import actions, policy, queries
from kardad.inbox.models import Letter, Preference
from kardad.outbox import sweeps
from kardad.outbox.models import Message
from tests.conftest import NOW
from tests.inbox.conftest import BILL

pytestmark = pytest.mark.django_db


def bill(person, at=NOW):
    return actions.tell(person, "bill.made", about=person, url="/panel/invoices/1/", at=at, **BILL)


def answer(person, at=NOW):
    return actions.tell(person, "question.answered", about=person, url="/questions/p1/", at=at, title="مرخصی")


def switch(person, topic, *, is_on, channel="sms"):
    Preference.objects.create(person=person, topic=topic, channel=channel, is_on=is_on, changed_at=NOW)


def sms_of(person):
    return Message.objects.filter(person_id=person.pk, channel="sms")


def test_a_letter_lies_unread_in_the_kartable_in_the_words_of_its_day(make):
    person = make.person()
    letter = Letter.objects.get(pk=bill(person).pk)
    assert (letter.title, letter.text) == ("صورتحساب ۷۷۰ ریال صادر شد", "علی کریمی، تا سه‌شنبه ۱۰ آذر بپردازید.")
    assert (letter.group, letter.is_read, letter.subject_type, letter.subject_id) == ("money", False, "people.person", person.pk)
    assert queries.unread(person.pk) == 1


def test_its_sms_says_no_more_than_its_own_text_needs(make, sms):
    person = make.person()
    letter = bill(person)
    row = sms_of(person).get()
    assert (row.template, row.subject_type, row.subject_id) == ("bill.made", "inbox.letter", letter.pk)
    assert "INV-1405-000001" in row.parameters
    assert "علی" not in row.parameters
    sweeps.send(NOW)
    assert [one.text for one in sms.outbox] == ["کارداد: صورتحساب INV-1405-000001 منتظر پرداخت است."]


def test_a_kind_without_sms_sends_none(make):
    person = make.person()
    actions.tell(person, "draft.waits", about=person, url="/panel/", at=NOW)
    assert not sms_of(person).exists()


def test_nothing_is_sent_to_a_number_that_is_no_longer_known_to_be_his(make):
    person = make.person(sms_suspended_at=NOW)
    assert bill(person).pk
    assert not sms_of(person).exists()


def test_who_switched_a_group_off_finds_the_letter_in_the_kartable_alone(make):
    person = make.person()
    switch(person, "questions", is_on=False)
    assert answer(person).pk
    assert not sms_of(person).exists()


def test_the_choice_for_one_kind_goes_before_that_of_its_group(make):
    person = make.person()
    switch(person, "questions", is_on=False)
    switch(person, "question.answered", is_on=True)
    answer(person)
    assert sms_of(person).exists()


def test_another_channel_or_another_person_changes_nothing(make):
    person, other = make.person(), make.person()
    switch(person, "questions", is_on=False, channel="email")
    switch(other, "questions", is_on=False)
    answer(person)
    assert sms_of(person).exists()


def test_what_has_a_deadline_cannot_be_switched_off(make):
    person = make.person()
    switch(person, "money", is_on=False)
    bill(person)
    assert sms_of(person).exists()


def tehran(day, hour, minute=0):
    return datetime(2025, 11, day, hour, minute, tzinfo=policy.TEHRAN)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (tehran(22, 21, 59), tehran(22, 21, 59)),
        (tehran(22, 22), tehran(23, 7)),
        (tehran(22, 23, 30), tehran(23, 7)),
        (tehran(23, 0), tehran(23, 7)),
        (tehran(23, 6, 59), tehran(23, 7)),
        (tehran(23, 7), tehran(23, 7)),
        (datetime(2025, 11, 22, 18, 45, tzinfo=UTC), tehran(23, 7)),  # 22:15 in Tehran
    ],
)
def test_nobody_is_disturbed_at_night(make, at, due):
    person = make.person()
    assert bill(person, at=at).at == at
    assert sms_of(person).get().due_at == due


def test_the_sweep_of_the_night_leaves_it_for_the_morning(make, sms):
    person = make.person()
    bill(person, at=tehran(22, 23))
    assert sweeps.send(tehran(23, 6, 59)) == 0
    assert sms.outbox == []
    assert sweeps.send(tehran(23, 7)) == 1


@pytest.mark.parametrize("url", ["https://example.com/", "//example.com/", "/\\example.com/", "", "panel/"])
def test_a_letter_leads_to_no_other_house(make, url):
    with pytest.raises(ValueError, match="leads out"):
        actions.tell(make.person(), "draft.waits", about=make.person(), url=url, at=NOW)


def test_an_event_that_no_row_knows_is_a_fault_of_ours(make):
    with pytest.raises(LookupError, match=r"bill\.lost"):
        actions.tell(make.person(), "bill.lost", about=make.person(), url="/panel/", at=NOW)


def test_a_letter_with_a_blank_is_not_written(make):
    person = make.person()
    with pytest.raises(LookupError, match="day, total, who"):
        actions.tell(person, "bill.made", about=person, url="/panel/", at=NOW, number="INV-1405-000001")
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_is_told_outside_a_transaction(make):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        bill(make.person())


def test_unread_letters_are_counted_to_a_hundred_and_no_further(make, django_assert_num_queries):
    person = make.person()
    for _ in range(policy.UNREAD_COUNTED + 3):
        Letter.objects.create(
            person=person, event="draft.waits", group="requests", subject_type="x.y", subject_id=1, words="{}", url="/", at=NOW
        )
    with django_assert_num_queries(1):
        assert queries.unread(person.pk) == policy.UNREAD_COUNTED + 1
