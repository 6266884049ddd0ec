"""Fields of digits, numbers and codes that are no identifier of `kit.ids`."""

import re
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError

from kardad.kit import text
from kardad.ui import widgets
from kardad.ui.fields.typed import FIGURES, LTR, Typed


class Digits(Typed):
    """Digits that stand for nothing but themselves; `length` of them, or any number of them."""

    longest = 40
    attrs = FIGURES

    def __init__(self, *, length: int | None = None, **kwargs: Any) -> None:
        self.length = length
        super().__init__(**kwargs)

    def parse(self, typed: str) -> str:
        """The digits in ASCII."""
        bare = text.bare_identifier(typed)
        title = self.noun or "این شماره"
        if not re.fullmatch("[0-9]+", bare):
            raise ValidationError(f"{title} فقط رقم دارد؛ حرف‌ها و نشانه‌ها را بردارید.", code="DIGITS")
        if self.length and len(bare) != self.length:
            said = f"{title} {self.length} رقم دارد؛ {len(bare)} رقم نوشته‌اید."
            raise ValidationError(text.to_persian_digits(said), code="DIGITS")
        return bare


class RegistrationNumber(Digits):
    """The number under which a company is registered."""

    noun = "شماره ثبت"
    longest = 20


class OneTimeCode(Digits):
    """A code that was sent to a phone."""

    noun = "کد تأیید"
    widget = widgets.Code
    attrs = FIGURES | {"autocomplete": "one-time-code", "pattern": "[0-9۰-۹٠-٩ ]*"}

    def __init__(self, *, length: int = 6, **kwargs: Any) -> None:
        super().__init__(length=length, **kwargs)


class TrackingCode(Typed):
    """The code by which an application is followed, without hyphens and in capitals."""

    noun = "کد پیگیری"
    longest = 40
    attrs = LTR | {"autocapitalize": "characters"}

    def parse(self, typed: str) -> str:
        """Thirteen signs; letters that look alike are read as Crockford's base 32 reads them."""
        bare = text.bare_identifier(typed).upper().translate(str.maketrans("OIL", "011"))
        if not re.fullmatch("[0-9A-HJKMNP-TV-Z]{13}", bare):
            raise ValidationError("کد پیگیری ۱۳ نویسه دارد؛ آن را از روی رسید یا پیامک بنویسید.", code="TRACKING")
        return bare


class Number(Typed):
    """A whole number, with or without groups."""

    longest = 30
    attrs = FIGURES

    def __init__(self, *, min_value: int | None = None, max_value: int | None = None, **kwargs: Any) -> None:
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The number, or None when nothing was typed."""
        found = super().to_python(value)
        return None if found == "" else found

    def parse(self, typed: str) -> int:
        """The number; judged against its least and greatest."""
        bare = re.sub("[,٬،]", "", text.bare_identifier(typed))
        if not re.fullmatch("[0-9]{1,18}", bare):
            raise ValidationError("عدد را با رقم بنویسید.", code="NUMBER")
        number = int(bare)
        if self.min_value is not None and number < self.min_value:
            raise ValidationError(f"عدد باید {text.to_persian_digits(self.min_value)} یا بیشتر باشد.", code="NUMBER")
        if self.max_value is not None and number > self.max_value:
            raise ValidationError(f"عدد باید {text.to_persian_digits(self.max_value)} یا کمتر باشد.", code="NUMBER")
        return number


class Hour(Typed):
    """An hour and minute of the day, given back as a time."""

    noun, sample = "ساعت", "۱۰:۳۰"
    longest = 12
    attrs = LTR

    def to_python(self, value: Any) -> Any:
        """The time, or None when nothing was typed."""
        found = value if isinstance(value, time) else super().to_python(value)
        return None if found == "" else found

    def parse(self, typed: str) -> time:
        """The time of the day, with or without its minutes."""
        shape = re.fullmatch(r"([0-9]{1,2})(?:[:.٫]([0-9]{1,2}))?", text.to_ascii_digits(text.display(typed)))
        if shape is None or int(shape[1]) > 23 or int(shape[2] or 0) > 59:
            raise ValidationError("ساعت را از ۰:۰۰ تا ۲۳:۵۹ بنویسید؛ نمونه: ۱۰:۳۰", code="HOUR")
        return time(int(shape[1]), int(shape[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        """A time as people write it; what was typed as it was typed."""
        return text.to_persian_digits(f"{value:%H:%M}") if isinstance(value, time) else value
