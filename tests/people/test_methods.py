"""Managers switch the ways of verification with a reason, and visitors read it at once (identity.md, A12c)."""

from datetime import time

import pytest
from django.urls import reverse

from kardad.kit.flow import NotAllowed
from kardad.people import methods, refusals
from kardad.people.actions import methods as actions
from kardad.people.models import Method
from tests.people.staff_world import by, events, log_in, questions

ALWAYS = actions.Hours()


@pytest.fixture
def manager(client, make):
    person = make.staff("manager")
    log_in(client, person)
    return person


def test_a_method_switched_off_is_closed_at_once_with_its_reason(make, now):
    manager = by(make.staff("manager"), "manager")
    actions.switch("otp_l1", is_enabled=False, reason="به دلیل امنیتی", hours=ALWAYS, by=manager, at=now)
    with pytest.raises(refusals.MethodDisabled) as refused:
        methods.require_open("otp_l1", role="worker", at=now)
    assert "به دلیل امنیتی" in refused.value.text
    assert methods.require_open("in_person", role="worker", at=now)
    actions.switch("otp_l1", is_enabled=True, reason="مشکل برطرف شد", hours=ALWAYS, by=manager, at=now)
    assert methods.require_open("otp_l1", role="worker", at=now).disabled_reason == ""
    assert [event.data["key"] for event in events("method.closed") + events("method.opened")] == ["otp_l1", "otp_l1"]


@pytest.mark.parametrize("role", ["reviewer", "officer", "member", "system"])
def test_nobody_but_a_manager_switches(make, now, role):
    with pytest.raises(NotAllowed):
        actions.switch("otp_l1", is_enabled=False, reason="x", hours=ALWAYS, by=by(make.person(), role), at=now)
    assert not Method.objects.exists()


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_switched_without_a_reason(make, now, reason):
    with pytest.raises(actions.ReasonNeeded):
        actions.switch("otp_l1", is_enabled=False, reason=reason, hours=ALWAYS, by=by(make.staff("manager"), "manager"), at=now)


@pytest.mark.parametrize(
    "hours", [actions.Hours(time(7)), actions.Hours(None, time(7)), actions.Hours(time(9), time(9)), actions.Hours(time(9), time(8))]
)
def test_opening_hours_have_two_ends_in_order(make, now, hours):
    with pytest.raises(actions.HoursWrong):
        actions.switch("otp_l1", is_enabled=True, reason="x", hours=hours, by=by(make.staff("manager"), "manager"), at=now)


def test_an_unknown_method_is_not_switched(make, now):
    with pytest.raises(NotAllowed):
        actions.switch("fax", is_enabled=True, reason="x", hours=ALWAYS, by=by(make.staff("manager"), "manager"), at=now)


def test_the_page_switches_and_the_verification_page_shows_it(client, manager, clock):
    address = reverse("people_office:method", args=["otp_l1"])
    assert client.post(address, {"state": "off", "reason": ""}).status_code == 422
    typed = {"state": "off", "reason": "به‌روزرسانی ثبت احوال", "opens_at": "", "closes_at": ""}
    assert client.post(address, typed)["Location"] == reverse("people_office:methods")
    assert client.post(address, typed).status_code == 302
    listed = client.get(reverse("people_office:methods")).content.decode()
    assert "به‌روزرسانی ثبت احوال" in listed
    assert manager.name in listed
    assert "به‌روزرسانی ثبت احوال" in client.get(reverse("people:verify")).content.decode()


def test_opening_hours_are_typed_in_either_digits_and_shown_again(client, manager, clock):
    address = reverse("people_office:method", args=["otp_l1"])
    assert (
        client.post(address, {"state": "on", "reason": "شب‌ها استعلام نیست", "opens_at": "۰۷:۰۵", "closes_at": "23:00"}).status_code == 302
    )
    row = Method.objects.get(key="otp_l1")
    assert (row.opens_at, row.closes_at) == (time(7, 5), time(23))
    assert "۰۷:۰۵ تا ۲۳:۰۰" in client.get(reverse("people_office:methods")).content.decode()
    assert 'value="۰۷:۰۵"' in client.get(address).content.decode()


@pytest.mark.parametrize("typed", ["۲۵:۰۰", "7", "07:60", "<b>", "هفت"])
def test_a_time_that_cannot_be_is_refused_beside_its_field(client, manager, clock, typed):
    address = reverse("people_office:method", args=["otp_l1"])
    answer = client.post(address, {"state": "on", "reason": "x", "opens_at": typed, "closes_at": "23:00"})
    assert answer.status_code == 422
    assert "ساعت را با دقیقه بنویسید" in answer.content.decode()


def test_an_unknown_method_has_no_page(client, manager):
    assert client.get(reverse("people_office:method", args=["fax"])).status_code == 404


def test_the_page_asks_few_questions(client, manager):
    assert questions(client, reverse("people_office:methods")) <= 10
