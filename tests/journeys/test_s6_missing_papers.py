"""Scenario A6 of the desk: papers are missing; the clock stands, two reminders, an end on the seventh day, and a way back."""

from datetime import timedelta

import pytest

from kardad.core import hours
from kardad.inbox.models import Letter
from tests.conftest import NOW
from tests.journeys.bureau import TEXT, done, fresh, pdf, state, sweep, words

REMINDED, ENDED = "request.info_reminder", "request.expired"


@pytest.fixture
def asked(bureau, clock):
    """After two working hours the expert asks for the last payslip."""
    request = bureau.in_review("written")
    clock.move_to(NOW + timedelta(hours=2), tick=False)
    done(bureau.expert.press("desk_office:ask", request.pk, missing=[], other="آخرین فیش حقوق", body="لطفاً آخرین فیش حقوق را بفرستید."))
    return fresh(request)


def letters(event):
    """How many letters of this event were written."""
    return Letter.objects.filter(event=event).count()


def days_later(clock, days, *, minutes=1):
    """So many days after the question, all later work done."""
    clock.move_to(NOW + timedelta(hours=2, days=days, minutes=minutes), tick=False)
    sweep()


def test_reminders_on_the_third_and_sixth_day_an_end_on_the_seventh_and_a_way_back(bureau, clock, asked):
    assert asked.state == "info_requested"
    assert asked.clock_due_at is None  # the clock stands
    left = asked.clock_left
    assert left  # some of the promise is left, whatever step it belongs to
    assert "آخرین فیش حقوق" in bureau.client.reads("desk:request", asked.pk)

    days_later(clock, 2)
    assert letters(REMINDED) == 0
    days_later(clock, 3)
    assert letters(REMINDED) == 1
    days_later(clock, 5)
    assert letters(REMINDED) == 1
    days_later(clock, 6)
    assert (letters(REMINDED), state(asked)) == (2, "info_requested")
    days_later(clock, 7, minutes=-5)
    assert state(asked) == "info_requested"
    days_later(clock, 7)
    assert (state(asked), letters(ENDED)) == ("expired", 1)

    days_later(clock, 20)
    assert "بازگرداندن" in bureau.client.reads("desk:request", asked.pk)
    done(bureau.client.press("desk:request_restore", asked.pk, body="فیش را پیدا کردم.", files=[pdf("فیش.pdf")]))
    back = fresh(asked)
    assert (back.state, back.assigned_to, back.attachments.count()) == ("in_review", bureau.expert.person, 1)
    now = NOW + timedelta(hours=2, days=20, minutes=1)
    assert (back.clock, hours.between(now, back.clock_due_at)) == (asked.clock, left)


def test_what_was_asked_for_comes_in_time_and_the_clock_goes_on_with_what_was_left(bureau, clock, asked):
    left = asked.clock_left
    days_later(clock, 2)
    done(bureau.client.press("desk:request_answer", asked.pk, body="این هم فیش.", files=[pdf("فیش.pdf")]))
    now, back = NOW + timedelta(hours=2, days=2, minutes=1), fresh(asked)
    assert (back.state, hours.between(now, back.clock_due_at)) == ("in_review", left)
    days_later(clock, 7)
    assert (letters(REMINDED), letters(ENDED)) == (0, 0)


def test_without_what_was_asked_for_or_after_thirty_days_nothing_comes_back(bureau, clock, asked):
    days_later(clock, 7)
    refused = bureau.client.press("desk:request_restore", asked.pk)
    assert refused.status_code in (409, 422)
    assert state(asked) == "expired"
    days_later(clock, 38)
    late = bureau.client.post("desk:request_restore", asked.pk, body="فیش", files=[pdf()])
    assert late.status_code == 409, words(late)
    assert state(asked) == "expired"


def test_a_question_that_names_nothing_missing_is_refused(bureau):
    request = bureau.in_review("written", text=TEXT)
    assert bureau.expert.press("desk_office:ask", request.pk, missing=[], other="", body="چیزی بفرستید.").status_code == 422
    assert state(request) == "in_review"
