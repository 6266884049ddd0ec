"""Rate limits: counted by one atomic statement, in windows and in Tehran's days."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from kardad.core import limits
from kardad.core.limits import TooMany
from kardad.core.models import Counter
from tests.conftest import NOW

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_hits_are_counted_by_deed_and_by_whose():
    assert [limits.hit("otp", "a", at=NOW, window=HOUR) for _ in range(3)] == [1, 2, 3]
    assert limits.hit("otp", "b", at=NOW, window=HOUR) == 1
    assert limits.hit("login", "a", at=NOW, window=HOUR) == 1


@pytest.mark.django_db
def test_a_new_window_counts_anew():
    limits.hit("otp", "a", at=NOW, window=HOUR)
    assert limits.hit("otp", "a", at=NOW + HOUR, window=HOUR) == 1


@pytest.mark.django_db
def test_the_limit_is_allowed_and_the_next_is_refused_with_the_seconds_to_wait():
    at = datetime(2025, 11, 22, 6, 45, tzinfo=UTC)
    for _ in range(3):
        limits.allow("otp", "a", limit=3, at=at, window=HOUR)
    with pytest.raises(TooMany) as caught:
        limits.allow("otp", "a", limit=3, at=at, window=HOUR)
    assert caught.value.details == {"seconds": 15 * 60}
    assert caught.value.status == 429


@pytest.mark.django_db
def test_a_day_is_tehrans_and_ends_at_its_midnight():
    before, after = datetime(2025, 11, 22, 20, 29, tzinfo=UTC), datetime(2025, 11, 22, 20, 31, tzinfo=UTC)
    assert limits.hit_today("otp", "a", at=NOW) == 1
    assert limits.hit_today("otp", "a", at=before) == 2
    assert limits.today("otp", "a", at=before) == 2
    assert limits.today("otp", "a", at=after) == 0
    assert limits.hit_today("otp", "a", at=after) == 1


@pytest.mark.django_db
def test_the_table_does_not_say_whose_limit_it_is():
    limits.hit("otp", "+989990000001", at=NOW, window=HOUR)
    assert "9990000001" not in Counter.objects.get().key


@pytest.mark.django_db
def test_only_windows_that_have_ended_are_forgotten():
    limits.hit("otp", "a", at=NOW, window=HOUR)
    limits.hit_today("otp", "b", at=NOW)
    assert limits.forget_old(NOW + timedelta(minutes=59)) == 0
    assert limits.forget_old(NOW + timedelta(minutes=61)) == 1
    assert limits.forget_old(datetime(2025, 11, 22, 20, 29, tzinfo=UTC)) == 0
    assert limits.forget_old(datetime(2025, 11, 22, 20, 31, tzinfo=UTC)) == 1


@pytest.mark.django_db(transaction=True)
def test_hits_at_the_same_moment_are_all_counted():
    def hit(_):
        try:
            return limits.hit("otp", "a", at=NOW, window=HOUR)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(hit, range(24)))
    assert sorted(counts) == list(range(1, 25))


@pytest.mark.django_db
def test_in_the_last_moment_of_a_window_there_is_still_a_second_to_wait():
    at = datetime(2025, 11, 22, 6, 59, 59, 900_000, tzinfo=UTC)
    limits.hit("otp", "a", at=at, window=HOUR)
    with pytest.raises(TooMany) as caught:
        limits.allow("otp", "a", limit=1, at=at, window=HOUR)
    assert caught.value.details == {"seconds": 1}
