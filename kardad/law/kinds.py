"""The kinds of fact a calculation asks for: each reads what people and machines give, writes JSON, and states its JSON Schema."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final, NamedTuple

from kardad.kit import calendar, money, text
from kardad.kit.refusal import BadInput

Number = int | Fraction
MOST_RIALS: Final = 10**15

_DECIMAL = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,20})?(?:e[+-]?[0-9]{1,3})?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([^0-9.٫])[0-9]{3})(?:\1[0-9]{3})*(?:[.٫][0-9]+)?")
_RATIO = re.compile(r"([0-9]{1,18})/([0-9]{1,18})")
_MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_YES_NO = {
    "true": True,
    "1": True,
    "on": True,
    "بله": True,
    "yes": True,
    "false": False,
    "0": False,
    "off": False,
    "خیر": False,
    "no": False,
}
_NUMBER_SCHEMA = {"type": ["number", "string"], "minimum": 0, "pattern": r"^[0-9]+(\.[0-9]+)?$|^[0-9]+/[0-9]+$"}


class BadFact(BadInput):
    """A fact is missing, cannot be read, or cannot be so."""

    code = "BAD_FACT"
    message = "این مقدار خوانده نشد؛ آن را بازبینی کنید."


class Month(NamedTuple):
    """A month of the Jalali calendar."""

    year: int
    month: int

    @property
    def length(self) -> int:
        """How many days the month has."""
        return calendar.month_length(self.year, self.month)

    @property
    def first(self) -> date:
        """The Gregorian date of its first day."""
        return calendar.from_jalali(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The Gregorian date of its last day."""
        return calendar.from_jalali(self.year, self.month, self.length)


@dataclass(frozen=True)
class Kind:
    """One kind of fact: `name` chooses the field on a page, `read` takes JSON or typed text, `write` gives JSON back."""

    name: str
    read: Callable[[Any, str], Any]
    write: Callable[[Any], Any]
    schema: Mapping[str, Any]
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    # A list of records names the dataclass of one record.
    record: type[Any] | None = None


def plain(exact: Number) -> int | float:
    """The number for JSON: whole as int, else the decimal of at most four places. Only the edge of the house writes it."""
    if isinstance(exact, int):
        return exact
    return exact.numerator if exact.denominator == 1 else float(round(exact, 4))


def number(given: Any, name: str) -> Number:
    """The exact number of a JSON number, a decimal string (any digits) or a ratio "20/3"; raises BadFact; never negative."""
    if isinstance(given, bool) or not isinstance(given, int | Fraction | float | str):
        raise BadFact("اینجا یک عدد بنویسید.", field=name)
    if isinstance(given, int | Fraction):
        if given < 0:
            raise BadFact("عدد منفی پذیرفته نیست.", field=name)
        return given if isinstance(given, int) else _lowest(given)
    # repr of a float is the decimal that stood in the JSON.
    typed = text.to_ascii_digits(text.display(given)) if isinstance(given, str) else repr(given)
    typed = re.sub(r" ?/ ?", "/", typed)
    bare = text.ungrouped(typed).replace("٫", ".")
    if bare.startswith(("-", "−")):
        raise BadFact("عدد منفی پذیرفته نیست.", field=name)
    if (ratio := _RATIO.fullmatch(typed)) and int(ratio[2]):
        return _lowest(Fraction(int(ratio[1]), int(ratio[2])))
    if _DECIMAL.fullmatch(bare) and text.ungrouped(typed) != typed and not _GROUPED.fullmatch(typed):
        # "7,33" is not seven hundred and thirty-three.
        raise BadFact("رقم‌ها سه‌سه از هم جدا می‌شوند و اعشار با ممیز (٫) یا نقطه؛ نمونه: ۷٫۳۳", field=name)
    if not _DECIMAL.fullmatch(bare):
        raise BadFact("عدد را با رقم بنویسید؛ نمونه: ۳٬۴۶۳٬۶۵۶", field=name)
    return _lowest(Fraction(bare))


def _lowest(exact: Fraction) -> Number:
    return exact.numerator if exact.denominator == 1 else exact


def _rate(given: Any, name: str) -> Number:
    exact = number(given, name)
    if exact > MOST_RIALS:
        raise BadFact("این مبلغ بسیار بزرگ است؛ تعداد صفرها را بازبینی کنید.", field=name)
    return exact


def _rials(given: Any, name: str) -> int:
    if isinstance(given, str) and not _DECIMAL.fullmatch(given):
        given = money.to_rials(given, field=name)
    return money.whole_rials(_rate(given, name))


def _up_to(most: int, words: str) -> Callable[[Any, str], Number]:
    def read(given: Any, name: str) -> Number:
        exact = number(given, name)
        if exact > most:
            raise BadFact(f"{words} بیش از {text.to_persian_digits(most)} پذیرفته نیست.", field=name)
        return exact

    return read


def _measured(most: int, words: str, parts: str = "") -> Callable[[Any, str], Number]:
    """A measure: many write seven and a half as 7/5, which must not be read as a ratio; only so many `parts` of one are."""
    read = _up_to(most, words)

    def read_decimal(given: Any, name: str) -> Number:
        if isinstance(given, str) and "/" in given and text.to_ascii_digits(given).partition("/")[2].strip() != parts:
            raise BadFact("ممیز را با نقطه یا «٫» بنویسید؛ نمونه: ۷٫۵", field=name)
        return read(given, name)

    return read_decimal


