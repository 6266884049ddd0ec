"""One-time codes: the race, the caps, the binding."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from kardad.core.actor import Actor
from kardad.people import refusals
from kardad.people.actions import codes
from kardad.people.models import Code
from tests.conftest import NOW

BY = Actor(None, "applicant")


def for_(someone, *, purpose="step_up", mobile="+989120000001", **more):
    return codes.For(purpose=purpose, subject=someone, mobile=mobile, **more)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_right_codes_at_once_exactly_one_succeeds(make_committed, sms):
    someone = make_committed.person()
    what = for_(someone)
    codes.send(what, by=BY, at=NOW)
    code = sms.outbox[-1].code
    outcomes = []

    def answer():
        try:
            codes.accept(what, code, by=BY, at=NOW)
            outcomes.append("accepted")
        except refusals.CodeUsed:
            outcomes.append("used")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["accepted"] + ["used"] * 19


@pytest.mark.django_db(transaction=True)
def test_of_ten_sends_at_once_one_leaves(make_committed, sms):
    someone = make_committed.person()
    outcomes = []

    def send():
        try:
            codes.send(for_(someone), by=BY, at=NOW)
            outcomes.append("sent")
        except refusals.CodeCooldown:
            outcomes.append("wait")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("sent") == 1
    assert len(sms.outbox) == 1


def test_the_database_keeps_no_digits(make, sms):
    codes.send(for_(make.person()), by=BY, at=NOW)
    row = Code.objects.get()
    assert sms.outbox[-1].code not in repr(row.__dict__)
    assert len(row.digest) == 64


def test_a_code_is_bound_to_its_session(make, sms):
    someone = make.person()
    codes.send(for_(someone, session_key="a"), by=BY, at=NOW)
    with pytest.raises(refusals.CodeWrong):
        codes.accept(for_(someone, session_key="b"), sms.outbox[-1].code, by=BY, at=NOW)


def test_a_code_is_bound_to_its_person(make, sms):
    one, other = make.person(), make.person()
    codes.send(for_(one), by=BY, at=NOW)
    with pytest.raises(refusals.CodeExpired):
        codes.accept(for_(other), sms.outbox[-1].code, by=BY, at=NOW)


def test_the_waits_grow(make):
    someone, at = make.person(), NOW
    for wait in (60, 120, 300):
        row = codes.send(for_(someone), by=BY, at=at)
        assert codes.resend_at(row) - at == timedelta(seconds=wait)
        with pytest.raises(refusals.CodeCooldown):
            codes.send(for_(someone), by=BY, at=at + timedelta(seconds=wait - 1))
        at += timedelta(seconds=wait)


def test_a_mobile_gets_five_codes_a_day_whatever_they_are_for(make):
    mobile, at = "+989121112233", NOW
    for _ in range(5):
        codes.send(for_(make.person(), mobile=mobile), by=BY, at=at)
        at += timedelta(minutes=1)
    with pytest.raises(refusals.CodeLimit):
        codes.send(for_(make.person(), mobile=mobile), by=BY, at=at)
    codes.send(for_(make.person(), mobile=mobile), by=BY, at=NOW + timedelta(hours=24, minutes=5))


def test_an_address_gets_ten_codes_an_hour(make):
    for place in range(10):
        codes.send(for_(make.person(), mobile=f"+98912000{place:04d}", ip="203.0.113.7"), by=BY, at=NOW)
    with pytest.raises(refusals.CodeLimitThisHour):
        codes.send(for_(make.person(), mobile="+989120009999", ip="203.0.113.7"), by=BY, at=NOW)
    codes.send(for_(make.person(), mobile="+989120009999", ip="203.0.113.7"), by=BY, at=NOW + timedelta(hours=1))


def test_a_mobile_serves_three_people_a_day(make):
    for place in range(3):
        codes.send(for_(make.person(), code_index=f"person-{place}"), by=BY, at=NOW)
    with pytest.raises(refusals.CodeLimit):
        codes.send(for_(make.person(), code_index="person-3"), by=BY, at=NOW)


def test_a_person_is_tried_with_five_mobiles_a_day(make):
    for place in range(5):
        codes.send(for_(make.person(), mobile=f"+98912000{place:04d}", code_index="one"), by=BY, at=NOW)
    with pytest.raises(refusals.CodeLimit):
        codes.send(for_(make.person(), mobile="+989120009999", code_index="one"), by=BY, at=NOW)


def test_when_no_messenger_takes_it_the_call_is_named_and_nothing_is_used_up(make, sms, sms2):
    from kardad.gateways.sms.port import Outcome
    from kardad.outbox.actions import NotSent

    someone = make.person()
    sms.fail(Outcome.UNAVAILABLE)
    sms2.fail(Outcome.QUOTA)
    with pytest.raises(NotSent):
        codes.send(for_(someone), by=BY, at=NOW)
    sms.reset()
    codes.send(for_(someone), by=BY, at=NOW)
    assert len(sms.outbox) == 1


def test_the_second_messenger_takes_the_same_code_when_the_first_fails(make, sms, sms2):
    from kardad.gateways.sms.port import Outcome

    sms.fail(Outcome.AUTH)
    codes.send(for_(make.person()), by=BY, at=NOW)
    assert sms.outbox == []
    assert len(sms2.outbox) == 1


def test_codes_older_than_a_day_are_forgotten(make):
    codes.send(for_(make.person()), by=BY, at=NOW)
    assert codes.forget_old(NOW + timedelta(hours=25)) == 1
