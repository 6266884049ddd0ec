"""A11: a foreigner with a SIM of his own passes by SMS; another without one passes over a counter, with four eyes, within sixteen days."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kardad.core.sweeps import run_all
from kardad.gateways.registry.book import Guest
from kardad.people.models import Attempt, Person, Ticket, Visit
from tests.people import desks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "no_captcha")]

OWN_SIM = {"code": "990000000001", "passport": "P100", "nationality": "افغانستان", "birth": "1990-05-01", "mobile": "09900000003"}
NO_SIM = {"code": "۹۹۰۰۰۰۰۰۰۰۰۲", "passport": "P200", "nationality": "افغانستان", "birth": "1995-02-03", "mobile": "09900000003"}
PAPERS = {
    "seen_residence_document": "on",
    "serial_residence_document": "P200",
    "seen_foreigner_slip": "on",
    "serial_foreigner_slip": "ب-۷۷",
    "no_sim": "family",
}
SLIP_ONLY = {"seen_foreigner_slip": "on", "serial_foreigner_slip": "ب-۷۷", "no_sim": "family"}
SECRET = {"password": desks.PASSWORD, "again": desks.PASSWORD, "rules": "on"}


@pytest.fixture(autouse=True)
def _second_guest(registry):
    registry.book.add(Guest(code="990000000002", birth=date(1995, 2, 3), first_name="نورالله", last_name="امیری", nationality="افغانستان"))


@pytest.fixture
def officer(make):
    """The officer before whom the person stands."""
    return desks.officer(make)


@pytest.fixture
def other(make):
    """The officer of another office who looks again."""
    return desks.officer(make, make.office(name="دفتر پیشخوان نارمک"))


def browser_of(person):
    """A browser with this person logged in."""
    browser = Client()
    browser.force_login(person)
    return browser


def begin(browser, typed):
    """Method, role, details: the way of the site; the answer is that of the details."""
    browser.post(reverse("people:verify"), {"method": "otp_l1", "consent": "on"})
    browser.post(reverse("people:verify_role"), {"role": "foreign_national"})
    return browser.post(reverse("people:verify_details"), typed)


def take_ticket(browser):
    """The second foreigner stands with a ticket, because the SIM is not his own."""
    refused = begin(browser, NO_SIM)
    assert refused.status_code == 409
    assert "به نام صاحب این کد ملی ثبت نشده" in refused.content.decode()
    answer = browser.post(reverse("people:verify_checks"), {"do": "in_person"})
    assert answer["Location"] == reverse("people:verify_ticket")
    return Attempt.objects.get(state="in_person")


def page_of(name, attempt):
    return reverse(f"people:{name}", args=[attempt.tracking])


def follow(attempt, tail="0003"):
    """What the follow page shows on a device that knows nothing."""
    answer = Client().post(reverse("people:follow"), {"tracking": attempt.tracking, "tail": tail}, follow=True)
    return answer.content.decode()


def complete(browser, attempt):
    """The person comes with every paper; the officer asks, hands over the keyboard, and vouches."""
    here = page_of("counter_ticket", attempt)
    browser.post(here, {"do": "begin"})
    assert browser.post(here, PAPERS | {"do": "ask", "code": NO_SIM["code"], "birth": NO_SIM["birth"]}).status_code == 302
    assert browser.post(page_of("counter_key", attempt), SECRET).status_code == 302
    return browser.post(here, PAPERS | {"do": "finish"})


def test_a_foreigner_with_a_sim_of_his_own_passes_by_sms(client, sms):
    assert begin(client, OWN_SIM).status_code == 302
    assert [message.mobile for message in sms.outbox] == ["09900000003"]
    assert client.post(reverse("people:verify_code"), {"code": sms.outbox[0].code}).status_code == 302
    person = Person.objects.get(level=1)
    assert (person.kind, person.name) == ("foreign", "احمد رحمانی")


def test_a_foreigner_without_a_sim_passes_over_the_counter_with_four_eyes(client, clock, now, officer, other, sms):
    attempt = take_ticket(client)
    assert not sms.outbox

    desk = browser_of(officer)
    here = page_of("counter_ticket", attempt)
    desk.post(here, {"do": "begin"})
    desk.post(here, SLIP_ONLY | {"do": "miss"})
    assert Ticket.objects.get().missing == ["residence_document"]
    assert "گذرنامه" in follow(attempt)
    assert "گذرنامه" not in follow(attempt, tail="")  # the code alone is not enough where there is a mobile
    run_all(now)
    assert not sms.outbox  # the SIM that he left is somebody else's: he is informed by the follow-up page

    clock.move_to(now + timedelta(days=1), tick=False)
    desk = browser_of(officer)
    receipt = complete(desk, attempt)
    assert receipt["Location"] == page_of("counter_receipt", attempt)
    assert Ticket.objects.get().state == "second_needed"
    assert not Person.objects.filter(level_method="in_person").exists()

    waiting = follow(attempt)
    assert "لازم نیست دوباره بروید" in waiting
    assert "به یکی از دفترها بروید" not in waiting

    twice = desk.post(page_of("counter_second", attempt), {"do": "agree"})
    assert twice.status_code == 409
    assert Ticket.objects.get().state == "second_needed"

    agreed = browser_of(other).post(page_of("counter_second", attempt), {"do": "agree"})
    assert agreed.status_code == 302
    person = Person.objects.get(level_method="in_person")
    assert (person.level, person.kind, person.name) == (3, "foreign", "نورالله امیری")
    assert person.mobile_index is None
    assert "هویت شما تأیید شد" in follow(attempt)
    run_all(now + timedelta(days=1))
    assert not sms.outbox
    assert person.check_password(desks.PASSWORD)


def test_a_ticket_used_on_day_seventeen_is_expired(client, clock, now, officer):
    attempt = take_ticket(client)
    clock.move_to(now + timedelta(days=16, seconds=1), tick=False)
    desk = browser_of(officer)
    here = page_of("counter_ticket", attempt)
    answer = desk.post(here, {"do": "begin"}, follow=True)
    assert "مهلت این نوبت تمام شده است" in answer.content.decode()
    assert Ticket.objects.get().state == "expired"
    assert Attempt.objects.get(pk=attempt.pk).state == "expired"
    assert not Visit.objects.exists()
    assert "پایان یافته" in follow(attempt)


def test_a_ticket_nobody_uses_is_expired_by_the_sweep(client, now):
    attempt = take_ticket(client)
    run_all(now + timedelta(days=17))
    assert Attempt.objects.get(pk=attempt.pk).state == "expired"


def test_who_has_no_mobile_at_all_follows_the_ticket_with_its_code_alone(client):
    client.post(reverse("people:verify"), {"method": "in_person", "consent": "on"})
    client.post(reverse("people:verify_role"), {"role": "worker"})
    typed = {"code": "0090007778", "first_name": "زهرا", "last_name": "حسینی", "birth": "1368/03/03"}
    ticket = client.post(reverse("people:verify_details"), typed, follow=True).content.decode()
    assert "پیامک" not in ticket[ticket.index("آن‌جا چه می‌شود") : ticket.index("</main>")]
    assert "نوبت حضوری دارید" in follow(Attempt.objects.get(), tail="")