def _whole(most: int, words: str) -> Callable[[Any, str], int]:
    def read(given: Any, name: str) -> int:
        exact = _measured(most, words)(given, name)
        if not isinstance(exact, int):
            raise BadFact(f"{words} عدد کامل است؛ کسر ندارد.", field=name)
        return exact

    return read


def _day(given: Any, name: str) -> date:
    if not isinstance(given, str):
        raise BadFact("تاریخ شمسی بنویسید؛ نمونه: ۱۴۰۴/۰۷/۱۲", field=name)
    return calendar.parse_jalali(given, field=name)


def _month(given: Any, name: str) -> Month:
    shape = _MONTH.fullmatch(text.to_ascii_digits(text.display(given))) if isinstance(given, str) else None
    if shape is None:
        raise BadFact("سال و ماه شمسی را بنویسید؛ نمونه: ۱۴۰۴/۰۵", field=name)
    calendar.from_jalali(int(shape[1]), int(shape[2]), 1, field=name)
    return Month(int(shape[1]), int(shape[2]))


def _year(given: Any, name: str) -> int:
    year = _whole(9999, "سال")(given, name)
    calendar.from_jalali(year, 1, 1, field=name)
    return year


def _flag(given: Any, name: str) -> bool:
    if isinstance(given, bool):
        return given
    known = _YES_NO.get(str(given).strip().lower())
    if known is None:
        raise BadFact("بله یا خیر را انتخاب کنید.", field=name)
    return known


def _words(given: Any, name: str) -> str:
    if not isinstance(given, str) or not text.display(given):
        raise BadFact("این قسمت خالی است.", field=name)
    return text.display(given)[:200]


def _same(value: Any) -> Any:
    return value


DAY = Kind("day", _day, calendar.jalali, {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "examples": ["1404-05-31"]})
_MONTH_SCHEMA = {"type": "string", "pattern": r"^[0-9]{4}-(0[1-9]|1[0-2])$", "examples": ["1404-05"]}
MONTH = Kind("month", _month, lambda month: f"{month.year:04}-{month.month:02}", _MONTH_SCHEMA)
YEAR = Kind("year", _year, _same, {"type": "integer", "minimum": calendar.FIRST_YEAR, "maximum": calendar.LAST_YEAR})
RATE = Kind("rate", _rate, plain, _NUMBER_SCHEMA, unit="ریال")
RIALS = Kind("rials", _rials, _same, {"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+$"}, unit="ریال")
DAYS = Kind("days", _measured(40_000, "روز"), plain, _NUMBER_SCHEMA, unit="روز")
WHOLE_DAYS = Kind("whole_days", _whole(40_000, "روز"), _same, {"type": "integer", "minimum": 0}, unit="روز")
MONTHS = Kind("months", _measured(1_200, "ماه"), plain, _NUMBER_SCHEMA, unit="ماه")
YEARS = Kind("years", _measured(100, "سال", parts="12"), plain, _NUMBER_SCHEMA, unit="سال")
HOURS = Kind("hours", _measured(10_000, "ساعت"), plain, _NUMBER_SCHEMA, unit="ساعت")
COUNT = Kind("count", _whole(30, "تعداد"), _same, {"type": "integer", "minimum": 0, "maximum": 30}, unit="نفر")
FLAG = Kind("flag", _flag, _same, {"type": "boolean"})
TEXT = Kind("text", _words, _same, {"type": "string", "maxLength": 200})


def choice(*choices: tuple[Any, str], kind: Kind = TEXT) -> Kind:
    """A kind whose value is one of the given ones, each with its Persian words."""
    by_text = {str(plain(value) if isinstance(value, Fraction) else value): value for value, _ in choices}

    def read(given: Any, name: str) -> Any:
        typed = text.to_ascii_digits(str(given)).strip()
        if isinstance(given, bool) or typed not in by_text:
            raise BadFact(f"یکی از این‌ها پذیرفته است: {'، '.join(words for _, words in choices)}", field=name, known=list(by_text))
        return by_text[typed]

    written = tuple((typed, words) for typed, (_, words) in zip(by_text, choices, strict=True))
    return Kind("choice", read, kind.write, {"enum": [kind.write(value) for value in by_text.values()]}, choices=written)


def either(first: Kind, word: str, words: str) -> Kind:
    """A kind that also takes one plain word in place of its value, such as "minimum"."""

    def read(given: Any, name: str) -> Any:
        return word if given == word else first.read(given, name)

    def write(value: Any) -> Any:
        return word if value == word else first.write(value)

    return Kind(first.name, read, write, {"anyOf": [first.schema, {"const": word}]}, unit=first.unit, choices=((word, words),))


def several(*choices: tuple[str, str]) -> Kind:
    """A kind that is a list of some of the given words, in the order given here, each once."""
    names = [name for name, _ in choices]

    def read(given: Any, name: str) -> tuple[str, ...]:
        if not isinstance(given, list | tuple) or not all(one in names for one in given):
            raise BadFact(f"فهرستی از این‌ها پذیرفته است: {'، '.join(words for _, words in choices)}", field=name, known=names)
        return tuple(one for one in names if one in given)

    return Kind("several", read, list, {"type": "array", "items": {"enum": names}, "uniqueItems": True}, choices=choices)
