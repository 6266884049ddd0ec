"""Working time: what is left of it between two moments, and when so much of it has passed; by the table of hours and the holidays."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from kardad.kit import calendar
from kardad.law import holidays

DATA = Path(__file__).parent / "data" / "hours.toml"
TEHRAN = calendar.TEHRAN
UNSURE = "تعطیلات رسمی این سال هنوز اعلام نشده است؛ زمان فقط با کنار گذاشتن جمعه‌ها حساب شد."


class NoHours(LookupError):
    """The table of hours does not cover the day."""


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of the seven days, Saturday first, from a day until another that is not in it; None for a day off."""

    valid_from: date
    valid_to: date | None
    days: tuple[tuple[time, time] | None, ...]


def add(at: datetime, working_minutes: int) -> datetime:
    """The moment at which so many working minutes have passed after `at`; with none, the working moment that `at` itself stands for."""
    left = timedelta(minutes=working_minutes)
    for begins, ends in _spans(at):
        here = max(begins, at)
        if here < ends and left <= ends - here:
            return here + left
        left -= max(timedelta(), ends - here)
    raise NoHours(at)


def between(a: datetime, b: datetime) -> int:
    """The whole working minutes from `a` to `b`; none when `b` is not later."""
    passed = timedelta()
    for begins, ends in _spans(a):
        if begins >= b:
            break
        passed += max(timedelta(), min(ends, b) - max(begins, a))
    return passed // timedelta(minutes=1)


def is_working_day(day: date) -> bool:
    """Whether the office works on some hours of that day; holidays of a year that the calendar does not know are taken for common days."""
    return _hours_of(day) is not None


def after_days(moment: datetime, days: int) -> datetime:
    """The same hour so many working days later; what comes on a closed day counts from the next open one."""
    begun = calendar.tehran_day(moment)
    first = begun if is_working_day(begun) else last_day(begun, 1)
    return moment + (last_day(first, days) - begun)


def last_day(start: date, days: int) -> date:
    """The last of so many working days, counted from the day after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def is_sure(a: datetime, b: datetime) -> bool:
    """Whether the holidays of every day from `a` to `b` are known; where they are not, say UNSURE beside the time."""
    known = holidays.current().years
    first, last = calendar.to_jalali(calendar.tehran_day(a)).year, calendar.to_jalali(calendar.tehran_day(b)).year
    return all(year in known for year in range(first, last + 1))


def _spans(at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The working spans, as moments, from the day of `at` on."""
    day = calendar.tehran_day(at)
    while True:
        if hours := _hours_of(day):
            yield _moment(day, hours[0]), _moment(day, hours[1])
        day += timedelta(days=1)


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=TEHRAN).astimezone(UTC)


def _hours_of(day: date) -> tuple[time, time] | None:
    hours = _week(day).days[calendar.weekday(day)]
    return None if hours is None or _is_holiday(day) else hours


def _is_holiday(day: date) -> bool:
    try:
        return bool(holidays.current().holidays(day))
    except holidays.CalendarSilent:
        return False


def _week(day: date) -> Week:
    for week in weeks():
        if week.valid_from <= day and (week.valid_to is None or day < week.valid_to):
            return week
    raise NoHours(day)


@cache
def weeks() -> tuple[Week, ...]:
    """The table of hours, in order."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["weeks"]
    return tuple(_read(row) for row in rows)


def _read(row: dict[str, object]) -> Week:
    days = [_hours(one) for one in row["days"]]  # type: ignore[attr-defined]
    if len(days) != 7:
        raise ValueError("a week has seven days")
    until = row.get("valid_to")
    return Week(calendar.parse_jalali(str(row["valid_from"])), calendar.parse_jalali(str(until)) if until else None, tuple(days))


def _hours(given: list[str]) -> tuple[time, time] | None:
    if not given:
        return None
    begins, ends = (time.fromisoformat(one) for one in given)
    if begins >= ends:
        raise ValueError("a day's hours end after they begin")
    return begins, ends
