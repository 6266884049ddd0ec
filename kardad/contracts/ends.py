"""A month of ends and trial periods as a calendar shows it, weeks from Saturday on. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kardad.kit import calendar, text

WEEKDAYS: Final = ("شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه")
AHEAD: Final = 12  # months that the page counts
Counts = Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A day: how many contracts end on it, how many trial periods; of another month it is empty."""

    on: date
    ends: int
    trials: int
    is_today: bool
    is_inside: bool

    @property
    def number(self) -> str:
        """The day of the month."""
        return text.to_persian_digits(calendar.to_jalali(self.on).day)

    @property
    def said(self) -> str:
        """«۳ پایان قرارداد و ۱ پایان آزمایشی»."""
        parts = (f"{self.ends} پایان قرارداد" if self.ends else "", f"{self.trials} پایان دوره آزمایشی" if self.trials else "")
        return text.to_persian_digits(" و ".join(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class Ahead:
    """A month and how much ends in it."""

    key: str
    title: str
    ends: int
    trials: int


def month_of(typed: str, today: date) -> tuple[int, int]:
    """The Jalali year and month of «1404-06»; what cannot be read is this month."""
    year, _, month = text.to_ascii_digits(typed[:10]).partition("-")
    now = calendar.to_jalali(today)
    if not (year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12 and abs(int(year) - now.year) <= 30):
        return now.year, now.month
    return int(year), int(month)


def key(year: int, month: int) -> str:
    """«1404-06»."""
    return f"{year:04d}-{month:02d}"


def title(year: int, month: int) -> str:
    """«شهریور ۱۴۰۴»."""
    return text.to_persian_digits(f"{calendar.month_name(month)} {year}")


def moved(year: int, month: int, by: int) -> tuple[int, int]:
    """So many months later."""
    count = year * 12 + month - 1 + by
    return count // 12, count % 12 + 1


def bounds(year: int, month: int, months: int = 1) -> tuple[date, date]:
    """The first day, and the first day after so many months."""
    return calendar.from_jalali(year, month, 1), calendar.from_jalali(*moved(year, month, months), 1)


def weeks(year: int, month: int, *, ends: Counts, trials: Counts, today: date) -> list[list[Cell]]:
    """The weeks of the month."""
    first, after = bounds(year, month)
    day, rows = first - timedelta(days=calendar.weekday(first)), []
    while day < after:
        days = [day + timedelta(days=place) for place in range(7)]
        rows.append([Cell(one, ends.get(one, 0), trials.get(one, 0), one == today, first <= one < after) for one in days])
        day += timedelta(days=7)
    return rows


def ahead(today: date, *, ends: Counts, trials: Counts) -> list[Ahead]:
    """This month and those after it."""
    now, found = calendar.to_jalali(today), []
    for place in range(AHEAD):
        one = moved(now.year, now.month, place)
        first, after = bounds(*one)
        sums = [sum(count for day, count in counts.items() if first <= day < after) for counts in (ends, trials)]
        found.append(Ahead(key(*one), title(*one), *sums))
    return found
