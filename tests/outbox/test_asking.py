"""What became of a text: its provider is asked until it says so, ever more seldom, and no longer than three days."""

from datetime import timedelta

import pytest

from kardad.core import outside
from kardad.gateways.sms.port import Delivery, Outcome, Report, Sending
from kardad.outbox import actions, sweeps
from tests.conftest import NOW

MOBILE, LOCAL = "+989990000001", "09990000001"

pytestmark = pytest.mark.django_db


def sent():
    row = actions.queue_text("role_decided", MOBILE, at=NOW, parameters={"role": "کارگر"})
    sweeps.send(NOW)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    ("delivery", "state"), [(Delivery.DELIVERED, "delivered"), (Delivery.BLOCKED, "blocked"), (Delivery.FAILED, "failed")]
)
def test_the_last_word_of_the_provider_is_kept_and_it_is_not_asked_again(sms, delivery, state):
    sms.deliver(delivery, mobile=LOCAL)
    row = sent()
    assert (row.state, row.ask_due_at) == ("sent", NOW + actions.FIRST_ASKED)
    assert sweeps.ask(NOW) == 0
    assert sweeps.ask(NOW + actions.FIRST_ASKED) == 1
    row.refresh_from_db()
    assert (row.state, row.ask_due_at) == (state, None)


def test_a_provider_that_does_not_know_is_asked_ever_more_seldom_for_three_days(sms):
    sms.deliver(Delivery.SENT, mobile=LOCAL)
    row = sent()
    asked = []
    while row.ask_due_at:
        asked.append(row.ask_due_at - NOW)
        assert sweeps.ask(row.ask_due_at) == 0
        row.refresh_from_db()
    assert asked == sorted(asked)
    assert asked[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert actions.ASKED_UNTIL <= asked[-1] < 2 * actions.ASKED_UNTIL
    assert (row.state, len(asked) < 16) == ("sent", True)


def test_the_code_of_the_provider_stands_beside_the_state(sms, monkeypatch):
    row = sent()
    monkeypatch.setattr(sms, "status", lambda message_id: Report(delivery=Delivery.FAILED, provider=sms.name, code="6"))
    sweeps.ask(NOW + actions.FIRST_ASKED)
    row.refresh_from_db()
    assert (row.state, row.provider_code) == ("failed", "6")


def test_a_code_is_followed_like_any_other_message(sms):
    row = actions.send_code(MOBILE, "482913", subject=("people.attempt", 8), at=NOW)
    assert sweeps.ask(NOW + actions.FIRST_ASKED) == 1
    row.refresh_from_db()
    assert row.state == "delivered"


def test_a_messenger_that_left_the_settings_is_asked_nothing(sms, settings):
    row = sent()
    settings.GATEWAYS = settings.GATEWAYS | {"sms": ["memory-2"]}
    outside.forget()
    assert sweeps.ask(NOW + actions.FIRST_ASKED) == 0
    row.refresh_from_db()
    assert row.state == "sent"


def test_a_text_that_nobody_answered_for_is_sought_by_our_own_id(sms):
    sms.fail(Outcome.UNSURE, times=1)
    row = sent()
    assert (row.state, row.provider_id) == ("sent", "")
    sweeps.ask(NOW + actions.FIRST_ASKED)
    row.refresh_from_db()
    assert row.provider_id
    sweeps.ask(row.ask_due_at)
    row.refresh_from_db()
    assert (row.state, row.ask_due_at) == ("delivered", None)


@pytest.mark.parametrize(("later", "state"), [(actions.FIRST_ASKED, "failed"), (actions.SOUGHT_FOR, "sent")])
def test_that_a_messenger_knows_of_no_such_text_means_something_for_some_hours(sms, later, state):
    sms.fail(Outcome.UNSURE, times=1)
    row = sent()
    sms.outbox.clear()
    sweeps.ask(NOW + later)
    row.refresh_from_db()
    assert (row.state, row.provider_id) == (state, "")


def test_a_text_whose_messenger_has_no_id_of_ours_is_not_sought(sms, monkeypatch):
    unsure = Sending(outcome=Outcome.UNSURE, provider="memory", local_id=1)
    monkeypatch.setattr(sms, "send_text", lambda *_, **__: unsure)
    row = sent()
    assert (row.state, row.ask_due_at) == ("sent", None)
    assert actions.refresh(row, at=NOW + timedelta(minutes=5)).state == "sent"
