"""`kardad tick`: the due work, once or for ever."""

import json
import signal
from datetime import timedelta

import pytest

from kardad import cli
from kardad.core import drafts, sweeps
from tests.cli.conftest import family, until
from tests.conftest import NOW

WAITING = """
from datetime import datetime, UTC
from kardad.outbox import actions
print(actions.queue_text('role_decided', '+989990000001', at=datetime(2025, 1, 1, tzinfo=UTC), parameters={'role': 'x'}).pk)
"""
# The scheduler walks from the missed time to now a minute at a step, so a near past will do.
DUE_AGAIN = """
from datetime import timedelta
from django.utils import timezone
from django_q.models import Schedule
from django_q.scheduler import scheduler
Schedule.objects.update(next_run=timezone.now() - timedelta(minutes=5))
scheduler()
"""
SCHEDULED = "from django_q.models import Schedule; print(Schedule.objects.filter(func__endswith='run_by_schedule').count())"
ENDLESS = "from django_q.tasks import async_task; async_task('time.sleep', 600)"
TAKEN = """
from django.utils import timezone
from django_q.models import OrmQ
print(OrmQ.objects.filter(lock__lte=timezone.now()).count())
"""
STATE = "from kardad.outbox.models import Message; print(Message.objects.get(pk={pk}).state)"


@pytest.mark.django_db
def test_one_round_prints_what_each_sweep_did(capsys):
    drafts.keep("/a/", {"x": "1"}, person_id=3, at=NOW - timedelta(days=40))
    assert cli.main(["tick"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert set(done) == set(sweeps.load())
    assert done["core.forget"] == 1


@pytest.mark.django_db
def test_a_sweep_that_fails_is_minus_one_and_the_exit_says_so(capsys, monkeypatch):
    def fail(at):
        raise RuntimeError

    monkeypatch.setitem(sweeps.load(), "core.forget", sweeps.Sweep("core.forget", 60, fail))
    assert cli.main(["tick"]) == 1
    assert json.loads(capsys.readouterr().out)["core.forget"] == -1


def test_a_row_that_was_due_is_dealt_with_in_a_process_of_its_own(installation):
    pk = installation.python(WAITING)
    done = installation.call("tick")
    assert done.returncode == 0, done.stderr
    *_, counts = done.stdout.splitlines()  # the console messenger writes above it
    assert json.loads(counts)["outbox.send"] == 1
    assert installation.python(STATE.format(pk=pk)) in ("sent", "delivered")


def test_for_ever_begins_with_what_is_due_then_does_what_schedules_ask_and_stops_when_told(installation):
    first = installation.python(WAITING)
    process = installation.start("tick", "--forever")
    until(lambda: installation.python(STATE.format(pk=first)) != "waiting")
    until(lambda: installation.python(SCHEDULED) == str(len(sweeps.load())))
    second = installation.python(WAITING)
    installation.python(DUE_AGAIN)
    until(lambda: installation.python(STATE.format(pk=second)) != "waiting")
    below = family(process)
    assert below
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    until(lambda: not any(one.is_running() for one in below))


def test_a_worker_that_is_killed_at_its_work_is_replaced_and_the_rest_is_done(installation):
    process = installation.start("tick", "--forever")
    guard, worker, *_ = until(lambda: len(family(process)) >= 4 and family(process))
    installation.python(ENDLESS)
    until(lambda: installation.python(TAKEN) == "0")
    worker.kill()
    pk = installation.python(WAITING)
    installation.python(DUE_AGAIN)
    until(lambda: installation.python(STATE.format(pk=pk)) != "waiting")
    assert guard.is_running()
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


@pytest.mark.django_db
def test_the_process_that_workers_are_forked_from_runs_no_sweep_itself(monkeypatch):
    from kardad.commands import tick

    def run(name, at):
        raise AssertionError(f"{name} ran in the parent: what it loads has threads that no fork keeps")

    monkeypatch.setattr(sweeps, "run", run)
    monkeypatch.setattr(tick, "work", lambda: 0)
    assert cli.main(["tick", "--forever"]) == 0
