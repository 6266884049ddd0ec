"""The calendar: a Jalali year with its holidays, and a day with its names."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from ninja import Router

from kardad.api import answers, shapes, writing
from kardad.api.rooms import READS, errors
from kardad.kit import calendar
from kardad.law import holidays, kinds
from kardad.law.holidays import CalendarSilent
from kardad.law.sheet import Warned

router = Router(tags=["تقویم"])
FRIDAY = 6


@router.api_operation(
    READS,
    "/days/{date}",
    response={200: shapes.Day, **errors(422)},
    operation_id="calendar_day",
    url_name="calendar_day",
    summary="یک روز تقویم",
    description="روز شمسی، میلادی آن، روز هفته و تعطیلی‌ها. با «province» تعطیلی ادارات همان استان هم می‌آید.",
)
def day(request: HttpRequest, date: str, province: str | None = None) -> HttpResponseBase:
    """A day with its names and holidays."""
    found = calendar.parse_jalali(date, field="date")
    where = holidays.province_named(province, field="province") if province is not None else ""
    return answers.answer(_day(found, where))


@router.api_operation(
    READS,
    "/{year}",
    response={200: shapes.Year, **errors(409, 422)},
    operation_id="calendar_year",
    url_name="calendar_year",
    summary="یک سال تقویم",
    description="ماه‌ها و تعطیلات رسمی یک سال شمسی؛ تعطیلی‌های قمری آینده «estimated» هستند.",
)
def year(request: HttpRequest, year: str) -> HttpResponseBase:
    """The months and official holidays of a Jalali year."""
    number = kinds.YEAR.read(year, "year")
    known = holidays.current()
    months = [_month(number, month) for month in range(1, 13)]
    found = {
        "year": number,
        "is_leap": calendar.is_leap(number),
        "days": sum(month["days"] for month in months),
        "months": months,
        "holidays": [writing.holiday(row) for row in known.year(number)],
        "calendar_version": known.version,
    }
    return answers.answer(found)


def _day(day: date, province: str) -> dict[str, Any]:
    known = holidays.current()
    warned: list[Warned] = []
    try:
        closed = known.holidays(day)
    except CalendarSilent as silent:
        closed, warned = None, [Warned(silent.code, silent.text, silent.details)]
    is_friday = calendar.weekday(day) == FRIDAY
    return {
        **writing.days(date=day),
        "words": calendar.long(day),
        "weekday": calendar.weekday(day),
        "weekday_name": calendar.weekday_name(day),
        "is_friday": is_friday,
        "is_holiday": None if closed is None else bool(closed),
        "is_estimated": any(row.is_estimated for row in closed or ()),
        "holidays": None if closed is None else [writing.holiday(row) for row in closed],
        "closures": [writing.holiday(row) for row in known.closures(day, province)] if province else [],
        "calendar_version": known.version,
        "warnings": [one.as_json() for one in warned],
    }


def _month(year: int, month: int) -> dict[str, Any]:
    first = calendar.from_jalali(year, month, 1)
    return {
        "month": month,
        "name": calendar.month_name(month),
        "days": calendar.month_length(year, month),
        "first_on_gregorian": first.isoformat(),
        "first_weekday": calendar.weekday(first),
    }
