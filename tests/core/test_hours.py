"""Working time: what is added is found again, time never runs backwards, and days off count for nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kardad.core import hours
from kardad.kit import calendar
from tests.conftest import NOW

pytestmark = pytest.mark.no_django

MOMENTS = st.integers(1_711_324_800, 1_801_440_000).map(lambda second: datetime.fromtimestamp(second, UTC))
MINUTES = st.integers(0, 6_000)


def tehran(day, clock):
    """The moment of this Jalali day at this hour in Tehran."""
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime.combine(calendar.parse_jalali(day), datetime.min.time(), tzinfo=hours.TEHRAN).replace(hour=hour, minute=minute)


@given(MOMENTS, MINUTES)
def test_what_is_added_lies_between(at, minutes):
    assert hours.between(at, hours.add(at, minutes)) == minutes


@given(MOMENTS, MINUTES, MINUTES)
def test_adding_twice_is_adding_the_sum(at, one, two):
    assert hours.add(hours.add(at, one), two) == hours.add(at, one + two)


@given(MOMENTS, MINUTES, st.integers(0, 6_000))
def test_more_minutes_end_later_and_a_later_start_ends_no_earlier(at, minutes, more):
    assert hours.add(at, minutes) <= hours.add(at, minutes + more)
    assert hours.add(at, minutes) <= hours.add(at + timedelta(minutes=more), minutes)


@given(st.lists(MOMENTS, min_size=3, max_size=3))
def test_time_between_adds_up(moments):
    first, second, third = sorted(moments)
    whole = hours.between(first, third)
    parts = hours.between(first, second) + hours.between(second, third)
    assert parts <= whole <= parts + 1  # each is told in whole minutes


@given(MOMENTS, MINUTES)
def test_a_promise_falls_into_working_time(at, minutes):
    due = hours.add(at, minutes).astimezone(hours.TEHRAN)
    assert hours.is_working_day(due.date())
    assert 8 <= due.hour < 16 or (due.hour, due.minute) == (16, 0)


@pytest.mark.parametrize(
    ("since", "minutes", "until"),
    [
        (("1404/09/01", "10:00"), 120, ("1404/09/01", "12:00")),  # within a Saturday
        (("1404/09/01", "10:00"), 480, ("1404/09/02", "10:00")),  # over the night
        (("1404/09/01", "05:00"), 60, ("1404/09/01", "09:00")),  # before the day begins
        (("1404/09/06", "11:00"), 120, ("1404/09/08", "09:00")),  # Thursday ends at noon, Friday is off
        (("1404/09/07", "12:00"), 0, ("1404/09/08", "08:00")),  # nothing on a Friday is Saturday morning
    ],
)
def test_hours_are_counted_in_tehran(since, minutes, until):
    assert hours.add(tehran(*since), minutes) == tehran(*until)


def test_a_holiday_counts_for_nothing():
    assert not hours.is_working_day(calendar.parse_jalali("1403/12/29"))  # the oil industry's day
    assert hours.between(tehran("1403/12/29", "08:00"), tehran("1403/12/29", "16:00")) == 0


def test_the_wrong_way_round_nothing_lies_between():
    assert hours.between(NOW, NOW - timedelta(days=3)) == 0


def test_a_year_whose_holidays_nobody_announced_has_fridays_off_alone_and_says_so():
    far = tehran("1420/01/01", "10:00")
    assert hours.add(far, 480) > far
    assert not hours.is_sure(far, far)
    assert hours.is_sure(NOW, NOW + timedelta(days=2))
    assert hours.UNSURE
    fridays = [day for day in (far.date() + timedelta(days=n) for n in range(14)) if not hours.is_working_day(day)]
    assert len(fridays) == 2
    assert all(calendar.weekday(day) == 6 for day in fridays)


def test_seven_working_days_skip_fridays_and_holidays():
    start = date(2025, 11, 22)  # a Saturday; the next seven hold one Friday and a holiday
    last = hours.last_day(start, 7)
    working = [day for day in (start + timedelta(days=n) for n in range(1, (last - start).days + 1)) if hours.is_working_day(day)]
    assert (len(working), working[-1]) == (7, last)


def test_a_day_before_the_table_has_no_hours():
    with pytest.raises(hours.NoHours):
        hours.add(datetime(1990, 1, 1, tzinfo=UTC), 1)
