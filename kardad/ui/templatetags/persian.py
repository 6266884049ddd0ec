"""What templates say about values in Persian: digits, days, money and codes. Registered as builtins: no page loads them."""

from datetime import date, datetime
from math import ceil
from typing import Any

from django import template
from django.utils import timezone

from kardad.kit import calendar, ids, money, text

register = template.Library()

NBSP = "\u00a0"


@register.filter
def fa(value: Any) -> str:
    """The value with Persian digits; nothing for None."""
    return "" if value is None else text.to_persian_digits(str(value))


@register.filter
def jalali(value: date | datetime | None) -> str:
    """The day in short: «۱۴۰۴/۰۷/۱۲»."""
    return calendar.slashed(_day(value)) if value else ""


@register.filter
def jalali_long(value: date | datetime | None) -> str:
    """The day in words: «شنبه ۱۲ مهر ۱۴۰۴»."""
    return calendar.long(_day(value)) if value else ""


@register.filter
def moment(value: date | datetime | None) -> str:
    """The day and the time in Tehran: «شنبه ۱۲ مهر ۱۴۰۴، ساعت ۱۰:۳۰»; a bare date has no time."""
    if isinstance(value, datetime):
        return calendar.with_time(value)
    return jalali_long(value)


@register.filter
def clock(value: datetime | None) -> str:
    """The time in Tehran: «۱۰:۳۰»."""
    return calendar.clock(value) if value else ""


@register.filter
def relative(value: date | datetime | None) -> str:
    """How far the day is from today: «۳ روز دیگر»."""
    return calendar.relative(_day(value), calendar.tehran_day(timezone.now())) if value else ""


@register.filter
def lasting(seconds: int | None) -> str:
    """How long so many seconds are, rounded up: «۴۵ ثانیه», «۱۲ دقیقه», «۳ ساعت»."""
    if seconds is None:
        return ""
    for unit, length in (("ساعت", 3600), ("دقیقه", 60)):
        if seconds > 1.5 * length:
            return f"{text.to_persian_digits(ceil(seconds / length))} {unit}"
    return f"{text.to_persian_digits(ceil(seconds))} ثانیه"


@register.filter
def rial(value: int | None) -> str:
    """«۷٬۷۰۰٬۰۰۰ ریال», number and unit on one line."""
    return "" if value is None else money.grouped(value)


@register.filter
def toman(value: int | None) -> str:
    """«۷۷۰٬۰۰۰ تومان», number and unit on one line."""
    return "" if value is None else money.toman(value)


@register.filter
def rial_words(value: int | None) -> str:
    """«هفت میلیون و هفتصد هزار ریال»."""
    return "" if value is None else money.in_words(value)


@register.filter
def masked(value: str | None, kind: str) -> str:
    """An identifier of that kind (of `kit.ids.KINDS`) with its telling middle hidden."""
    return _digits(ids.KINDS[kind].mask(value)) if value else ""


@register.filter
def grouped(value: Any, size: int = 4) -> str:
    """A code in groups that the eye can hold; purely numeric ones in Persian digits."""
    shown = _digits("" if value is None else str(value))
    return NBSP.join(shown[start : start + size] for start in range(0, len(shown), size))


@register.filter
def phone(value: str | None) -> str:
    """A canonical mobile number as people read it: «۰۹۱۲ ۳۴۵ ۶۷۸۹»."""
    if not value:
        return ""
    local = text.to_persian_digits(ids.local_mobile(value))
    return NBSP.join((local[:4], local[4:7], local[7:]))


@register.filter
def track(value: str | None) -> str:
    """A tracking code in groups of four: `XXXX-XXXX-XXXX-C`."""
    bare = (value or "").replace("-", "")
    return "-".join(bare[start : start + 4] for start in range(0, len(bare), 4))


@register.filter
def filesize_fa(value: int | None) -> str:
    """The size of a file: «۳٫۲ مگابایت»."""
    if value is None:
        return ""
    if value < 1024 * 1024:
        return f"{text.to_persian_digits(max(1, round(value / 1024)))} کیلوبایت"
    return f"{text.to_persian_digits(f'{value / 1024 / 1024:.1f}').replace('.', '٫').removesuffix('٫۰')} مگابایت"


@register.filter
def qr(value: str) -> str:
    """The text as a QR code: a picture to be put in `src`."""
    import segno

    return segno.make(str(value), error="m").svg_data_uri(scale=4, border=2, dark="#000", light="#fff")


def _day(value: date | datetime) -> date:
    return calendar.tehran_day(value) if isinstance(value, datetime) else value


def _digits(shown: str) -> str:
    # A code with Latin letters is copied from paper as it stands there.
    return shown if any("A" <= letter.upper() <= "Z" for letter in shown) else text.to_persian_digits(shown)
