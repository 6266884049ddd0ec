"""What is counted of an office: its months as calendars have them, the groups of ages, percentiles. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from kardad.kit import calendar, text

WHATS: Final = {
    "filed": "دادخواست‌های ثبت‌شده",
    "decided": "رأی‌های صادرشده",
    "ended": "پرونده‌های بسته‌شده",
    "claim": "خواسته‌ها",
    "open": "پرونده‌های باز",
}
FINAL: Final = "final"
# Days since the petition: key, the first day that is too many for it (None: no end), as pages say it.
AGES: Final = (("m1", 31, "تا یک ماه"), ("m2", 61, "یک تا دو ماه"), ("m3", 91, "دو تا سه ماه"), ("more", None, "بیش از سه ماه"))
ENOUGH: Final = 20  # fewer cases tell nothing about the next
USUAL: Final = 90  # of a hundred cases so many took no longer
MIDDLE: Final = 50


@dataclass(frozen=True, slots=True)
class Month:
    """A Jalali month: its first day, the moments between which it lies (the second not in it), its name."""

    first: date
    since: datetime
    until: datetime
    title: str


def months(last: date, count: int) -> list[Month]:
    """So many Jalali months up to that of the day, the earliest first."""
    today = calendar.to_jalali(last)
    year, month, found = today.year, today.month, []
    for _ in range(count):
        begins = calendar.from_jalali(year, month, 1)
        after = calendar.from_jalali(year + (month == 12), month % 12 + 1, 1)
        title = f"{calendar.MONTHS[month - 1]} {text.to_persian_digits(year)}"
        found.append(Month(begins, calendar.day_start_end(begins)[0], calendar.day_start_end(after)[0], title))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found[::-1]


def age(days: int) -> str:
    """The group of a case that was filed so many days ago."""
    return next(key for key, end, _ in AGES if end is None or days < end)


def percentile(days: Sequence[int], share: int) -> int:
    """The least of these days that so many of a hundred do not pass; of none it is not asked."""
    ordered = sorted(days)
    place = -(-share * len(ordered) // 100)  # rounded up
    return ordered[max(place, 1) - 1]
