"""Fields of money: an amount as people say it, given back as whole rials."""

from typing import Any, Final

from django.core.exceptions import ValidationError

from kardad.kit import money
from kardad.ui.fields.typed import LTR, Typed

MOST_RIALS: Final = 10**12
IN_RIALS: Final = "به ریال. اگر به تومان می‌نویسید، کنار عدد بنویسید «تومان»."


class Rials(Typed):
    """An amount in rials or tomans, given back as whole rials."""

    noun, sample = "مبلغ", "۷٬۷۰۰٬۰۰۰"
    longest = 40
    attrs = LTR  # no keypad of digits: «تومان» could not be typed on it

    def __init__(self, *, help_text: Any = IN_RIALS, **kwargs: Any) -> None:
        super().__init__(help_text=help_text, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The amount, or None when nothing was typed."""
        found = value if isinstance(value, int) else super().to_python(value)
        return None if found == "" else found

    def parse(self, typed: str) -> int:
        """The rials; nothing negative, nothing absurd."""
        amount = money.to_rials(typed)
        if amount > MOST_RIALS:
            raise ValidationError("این مبلغ بسیار بزرگ است؛ تعداد صفرها را بازبینی کنید.", code="AMOUNT")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """An amount as people write it."""
        return money.figures(value) if isinstance(value, int) else value
