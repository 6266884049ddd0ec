"""How figures, arithmetic and facts of the law are written for people."""

import re
from datetime import date
from fractions import Fraction
from typing import Any

from kardad.calc import rooms
from kardad.kit import calendar, money, text
from kardad.law import facts
from kardad.law.facts import Asked
from kardad.law.kinds import Kind, Number, plain

# Arithmetic reads from the left even in a Persian line: isolate signs around it say so.
LEFT, END = "\u2066", "\u2069"
NOTHING = "–"
STATUS = {
    "sourced": ("با منبع", "good"),
    "derived": ("به‌دست‌آمده از منبع", "info"),
    "inferred": ("برداشت ما", "wait"),
    "conflict": ("منابع ناهمخوان", "wait"),
}

_GROUPS = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")
_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")
_EITHER = re.compile(r"(min|max)\((.+?), (.+)\)")
_LETTERS = re.compile("[آ-ی]")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WHICH = {"min": "هر کدام کمتر است", "max": "هر کدام بیشتر است"}


def persian(said: str) -> str:
    """The text with Persian digits, group signs, decimal points and per cent."""
    shown = _DAY.sub(lambda day: day[0].replace("-", "/"), said)
    shown = _POINT.sub("٫", _GROUPS.sub("٬", shown)).replace("%", "٪")
    return text.to_persian_digits(shown)


def how(said: str) -> str:
    """The arithmetic of a line as it is read: figures from the left, words from the right."""
    shown = persian(said)
    if choice := _EITHER.fullmatch(shown):
        return f"{_WHICH[choice[1]]}: {_formula(choice[2])} یا {_formula(choice[3])}"
    return shown if _LETTERS.search(shown) else _formula(shown)


def _formula(shown: str) -> str:
    return f"{LEFT}{shown.replace('?', 'نامعلوم')}{END}" if shown else ""


def figure(number: Number | float) -> str:
    """A number, whole or not: «۳٬۴۶۳٬۶۵۶», «۹۸٫۶۶»."""
    if isinstance(number, int):
        return money.figures(number)
    whole, _, rest = f"{round(float(number), 2):.2f}".partition(".")
    rest = rest.rstrip("0")
    return money.figures(int(whole)) + (f"٫{text.to_persian_digits(rest)}" if rest else "")


def percent(share: Number) -> str:
    """A share as per cent: «۲۲٫۵٪»."""
    return f"{figure(plain(Fraction(share) * 100))}٪"


def month(written: str) -> str:
    """«مرداد ۱۴۰۴» of `1404-05`."""
    year, number = written.split("-")
    return f"{calendar.month_name(int(number))} {text.to_persian_digits(year)}"


def day(on: date) -> str:
    """«۳۱ مرداد ۱۴۰۴»."""
    year, number, place = calendar.to_jalali(on)
    return text.to_persian_digits(f"{place} {calendar.month_name(number)} {year}")


def part(written: str) -> str:
    """To what a line belongs: a Jalali day as «از ۱۴۰۴/۰۱/۰۱», a year as «سال ۱۴۰۴», a month by its name, else as it is."""
    if re.fullmatch("[0-9]{4}-[0-9]{2}", written):
        return month(written)
    if _DAY.fullmatch(written):
        return f"از {persian(written)}"
    return f"سال {persian(written)}" if re.fullmatch("[0-9]{4}", written) else persian(written)


def given(shape: type[Any], inputs: dict[str, Any]) -> list[tuple[str, str]]:
    """What a sheet was asked with, each fact with its title; what was not told is left out."""
    found = []
    for one in facts.of(shape):
        value = inputs.get(one.name)
        if value not in (None, [], {}, False):
            found.append((one.title.rstrip("؟"), _fact(one, value)))
    return found


def _fact(one: Asked, value: Any) -> str:
    kind = one.kind
    if kind.record is not None:
        return "؛ ".join(" – ".join(f"{title}: {said}" for title, said in given(kind.record, row)) for row in value)
    if isinstance(value, dict):
        return "؛ ".join(f"{rooms.title_of(name)}: {money.grouped(amount)}" for name, amount in value.items())
    known = dict(kind.choices)
    if isinstance(value, list):
        return "، ".join(known.get(word, str(word)) for word in value)
    return known.get(str(value)) or _figure_or_day(kind, value)


def _figure_or_day(kind: Kind, value: Any) -> str:
    if isinstance(value, bool):
        return "بله" if value else "خیر"
    if kind.name == "month":
        return month(value)
    if isinstance(value, int | float):
        shown = text.to_persian_digits(str(value)) if kind.name == "year" else figure(value)
        return f"{shown} {kind.unit}".strip()
    return persian(str(value))
