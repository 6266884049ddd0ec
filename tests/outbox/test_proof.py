"""A proof: wherever the sender is stopped, every text is handed over, and none twice where messengers know what they have."""

import random
from datetime import timedelta

import pytest
from django.db import connection

from kardad.gateways.sms.port import Outcome
from kardad.outbox import actions, sweeps
from kardad.outbox.models import Message
from tests.conftest import NOW
from tests.proofs import length

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
TEXTS = 4


class Stopped(BaseException):
    """The process ended here."""


class Fate:
    """Ends the process before its n-th statement."""

    def __init__(self, steps):
        self.steps = steps

    def __call__(self, execute, sql, params, many, context):
        self.steps -= 1
        if self.steps == 0:
            raise Stopped
        return execute(sql, params, many, context)


@pytest.mark.parametrize("seed", range(length(300)))
def test_texts_survive_a_sender_that_is_stopped_anywhere(seed, sms, sms2):
    chance = random.Random(seed)
    for place in range(TEXTS):
        actions.queue_text("role_decided", f"+98999000000{place}", at=NOW, parameters={"role": str(place)})
    at, stops = NOW, 0
    for _ in range(60):
        for messenger in (sms, sms2):
            if chance.random() < 0.2:
                messenger.fail(chance.choice([Outcome.UNAVAILABLE, Outcome.REJECTED]), times=1)
        try:
            with connection.execute_wrapper(Fate(chance.randint(1, 24) if stops < 12 else 0)):
                sweeps.send(at)
        except Stopped:
            stops += 1
            connection.close()
        if not Message.objects.filter(due_at__isnull=False).exists():
            break
        at += timedelta(minutes=chance.choice([1, 2, 5, 20]))
    assert not Message.objects.filter(due_at__isnull=False).exists()
    states = set(Message.objects.values_list("state", flat=True))
    assert states <= {"sent", "failed"}
    for place in range(TEXTS):
        row = Message.objects.get(mobile_index=Message.objects.order_by("pk")[place].mobile_index)
        copies = len(sms.to(f"0999000000{place}")) + len(sms2.to(f"0999000000{place}"))
        assert copies == 1 or (copies == 0 and row.state == "failed")
