"""Sending: by the first messenger that takes it, recorded without its words, never twice, never lost."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection

from kardad.core import crypto, outside
from kardad.gateways.sms.port import Delivery, Outcome
from kardad.outbox import actions, queries, sweeps
from kardad.outbox.actions import NotSent
from kardad.outbox.models import Message
from tests.conftest import NOW

MOBILE, LOCAL = "+989990000001", "09990000001"
SUBJECT = ("people.attempt", 8)

pytestmark = pytest.mark.django_db


def send(**extra):
    return actions.send_code(MOBILE, "482913", subject=SUBJECT, at=NOW, **extra)


def queue(at=NOW, **parameters):
    return actions.queue_text("role_decided", MOBILE, at=at, subject=SUBJECT, person_id=5, parameters={"role": "کارگر"} | parameters)


def test_a_code_goes_by_the_first_messenger_and_is_written_nowhere(sms):
    row = send()
    assert sms.to(LOCAL)[0].code == "482913"
    row.refresh_from_db()
    assert (row.provider, row.channel, row.mobile_index) == (sms.name, "sms", crypto.blind_index("mobile", MOBILE))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_message")
        assert "482913" not in str(cursor.fetchall())


def test_when_the_first_messenger_refuses_the_second_takes_it(sms, sms2):
    sms.fail(Outcome.UNAVAILABLE)
    row = send()
    assert (row.provider, sms.outbox, len(sms2.outbox)) == (sms2.name, [], 1)


def test_a_messenger_that_did_not_deliver_is_tried_last(sms, sms2):
    assert send(not_by=sms.name).provider == sms2.name
    sms2.fail(Outcome.UNAVAILABLE)
    assert send(not_by=sms.name).provider == sms.name


def test_a_code_that_perhaps_left_is_not_sent_again_by_another(sms, sms2):
    sms.fail(Outcome.UNSURE)
    assert send().provider == sms.name
    assert sms2.outbox == []


def test_when_nobody_takes_it_the_refusal_says_so_and_the_row_stays(sms, sms2):
    for one in (sms, sms2):
        one.fail(Outcome.UNAVAILABLE)
    with pytest.raises(NotSent):
        send()
    assert Message.objects.get().state == "failed"


def test_a_call_reads_the_code_aloud(sms):
    row = send(voice=True)
    assert (row.channel, sms.to(LOCAL)[0].kind) == ("voice", "call")


def test_a_text_waits_sealed_until_the_sweep_hands_it_over(sms):
    row = queue()
    assert sms.outbox == []
    assert sweeps.send(NOW) == 1
    row.refresh_from_db()
    assert "کارگر" in sms.to(LOCAL)[0].text
    assert (row.due_at, row.parameters, row.state) == (None, "", "sent")
    assert len(row.digest) == 64


def test_a_text_is_not_sent_before_its_time_nor_twice(sms):
    queue(at=NOW + timedelta(hours=1))
    assert sweeps.send(NOW) == 0
    assert sweeps.send(NOW + timedelta(hours=1)) == 1
    assert sweeps.send(NOW + timedelta(hours=1)) == 0
    assert len(sms.outbox) == 1


def test_a_text_that_nobody_takes_is_tried_later_and_later_and_then_given_up(sms, sms2):
    for one in (sms, sms2):
        one.fail(Outcome.UNAVAILABLE)
    row, at, waits = queue(), NOW, []
    for _ in range(actions.GIVE_UP_AFTER):
        assert sweeps.send(at) == 0
        row.refresh_from_db()
        if row.due_at:
            waits.append(row.due_at - at)
            at = row.due_at
    assert waits == sorted(waits)
    assert (row.state, row.due_at, row.parameters) == ("failed", None, "")
    assert sweeps.send(at + timedelta(days=9)) == 0


def test_one_text_that_cannot_be_sent_does_not_hold_up_the_others(sms, sms2):
    for one in (sms, sms2):
        one.fail(Outcome.UNAVAILABLE, times=1)
    queue()
    queue()
    assert sweeps.send(NOW) == 1


def test_the_messengers_word_on_a_delivery_is_asked_at_most_every_few_seconds(sms):
    row = send()
    actions.refresh(row, at=NOW)
    assert (row.state, row.checked_at) == ("delivered", NOW)
    row.state, row.checked_at = "sent", NOW
    assert actions.refresh(row, at=NOW + timedelta(seconds=1)).state == "sent"
    assert actions.refresh(row, at=NOW + actions.ASK_AGAIN).state == "delivered"


def test_a_blocked_mobile_is_known_from_its_messenger(sms):
    sms.deliver(Delivery.BLOCKED, mobile=LOCAL)
    assert actions.refresh(send(), at=NOW).state == "blocked"


def test_a_messenger_that_left_the_settings_is_not_asked(settings):
    row = send()
    settings.GATEWAYS = settings.GATEWAYS | {"sms": ["memory-2"]}
    outside.forget()
    assert actions.refresh(row, at=NOW).checked_at is None


def test_a_message_is_found_by_its_number_only():
    row = send()
    assert queries.find(row.pk) == row
    assert queries.find(None) is queries.find(row.pk + 1) is None


KILLED = """
import os, django
django.setup()
from datetime import datetime
from kardad.core import outside
from kardad.outbox import sweeps
class Killer:
    name = "killer"
    def send_text(self, *args, **kwargs):
        os._exit(9)
outside.messengers = lambda: (Killer(),)
sweeps.send(datetime.fromisoformat({at!r}))
"""


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_is_killed_while_it_sends_loses_nothing(sms):
    row = queue()
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/" + database["NAME"]
    env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "kardad.settings", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", KILLED.format(at=NOW.isoformat())], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 9, done.stderr
    row.refresh_from_db()
    assert (row.tries, row.state, row.due_at > NOW) == (1, "waiting", True)
    assert sweeps.send(NOW) == 0
    assert sweeps.send(row.due_at) == 1
    assert len(sms.to(LOCAL)) == 1
