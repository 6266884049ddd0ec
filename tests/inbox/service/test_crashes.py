"""A proof: wherever sending is stopped, nothing is lost, nothing that counts happens twice, and the chain of proof stays whole."""

import os
import random
import signal
from datetime import timedelta

import pytest
from django.db import connection

from kardad.evidence import queries as evidence
from kardad.evidence.verifying import verify
from kardad.gateways.sms.port import Outcome
from kardad.inbox.actions import notices, rungs
from kardad.inbox.models import Delivery, Letter, Notice
from kardad.inbox.queries import deliveries
from kardad.kit.flow import NotAllowed
from kardad.outbox import sweeps as outbox
from kardad.outbox.models import Message
from kardad.work.models import WorkItem
from tests.conftest import NOW
from tests.inbox.service.conftest import by, opened, written
from tests.people.racing import at_once
from tests.proofs import length

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
MINUTE = timedelta(minutes=1)


class Stopped(BaseException):
    """The process ended here."""


class Fate:
    """Ends the process before its n-th statement, in the way that `end` says."""

    def __init__(self, steps, end=None):
        self.steps, self.end, self.seen = steps, end, 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.seen == self.steps:
            if self.end:
                self.end()
            raise Stopped
        return execute(sql, params, many, context)


def stopped(fate, deed):
    """Whether the process ended before the deed was done."""
    try:
        with connection.execute_wrapper(fate):
            deed()
    except Stopped:
        connection.close()
        return True
    return False


def whole(notice, times=1):
    """Both sides were served this notice exactly once, each has one letter of it, and the chain is in order."""
    rows = Delivery.objects.filter(notice=notice, is_copy=False, voided_at=None)
    assert sorted(row.party.side for row in rows) == ["claimant", "respondent"]
    assert all(row.served_on for row in rows)
    assert Letter.objects.filter(delivery__in=rows).count() == 2
    for row in rows:
        kinds = [entry.kind for entry in deliveries.entries(row)]
        assert len(kinds) == len(set(kinds)), kinds
        assert kinds[0] == "service.placed"
    assert verify(evidence.dossier(evidence.chain_of(notice.dossier)), keys=evidence.published_keys()).is_valid


def untouched(notice):
    """Nothing of the placing is there."""
    assert Notice.objects.get(pk=notice.pk).state == "draft"
    assert not Delivery.objects.filter(notice=notice).exists()


def steps_of_placing(case, secretary):
    """The statements of a placing, numbered; not of the first one, which opens a series and keeps what is asked once."""
    notices.place(written(case), by=secretary, at=NOW)
    count, notice = Fate(0), written(case)
    assert not stopped(count, lambda: notices.place(notice, by=secretary, at=NOW))
    assert count.seen > 50
    return range(1, count.seen + 1)


def test_placing_that_is_stopped_before_any_statement_leaves_nothing_and_succeeds_when_pressed_again(secretary):
    case = opened(secretary)
    steps = steps_of_placing(case, secretary)
    for step in random.Random(1).sample(steps, max(4, length(len(steps)))):
        notice = written(case)
        before = Message.objects.count()
        assert stopped(Fate(step), lambda notice=notice: notices.place(notice, by=secretary, at=NOW))
        untouched(notice)
        assert Message.objects.count() == before
        notices.place(notice, by=secretary, at=NOW)
        whole(notice)
    numbers = [int(number[-6:]) for number in Notice.objects.filter(state="placed").values_list("number", flat=True)]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("seed", range(length(60)))
