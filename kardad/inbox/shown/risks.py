"""How an outage on a deadline is shown: the last days as a bar, each free, touched or over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kardad.availability.queries import Outage
from kardad.inbox.models import Deadline
from kardad.inbox.queries import deadlines
from kardad.inbox.shown import failures
from kardad.kit import calendar, text

BEFORE = 4  # days before the last safe day that the bar shows
MARKS = {"safe": "آخرین روز مطمئن", "last": "آخرین روز مهلت", "final": "مهلت گذشته"}


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the bar: its number and name, what it is for the deadline, and the hours of it that were out of order."""

    day: date
    number: str
    title: str
    mark: str
    hit: str


def outages(deadline: Deadline, *, at: datetime) -> list[Outage]:
    """The outages on the deadline's last days, from its last safe day on."""
    first, last = calendar.day_start_end(deadline.safe_until)[0], calendar.day_start_end(deadline.hard_until)[1]
    found = failures.outages(deadline.delivery, at=at)
    return [one for one in found if one.began < last and (one.ended is None or one.ended >= first)]


def touched(deadline: Deadline, found: Iterable[Outage], *, at: datetime) -> list[date]:
    """The days until the last one that the outages touched."""
    days = {day for one in found for day in deadlines.days_between(one.began, one.ended or at)}
    return sorted(day for day in days if deadline.served_on < day <= deadline.hard_until)


def bar(deadline: Deadline, found: Iterable[Outage]) -> list[Day]:
    """The last days of the deadline, each with what was out of order in it."""
    hit = list(found)
    first = max(deadline.served_on, deadline.safe_until - timedelta(days=BEFORE))
    return [_day(deadline, first + timedelta(days=step), hit) for step in range((deadline.final_on - first).days + 1)]


def _day(deadline: Deadline, day: date, hit: list[Outage]) -> Day:
    marks = {deadline.safe_until: "safe", deadline.hard_until: "last", deadline.final_on: "final"}
    mark = marks.get(day, "")
    since, until = calendar.day_start_end(day)
    spans = [
        f"{_hour(max(one.began, since))} تا {_hour(min(one.ended or until, until))}"
        for one in hit
        if one.began < until and (one.ended or until) > since
    ]
    number = text.to_persian_digits(calendar.to_jalali(day).day)
    return Day(day, number, f"{calendar.weekday_name(day)}{'؛ ' + MARKS[mark] if mark else ''}", mark, "، ".join(spans))


def _hour(moment: datetime) -> str:
    return calendar.clock(moment)
