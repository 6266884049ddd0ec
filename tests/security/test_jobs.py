"""A job that hangs is ended: what nobody ends would hold every sweep behind it."""

from django_q.conf import Conf

BUFFER = 3  # seconds that django-q's worker adds to a job's time before the guard may end it (django_q.worker)


def test_the_guards_steps_meet_the_end_of_a_jobs_time():
    left = float(Conf.TIMEOUT + BUFFER)
    while left > 0:
        left -= Conf.GUARD_CYCLE
    assert left == 0  # the guard looks for zero and for nothing else


def test_the_guard_still_calls_the_schedules_twice_a_minute():
    assert 30 % Conf.GUARD_CYCLE == 0
