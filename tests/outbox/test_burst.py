"""Many texts at once: at the messenger's pace, by any number of senders, each text once; codes pass them all."""

import time
from datetime import timedelta

import pytest

from kardad.gateways.sms.port import Outcome, Sending
from kardad.outbox import actions, handing, pacing, sweeps
from kardad.outbox.actions import Addressed
from kardad.outbox.models import Message, Pace
from tests.conftest import NOW
from tests.people.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 40
LATER = NOW + actions.RETRY + timedelta(seconds=9)


@pytest.fixture(autouse=True)
def _paced(settings):
    """The first messenger admits so many texts a second, and its texts leave in lots of five."""
    settings.GATEWAY_OPTIONS = settings.GATEWAY_OPTIONS | {"memory": {"per_second": 100}}
    pacing.LOT, kept = 5, pacing.LOT
    yield
    pacing.LOT = kept


def queued(count=MANY):
    """Texts wait, each for a mobile of its own."""
    texts = [Addressed(f"+98999000{place:04d}", None, place, {"role": str(place)}) for place in range(count)]
    assert actions.queue_texts("role_decided", texts, at=NOW, due_at=NOW, subject_type="x") == count


def once(sms, count=MANY):
    """Every text was sent, and none twice."""
    mobiles = [message.mobile for message in sms.outbox if not message.code]
    assert sorted(mobiles) == [f"0999000{place:04d}" for place in range(count)]
    assert set(Message.objects.values_list("state", "due_at", "claimed_at", "parameters")) == {("sent", None, None, "")}


def test_two_senders_share_the_texts_and_send_none_twice(sms):
    queued()
    took = at_once([lambda: sweeps.send(NOW), lambda: sweeps.send(NOW)])
    assert sum(took) == MANY
    once(sms)


def test_texts_leave_at_the_pace_that_the_contract_admits(sms, monkeypatch):
    left, real = [], sms.send_text
    monkeypatch.setattr(sms, "send_text", lambda *args, **more: left.append(time.monotonic()) or real(*args, **more))
    queued(20)
    assert sweeps.send(NOW) == 20
    assert left == sorted(left)
    assert left[-1] - left[0] >= 19 / 100
    assert Pace.objects.get().next_at >= NOW + 20 * pacing.step(100)


def test_a_code_passes_the_texts_that_wait(sms):
    queued()

    def press():
        while len(sms.outbox) < 3:
            time.sleep(0.002)
        return actions.send_code("+989991112233", "482913", subject=("people.attempt", 1), at=NOW)

    _, row = at_once([lambda: sweeps.send(NOW), press])
    assert row.state == "sent"
    place = next(place for place, message in enumerate(sms.outbox) if message.code)
    assert 3 <= place < 10


def test_who_finds_the_rate_given_away_leaves_it_to_the_others_and_a_clock_that_went_back_stops_nobody(sms):
    queued(3)
    Pace.objects.create(messenger="memory", next_at=NOW + timedelta(seconds=5))
    assert sweeps.send(NOW) == 0
    Pace.objects.update(next_at=NOW + timedelta(hours=1))
    assert sweeps.send(NOW) == 3
    once(sms, 3)


def test_what_a_killed_sender_had_handed_over_is_found_and_not_sent_again(sms, monkeypatch):
    queued(7)

    class Killed(BaseException):
        pass

    def killed(*args, **more):
        raise Killed

    with monkeypatch.context() as here:
        here.setattr(handing, "_recorded", killed)
        with pytest.raises(Killed):
            sweeps.send(NOW)
    assert {row.tries for row in Message.objects.filter(claimed_at__isnull=False)} == {1}
    assert sweeps.send(NOW) in (0, 2)  # what nobody had claimed yet
    sweeps.send(LATER)
    once(sms, 7)


def test_what_cannot_be_found_out_waits_instead_of_leaving_twice(sms, monkeypatch):
    queued(1)
    Message.objects.update(claimed_at=NOW)
    unsure = Sending(outcome=Outcome.UNSURE, provider="memory", local_id=1, is_findable=True)
    with monkeypatch.context() as here:
        here.setattr(sms, "find", lambda local_id: unsure)
        assert sweeps.send(NOW) == 0
    row = Message.objects.get()
    assert (sms.outbox, row.state, row.claimed_at is not None) == ([], "waiting", True)
    assert sweeps.send(LATER) == 1
    once(sms, 1)


def test_a_text_whose_place_comes_too_late_is_left_to_the_next_sender(sms, monkeypatch):
    monkeypatch.setattr(handing, "LONGEST", actions.RETRY)
    queued(2)
    monkeypatch.setattr(handing, "PATIENCE", 0.1)
    assert sweeps.send(NOW) == 0
    assert sms.outbox == []
    assert set(Message.objects.values_list("tries", "state")) == {(0, "waiting")}


def test_a_fault_of_ours_in_one_text_holds_up_no_other(sms):
    queued(3)
    Message.objects.filter(subject_id=1).update(template="no_such_template")
    assert sweeps.send(NOW) == 2
    broken = Message.objects.get(subject_id=1)
    assert (broken.state, broken.due_at is not None) == ("waiting", True)


def test_a_code_that_came_in_a_full_second_is_taken_in_the_next(sms, sms2, monkeypatch):
    monkeypatch.setattr(actions, "CODE_WAITS", (0.01, 0.01))
    sms.fail(Outcome.QUOTA, times=2)
    sms2.fail(Outcome.UNAVAILABLE)
    row = actions.send_code("+989991112233", "482913", subject=("people.attempt", 1), at=NOW)
    assert (row.state, row.provider, len(sms.outbox)) == ("sent", "memory", 1)
    sms.fail(Outcome.QUOTA)
    with pytest.raises(actions.NotSent):
        actions.send_code("+989991112233", "482914", subject=("people.attempt", 2), at=NOW)
