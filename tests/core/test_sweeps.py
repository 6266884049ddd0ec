"""Sweeps: found in every app, run one by one, kept in step with the job library's schedules."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django_q.models import Schedule
from django_q.scheduler import scheduler

from kardad.core import drafts, limits, maintenance, sweeps
from kardad.core.models import Counter, Draft
from tests.conftest import NOW

BROKEN = "tests.broken"


@pytest.fixture
def broken():
    def fail(at):
        raise RuntimeError("broken")

    sweeps.load()[BROKEN] = sweeps.Sweep(BROKEN, 1, fail)
    yield
    del sweeps.SWEEPS[BROKEN]


def test_every_apps_sweeps_are_found_and_the_bases_own_too():
    assert {"outbox.send", "core.scan", "core.forget"} <= set(sweeps.load())


@pytest.mark.django_db
def test_one_round_runs_every_sweep_and_counts_rows():
    drafts.keep("/a/", {"x": "1"}, person_id=3, at=NOW - timedelta(days=40))
    done = sweeps.run_all(NOW)
    assert set(done) == set(sweeps.load())
    assert done["core.forget"] == 1


@pytest.mark.django_db
def test_a_second_round_finds_nothing_left_to_do():
    drafts.keep("/a/", {"x": "1"}, person_id=3, at=NOW - timedelta(days=40))
    sweeps.run_all(NOW)
    assert not any(sweeps.run_all(NOW).values())


@pytest.mark.django_db
def test_a_sweep_that_fails_does_not_stop_the_others(broken):
    done = sweeps.run_all(NOW)
    assert done[BROKEN] == -1
    assert done["core.forget"] == 0


@pytest.mark.django_db
def test_what_grew_old_is_forgotten_and_the_rest_stays():
    for days in (0, 40):
        at = NOW - timedelta(days=days)
        drafts.keep(f"/{days}/", {"x": "1"}, person_id=3, at=at)
        limits.hit("otp", str(days), at=at, window=timedelta(hours=1))
        Session.objects.create(session_key=f"s{days}", session_data="", expire_date=at + timedelta(days=14))
    assert maintenance.forget(NOW) == 3
    assert (Draft.objects.count(), Counter.objects.count(), Session.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_there_is_exactly_one_schedule_a_sweep_however_often_it_starts():
    sweeps.keep_schedules()
    Schedule.objects.create(func="kardad.core.sweeps.run_by_schedule", name="core.scan", schedule_type="I", minutes=9)
    Schedule.objects.create(func="kardad.core.sweeps.run_by_schedule", name="gone.away", schedule_type="I", minutes=9)
    other = Schedule.objects.create(func="some.report", name="report", schedule_type="I", minutes=9)
    sweeps.keep_schedules()
    ours = Schedule.objects.exclude(pk=other.pk)
    assert sorted(ours.values_list("name", flat=True)) == sorted(sweeps.load())
    assert {row.minutes for row in ours.filter(name="core.forget")} == {60}


@pytest.mark.django_db
def test_a_start_does_not_put_off_what_was_about_to_run():
    sweeps.keep_schedules()
    Schedule.objects.update(next_run=NOW)
    sweeps.keep_schedules()
    assert set(Schedule.objects.values_list("next_run", flat=True)) == {NOW}


@pytest.mark.django_db(transaction=True)
def test_a_schedule_calls_its_sweep():
    from django_q.conf import Conf
    from django_q.models import OrmQ

    drafts.keep("/a/", {"x": "1"}, person_id=3, at=NOW - timedelta(days=40))
    sweeps.keep_schedules()
    scheduler()
    assert OrmQ.objects.count() == len(sweeps.load())
    called = {task.task["args"][0]: task.task for task in OrmQ.objects.all()}
    assert called["core.forget"]["func"] == "kardad.core.sweeps.run_by_schedule"
    assert Conf.RETRY > Conf.TIMEOUT  # else a long sweep would be started a second time beside itself
    assert sweeps.run_by_schedule(*called["core.forget"]["args"]) == 1


@pytest.mark.django_db
def test_a_schedule_of_an_older_version_does_nothing():
    assert sweeps.run_by_schedule("gone.away") == 0


@pytest.mark.django_db
def test_a_sweep_that_fails_by_schedule_says_so_to_the_job_library(broken):
    with pytest.raises(RuntimeError):
        sweeps.run_by_schedule(BROKEN)
