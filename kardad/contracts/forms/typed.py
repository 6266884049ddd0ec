"""Fields that only contracts have: hours of a week, a telephone of a place, clauses a line, yes or no."""

import re
from fractions import Fraction
from typing import Any, Final

from django.core.exceptions import ValidationError

from kardad.kit import text
from kardad.ui import fields
from kardad.ui.fields.typed import FIGURES, LTR, Typed

WEEK: Final = 168
MOST_CLAUSES: Final = 40
LONGEST_CLAUSE: Final = 1500


class WeekHours(Typed):
    """The hours of a week – «۴۴», «۳۶٫۵», «۴۲:۳۰» –, given back as whole minutes."""

    noun, sample = "ساعت کار هفته", "۴۴"
    longest = 12
    attrs = LTR

    def to_python(self, value: Any) -> Any:
        """The minutes, or None when nothing was typed."""
        found = value if isinstance(value, int) else super().to_python(value)
        return None if found == "" else found

    def parse(self, typed: str) -> int:
        """The minutes; more than a week has, and parts of a minute, are refused."""
        bare = text.bare_identifier(typed).replace("٫", ".").replace("،", ".").replace(",", ".")
        by_clock, by_part = re.fullmatch(r"([0-9]{1,3}):([0-5]?[0-9])", bare), re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", bare)
        if by_clock:
            minutes = Fraction(int(by_clock[1]) * 60 + int(by_clock[2]))
        elif by_part:
            minutes = Fraction(bare) * 60
        else:
            raise ValidationError("ساعت‌های هفته را با رقم بنویسید؛ نمونه: ۴۴ یا ۴۲:۳۰", code="WEEK")
        if not 0 < minutes <= WEEK * 60:
            raise ValidationError("هفته ۱۶۸ ساعت دارد؛ ساعت کار باید بیشتر از صفر و کمتر از آن باشد.", code="WEEK")
        return round(minutes)

    def prepare_value(self, value: Any) -> Any:
        """The hours as people write them; what was typed as it was typed."""
        return said_hours(value) if isinstance(value, int) else value


def said_hours(minutes: int) -> str:
    """«۴۴» or «۴۲:۳۰»."""
    hours, rest = divmod(minutes, 60)
    return text.to_persian_digits(f"{hours}:{rest:02}" if rest else str(hours))


class Phone(Typed):
    """A telephone of a place or a person, with its area code."""

    sample = "۰۷۱۳۲۳۴۵۶۷۸"
    longest = 30
    attrs = LTR | {"type": "tel", "inputmode": "tel"}

    def parse(self, typed: str) -> str:
        """Its digits, eight to eleven of them, from the nought on; a number that begins with +98 is read so too."""
        bare = text.bare_identifier(typed)
        bare = f"0{bare[3:]}" if bare.startswith("+98") else bare
        if not re.fullmatch("0?[0-9]{8,10}", bare):
            raise ValidationError("تلفن را با رقم و با پیش‌شماره شهر بنویسید؛ نمونه: ۰۷۱۳۲۳۴۵۶۷۸", code="PHONE")
        return bare

    def prepare_value(self, value: Any) -> Any:
        """As people read it."""
        return text.to_persian_digits(value) if isinstance(value, str) else value


class JobCode(Typed):
    """The code of a job in the ministry's or the insurer's list."""

    longest = 20
    attrs = FIGURES

    def parse(self, typed: str) -> str:
        """Its digits."""
        bare = text.bare_identifier(typed)
        if not re.fullmatch("[0-9]{2,12}", bare):
            raise ValidationError("کد شغل فقط رقم دارد؛ اگر آن را نمی‌دانید خالی بگذارید.", code="JOB_CODE")
        return bare


class Clauses(fields.LongText):
    """Clauses, one a line, given back as a tuple of them."""

    longest = 20_000

    def to_python(self, value: Any) -> Any:
        """The clauses; an empty box has none."""
        if isinstance(value, tuple | list):
            return tuple(value)
        found = super().to_python(value)
        clauses = tuple(line for line in (one.strip() for one in str(found or "").split("\n")) if line)
        if len(clauses) > MOST_CLAUSES:
            raise ValidationError("تا ۴۰ بند بنویسید؛ بقیه را در یک PDF پیوست کنید.", code="CLAUSES")
        if any(len(one) > LONGEST_CLAUSE for one in clauses):
            raise ValidationError("یکی از بندها بسیار بلند است؛ آن را به چند بند بشکنید، هر بند در یک سطر.", code="CLAUSES")
        return clauses

    def prepare_value(self, value: Any) -> Any:
        """One a line; what was typed as it was typed."""
        return "\n".join(value) if isinstance(value, tuple | list) else value

    def validate(self, value: Any) -> None:
        """A box that must be filled holds a clause."""
        super().validate(value or "")


class YesNo(fields.Radios):
    """Yes or no, given back as a truth; None where nothing was chosen."""

    def __init__(self, *, yes: str = "بله", no: str = "نه", no_first: bool = False, **kwargs: Any) -> None:
        choices = [("yes", yes), ("no", no)]
        super().__init__(choices=choices[::-1] if no_first else choices, **kwargs)

    def clean(self, value: Any) -> Any:
        """True, False or None."""
        return {"yes": True, "no": False}.get(super().clean(self.prepare_value(value)))

    def prepare_value(self, value: Any) -> Any:
        """The option that stands for it."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