def test_the_way_of_a_notice_survives_a_process_that_ends_anywhere(seed, secretary, sms, sms2):
    chance, case = random.Random(seed), opened(secretary)
    notice, at, opened_it = written(case), NOW, False
    stops = {"placing": 0, "after": 0}
    for _ in range(80):
        for messenger in (sms, sms2):
            if chance.random() < 0.3:
                messenger.fail(chance.choice([Outcome.UNAVAILABLE, Outcome.UNSURE]), times=1)
        made = Delivery.objects.filter(notice=notice, party=case.sides["claimant"]).first()
        deeds = [lambda at=at: outbox.send(at), lambda at=at: outbox.ask(at), lambda at=at: outbox.tell(at)]
        if made is None:
            deeds = [lambda at=at: notices.place(notice, by=secretary, at=at)]
        elif chance.random() < 0.2:
            deeds.append(lambda at=at, made=made: rungs.open_delivery(made, by=by(case.claimant), at=at))
        deed = chance.choice(deeds)
        # A placing has about a hundred statements, a sweep some twenty.
        part, most = ("placing", 150) if made is None else ("after", 30)
        stops[part] += stopped(Fate(chance.randint(1, most) if stops[part] < 10 else 0), deed)
        at += timedelta(minutes=chance.choice([-1, 1, 2, 30]))
        kept = Delivery.objects.filter(notice=notice, notified_at__isnull=False)
        sent = {row.pk for row in kept}
        told = Message.objects.filter(subject_type="inbox.letter", state="delivered").values_list("subject_id", flat=True)
        assert sent <= set(Letter.objects.filter(pk__in=list(told)).values_list("delivery_id", flat=True))
    for sweep in (outbox.send, outbox.ask, outbox.tell) * 8:
        at += timedelta(hours=1)
        sweep(at)
    whole(notice)
    for row in Delivery.objects.filter(notice=notice):
        opened_it = row.opened_at is not None
        assert (
            row.notified_at or opened_it or WorkItem.objects.filter(kind="delivery.failed", subject_id=row.pk, closed_at=None).count() == 1
        )
    assert not Message.objects.filter(due_at__isnull=False).exists()
    assert stops["after"] > 0, stops


def _dies_placing(notice, secretary, step):
    """Another process places the notice and is killed, without a chance to tidy up, before that statement."""
    child = os.fork()
    if child == 0:
        connection.connect()
        try:
            with connection.execute_wrapper(Fate(step, end=lambda: os.kill(os.getpid(), signal.SIGKILL))):
                notices.place(notice, by=secretary, at=NOW)
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a process of its own needs a server")
def test_a_process_that_is_killed_before_any_statement_leaves_nothing_half_placed(secretary):
    case = opened(secretary)
    steps = steps_of_placing(case, secretary)
    for step in sorted({*random.Random(5).sample(steps, max(4, length(len(steps)))), steps[0], steps[-1]}):
        notice = written(case)
        connection.close()  # the child must not speak on this line
        ended = _dies_placing(notice, secretary, step)
        connection.connect()
        assert os.WIFSIGNALED(ended), step
        assert os.WTERMSIG(ended) == signal.SIGKILL
        untouched(notice)
        notices.place(notice, by=secretary, at=NOW)
        whole(notice)


def _raced(case, notice, secretary, other):
    """Everybody presses everything about the notice in the same instants."""
    came = at_once([lambda who=who: notices.place(notice, by=who, at=NOW) for who in (secretary, secretary, other, other)])
    assert sum(isinstance(one, list) for one in came) == 1, came
    assert sum(isinstance(one, NotAllowed) for one in came) == 3, came
    whole(notice)
    made = Delivery.objects.get(notice=notice, party=case.sides["claimant"])
    openings = at_once([lambda: rungs.open_delivery(made, by=by(case.claimant), at=NOW) for _ in range(4)])
    assert sorted(openings) == [False, False, False, True]
    voided = at_once([lambda: notices.void(made, reason="دسترسی نبود", by=secretary, at=NOW) for _ in range(3)])
    assert sum(isinstance(one, Delivery) for one in voided) == 1, voided
    again = at_once([lambda who=who: notices.serve_again(made, via="account", by=who, at=NOW) for who in (secretary, other)])
    assert sum(isinstance(one, Delivery) for one in again) == 1, again
    assert sum(isinstance(one, notices.ServedAlready) for one in again) == 1, again


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
def test_presses_in_the_same_instant_place_a_notice_once(secretary, make):
    case, other = opened(secretary), by(make.staff("secretary"), "secretary")
    for _ in range(length(20)):
        _raced(case, written(case), secretary, other)
