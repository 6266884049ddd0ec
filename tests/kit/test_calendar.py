"""Every day of the Jalali calendar, against two libraries that are not ours."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pytest
from convertdate import persian
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from kardad.kit import calendar

VECTORS = json.loads((Path(__file__).parent / "data/identity-vectors.json").read_text())["jalali"]
FIRST = date(1901, 3, 21)  # 1280-01-01
AFTER_LAST = date(2122, 3, 21)  # 1501-01-01
DAY = date(2025, 10, 4)
DAYS = st.dates(FIRST, AFTER_LAST - timedelta(days=1))


def every_day():
    return (date.fromordinal(number) for number in range(FIRST.toordinal(), AFTER_LAST.toordinal()))


def test_every_day_of_1280_to_1500_agrees_with_persiantools_there_and_back():
    for day in every_day():
        theirs = JalaliDate(day)
        assert calendar.to_jalali(day) == (theirs.year, theirs.month, theirs.day)
        assert calendar.from_jalali(theirs.year, theirs.month, theirs.day) == day


def test_every_day_of_1280_to_1500_agrees_with_the_astronomical_calendar_of_convertdate(monkeypatch):
    # It looks for the equinox anew for each day; remembered, it takes a second instead of ten minutes.
    monkeypatch.setattr(persian, "equinox_jd", lru_cache(persian.equinox_jd))
    for day in every_day():
        assert calendar.to_jalali(day) == persian.from_gregorian(day.year, day.month, day.day)


@pytest.mark.parametrize("year", range(1280, 1501))
def test_leap_years_and_month_lengths_agree_with_persiantools(year):
    assert calendar.is_leap(year) == JalaliDate.is_leap(year)
    for month in range(1, 13):
        assert calendar.month_length(year, month) == JalaliDate.days_in_month(month, year)


@pytest.mark.parametrize(("typed", "iso"), VECTORS["valid"].items())
def test_the_valid_birth_dates_are_read(typed, iso):
    assert calendar.parse_jalali(typed) == date.fromisoformat(iso)


@pytest.mark.parametrize("typed", VECTORS["invalid"])
def test_the_impossible_birth_dates_are_refused(typed):
    with pytest.raises(calendar.BadDate):
        calendar.parse_jalali(typed)


@pytest.mark.parametrize(
    "typed",
    ["1404/07/12", "1404-07-12", "1404.7.12", "۱۴۰۴/۰۷/۱۲", "١٤٠٤/٧/١٢", " 1404/7/12\n", "\u200f۱۴۰۴ / ۷ / ۱۲\u200e", "۱۴۰۴-7-۱۲"],
)
def test_a_day_is_read_in_any_digits_and_with_each_separator(typed):
    assert calendar.parse_jalali(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "تاریخ را بنویسید؛ نمونه: ۱۴۰۴/۰۷/۱۲"),
        ("04/07/12", "سال را با چهار رقم بنویسید؛ نمونه: ۱۴۰۴/۰۷/۱۲"),
        ("12/07/1404", "اول سال، بعد ماه و بعد روز را بنویسید؛ نمونه: ۱۴۰۴/۰۷/۱۲"),
        ("2025-10-04", "سال ۲۰۲۵ سال شمسی نیست. تاریخ را شمسی بنویسید؛ نمونه: ۱۴۰۴/۰۷/۱۲"),
        ("1501/01/01", "سال ۱۵۰۱ سال شمسی نیست. تاریخ را شمسی بنویسید؛ نمونه: ۱۴۰۴/۰۷/۱۲"),
        ("1279/12/29", "سال باید از ۱۲۸۰ تا ۱۵۰۰ باشد؛ ۱۲۷۹ نوشته‌اید."),
        ("1404/13/01", "ماه باید از ۱ تا ۱۲ باشد؛ ۱۳ نوشته‌اید."),
        ("1404/00/01", "ماه باید از ۱ تا ۱۲ باشد؛ ۰ نوشته‌اید."),
        ("1404/12/30", "اسفند سال ۱۴۰۴، ۲۹ روز دارد؛ روز ۳۰ نوشته‌اید."),
        ("1404/07/31", "مهر سال ۱۴۰۴، ۳۰ روز دارد؛ روز ۳۱ نوشته‌اید."),
        *[
            (typed, "تاریخ درست نیست. سال، ماه و روز شمسی را بنویسید؛ نمونه: ۱۴۰۴/۰۷/۱۲")
            for typed in ("1404/07-12", "14040712", "1404 07 12", "1404/07/12x", "-1404/07/12", "1404/07/012", "1404/07/", "۱۴۰۴/二/۱۲")
        ],
    ],
)
def test_a_refused_day_says_how_to_mend_it(typed, sentence):
    with pytest.raises(calendar.BadDate) as caught:
        calendar.parse_jalali(typed, field="birth")
    assert caught.value.text == sentence
    assert (caught.value.field, caught.value.code, caught.value.status) == ("birth", "BAD_DATE", 422)


@given(DAYS)
def test_what_is_written_is_read_back(day):
    assert calendar.parse_jalali(calendar.jalali(day)) == day
    assert calendar.parse_jalali(calendar.slashed(day)) == day


def test_a_day_is_written_for_machines_and_for_people():
    assert calendar.jalali(DAY) == "1404-07-12"
    assert calendar.slashed(DAY) == "۱۴۰۴/۰۷/۱۲"
    assert calendar.long(DAY) == "شنبه ۱۲ مهر ۱۴۰۴"
    assert calendar.long(date(2026, 12, 1)) == "سه‌شنبه ۱۰ آذر ۱۴۰۵"


def test_a_moment_is_written_in_the_time_of_tehran():
    assert calendar.with_time(datetime(2025, 10, 4, 7, 0, tzinfo=UTC)) == "شنبه ۱۲ مهر ۱۴۰۴، ساعت ۱۰:۳۰"
    assert calendar.with_time(datetime(2025, 10, 3, 20, 30, tzinfo=UTC)) == "شنبه ۱۲ مهر ۱۴۰۴، ساعت ۰۰:۰۰"
    assert calendar.clock(datetime(2025, 10, 4, 7, 5, tzinfo=UTC)) == "۱۰:۳۵"


@pytest.mark.parametrize("writes", [calendar.with_time, calendar.clock, calendar.tehran_day])
def test_a_moment_without_a_zone_is_a_mistake(writes):
    with pytest.raises(ValueError, match="naive"):
        writes(datetime(2025, 10, 4, 7, 0))  # noqa: DTZ001 – the point of the test


def test_a_moment_is_no_day_until_it_has_a_place():
    moment = datetime(2025, 10, 3, 20, 30, tzinfo=UTC)
    with pytest.raises(TypeError, match="tehran_day"):
        calendar.jalali(moment)
    assert calendar.tehran_day(moment) == DAY


def test_the_week_begins_on_saturday():
    assert [calendar.weekday_name(DAY + timedelta(days=ahead)) for ahead in range(7)] == list(calendar.WEEKDAYS)
    assert [calendar.weekday(DAY + timedelta(days=ahead)) for ahead in range(7)] == list(range(7))


def test_months_have_their_names():
    assert [calendar.month_name(month) for month in (1, 5, 12)] == ["فروردین", "مرداد", "اسفند"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "امروز"),
        (1, "فردا"),
        (2, "پس‌فردا"),
        (-1, "دیروز"),
        (-2, "پریروز"),
        (3, "۳ روز دیگر"),
        (-3, "۳ روز پیش"),
        (29, "۲۹ روز دیگر"),
        (30, "۱ ماه دیگر"),
        (-30, "۳۰ روز پیش"),
        (-31, "۱ ماه پیش"),
        (75, "۲ ماه دیگر"),
        (364, "۱۱ ماه دیگر"),
        (365, "۱ سال دیگر"),
        (-365, "۱۱ ماه پیش"),  # 1403 was a leap year
        (-366, "۱ سال پیش"),
        (-3653, "۱۰ سال پیش"),
    ],
)
def test_how_far_a_day_is_is_told_in_words(days, words):
    assert calendar.relative(DAY + timedelta(days=days), DAY) == words


@given(DAYS, DAYS)
def test_looking_forward_and_back_tells_the_same_distance(one, other):
    there, back = calendar.relative(one, other), calendar.relative(other, one)
    if abs((one - other).days) > 2:
        assert there != back
        assert there.replace("دیگر", "پیش") == back.replace("دیگر", "پیش")


def test_iran_has_had_no_summer_time_since_2022_and_had_it_before():
    def offset(year, month):
        return datetime(year, month, 1, 12, tzinfo=calendar.TEHRAN).utcoffset()

    assert offset(2021, 7) == timedelta(hours=4, minutes=30)
    assert {offset(year, month) for year in (2023, 2026, 2040) for month in (1, 7)} == {timedelta(hours=3, minutes=30)}


def test_a_day_in_tehran_begins_at_its_midnight():
    assert calendar.day_start_end(DAY) == (datetime(2025, 10, 3, 20, 30, tzinfo=UTC), datetime(2025, 10, 4, 20, 30, tzinfo=UTC))


@pytest.mark.parametrize(("day", "hours"), [(date(2021, 3, 22), 23), (date(2021, 9, 21), 25), (date(2021, 7, 1), 24), (DAY, 24)])
def test_a_day_on_which_clocks_changed_is_an_hour_shorter_or_longer(day, hours):
    start, end = calendar.day_start_end(day)
    assert end - start == timedelta(hours=hours)
    assert calendar.tehran_day(start) == day
    assert calendar.tehran_day(start - timedelta(microseconds=1)) == day - timedelta(days=1)
    assert calendar.tehran_day(end - timedelta(microseconds=1)) == day


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2025, 11, 22, 7, 0, tzinfo=UTC), "ساعت ده و سی دقیقه روز شنبه یکم آذر ماه یک هزار و چهارصد و چهار"),
        (datetime(2025, 11, 22, 20, 30, tzinfo=UTC), "ساعت صفر روز یکشنبه دوم آذر ماه یک هزار و چهارصد و چهار"),
        (datetime(2026, 1, 20, 9, 35, tzinfo=UTC), "ساعت سیزده و پنج دقیقه روز سه‌شنبه سی‌ام دی ماه یک هزار و چهارصد و چهار"),
    ],
)
def test_a_moment_is_told_in_words(moment, said):
    assert calendar.in_words(moment) == said


def test_a_naive_moment_has_no_words():
    with pytest.raises(ValueError, match="naive"):
        calendar.in_words(datetime(2025, 11, 22, 7, 0))  # noqa: DTZ001 – what is refused


def test_days_of_a_month_have_their_ordinals():
    said = {1: "یکم", 3: "سوم", 10: "دهم", 23: "بیست و سوم", 30: "سی‌ام", 31: "سی و یکم"}
    assert {day: calendar.ordinal(day) for day in said} == said
