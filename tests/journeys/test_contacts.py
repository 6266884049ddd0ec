"""A number that the register called somebody else's gets no text: whoever reads the tracking code there could follow it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kardad.gateways.registry.port import Operation, Outcome
from kardad.outbox.models import Message
from kardad.people import particulars, refusals, sweeps
from kardad.people.actions import attesting, sims, tickets, visits
from kardad.people.models import Attempt, Person, Ticket
from tests.journeys.walker import text_of
from tests.people import desks

pytestmark = pytest.mark.django_db
STRANGERS = desks.KARIMI | {"mobile": "+989120000007"}


@pytest.fixture
def officer(make):
    return desks.officer(make)


def refuse_at_the_counter(found, officer, now):
    """The officer asks about the SIM, is told no, and gives a reason instead."""
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    with pytest.raises(refusals.SimNotOwned):
        attesting.ask(visit, desks.shown(STRANGERS), by=desks.actor(officer), at=now)
    return desks.see_all(visit, officer, at=now, no_sim="family")


def test_a_sim_refused_at_the_counter_is_not_texted_when_the_person_is_verified(make, officer, now):
    found = desks.ticket(STRANGERS, at=now)
    visit = refuse_at_the_counter(found, officer, now)
    visit = attesting.ask(visit, desks.shown(STRANGERS), by=desks.actor(officer), at=now)
    visit = attesting.set_password(visit, password=desks.PASSWORD, code="", by=desks.actor(officer), at=now)
    attesting.finish(visit, by=desks.actor(officer), at=now)
    other = desks.officer(make, make.office(name="دفتر پیشخوان نارمک"))
    desks.agree(Ticket.objects.get(), other, now)
    assert Person.objects.get(level_method="in_person").level == 3
    assert not Message.objects.exists()


def test_a_sim_refused_at_the_counter_is_not_texted_about_missing_papers(officer, now):
    found = desks.ticket(STRANGERS, at=now)
    visit = refuse_at_the_counter(found, officer, now)
    visits.save(visit, seen={}, no_sim="family", by=desks.actor(officer), at=now)
    visits.miss(visit, by=desks.actor(officer), at=now)
    assert Ticket.objects.get().state == "incomplete"
    assert not Message.objects.exists()


def test_a_number_refused_online_is_not_texted_by_a_later_ticket_with_it(walker, officer, now):
    walker.choose()
    assert walker.describe("not_owned").status_code == 409
    walker.choose(method="in_person")
    walker.describe("not_owned", first_name="زهرا", last_name="حسینی")
    attempt = Attempt.objects.get(state="in_person")
    assert tickets.mobile_of(attempt) == ""
    assert "پیامک می‌شود" not in text_of(walker.get("people:verify_ticket"))
    visits.miss(desks.begin(attempt.ticket, officer, at=now), by=desks.actor(officer), at=now)
    assert not Message.objects.exists()


def test_a_number_that_nobody_asked_about_is_written_to_as_before(officer, now):
    found = desks.ticket(STRANGERS, at=now)
    visits.miss(desks.begin(found, officer, at=now), by=desks.actor(officer), at=now)
    assert Message.objects.get(template="in_person_incomplete").mobile == STRANGERS["mobile"]


def test_a_number_that_the_register_gave_back_since_is_written_to(officer, registry, now):
    found = desks.ticket(STRANGERS, at=now)
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    with pytest.raises(refusals.SimNotOwned):
        attesting.ask(visit, desks.shown(STRANGERS), by=desks.actor(officer), at=now)
    registry.rule(Operation.MOBILE_OWNER, Outcome.MATCH)
    later = now + timedelta(hours=1)
    attesting.ask(visit, desks.shown(STRANGERS), by=desks.actor(officer), at=later)
    assert tickets.mobile_of(found.attempt) == STRANGERS["mobile"]


@pytest.mark.parametrize("outcome", [Outcome.UNAVAILABLE, Outcome.UNSURE, Outcome.INVALID_INPUT])
def test_only_a_judgement_makes_a_number_somebody_elses(make, registry, now, outcome):
    person = make.person()
    mobile = particulars.own(person).mobile
    registry.rule(Operation.MOBILE_OWNER, outcome)
    sims.ask(person, mobile, by=make.actor(person), at=now)
    assert not sims.was_refused(person.code_index, mobile)


def test_a_sim_refused_while_its_owner_waited_is_not_told_to_go_on(walker, registry, now):
    registry.rule(Operation.MOBILE_OWNER, Outcome.UNAVAILABLE, times=1)
    walker.choose()
    walker.describe("not_owned")
    assert walker.attempt.state == "waiting_provider"
    sweeps.resume_attempts(now + timedelta(minutes=3))
    assert walker.attempt.error == "IDV_SIM_NOT_OWNED"
    assert not Message.objects.exists()


# Whoever is known already.


def enter(walker, make, **extra):
    person = make.person(**({"code": "0090007778", "phone": "+989120000007"} | extra))
    walker.client.force_login(person)
    return person


def test_a_known_person_whose_sim_is_refused_is_led_to_his_account(walker, make, sms):
    enter(walker, make, level=1)
    walker.choose()
    answer = walker.post("people:verify_details", {"birth": "1368/03/03", "captcha_token": "t", "captcha_answer": "7"})
    assert answer.status_code == 409
    assert not sms.outbox
    words = answer.content.decode()
    assert f'href="{reverse("people:mobile")}"' in words
    assert "mobile" not in answer.context["form"].fields
    assert "شماره‌ای را بنویسید که به نام خودتان است" not in words
    assert f'href="{reverse("people:mobile")}"' in walker.get("people:verify_checks").content.decode()


def test_a_member_whom_nobody_verified_writes_the_other_number_here(walker, make):
    enter(walker, make, level=0)
    walker.choose()
    answer = walker.post("people:verify_details", {"birth": "1368/03/03", "captcha_token": "t", "captcha_answer": "7"})
    assert answer.status_code == 409
    assert "mobile" in answer.context["form"].fields
    assert f'href="{reverse("people:mobile")}"' not in answer.content.decode()
    assert f'href="{reverse("people:mobile")}"' not in walker.get("people:verify_checks").content.decode()


@pytest.mark.parametrize(("level", "said"), [(1, "یک"), (2, "دو"), (3, "سه")])
def test_a_verified_person_is_told_his_level_and_what_else_there_is(walker, make, level, said):
    enter(walker, make, level=level)
    shown = walker.get("people:verify")
    words = text_of(shown)
    assert f"سطح هویت شما {said} است" in words
    assert "هویت خود را ثابت می‌کنید" not in words
    assert ("برای سطح بالاتر" in words) == (level < 3)
    for name in ("people:roles", "people:account", "portal:panel"):
        assert f'href="{reverse(name)}"' in shown.content.decode()
    assert shown.context["form"].initial["method"] == ("in_person" if level < 3 else "otp_l1")


@pytest.mark.parametrize("level", [0, None])
def test_everyone_else_begins_as_a_stranger_does(walker, make, level):
    if level is not None:
        enter(walker, make, level=level)
    shown = walker.get("people:verify")
    assert "سطح هویت شما" not in text_of(shown)
    assert shown.context["form"].initial["method"] == "otp_l1"


def test_a_verified_person_still_goes_on_from_here(walker, make):
    enter(walker, make, level=1)
    assert walker.choose(role="employer_legal").url == reverse("people:verify_details")
