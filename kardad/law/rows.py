"""One table of a legal data file, read field by field; whatever is malformed is refused with the file and the row."""

import re
from collections.abc import Collection
from datetime import date
from fractions import Fraction
from typing import Any, Final

from kardad.kit import calendar
from kardad.law.values import Amount, Bracket

_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]+)?|[0-9]+/[1-9][0-9]*")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# Which field of a row holds a figure of each unit.
UNITS: Final = {
    "rial/day": "amount",
    "rial/month": "amount",
    "share": "amount",
    "days": "amount",
    "days/year": "amount",
    "months": "amount",
    "years": "amount",
    "hours": "amount",
    "persons": "amount",
    "flag": "amount",
    "brackets": "brackets",
    "hours/month": "months",
}
SHAPES: Final = ("amount", "brackets", "months")


class BadInstrument(ValueError):
    """A legal data file is malformed; the text names the file, the row and what is wrong. A fault of the data, never of a visitor."""


class Row:
    """One table of a file; every answer is checked, and a wrong one raises BadInstrument."""

    def __init__(self, file: str, place: str, table: Any, fields: Collection[str]) -> None:
        self.file, self.place = file, place
        if not isinstance(table, dict):
            raise self.bad("is no table")
        if strange := sorted(set(table) - set(fields)):
            raise self.bad(f"knows no field {strange[0]!r}")
        self.table: dict[str, Any] = table

    def bad(self, why: str) -> BadInstrument:
        """The exception to raise about this row."""
        return BadInstrument(f"{self.file}, {self.place}: {why}")

    def text(self, field: str, *, needed: bool = False, among: Collection[str] = ()) -> str:
        """The text of a field, empty when it is left out."""
        found = self.table.get(field, "")
        if not isinstance(found, str):
            raise self.bad(f"{field} is no text")
        if needed and not found.strip():
            raise self.bad(f"{field} is missing")
        if found and among and found not in among:
            raise self.bad(f"{field} is {found!r}, not one of {', '.join(among)}")
        return found

    def texts(self, field: str) -> list[str]:
        """The texts of a list, at least one, none twice."""
        found = self.table.get(field, [])
        if not isinstance(found, list) or not found or not all(isinstance(one, str) for one in found):
            raise self.bad(f"{field} is no list of names")
        if len(set(found)) < len(found):
            raise self.bad(f"{field} names one twice")
        return found

    def day(self, field: str) -> date | None:
        """The Gregorian date of a Jalali `1404-07-12`, None when it is left out."""
        typed = self.text(field)
        if not typed:
            return None
        if not _DAY.fullmatch(typed):
            raise self.bad(f"{field} is {typed!r}, not a day like 1404-07-12")
        try:
            return calendar.parse_jalali(typed)
        except calendar.BadDate:
            raise self.bad(f"{field} is {typed!r}, no day of the calendar") from None

    def needed_day(self, field: str) -> date:
        """The Gregorian date of a Jalali day that may not be left out."""
        found = self.day(field)
        if found is None:
            raise self.bad(f"{field} is missing")
        return found

    def year(self, field: str) -> int | None:
        """A Jalali year, None when it is left out."""
        found = self.table.get(field)
        if found is not None and (type(found) is not int or not calendar.FIRST_YEAR <= found <= calendar.LAST_YEAR):
            raise self.bad(f"{field} is no year")
        return found

    def rows(self, field: str, fields: Collection[str]) -> list["Row"]:
        """The tables of a list below this one; none when it is left out."""
        found = self.table.get(field, [])
        if not isinstance(found, list):
            raise self.bad(f"{field} is no list of tables")
        above = "" if self.place == "the top" else f"{self.place}, "
        return [Row(self.file, f"{above}{field} {number}", table, fields) for number, table in enumerate(found, 1)]

    def has_figure(self) -> bool:
        """Whether the row gives a figure at all."""
        return any(shape in self.table for shape in SHAPES)

    def figure(self, unit: str) -> Amount:
        """The figure of a row: a number, the brackets of a ladder or the twelve months of a year, as `unit` wants."""
        shape = UNITS[unit]
        if [one for one in SHAPES if one in self.table] != [shape]:
            raise self.bad(f"a figure in {unit} is given once, as {shape}")
        if shape == "brackets":
            return self._brackets()
        if shape == "months":
            return self._months()
        return self._flag() if unit == "flag" else self._amount(unit)

    def _amount(self, unit: str) -> int | Fraction:
        found = self._number("amount")
        if unit.startswith("rial") and not isinstance(found, int):
            raise self.bad("rials are whole")
        if unit == "share" and found > 1:
            raise self.bad("a share is between 0 and 1")
        return found

    def _flag(self) -> bool:
        found = self.table["amount"]
        if not isinstance(found, bool):
            raise self.bad("a flag is true or false")
        return found

    def _number(self, field: str) -> int | Fraction:
        found = self.table.get(field)
        if isinstance(found, str) and _NUMBER.fullmatch(found):
            exact = Fraction(found)
            return exact.numerator if exact.denominator == 1 else exact
        if type(found) is int and found >= 0:
            return found
        raise self.bad(f'{field} is no number: write 5000 or, where it is not whole, "0.07" or "2/7"')

    def _brackets(self) -> tuple[Bracket, ...]:
        rows = self.rows("brackets", ("up_to", "rate"))
        found: list[Bracket] = []
        for row in rows:
            rate = Fraction(row._number("rate"))
            last = row is rows[-1]
            if rate > 1 or (found and rate < found[-1].rate):
                raise row.bad("rates rise and end at 1")
            if last == ("up_to" in row.table):
                raise row.bad("every bracket but the last has its end")
            up_to = None if last else row._rials_above(found[-1].up_to if found else 0)
            found.append(Bracket(up_to, rate))
        if len(found) < 2:
            raise self.bad("a ladder has two brackets or more")
        return tuple(found)

    def _rials_above(self, least: int | None) -> int:
        found = self._number("up_to")
        if not isinstance(found, int) or found <= (least or 0):
            raise self.bad("the ends of brackets are whole rials and rise")
        return found

    def _months(self) -> tuple[int, ...]:
        found = self.table["months"]
        if not isinstance(found, list) or len(found) != 12 or not all(type(one) is int and one > 0 for one in found):
            raise self.bad("months are twelve whole numbers")
        return tuple(found)
