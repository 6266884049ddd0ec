"""Scenario A7 of the desk: a call of two units is paid and booked; the expert does not call, and all the money goes back."""

from datetime import timedelta

import pytest

from kardad.billing import queries
from kardad.billing.models import CreditNote, Refund
from kardad.desk.models import Appointment
from kardad.inbox.models import Letter
from tests.conftest import NOW
from tests.journeys.bureau import Window, done, fresh, state, states, sums, sweep, words

STARTS = NOW + timedelta(days=2, hours=-1)  # Monday 1404/09/03 is a holiday, so the desk's own hours do not matter: 09:00 that day


@pytest.fixture
def booked(bureau, clock):
    """A paid call of two units with its hour, the day after tomorrow at nine."""
    done(bureau.manager.press("desk_office:expert", bureau.expert.person.pk, groups=["*"]))
    laid = bureau.manager.press("desk_office:calendar", expert=bureau.expert.person.pk, day="۱۴۰۴/۰۹/۰۳", starts="۹:۰۰", ends="۱۱:۰۰")
    done(laid)
    request = bureau.paid("phone_15", quantity="۲", subject="wage")
    assert request.assigned_to == bureau.expert.person
    assert sums(request.invoice) == (3_000_000, 300_000, 3_300_000, 3_300_000, 0)
    item = request.items.get()
    key = f"{bureau.expert.person.pk}~{STARTS:%Y%m%dT%H%M%z}"
    done(bureau.client.press("desk:slots", request.pk, item.pk, hour=key))
    return request


def told(event):
    """How many letters of this event were written."""
    return Letter.objects.filter(event=event).count()


def moved(clock, when):
    """That moment, with all later work done."""
    clock.move_to(when, tick=False)
    sweep()


def absent(bureau, clock, booked):
    """Eleven minutes after the hour nobody has called, and the client says so."""
    moved(clock, STARTS + timedelta(minutes=11))
    hour = Appointment.objects.get()
    done(bureau.client.press("desk:slot_report", hour.pk))
    return hour


def test_the_money_of_a_call_that_never_came_goes_back_whole(bureau, clock, booked):
    hour = Appointment.objects.get()
    assert (hour.state, hour.minutes, hour.starts_at, told("appointment.booked")) == ("booked", 30, STARTS, 1)
    moved(clock, STARTS - timedelta(hours=24, minutes=1))
    assert told("appointment.reminder") == 0
    moved(clock, STARTS - timedelta(hours=24))
    assert told("appointment.reminder") == 1
    moved(clock, STARTS - timedelta(hours=2))
    assert told("appointment.reminder") == 1
    moved(clock, STARTS - timedelta(hours=1))
    assert told("appointment.reminder") == 2

    clock.move_to(STARTS + timedelta(minutes=9), tick=False)
    assert bureau.client.press("desk:slot_report", hour.pk).status_code == 409
    absent(bureau, clock, booked)
    assert state(hour) == "expert_absent"
    page = bureau.client.reads("desk:slots", booked.pk, booked.items.get().pk)
    assert "همه پول شما برگردد" in page
    assert "۳٬۳۰۰٬۰۰۰ ریال" in bureau.client.reads("desk:request_withdraw", booked.pk)
    done(bureau.client.press("desk:request_withdraw", booked.pk, reason="کارشناس تماس نگرفت.", target="source"))
    refund = Refund.objects.get()
    assert (refund.state, refund.rials, refund.requested_by_id) == ("requested", 3_300_000, bureau.client.person.pk)

    done(bureau.manager.press("billing_office:refund", refund.pk, verdict="approve", reason=""))
    done(bureau.finance.press("billing_office:refund", refund.pk))
    assert (state(refund), state(booked.invoice)) == ("sent", "paid")
    done(bureau.finance.press("billing_office:refund", refund.pk, verdict="finish", trace="998877", reason=""))
    note = CreditNote.objects.get()
    assert (state(refund), note.total, note.vat) == ("done", 3_300_000, 300_000)
    assert (state(booked.invoice), fresh(booked.invoice).refunded) == ("credited", 3_300_000)
    sweep()
    assert (state(booked), states(booked)[0] in ("cancelled", "refunded")) == ("cancelled", True)
    assert sum(queries.balances().values()) == 0
    page = bureau.client.reads("billing:invoice", booked.invoice.token)
    assert "۳٬۳۰۰٬۰۰۰" in page
    assert "۳۰۰٬۰۰۰" in page


def test_who_asked_for_the_refund_does_not_approve_it(bureau, clock, booked, make):
    absent(bureau, clock, booked)
    asked = bureau.manager.press("billing_office:refund_new", booked.invoice.pk, rials="۳٬۳۰۰٬۰۰۰", target="source", reason="غیبت کارشناس")
    done(asked)
    refund = Refund.objects.get()
    own = bureau.manager.post("billing_office:refund", refund.pk, verdict="approve", reason="")
    assert own.status_code in (403, 409), words(own)
    for other in (bureau.expert, bureau.client, bureau.finance):
        assert other.post("billing_office:refund", refund.pk, verdict="approve", reason="").status_code in (403, 404)
    assert state(refund) == "requested"
    done(Window(make.staff("manager")).press("billing_office:refund", refund.pk, verdict="approve", reason=""))
    assert state(refund) == "approved"


def test_an_expert_who_called_in_time_was_not_absent(bureau, clock, booked):
    hour = Appointment.objects.get()
    clock.move_to(STARTS, tick=False)
    done(bureau.expert.post("desk_office:call_dial", hour.pk))
    assert hour.calls.count() == 1
    clock.move_to(STARTS + timedelta(minutes=11), tick=False)
    assert bureau.client.press("desk:slot_report", hour.pk).status_code == 409
    assert (state(hour), Refund.objects.count()) == ("booked", 0)


def test_an_hour_is_taken_once_and_asked_for_only_with_an_invoice(bureau, clock, booked):
    other = bureau.paid("phone_15", quantity="۱", subject="wage")
    item = other.items.get()
    taken = f"{bureau.expert.person.pk}~{STARTS:%Y%m%dT%H%M%z}"
    assert bureau.client.press("desk:slots", other.pk, item.pk, hour=taken).status_code in (409, 422)
    fresh_request = bureau.ask("phone_15", quantity="۱", subject="wage")
    free = f"{bureau.expert.person.pk}~{STARTS + timedelta(minutes=30):%Y%m%dT%H%M%z}"
    refused = bureau.client.post("desk:slots", fresh_request.pk, fresh_request.items.get().pk, hour=free)
    assert refused.status_code in (404, 409, 422)
    done(bureau.client.press("desk:slots", other.pk, item.pk, hour=free))
    assert Appointment.objects.count() == 2
