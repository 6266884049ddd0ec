"""When a board can meet: pure. Which times are free for everybody, which dates are offered, which of them is left."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from kardad.kit import calendar, text
from kardad.kit.refusal import Refusal

ROOM: Final = "room"
PERSON: Final = "person"
FIRM: Final = "firm"


class TooFewDates(Refusal):
    """There are not so many free times as must be offered."""

    code = "DATES_TOO_FEW"
    message = "در این بازه تنها {there} زمان آزاد هست و {wanted} زمان لازم است. بازه را بلندتر کنید یا اتاق دیگری باز کنید."


class NoVetoLeft(Refusal):
    """Who has struck out as many dates as he may strikes out no more."""

    code = "VETO_SPENT"
    message = "شما {limit} زمان را کنار گذاشته‌اید و بیش از این نمی‌توانید. یکی از زمان‌های مانده برای جلسه انتخاب می‌شود."


@dataclass(frozen=True, slots=True)
class Key:
    """A room, a person or a firm, which can be at one thing at a time."""

    kind: str
    pk: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A time for a hearing in a room."""

    starts_at: datetime
    ends_at: datetime
    room: int = 0


@dataclass(frozen=True, slots=True)
class Busy:
    """Whom the key names is taken, from a moment until another that is not in it."""

    key: Key
    starts_at: datetime
    ends_at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The days and hours in which times are looked for; `closed` are days on which nobody meets."""

    first: date
    last: date
    opens: time
    shuts: time
    length: timedelta
    closed: frozenset[date] = frozenset()


def clashes(slot: Slot, who: Iterable[Key], busy: Iterable[Busy]) -> list[Busy]:
    """What stands in the way of the slot: its room or one of those who come is taken then; what only touches it does not."""
    wanted = {Key(ROOM, slot.room), *who}
    return [one for one in busy if one.key in wanted and one.starts_at < slot.ends_at and slot.starts_at < one.ends_at]


def slots(span: Span, rooms: Sequence[int]) -> Iterator[Slot]:
    """Every time of the span in every room, one after another."""
    day = span.first
    while day <= span.last:
        if day not in span.closed:
            yield from _of_day(span, day, rooms)
        day += timedelta(days=1)


def free(offered: Iterable[Slot], who: Iterable[Key], busy: Sequence[Busy]) -> list[Slot]:
    """The times at which room and all who come are free: one room a time, the one that has the least to do that day."""
    who = list(who)
    used = Counter((one.key.pk, calendar.tehran_day(one.starts_at)) for one in busy if one.key.kind == ROOM)
    best: dict[datetime, Slot] = {}
    for slot in offered:
        if clashes(slot, who, busy):
            continue
        other, day = best.get(slot.starts_at), calendar.tehran_day(slot.starts_at)
        if other is None or (used[slot.room, day], slot.room) < (used[other.room, day], other.room):
            best[slot.starts_at] = slot
    return [best[moment] for moment in sorted(best)]


def needed(attendees: int, vetoes: int) -> int:
    """How many dates must be offered so that one is left whatever anybody strikes out."""
    return attendees * vetoes + 1


def propose(found: Sequence[Slot], *, attendees: int, vetoes: int) -> list[Slot]:
    """So many of the free times as must be offered, on as many different days as there are; raises TooFewDates."""
    wanted = needed(attendees, vetoes)
    if len(found) < wanted:
        raise TooFewDates(wanted=text.to_persian_digits(wanted), there=text.to_persian_digits(len(found)))
    days: dict[date, list[Slot]] = {}
    for slot in found:
        days.setdefault(calendar.tehran_day(slot.starts_at), []).append(slot)
    chosen: list[Slot] = []
    turn = 0
    while len(chosen) < wanted:
        chosen += [given[turn] for given in days.values() if turn < len(given)][: wanted - len(chosen)]
        turn += 1
    return sorted(chosen, key=lambda slot: slot.starts_at)


def strike(struck: Mapping[int, frozenset[int]], *, attendee: int, dated: int, vetoes: int) -> dict[int, frozenset[int]]:
    """The dates each attendee has struck out, with one more; the same one twice is once. Raises NoVetoLeft."""
    mine = struck.get(attendee, frozenset())
    if dated not in mine and len(mine) >= vetoes:
        raise NoVetoLeft(limit=text.to_persian_digits(vetoes))
    return {**struck, attendee: mine | {dated}}


def left(offered: Sequence[int], struck: Mapping[int, frozenset[int]]) -> list[int]:
    """The offered dates that nobody struck out, in their order."""
    gone = frozenset().union(*struck.values())
    return [one for one in offered if one not in gone]


def _of_day(span: Span, day: date, rooms: Sequence[int]) -> Iterator[Slot]:
    moment = datetime.combine(day, span.opens, tzinfo=calendar.TEHRAN)
    shuts = datetime.combine(day, span.shuts, tzinfo=calendar.TEHRAN)
    while moment + span.length <= shuts:
        for room in rooms:
            yield Slot(moment, moment + span.length, room)
        moment += span.length
