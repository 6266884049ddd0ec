"""What of a text tells who somebody is: numbers of people, phones, accounts, cards and companies, addresses of e-mail and messengers."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kardad.kit import ids, text

TITLES = {
    "mobile": "شماره همراه",
    "national-code": "کد ملی",
    "iban": "شماره شبا",
    "card": "شماره کارت بانکی",
    "company-id": "شناسه ملی شرکت",
    "email": "نشانی ایمیل",
    "handle": "نشانی پیام‌رسان",
}
# What people put inside a number: spaces, hyphens of every kind, dots, low lines, and what nobody sees.
_BETWEEN = r"\s\-._\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad\u061c()\u0640\ufe0f\u20e3"
_CHAIN = re.compile(rf"[0-9](?:[{_BETWEEN}]{{0,8}}[0-9])*")
# These part days, hours and amounts as well: a number with them inside must look like nothing else.
_LOOSE = re.compile(rf"[0-9](?:[{_BETWEEN}/,٬،*:|+]{{0,8}}[0-9])*")
_PARTED_CODE = (3, 6, 1)  # how a national code is parted on its card
_GROUP = re.compile(r"[0-9]+")
_YEAR = re.compile(r"1[34][0-9]{2}")
_MONEY = re.compile(r"\s*(?:میلیون|میلیارد|هزار)?\s*(?:ریال|تومان|تومن)")
_EMAIL = re.compile(r"[\w.+-]+\s*@\s*[\w-]+(?:\s*\.\s*[A-Za-z][\w-]*)+", re.ASCII)
_HANDLE = re.compile(
    r"(?<![\w.])@[A-Za-z]\w{3,}|\b(?:t\.me|telegram\.me|wa\.me|instagram\.com|eitaa\.com|ble\.ir|rubika\.ir)/\S+", re.IGNORECASE
)
_LONGEST = 26
Run = list[tuple[int, int, str]]
"""Neighbouring groups of digits: where each begins and ends, and its digits."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that tells who somebody is: its kind (a key of TITLES), as it was typed, and where."""

    kind: str
    typed: str
    start: int
    end: int

    @property
    def title(self) -> str:
        """What it is called."""
        return TITLES[self.kind]


def found(written: str) -> list[Found]:
    """Everything of that kind in a text, in its order, none inside another."""
    ascii_digits = _figures(written)
    kept: list[Found] = []
    for one in sorted(_all(ascii_digits), key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(Found(one.kind, written[one.start : one.end], one.start, one.end))
    return kept


def told(things: list[Found]) -> str:
    """What is to be taken out, in one sentence."""
    named = "، ".join(dict.fromkeys(f"{one.title} «{text.display(one.typed)}»" for one in things))
    return f"برای حفظ حریم خصوصی این را از متن بردارید: {named}. پرسش را همه می‌خوانند؛ بقیه نوشته شما سر جایش است."


def _all(written: str) -> Iterator[Found]:
    for shape, kind in ((_EMAIL, "email"), (_HANDLE, "handle")):
        yield from (Found(kind, one[0], one.start(), one.end()) for one in shape.finditer(written))
    for chain in _CHAIN.finditer(written):
        yield from _numbers(written, chain.start(), chain[0], _kind)
    for chain in _LOOSE.finditer(written):
        yield from _numbers(written, chain.start(), chain[0], _loose_kind)


def _figures(written: str) -> str:
    """The text with the digits of every script as ASCII ones, each in its place."""
    digits = ((char, unicodedata.decimal(char, None)) for char in written)
    return "".join(char if digit is None else str(digit) for char, digit in digits)


def _numbers(written: str, start: int, chain: str, judge: Callable[[str, Run], str]) -> Iterator[Found]:
    """The numbers of a chain of digit groups: any run of neighbouring groups may be one, the longest is tried first."""
    groups = [(start + group.start(), start + group.end(), group[0]) for group in _GROUP.finditer(chain)]
    first = 0
    while first < len(groups):
        most = min(len(groups), first + _LONGEST)  # each group has a digit: no run is longer
        runs = [last for last in range(most, first, -1) if sum(len(one[2]) for one in groups[first:last]) <= _LONGEST]
        for last in runs:
            run = groups[first:last]
            kind = judge(written, run)
            if kind:
                begin = run[0][0]
                yield Found(kind, written[begin : run[-1][1]], begin, run[-1][1])
                first = last - 1
                break
        first += 1


def _kind(written: str, run: Run) -> str:
    digits = "".join(one[2] for one in run)
    if ids.mobile(digits).valid:
        return "mobile"
    if len(digits) == 24 and ids.iban("IR" + digits).valid:
        return "iban"
    if len(digits) == 16 and digits[0] in "56" and _luhn(digits):
        return "card"
    is_dated = len(run) > 1 and any(_YEAR.fullmatch(one[2]) for one in run)
    is_money = len(run) == 1 and _MONEY.match(written, run[-1][1]) is not None
    if is_dated or is_money or any(not _is_near(written, one, two) for one, two in pairwise(run)):
        return ""
    if len(digits) == 10 and ids.national_code(digits).valid:
        return "national-code"
    return "company-id" if len(digits) == 11 and ids.company_id(digits).valid else ""


def _loose_kind(written: str, run: Run) -> str:
    digits = "".join(one[2] for one in run)
    if len(run) == 1 or any(_YEAR.fullmatch(one[2]) for one in run):
        return ""
    if digits.startswith(("09", "98", "0098")) and ids.mobile(digits).valid:
        return "mobile"
    if len(digits) == 24 and ids.iban("IR" + digits).valid:
        return "iban"
    if len(digits) == 16 and digits[0] in "56" and _luhn(digits):
        return "card"
    is_parted = tuple(len(one[2]) for one in run) == _PARTED_CODE
    return "national-code" if is_parted and ids.national_code(digits).valid else ""


def _is_near(written: str, one: tuple[int, int, str], two: tuple[int, int, str]) -> bool:
    return "\n" not in written[one[1] : two[0]]


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
