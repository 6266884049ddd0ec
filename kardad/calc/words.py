"""How figures, arithmetic and facts of the law are written for people."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from kardad.calc import rooms
from kardad.kit import calendar, money, text
from kardad.law import facts
from kardad.law.facts import Asked
from kardad.law.kinds import Kind, Number, plain

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
_LETTERS = re.compile("[\u0620-\u064a\u0671-\u06d3]")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WHICH = {"min": "هر کدام کمتر است", "max": "هر کدام بیشتر است"}


def persian(said: str) -> str:
    """The text with Persian digits, group signs, decimal points and per cent."""
    shown = _DAY.sub(lambda day: day[0].replace("-", "/"), said)
    shown = _POINT.sub("٫", _GROUPS.sub("٬", shown)).replace("%", "٪")
    return text.to_persian_digits(shown)


@dataclass(frozen=True, slots=True)
class How:
    """The working of a line: words that are read from the right, and a formula that is read from the left."""

    words: str = ""
    formula: str = ""


def how(said: str) -> How:
    """The arithmetic of a line as it is read."""
    shown = persian(said)
    if choice := _EITHER.fullmatch(shown):
        return How(_WHICH[choice[1]], f"{_known(choice[2])} یا {_known(choice[3])}")
    return How(shown) if _LETTERS.search(shown) else How(formula=_known(shown))


def _known(formula: str) -> str:
    return formula.replace("?", "نامعلوم")


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


def law(title: str, article: str) -> str:
    """An instrument and its article; an article that names its act needs no title before it."""
    return article if title in article else f"{title}، {article}" if article else title


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
