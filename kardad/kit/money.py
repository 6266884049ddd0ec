"""Rials: whole numbers, grouped for the eye, told in words, read from what people type, and rounded in one place."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from persiantools import digits

from kardad.kit import text
from kardad.kit.refusal import BadInput

RIALS_IN_TOMAN: Final = 10
# What a database's big integer holds for certain, even when the digits were toman.
_MOST_DIGITS: Final = 17
_TRILLION: Final = 10**12
_NBSP = "\u00a0"  # between a number and its unit no line breaks
_MINUS = "\u200e−"  # the mark keeps the sign at the left of its number in a right-to-left line
_TYPED = re.compile(r"([0-9]+|[0-9]{1,3}(?:([,٬،'’ ])[0-9]{3})(?:\2[0-9]{3})*) ?(ریال|تومان|تومن)?")
_SPOKEN = re.compile(r"([0-9]{1,7})(?:[.٫/]([0-9]{1,3}))? ?(هزار|میلیون|میلیارد) ?(ریال|تومان|تومن)?")
_SCALES: Final = {"هزار": 10**3, "میلیون": 10**6, "میلیارد": 10**9}
_SAMPLE = "نمونه: ۷٬۷۰۰٬۰۰۰"


class BadAmount(BadInput):
    """The text is no amount of whole rials."""

    code = "BAD_AMOUNT"
    message = "مبلغ را با رقم و به ریال بنویسید؛ " + _SAMPLE


def figures(number: int) -> str:
    """A whole number grouped in threes, in Persian digits: «۷٬۷۰۰٬۰۰۰»."""
    sign = _MINUS if number < 0 else ""
    return sign + text.to_persian_digits(f"{abs(number):,}".replace(",", "٬"))


def grouped(rials: int) -> str:
    """An amount of rials for the eye, number and unit on one line: «۷٬۷۰۰٬۰۰۰ ریال»."""
    return f"{figures(rials)}{_NBSP}ریال"


def toman(rials: int) -> str:
    """The same amount in toman, for beside the rials: «۷۷۰٬۰۰۰ تومان», with one decimal if it is not whole."""
    whole, rest = divmod(abs(rials), RIALS_IN_TOMAN)
    sign = _MINUS if rials < 0 else ""
    return f"{sign}{figures(whole)}{f'٫{text.to_persian_digits(rest)}' if rest else ''}{_NBSP}تومان"


def in_words(rials: int) -> str:
    """An amount of rials in Persian words, as legal papers want it: «هفت میلیون و هفتصد هزار ریال»."""
    return f"{_words(rials)} ریال"


def to_rials(typed: str, *, field: str | None = None) -> int:
    """The rials of a typed amount: either digits, groups of three parted by one kind of sign, «ریال» or «تومان» after it.

    Without a unit it is rials. What is said as «۳٫۵ میلیون تومان» is read too, and then the unit must be told.
    Raises BadAmount for anything else: signs, decimals, broken groups, over 17 digits.
    """
    if spoken := _SPOKEN.fullmatch(text.to_ascii_digits(text.display(typed))):
        return _spoken(spoken, field)
    shape = _TYPED.fullmatch(text.to_ascii_digits(text.display(typed)))
    if shape is None:
        raise BadAmount(_why_not(typed), field=field)
    number = re.sub("[^0-9]", "", shape[1])
    if len(number) > _MOST_DIGITS:
        raise BadAmount("این مبلغ بسیار بزرگ است؛ تعداد صفرها را بازبینی کنید.", field=field)
    return int(number) * (RIALS_IN_TOMAN if (shape[3] or "").startswith("توم") else 1)


def whole_rials(amount: int | Decimal | Fraction) -> int:
    """The one rounding of Kardad: to the nearest whole rial, a half away from zero; TypeError for a float, ValueError for NaN."""
    if type(amount) is int:
        return amount
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal | Fraction):
        raise TypeError(f"money is int, Decimal or Fraction, never {type(amount).__name__}")
    if isinstance(amount, Decimal) and not amount.is_finite():
        raise ValueError("an amount is finite")
    return nearest(*amount.as_integer_ratio())


def nearest(over: int, under: int) -> int:
    """The whole number nearest to `over / under`, a half away from zero; `under` is positive."""
    return (2 * over + under) // (2 * under) if over >= 0 else -((under - 2 * over) // (2 * under))


def _words(number: int) -> str:
    if number < 0:
        return f"منفی {_words(-number)}"
    if number < _TRILLION:
        return str(digits.to_word(number))
    # The library stops below a thousand trillion; a count of trillions does not.
    trillions, rest = divmod(number, _TRILLION)
    return f"{_words(trillions)} تریلیون" + (f" و {_words(rest)}" if rest else "")


def _spoken(shape: re.Match[str], field: str | None) -> int:
    if not shape[4]:
        raise BadAmount("بنویسید این مبلغ ریال است یا تومان؛ نمونه: ۳٫۵ میلیون تومان", field=field)
    thousandths = int(shape[1] + (shape[2] or "").ljust(3, "0"))
    return thousandths * _SCALES[shape[3]] // 1000 * (RIALS_IN_TOMAN if shape[4].startswith("توم") else 1)


def _why_not(typed: str) -> str | None:
    bare = text.to_ascii_digits(text.display(typed))
    if not bare:
        return f"مبلغ را بنویسید؛ {_SAMPLE}"
    if re.match(r"[-−+]", bare):
        return f"مبلغ علامت ندارد؛ آن را بی منها و جمع بنویسید. {_SAMPLE}"
    if re.search(r"[0-9][.٫/][0-9]", bare):
        return f"مبلغ، عدد کامل ریال است و اعشار ندارد؛ {_SAMPLE}"
    return None
