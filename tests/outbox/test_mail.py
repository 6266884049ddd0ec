"""E-mail: it waits, leaves, is tried again or given up as the mail server says, and its words stay nowhere."""

from datetime import timedelta

import pytest
from django.db import connection

from kardad.core import demo, outside
from kardad.gateways.mail.port import Outcome
from kardad.outbox import actions, sweeps
from kardad.outbox.models import Message
from tests.conftest import NOW

ADDRESS = "ali@example.ir"
WORDS = {"subject": "پاسخ رسید", "body": "پاسخ پرسش شما رسید."}

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailer():
    """The memory mail server that the product asks."""
    return outside.mailer()


def queue(at=NOW, **extra):
    return actions.queue_mail("question.answered", ADDRESS, words=WORDS, at=at, subject=("inbox.letter", 3), person_id=5, **extra)


def test_an_email_waits_sealed_and_leaves_with_the_next_sweep(mailer, sms):
    row = queue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_message")
        kept = str(cursor.fetchall())
    assert ADDRESS not in kept
    assert "پاسخ" not in kept
    assert sweeps.send(NOW) == 1
    (mail,) = mailer.to(ADDRESS)
    assert (mail.subject, mail.body, mail.local_id, mail.at) == (WORDS["subject"], WORDS["body"], row.pk, NOW)
    row.refresh_from_db()
    assert (row.state, row.parameters, row.due_at, row.provider, row.ask_due_at) == ("sent", "", None, "memory", None)
    assert (row.mobile, row.mobile_index, sms.outbox) == ("", "", [])


def test_an_email_of_the_morning_does_not_leave_at_night(mailer):
    queue(due_at=NOW + timedelta(hours=8))
    assert sweeps.send(NOW + timedelta(hours=7)) == 0
    assert sweeps.send(NOW + timedelta(hours=8)) == 1


@pytest.mark.parametrize("outcome", [Outcome.UNAVAILABLE, Outcome.REJECTED, Outcome.AUTH])
def test_what_may_pass_is_tried_again(mailer, outcome):
    row = queue()
    mailer.fail(outcome, times=1)
    assert sweeps.send(NOW) == 0
    row.refresh_from_db()
    assert (row.state, row.due_at) == ("waiting", NOW + actions.RETRY)
    assert sweeps.send(NOW + actions.RETRY) == 1
    assert len(mailer.outbox) == 1


def test_a_mailbox_that_is_not_there_is_given_up_at_once(mailer):
    row = queue()
    mailer.fail(Outcome.REFUSED)
    assert sweeps.send(NOW) == 0
    row.refresh_from_db()
    assert (row.state, row.parameters, row.due_at) == ("failed", "", None)


def test_an_email_that_perhaps_left_is_not_sent_twice(mailer):
    row = queue()
    mailer.fail(Outcome.UNSURE, times=1)
    sweeps.send(NOW)
    row.refresh_from_db()
    assert (row.state, sweeps.send(NOW + timedelta(days=1)), len(mailer.outbox)) == ("sent", 0, 1)


def test_what_nobody_takes_is_given_up_after_a_while(mailer):
    row = queue()
    mailer.fail(Outcome.UNAVAILABLE)
    at = NOW
    for _ in range(actions.GIVE_UP_AFTER):
        sweeps.send(at)
        row.refresh_from_db()
        at = row.due_at or at
    assert (row.state, row.parameters, row.due_at) == ("failed", "", None)


def test_a_house_that_sends_no_email_any_more_gives_up_what_waited(settings):
    row = queue()
    settings.GATEWAYS = settings.GATEWAYS | {"mail": []}
    outside.forget()
    at = NOW
    for _ in range(actions.GIVE_UP_AFTER):
        sweeps.send(at)
        row.refresh_from_db()
        at = row.due_at or at
    assert row.state == "failed"


def test_the_demo_shows_what_it_would_have_sent(settings, capsys):
    settings.DEMO = True
    settings.GATEWAYS = settings.GATEWAYS | {"mail": ["console"]}
    outside.forget()
    queue()
    assert sweeps.send(NOW) == 1
    shown = demo.messages()[0]
    assert (shown["kind"], shown["to"], shown["subject"]) == ("mail", ADDRESS, WORDS["subject"])
    assert WORDS["body"] in capsys.readouterr().out


def test_no_email_is_kept_for_show_where_people_are_real(settings):
    settings.DEMO = False
    settings.GATEWAYS = settings.GATEWAYS | {"mail": ["console"]}
    outside.forget()
    queue()
    sweeps.send(NOW)
    settings.DEMO = True
    assert demo.messages() == []


def test_one_row_is_one_message_of_one_channel():
    queue()
    assert Message.objects.get().channel == "email"
