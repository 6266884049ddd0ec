"""Fields that only the desk asks: a month, the code of the other party."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from kardad.kit import calendar, ids, text
from kardad.kit.refusal import Refusal
from kardad.ui.fields.typed import FIGURES, Typed

PARTIES = {10: (ids.national_code, ids.workshop_code), 11: (ids.company_id,), 12: (ids.foreigner_code,)}


class Month(Typed):
    """A Jalali month, given back as `1404-05`."""

    noun, sample = "ماه", "۱۴۰۴/۰۵"
    longest = 30
    attrs = FIGURES

    def parse(self, typed: str) -> str:
        """The year and the month, in digits or with the month's name."""
        bare = text.to_ascii_digits(text.display(typed))
        for place, name in enumerate(calendar.MONTHS, start=1):
            bare = re.sub(rf"{name}(\s*ماه)?", f" {place} ", bare)
        parts = re.findall("[0-9]+", bare)
        year, month = (parts[::-1] if len(parts) == 2 and len(parts[1]) == 4 else parts) if len(parts) == 2 else ("", "")
        if not (re.fullmatch("1[34][0-9]{2}", year) and re.fullmatch("[0-9]{1,2}", month) and 1 <= int(month) <= 12):
            raise ValidationError("سال و ماه را بنویسید؛ نمونه: ۱۴۰۴/۰۵ یا مرداد ۱۴۰۴.", code="MONTH")
        return f"{year}-{int(month):02}"

    def prepare_value(self, value: Any) -> Any:
        """A kept month as people write it."""
        kept = isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}", value)
        return text.to_persian_digits(value.replace("-", "/")) if kept else value


class Party(Typed):
    """Whoever stands on the other side: a national code, a company's id, a foreigner's code or a workplace code."""

    longest = 40
    attrs = FIGURES

    def parse(self, typed: str) -> str:
        """The canonical code of the first kind that takes it."""
        bare = text.bare_identifier(typed)
        for kind in PARTIES.get(len(bare), ()):
            try:
                return kind.require(bare)
            except Refusal:
                continue
        said = "این کد درست نیست: کد ملی یا کد کارگاه ۱۰ رقم، شناسه ملی شرکت ۱۱ رقم و کد فراگیر ۱۲ رقم دارد. نمی‌دانید؟ خالی بگذارید."
        raise ValidationError(said, code="PARTY")
