"""What a paper is made of, field by field: plain data in, printed Persian out. Pure: no Django, no clock."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from kardad.kit import calendar, ids, money, text

_LATIN = re.compile(r"[A-Za-z]")
_PERSIAN = re.compile(r"[\u0621-\u06cc]")
_MARK_FIRST, _MARK_LAST = "\u064b\u0627", "\u0627\u064b"  # «مثلًا» and «مثلاً» look alike; the font joins the second


class WrongShape(ValueError):
    """The data of a paper lack a field, have one too many, or one of another shape: a fault of the room that issues it."""


def words(given: Any) -> str:
    """One line as it is printed: Persian letters and digits, no invisible marks; what is written in Latin letters keeps its digits."""
    if not isinstance(given, str):
        raise WrongShape(f"{type(given).__name__} is no text")
    shown = text.display(given).replace(_MARK_FIRST, _MARK_LAST)
    # Words without a Persian letter that stand together are one: «Excel 2016», an account in groups.
    together = [" ".join(group) for _, group in groupby(shown.split(" "), key=lambda word: bool(_PERSIAN.search(word)))]
    return " ".join(part if _LATIN.search(part) and not _PERSIAN.search(part) else _mixed(part) for part in together)


def _mixed(part: str) -> str:
    return " ".join(word if _LATIN.search(word) else text.to_persian_digits(word) for word in part.split(" "))


def lines(given: Any) -> list[str]:
    """A long text as its paragraphs, empty ones left out."""
    if not isinstance(given, str):
        raise WrongShape(f"{type(given).__name__} is no text")
    return [line for line in (words(part) for part in given.splitlines()) if line]


def code(given: Any) -> str:
    """A code, printed from left to right: Persian digits, unless it has Latin letters."""
    return words(given)


def iban(given: Any) -> str:
    """An account in groups of four, as banks print it."""
    verdict = ids.KINDS["iban"](str(given))
    if not verdict.valid:
        raise WrongShape("not an IBAN")
    return " ".join(re.findall(".{1,4}", verdict.normalised or ""))


def day(given: Any) -> str:
    """A day in words: «شنبه ۱۲ مهر ۱۴۰۴»; given as an ISO day of the Gregorian calendar."""
    return calendar.long(_read(date.fromisoformat, given))


def moment(given: Any) -> str:
    """A day and hour of Tehran; given as an ISO moment with its offset."""
    return calendar.with_time(_read(datetime.fromisoformat, given))


def rials(given: Any) -> dict[str, str]:
    """An amount in figures and in words; given as whole rials; with a plain space, for whoever searches the paper."""
    if not isinstance(given, int) or isinstance(given, bool):
        raise WrongShape("rials are whole numbers")
    return {"figures": money.figures(given), "rials": text.display(money.grouped(given)), "words": money.in_words(given)}


def number(given: Any) -> str:
    """A whole number in Persian digits."""
    if not isinstance(given, int) or isinstance(given, bool):
        raise WrongShape("a number is whole")
    return money.figures(given)


def flag(given: Any) -> bool:
    """Yes or no."""
    if not isinstance(given, bool):
        raise WrongShape("neither yes nor no")
    return given


SIMPLE: Final[Mapping[str, Callable[[Any], Any]]] = {
    "words": words,
    "lines": lines,
    "code": code,
    "iban": iban,
    "day": day,
    "moment": moment,
    "rials": rials,
    "number": number,
    "flag": flag,
}


def shaped(fields: Mapping[str, Any], given: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The data as they are printed; a field whose name ends in «?» may be left out. Raises WrongShape with its place."""
    names = {name.removesuffix("?") for name in fields}
    if strange := set(given) - names:
        raise WrongShape(f"{where}: no field {', '.join(sorted(strange))}")
    found: dict[str, Any] = {}
    for written, shape in fields.items():
        name = written.removesuffix("?")
        value = given.get(name)
        if value is None or value in ("", []):
            if not written.endswith("?"):
                raise WrongShape(f"{where}: {name} is missing")
            continue
        found[name] = one(shape, value, f"{where}.{name}")
    return found


def one(shape: Any, value: Any, where: str) -> Any:
    """One value in its shape: a name of SIMPLE, a table of fields, or a list with one of those in it."""
    if isinstance(shape, list):
        if not isinstance(value, list | tuple):
            raise WrongShape(f"{where} is a list")
        return [one(shape[0], each, f"{where}[{place}]") for place, each in enumerate(value)]
    if isinstance(shape, Mapping):
        if not isinstance(value, Mapping):
            raise WrongShape(f"{where} is a table")
        return shaped(shape, value, where)
    try:
        return SIMPLE[shape](value)
    except WrongShape as fault:
        raise WrongShape(f"{where}: {fault}") from fault


def _read(reader: Callable[[str], Any], given: Any) -> Any:
    try:
        return reader(given)
    except (TypeError, ValueError) as fault:
        raise WrongShape(f"{given!r} is not read as a time") from fault
