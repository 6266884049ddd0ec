"""When a board meets: nothing twice at one time, and of the dates that are offered one is always left."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kardad.cases import scheduling
from kardad.cases.scheduling import PERSON, ROOM, Busy, Key, Slot, Span
from tests.conftest import NOW

HALF = timedelta(minutes=30)
SPAN = Span(date(2025, 11, 29), date(2025, 12, 6), time(8), time(14), HALF, frozenset({date(2025, 12, 5)}))


def at(hours, room=1):
    return Slot(NOW + timedelta(hours=hours), NOW + timedelta(hours=hours) + HALF, room)


def test_a_room_or_a_person_that_is_taken_stands_in_the_way_and_what_only_touches_does_not():
    slot = at(1)
    taken = Busy(Key(PERSON, 7), slot.starts_at + HALF / 2, slot.ends_at + HALF, "جلسه دیگر")
    before, after = (Busy(Key(ROOM, 1), slot.starts_at - HALF, slot.starts_at), Busy(Key(ROOM, 1), slot.ends_at, slot.ends_at + HALF))
    assert scheduling.clashes(slot, [Key(PERSON, 7)], [taken, before, after]) == [taken]
    assert scheduling.clashes(slot, [Key(PERSON, 8)], [taken, before, after]) == []
    assert scheduling.clashes(slot, [], [Busy(Key(ROOM, 1), slot.starts_at, slot.ends_at)])
    assert scheduling.clashes(slot, [], [Busy(Key(ROOM, 2), slot.starts_at, slot.ends_at)]) == []


def test_times_lie_within_the_hours_of_open_days_and_in_the_room_with_the_least_to_do():
    every = list(scheduling.slots(SPAN, [1, 2]))
    assert len(every) == 7 * 12 * 2
    assert not any(one.starts_at.date() == date(2025, 12, 5) for one in every)
    busy = [Busy(Key(ROOM, 1), every[0].starts_at, every[0].ends_at), Busy(Key(PERSON, 5), every[4].starts_at, every[4].ends_at)]
    found = scheduling.free(every, [Key(PERSON, 5)], busy)
    assert len(found) == 7 * 12 - 1
    assert {one.room for one in found if one.starts_at.date() == SPAN.first} == {2}
    assert found[-1].room == 1


ROWS = st.lists(st.tuples(st.integers(1, 3), st.sampled_from([ROOM, PERSON]), st.integers(0, 80), st.integers(1, 6)), max_size=30)


@given(ROWS, st.sets(st.integers(1, 3)))
def test_no_free_time_is_a_double_booking_and_none_is_withheld(rows, people):
    who = [Key(PERSON, one) for one in people]
    every = list(scheduling.slots(SPAN, [1, 2]))
    first = every[0].starts_at
    busy = [Busy(Key(kind, pk), first + start * HALF, first + (start + long) * HALF) for pk, kind, start, long in rows]
    found = scheduling.free(every, who, busy)
    for slot in found:
        for one in busy:
            if one.key in {Key(ROOM, slot.room), *who}:
                assert slot.ends_at <= one.starts_at or one.ends_at <= slot.starts_at
    could = {slot.starts_at for slot in every if not scheduling.clashes(slot, who, busy)}
    assert [one.starts_at for one in found] == sorted(could)


@given(st.integers(1, 6), st.integers(0, 4), st.data())
def test_whatever_anybody_strikes_out_one_date_is_left(attendees, vetoes, data):
    found = [at(n) for n in range(0, 24 * 40, 5)]
    offered = list(range(len(scheduling.propose(found, attendees=attendees, vetoes=vetoes))))
    assert len(offered) == scheduling.needed(attendees, vetoes) == attendees * vetoes + 1
    struck = {}
    presses = data.draw(st.lists(st.tuples(st.integers(1, attendees), st.sampled_from(offered)), max_size=60))
    for who, which in presses:
        try:
            struck = scheduling.strike(struck, attendee=who, dated=which, vetoes=vetoes)
        except scheduling.NoVetoLeft:
            assert which not in struck.get(who, ())
            assert len(struck.get(who, ())) == vetoes
    assert scheduling.left(offered, struck)


def test_dates_are_offered_on_different_days_and_too_few_free_times_are_told():
    found = scheduling.free(scheduling.slots(SPAN, [1]), [], [])
    offered = scheduling.propose(found, attendees=3, vetoes=2)
    assert len({one.starts_at.date() for one in offered}) == 7
    with pytest.raises(scheduling.TooFewDates) as told:
        scheduling.propose(found[:3], attendees=2, vetoes=2)
    assert "۵" in told.value.text
