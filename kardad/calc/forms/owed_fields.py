"""The ground of the questions of «what am I owed»: amounts, figures, and a page that begins with what was answered before."""

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from kardad.calc.owed.answers import Answers
from kardad.kit import money, text
from kardad.law import kinds
from kardad.law.kinds import Number
from kardad.ui.fields.typed import FIGURES, LTR, Typed

MOST_RIALS: Final = 10**12
LARGE: Final = "این مبلغ بسیار بزرگ است؛ تعداد صفرها را بازبینی کنید."
IN_RIALS: Final = "به ریال. اگر به تومان می‌نویسید، کنار عدد بنویسید «تومان»."


class Rials(Typed):
    """An amount in rials or tomans, given back as whole rials."""

    longest = 40
    # No keypad of digits: «تومان» could not be typed on it.
    attrs = LTR

    def to_python(self, value: Any) -> Any:
        """The amount, or None when nothing was typed."""
        found = value if isinstance(value, int) else super().to_python(value)
        return None if found == "" else found

    def parse(self, typed: str) -> int:
        """The rials; nothing negative, nothing absurd."""
        amount = money.to_rials(typed)
        if amount > MOST_RIALS:
            raise ValidationError(LARGE, code="AMOUNT")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """An amount as people write it."""
        return money.figures(value) if isinstance(value, int) else value


class Figure(Typed):
    """A number that may have a fraction, such as a day and a half."""

    longest = 20
    attrs = FIGURES | {"inputmode": "decimal"}

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The number, or None when nothing was typed."""
        found = super().to_python(value)
        return None if found == "" else found

    def parse(self, typed: str) -> Number:
        """The exact number; not more than can be."""
        number = kinds.number(typed, "")
        if number > self.most:
            raise ValidationError(f"این عدد از {text.to_persian_digits(self.most)} بیشتر نمی‌شود.", code="NUMBER")
        return number

    def prepare_value(self, value: Any) -> Any:
        """A number as people write it: «۱۲٫۵»."""
        return value if value is None or isinstance(value, str) else text.to_persian_digits(str(kinds.plain(value))).replace(".", "٫")


class Asked(forms.Form):
    """A form some of whose fields are needed only at times: `clean` judges that, and they are not called optional."""

    use_required_attribute = False

    def full_clean(self) -> None:
        """Nothing is missing by the field alone where `clean` says what is needed."""
        needed = {name: field.required for name, field in self.fields.items()}
        for name in self.judged():
            self.fields[name].required = False
        super().full_clean()
        for name, is_needed in needed.items():
            self.fields[name].required = is_needed

    def judged(self) -> list[str]:
        """The names of the fields of which `clean` says whether they are needed."""
        raise NotImplementedError


class Question(Asked):
    """One page: it begins with what was answered here before; `amounts` are asked only under some of the choices."""

    amounts: ClassVar[tuple[str, ...]] = ()
    # Fields that stand together, each group with its own choice.
    groups: ClassVar[tuple[tuple[str, ...], ...]] = ()

    def __init__(self, data: QueryDict | None = None, *, told: Answers, today: date) -> None:
        self.told, self.today = told, today
        super().__init__(data, initial={name: getattr(told, name, None) for name in self.base_fields})

    def judged(self) -> list[str]:
        """The amounts."""
        return list(self.amounts)

    @property
    def grouped(self) -> list[list[tuple[forms.BoundField, bool]]]:
        """The fields by group, each with whether it is an amount that a choice may close."""
        rows = self.groups or (tuple(self.fields),)
        return [[(self[name], name in self.amounts) for name in row] for row in rows]

    def answer(self) -> Answers:
        """The answers with those of this page."""
        return replace(self.told, **{name: self.cleaned_data[name] for name in self.base_fields})

    def require(self, name: str, *, when: bool, why: str) -> None:
        """Blame an amount that its choice asks for and that is missing or nought."""
        if when and name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, why)
