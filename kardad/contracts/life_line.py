"""The life of a contract as a line of time: its days, trial, suspensions and marks, the past on the right; and the same in words. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kardad.kit import calendar

WIDE: Final = 1000
OPEN: Final = 90  # days after today that are drawn of a contract without an end
LEAST: Final = 6  # the narrowest that is seen
Place = Callable[[date], int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that are drawn as a bar: the first and the last of them."""

    kind: str  # term, worked, trial, pause
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on which something happened or will: what it is called."""

    kind: str  # signed, changed, today, end
    on: date
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch as it is drawn."""

    kind: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Event:
    """A mark as the list of events tells it."""

    text: str
    at: date
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The line: bars, marks by their place, its ends in words, and every event, the newest first."""

    bars: tuple[Bar, ...]
    marks: tuple[tuple[str, int], ...]
    begins: str
    ends: str
    events: tuple[Event, ...]
    label: str


def picture(stretches: Sequence[Stretch], marks: Sequence[Mark], *, today: date) -> Picture:
    """The line from the earliest to the last of these days."""
    days = [day for one in stretches for day in (one.first, one.last)] + [one.on for one in marks]
    first, last = min(days), max(days)
    span = max((last - first).days + 1, 1)

    def place(day: date) -> int:
        return WIDE - (day - first).days * WIDE // span

    bars = [_bar(one, place) for one in stretches if one.last >= one.first]
    told = sorted(marks, key=lambda one: (one.on, one.kind != "today"), reverse=True)
    return Picture(
        bars=tuple(bars),
        marks=tuple((one.kind, place(one.on)) for one in marks),
        begins=calendar.slashed(first),
        ends=calendar.slashed(last),
        events=tuple(Event(one.text, one.on, _state(one, today), one.note) for one in told),
        label="؛ ".join(f"{one.text}: {calendar.long(one.on)}" for one in reversed(told)),
    )


def until(ends_on: date | None, today: date) -> date:
    """The last day that is drawn."""
    return ends_on or today + timedelta(days=OPEN)


def _bar(one: Stretch, place: Place) -> Bar:
    right, left = place(one.first), place(one.last + timedelta(days=1))
    width = max(right - left, LEAST)
    return Bar(one.kind, max(right - width, 0), width)


def _state(one: Mark, today: date) -> str:
    if one.kind == "today":
        return "now"
    return "expected" if one.on > today else "done"
