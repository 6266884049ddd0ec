"""A Jalali date as an identifier: `1404-07-12`, so that `kardad check` judges it like the others."""

from typing import Final

from kardad.kit import calendar
from kardad.kit.ids.kind import BULLET, BadIdentifier, Kind


class BadJalaliDate(BadIdentifier):
    """Not a day of the Jalali calendar."""

    code = calendar.BadDate.code


def _clean_jalali_date(typed: str) -> str:
    try:
        return calendar.jalali(calendar.parse_jalali(typed))
    except calendar.BadDate:
        return typed


def _judge_jalali_date(value: str) -> str | None:
    try:
        canonical = calendar.jalali(calendar.parse_jalali(value))
    except calendar.BadDate as bad:
        return bad.text
    return None if value == canonical else "تاریخ را با چهار رقم سال و دو رقم ماه و روز بنویسید."


jalali_date: Final = Kind(
    "jalali-date",
    BadJalaliDate,
    _judge_jalali_date,
    clean=_clean_jalali_date,
    mask=lambda value: f"{value[:4]}-{BULLET * 2}-{BULLET * 2}",
)
