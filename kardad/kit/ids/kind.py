"""What every kind of identifier shares: the verdict, the refusal, and the way from typed text to canonical form."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kardad.kit import text
from kardad.kit.refusal import BadInput

BULLET: Final = "•"


class BadIdentifier(BadInput):
    """What was typed is no identifier of its kind."""

    code = "FORMAT_IDENTIFIER"


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict on one typed value; `normalised` and `masked` are None unless it is valid, `problem` says how to mend it."""

    normalised: str | None = None
    masked: str | None = None
    problem: str | None = None
    warning: str | None = None

    @property
    def valid(self) -> bool:
        """Whether the value, freed of decoration, is of its kind."""
        return self.problem is None


def first_3_last_2(value: str) -> str:
    """The value with all but its first three and last two characters hidden."""
    # Not the last four: then three digits of a national code stay hidden, and its check digit leaves about 91 candidates.
    return value[:3] + BULLET * (len(value) - 5) + value[-2:]


def _no_warning(_value: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of identifier: how to free it of decoration, judge it, hide it, and what to say softly about it."""

    name: str
    refusal: type[BadIdentifier]
    judge: Callable[[str], str | None]
    clean: Callable[[str], str] = text.bare_identifier
    mask: Callable[[str], str] = first_3_last_2
    warn: Callable[[str], str | None] = _no_warning

    def __call__(self, typed: str) -> Checked:
        """The verdict on what was typed, after it is freed of decoration."""
        value = self.clean(typed)
        if problem := self.judge(value):
            return Checked(problem=problem)
        return Checked(normalised=value, masked=self.mask(value), warning=self.warn(value))

    def require(self, typed: str, *, field: str | None = None) -> str:
        """The canonical form of what was typed; raises this kind's refusal with a sentence that says how to mend it."""
        value = self.clean(typed)
        if problem := self.judge(value):
            raise self.refusal(problem, field=field)
        return value

    def is_canonical(self, raw: str) -> bool:
        """Whether the string, exactly as it stands, is a valid identifier in its canonical form."""
        return self.judge(raw) is None


def length_problem(value: str, title: str, digits: int) -> str | None:
    """What to mend when the value is not exactly so many ASCII digits, in a sentence that calls it `title`; None if it is."""
    if not value:
        return f"{title} را بنویسید؛ {text.to_persian_digits(digits)} رقم است."
    if not re.fullmatch("[0-9]+", value):
        return f"{title} فقط رقم دارد؛ حرف‌ها و نشانه‌ها را بردارید."
    if len(value) == digits:
        return None
    mend = "صفرهای اول را هم بنویسید." if len(value) < digits else "رقم‌های اضافه را بردارید."
    return text.to_persian_digits(f"{title} {digits} رقم دارد؛ {len(value)} رقم نوشته‌اید. {mend}")


def is_one_digit_repeated(value: str) -> bool:
    """Whether every character is the same; such numbers are nobody's, whatever their check digit says."""
    return len(set(value)) == 1
