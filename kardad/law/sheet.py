"""The sheet: a calculation that shows its working – lines with amount, arithmetic and source, totals, readings, warnings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Any

from kardad.kit import calendar, money
from kardad.law import policies
from kardad.law.instruments import Law, Silent, Value
from kardad.law.kinds import Number, plain
from kardad.law.policies import Reading

Rials = int | None
Totals = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: an amount in whole rials (None where the law is silent), how it was reached, and the law it rests on."""

    code: str
    title: str
    amount: Rials
    how: str
    rests_on: tuple[Value, ...] = ()
    # The year, period or claim it belongs to, where a sheet has several of one code.
    part: str = ""
    # An amount that a person put in place of the computed one, which is then kept here.
    instead_of: Rials = None
    overridden: bool = False
    # What a line says that is no money: so many days.
    measure: Number | None = None
    unit: str = ""

    def as_json(self) -> dict[str, Any]:
        """The line as the interface promises it; `source` is the first it rests on, `sources` all of them."""
        written: dict[str, Any] = {"code": self.code, "title": self.title, "amount": self.amount, "how": self.how}
        if self.unit:
            written["measure"] = None if self.measure is None else plain(self.measure)
            written["unit"] = self.unit
        if self.part:
            written["part"] = self.part
        if self.overridden:
            written["overridden"] = True
            written["instead_of"] = self.instead_of
        written["source"] = _source(self.rests_on[0]) if self.rests_on else None
        if len(self.rests_on) > 1:
            written["sources"] = [_source(value) for value in self.rests_on]
        return written


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a reader must know of the result, that is no refusal."""

    code: str
    message: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The warning as the interface promises it."""
        return {"code": self.code, "message": self.message, **({"details": dict(self.details)} if self.details else {})}


@dataclass(frozen=True)
class Sheet:
    """What every calculator returns. `inputs`, `totals` and `bounds` are JSON already; `on` is the day the law is asked of."""

    calculator: str
    on: date
    law_version: str
    inputs: Mapping[str, Any]
    lines: tuple[Line, ...]
    totals: Mapping[str, Any]
    policies: Mapping[str, Reading]
    warnings: tuple[Warned, ...]
    bounds: Mapping[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The sheet as the interface promises it."""
        return {
            "calculator": self.calculator,
            "on": calendar.jalali(self.on),
            "on_gregorian": self.on.isoformat(),
            "law_version": self.law_version,
            "inputs": dict(self.inputs),
            "lines": [line.as_json() for line in self.lines],
            "totals": dict(self.totals),
            "policies": dict(self.policies),
            "bounds": dict(self.bounds) if self.bounds else None,
            "warnings": [one.as_json() for one in self.warnings],
        }


class Working:
    """The paper a calculation is worked on: it collects the lines, the readings used, the warnings, and asks the law."""

    def __init__(self, law: Law, readings: Mapping[str, Reading] | None = None) -> None:
        self.law = law
        self.lines: list[Line] = []
        self.used: dict[str, Reading] = {}
        self.warned: dict[tuple[str, ...], Warned] = {}
        self.silent: Silent | None = None
        self.bounds: dict[str, Any] | None = None
        # Least and most of a claim on which practice differs.
        self.ranges: dict[str, tuple[int, int]] = {}
        self._chosen = readings or {}

    def reading(self, name: str) -> Reading:
        """The reading chosen for a policy, or its default; it is printed on the sheet from now on."""
        if name not in self.used:
            self.used[name] = self._chosen[name] if name in self._chosen else policies.known()[name].default
        return self.used[name]

    def find(self, key: str, on: date) -> Value | None:
        """The legal value of a day, or None with a warning that the law is silent."""
        try:
            return self.law.value(key, on)
        except Silent as silent:
            self.note(silent)
            return None

    def note(self, silent: Silent) -> None:
        """A silence of the law stands on the sheet, naming key and day; the first one is why a sheet without totals is refused."""
        self.silent = self.silent or silent
        # One telling for a key and year is enough; the first day it was missed on stands in it.
        told = (silent.code, str(silent.details.get("key")), str(silent.details.get("on"))[:4])
        self.warned.setdefault(told, Warned(silent.code, silent.text, silent.details))

    def warn(self, code: str, message: str, **details: Any) -> None:
        """A warning stands on the sheet, once."""
        self.warned.setdefault((code, message), Warned(code, message, details))

    def line(self, code: str, title: str, amount: Number | None, how: str, *rests_on: Value | None, part: str = "") -> Rials:
        """A line with its amount rounded to whole rials, half up; returns that amount."""
        rials = None if amount is None else money.whole_rials(amount)
        known = tuple([value for value in rests_on if value is not None])
        self.lines.append(Line(code, title, rials, how, known, part))
        return rials

    def say(self, code: str, title: str, measure: Number | None, how: str, *rests_on: Value | None, part: str = "") -> None:
        """A line whose measure is no money but days, exact."""
        known = tuple(value for value in rests_on if value is not None)
        self.lines.append(Line(code, title, None, how, known, part, measure=measure, unit="روز"))


def num(value: Value | None) -> Number | None:
    """The number of a legal value, None where the law is silent; TypeError for a ladder or a list."""
    if value is None:
        return None
    if isinstance(value.amount, bool) or not isinstance(value.amount, int | Fraction):
        raise TypeError(f"{value.key} is no number")
    return value.amount


def product(*factors: Number | None) -> Number | None:
    """The product, or None if any factor is unknown."""
    over, under = 1, 1
    for factor in factors:
        if factor is None:
            return None
        above, below = factor.as_integer_ratio()
        over, under = over * above, under * below
    return over if under == 1 else lowest(Fraction(over, under))


def lowest(exact: Number) -> Number:
    """The same number, as an int where it is whole."""
    return exact.numerator if isinstance(exact, Fraction) and exact.denominator == 1 else exact


def total(*amounts: Rials) -> Rials:
    """The sum, or None if any part is unknown."""
    found = 0
    for amount in amounts:
        if amount is None:
            return None
        found += amount
    return found


def shown(number: Number | None) -> str:
    """A number for the arithmetic of a line: grouped, at most two decimals, ASCII digits; a question mark where unknown."""
    if number is None:
        return "?"
    if isinstance(number, int):
        return f"{number:,}"
    over, under = number.as_integer_ratio()
    whole, cents = divmod(money.nearest(over * 100, under), 100)
    return f"{whole:,}" + (f".{cents:02}".rstrip("0") if cents else "")


def sum_shown(amounts: Iterable[Rials]) -> str:
    """The arithmetic of a sum: its parts that are not nought, equal neighbours once with their count."""
    parts = [(amount, len(list(run))) for amount, run in groupby(amount for amount in amounts if amount != 0)]
    return " + ".join(shown(amount) if count == 1 else f"{shown(amount)} × {count}" for amount, count in parts) or "0"


@lru_cache(maxsize=1024)
def percent(rate: Number) -> str:
    """A rate as per cent: `7%`."""
    return f"{plain(Fraction(rate) * 100)}%"


def _source(value: Value) -> dict[str, Any]:
    first = value.sources[0] if value.sources else None
    return {
        "title": value.title,
        "article": value.article or None,
        "url": first.url if first and first.url else None,
        "status": value.status,
        "key": value.key,
        "since": calendar.jalali(value.since),
    }
