"""Fields of days: Jalali as people write them, Gregorian as foreign papers do."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from kardad.kit import calendar, text
from kardad.ui import widgets
from kardad.ui.fields.typed import LTR, Typed


class JalaliDate(Typed):
    """A Jalali day, typed or picked, given back as a (Gregorian) date."""

    noun, sample, check = "تاریخ", "۱۳۷۰/۰۶/۳۱", "jalali-date"
    widget = widgets.Day
    longest = 30
    attrs = LTR

    def __init__(self, *, picker: bool = True, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        if not picker:
            kwargs.setdefault("widget", widgets.Line(self.attrs, check=self.check))
        super().__init__(**kwargs)
        if picker:
            self.widget.earliest = calendar.jalali(earliest) if earliest else ""
            self.widget.latest = calendar.jalali(latest) if latest else self.widget.latest

    def to_python(self, value: Any) -> Any:
        """The date, or None when nothing was typed."""
        found = value if isinstance(value, date) else super().to_python(value)
        return found or None

    def parse(self, typed: str) -> date:
        """The day; judged against the earliest and the latest."""
        day = calendar.parse_jalali(typed)
        if self.earliest and day < self.earliest:
            raise ValidationError(f"تاریخ نمی‌تواند پیش از {calendar.long(self.earliest)} باشد.", code="BAD_DATE")
        if self.latest and day > self.latest:
            raise ValidationError(f"تاریخ نمی‌تواند پس از {calendar.long(self.latest)} باشد.", code="BAD_DATE")
        return day

    def prepare_value(self, value: Any) -> Any:
        """A date as people write it; what was typed as it was typed."""
        return calendar.slashed(value) if isinstance(value, date) else value


class BirthDate(JalaliDate):
    """A Jalali day of birth: the calendar beside it ends today."""

    widget = widgets.BirthDay


class GregorianDate(Typed):
    """A Gregorian day, as foreign papers show it, given back as a date."""

    noun, sample = "تاریخ میلادی", "۱۹۹۱-۰۹-۲۲"
    longest = 30
    attrs = LTR

    def to_python(self, value: Any) -> Any:
        """The date, or None when nothing was typed."""
        found = value if isinstance(value, date) else super().to_python(value)
        return found or None

    def parse(self, typed: str) -> date:
        """The day, written year first."""
        shape = re.fullmatch(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", "".join(text.to_ascii_digits(text.display(typed)).split()))
        try:
            if shape and int(shape[1]) > calendar.LAST_YEAR:
                return date(int(shape[1]), int(shape[3]), int(shape[4]))
        except ValueError:
            pass
        raise ValidationError("تاریخ میلادی درست نیست. سال، ماه و روز را بنویسید؛ نمونه: ۱۹۹۱-۰۹-۲۲", code="BAD_DATE")
