"""Shares of an inheritance: fractions as heirs write them, kept as `1/8`, said as «۱ از ۸». Pure."""

import re
from fractions import Fraction
from typing import Final

from kardad.kit import text
from kardad.kit.refusal import BadInput

_COUNTED: Final = re.compile(r"(\d+)(?:/|÷|از)(\d+)")
_PERCENT: Final = re.compile(r"(\d+)(?:%|٪|درصد)")
LONGEST: Final = 20  # signs: a fraction that anybody writes
_NTH: Final = {"دوم": 2, "سوم": 3, "چهارم": 4, "پنجم": 5, "ششم": 6, "هفتم": 7, "هشتم": 8, "نهم": 9, "دهم": 10, "دوازدهم": 12}
_MANY: Final = {"یک": 1, "دو": 2, "سه": 3, "چهار": 4, "پنج": 5, "شش": 6, "هفت": 7}
_WORDS: Final = {
    text.match_key(many + nth): Fraction(number, parts) for many, number in _MANY.items() for nth, parts in _NTH.items() if number < parts
} | {text.match_key(word): share for word, share in {"همه": Fraction(1), "تمام": Fraction(1), "نصف": Fraction(1, 2)}.items()}


class BadShare(BadInput):
    """No part of a whole can be read of it."""

    code = "SHARE"
    message = "سهم را به کسر بنویسید، مثلاً «۱ از ۸» یا «یک‌هشتم»؛ بیش از همه ارث نمی‌شود."


def read(typed: str) -> Fraction:
    """The share of what was typed, above nothing and at most the whole. Raises BadShare."""
    plain = "".join(text.to_ascii_digits(text.display(typed)).split())[: LONGEST + 1]
    found = (_COUNTED.fullmatch(plain) or _PERCENT.fullmatch(plain)) if len(plain) <= LONGEST else None
    if found is None:
        share = _WORDS.get(text.match_key(typed))
    elif int(found.group(2) if found.re is _COUNTED else 100) == 0:
        share = None
    else:
        share = Fraction(int(found.group(1)), int(found.group(2)) if found.re is _COUNTED else 100)
    if share is None or not 0 < share <= 1:
        raise BadShare
    return share


def kept(share: Fraction) -> str:
    """As a petition keeps it."""
    return f"{share.numerator}/{share.denominator}"


def of(raw: str) -> Fraction | None:
    """The share that a petition keeps; None where nothing readable is."""
    try:
        return read(raw)
    except BadShare:
        return None


def said(raw: str) -> str:
    """The kept share as people read it; what cannot be read is said as it was typed."""
    share = of(raw)
    if share is None:
        return raw
    return "همه ارث" if share == 1 else text.to_persian_digits(f"{share.numerator} از {share.denominator}")


def part(total: int, share: Fraction) -> int:
    """The share of a sum of rials, whole rials, the rest of a rial dropped."""
    return total * share.numerator // share.denominator
