"""The Jalali calendar of Iran: reading, writing and counting its days; everything inside Kardad stays Gregorian."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import jdatetime
from persiantools import digits

from kardad.kit import text
from kardad.kit.refusal import BadInput

# The time-zone data must be of 2022 or later: Iran has had no summer time since then (a test asks for it).
TEHRAN: Final = ZoneInfo("Asia/Tehran")

# Over these years three independent libraries agree on every day (jdatetime, persiantools, convertdate).
FIRST_YEAR: Final = 1280
LAST_YEAR: Final = 1500
# The days of a year that is no leap year.
COMMON_YEAR: Final = 365

MONTHS: Final = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")
WEEKDAYS: Final = ("شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه")

_NEAR_DAYS: Final = {-2: "پریروز", -1: "دیروز", 0: "امروز", 1: "فردا", 2: "پس‌فردا"}
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{1,2}")
_YEAR_LAST = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{4}")
_SAMPLE = "نمونه: ۱۴۰۴/۰۷/۱۲"


class BadDate(BadInput):
    """The text is no day of the Jalali calendar between the first and the last year that Kardad knows."""

    code = "BAD_DATE"
    message = "تاریخ درست نیست. سال، ماه و روز شمسی را بنویسید؛ " + _SAMPLE


class Jalali(NamedTuple):
    """A day as the Jalali calendar names it."""

    year: int
    month: int
    day: int


@lru_cache(maxsize=8192)
def _jalali_of(day: date) -> Jalali:
    found = jdatetime.date.fromgregorian(date=day)
    return Jalali(found.year, found.month, found.day)


@lru_cache(maxsize=8192)
def _gregorian_of(year: int, month: int, day: int) -> date:
    found: date = jdatetime.date(year, month, day).togregorian()
    return found


def to_jalali(day: date) -> Jalali:
    """The Jalali year, month and day of a Gregorian `day`; raises TypeError for a datetime (ask `tehran_day` first)."""
    if isinstance(day, datetime):
        raise TypeError("a moment has a day only in a time zone: use tehran_day(moment)")
    return _jalali_of(day)


@lru_cache(maxsize=1024)
def is_leap(year: int) -> bool:
    """Whether Esfand of the Jalali `year` has thirty days."""
    return bool(jdatetime.date(year, 1, 1).isleap())


def month_length(year: int, month: int) -> int:
    """How many days the Jalali month has: 31 six times, 30 five times, and Esfand 29 or 30."""
    if month <= 6:
        return 31
    return 30 if month < 12 or is_leap(year) else 29


def from_jalali(year: int, month: int, day: int, *, field: str | None = None) -> date:
    """The Gregorian date of a Jalali day of 1280 to 1500; raises BadDate with what to mend."""
    if year > LAST_YEAR:
        raise BadDate(f"سال {_fa(year)} سال شمسی نیست. تاریخ را شمسی بنویسید؛ {_SAMPLE}", field=field)
    if year < FIRST_YEAR:
        raise BadDate(f"سال باید از {_fa(FIRST_YEAR)} تا {_fa(LAST_YEAR)} باشد؛ {_fa(year)} نوشته‌اید.", field=field)
    if not 1 <= month <= 12:
        raise BadDate(f"ماه باید از ۱ تا ۱۲ باشد؛ {_fa(month)} نوشته‌اید.", field=field)
    longest = month_length(year, month)
    if not 1 <= day <= longest:
        raise BadDate(f"{MONTHS[month - 1]} سال {_fa(year)}، {_fa(longest)} روز دارد؛ روز {_fa(day)} نوشته‌اید.", field=field)
    return _gregorian_of(year, month, day)


def parse_jalali(typed: str, *, field: str | None = None) -> date:
    """The Gregorian date of a typed Jalali one (year first, either digits, parted by `/`, `-` or `.`); raises BadDate."""
    bare = "".join(text.drop_unseen(text.to_ascii_digits(typed)).split())
    if shape := _YEAR_FIRST.fullmatch(bare):
        return from_jalali(int(shape[1]), int(shape[3]), int(shape[4]), field=field)
    if not bare:
        raise BadDate(f"تاریخ را بنویسید؛ {_SAMPLE}", field=field)
    if _SHORT_YEAR.fullmatch(bare):
        raise BadDate(f"سال را با چهار رقم بنویسید؛ {_SAMPLE}", field=field)
    if _YEAR_LAST.fullmatch(bare):
        raise BadDate(f"اول سال، بعد ماه و بعد روز را بنویسید؛ {_SAMPLE}", field=field)
    raise BadDate(field=field)


def jalali(day: date) -> str:
    """The Jalali day for machines: `1404-07-12`."""
    year, month, number = to_jalali(day)
    return f"{year:04}-{month:02}-{number:02}"


def slashed(day: date) -> str:
    """The Jalali day in short, for people: «۱۴۰۴/۰۷/۱۲»."""
    return _fa(jalali(day).replace("-", "/"))


def long(day: date) -> str:
    """The Jalali day in words: «شنبه ۱۲ مهر ۱۴۰۴»."""
    year, month, number = to_jalali(day)
    return f"{weekday_name(day)} {_fa(number)} {MONTHS[month - 1]} {_fa(year)}"


def clock(moment: datetime) -> str:
    """The time on a clock in Tehran: «۱۰:۳۰»; raises ValueError for a naive datetime."""
    return _fa(_in_tehran(moment).strftime("%H:%M"))


def with_time(moment: datetime) -> str:
    """The day and time in Tehran: «شنبه ۱۲ مهر ۱۴۰۴، ساعت ۱۰:۳۰»; raises ValueError for a naive datetime."""
    return f"{long(tehran_day(moment))}، ساعت {clock(moment)}"


def in_words(moment: datetime) -> str:
    """Hour, day, month and year in Tehran in words, as a certificate of service wants them (LP 36); raises ValueError for a naive datetime.

    «ساعت ده و سی دقیقه روز شنبه یکم آذر ماه یک هزار و چهارصد و چهار»
    """
    local = _in_tehran(moment)
    year, month, day = to_jalali(local.date())
    minutes = f" و {digits.to_word(local.minute)} دقیقه" if local.minute else ""
    hour = digits.to_word(local.hour) if local.hour else "صفر"
    return f"ساعت {hour}{minutes} روز {weekday_name(local.date())} {ordinal(day)} {MONTHS[month - 1]} ماه {digits.to_word(year)}"


def ordinal(number: int) -> str:
    """The place of a day in its month, in words: «یکم», «سوم», «بیست و سوم», «سی‌ام»."""
    word = str(digits.to_word(number))
    if word.endswith("سه"):
        return f"{word.removesuffix('سه')}سوم"
    return f"{word}‌ام" if word.endswith("ی") else f"{word}م"


def tehran_day(moment: datetime) -> date:
    """The Gregorian date that it is in Tehran at `moment`; raises ValueError for a naive datetime."""
    return _in_tehran(moment).date()


def day_start_end(day: date) -> tuple[datetime, datetime]:
    """The moments (UTC) at which a day begins in Tehran and the next one does; 23 or 25 hours apart when clocks changed."""
    return _midnight(day), _midnight(day + timedelta(days=1))


def weekday(day: date) -> int:
    """The place of the day in the Persian week: 0 is Saturday, 6 is Friday."""
    return (day.weekday() + 2) % 7


def weekday_name(day: date) -> str:
    """«شنبه» to «جمعه»."""
    return WEEKDAYS[weekday(day)]


def month_name(month: int) -> str:
    """«فروردین» (1) to «اسفند» (12)."""
    return MONTHS[month - 1]


def relative(day: date, today: date) -> str:
    """How far a day is: «امروز», «پس‌فردا», «۱۲ روز پیش», and by whole Jalali months and years «۲ ماه دیگر», «۳ سال پیش»."""
    days = (day - today).days
    if days in _NEAR_DAYS:
        return _NEAR_DAYS[days]
    side = "دیگر" if days > 0 else "پیش"
    months = _whole_months(*sorted((to_jalali(day), to_jalali(today))))
    if months >= 12:
        return f"{_fa(months // 12)} سال {side}"
    if months:
        return f"{_fa(months)} ماه {side}"
    return f"{_fa(abs(days))} روز {side}"


def _whole_months(earlier: Jalali, later: Jalali) -> int:
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)


def _in_tehran(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no place on the calendar")
    return moment.astimezone(TEHRAN)


def _midnight(day: date) -> datetime:
    # Until 2022 clocks jumped at 00:00 in spring: fold=0 then names the instant of the jump, which is the day's start.
    return datetime(day.year, day.month, day.day, tzinfo=TEHRAN).astimezone(UTC)


def _fa(figure: int | str) -> str:
    return text.to_persian_digits(figure)
