"""A payroll list as pages show it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kardad.calc import rooms, words
from kardad.calc.models import PayrollList
from kardad.calc.payroll import computing
from kardad.calc.payroll.computing import CODES
from kardad.calc.payroll.queries import PAGE
from kardad.kit import text

NAMELESS = "بدون نام"
SHOWN = ("gross", "insurance_employee", "tax", "net")


@dataclass(frozen=True, slots=True)
class Total:
    """A control total; `amount` None is what the law does not say, for `silent` people."""

    title: str
    amount: int | None
    silent: int
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the list: its place in the list, its number in the file, whose it is, and its amounts or errors."""

    place: int
    number: int
    name: str
    code: str
    days: int
    amounts: list[tuple[str, int | None]]
    warned: list[str]
    # Column, how to mend it, what stood there and in which direction that is read.
    wrong: list[tuple[str, str, str, str]]


def month(row: PayrollList) -> str:
    """«مرداد ۱۴۰۴»."""
    return words.month(row.month)


def people(found: Iterable[tuple[int, Mapping[str, Any]]]) -> list[Shown]:
    """The rows of a page."""
    return [person(place, kept) for place, kept in found]


def person(place: int, kept: Mapping[str, Any]) -> Shown:
    """One row; its code is for masking."""
    who = kept["who"]
    number = f"شماره پرسنلی {text.to_persian_digits(who['personnel'])}" if who.get("personnel") else NAMELESS
    totals = {} if computing.is_bad(kept) else dict(computing.pairs(kept))
    return Shown(
        place=place,
        number=kept["n"],
        name=who.get("name") or number,
        code=who.get("code", ""),
        days=kept.get("days", 0),
        amounts=[(rooms.title_of(code), totals[code]) for code in SHOWN] if totals else [],
        warned=list(kept.get("warned", ())),
        wrong=[(column, message, typed, _direction(typed)) for column, message, typed in kept.get("wrong", ())],
    )


def _direction(typed: str) -> str:
    """Figures and their signs are read from the left."""
    return "rtl" if any("آ" <= char <= "ی" for char in typed) else "ltr"


def page_of(place: int) -> str:
    """The query of the page on which a place stands."""
    start = place - place % PAGE
    return f"?after={start}" if start else ""


def totals(row: PayrollList) -> list[Total]:
    """The control totals, without the columns that are nought for everybody."""
    control = computing.control(row.control)
    found = [
        Total(rooms.title_of(code), control.sum_of(code), control.unknown.get(code, 0), code in ("gross", "net"))
        for code in CODES
        if control.sums[code] or control.unknown.get(code)
    ]
    unknown = max(control.unknown.get("insurance_employer", 0), control.unknown.get("insurance_unemployment", 0))
    found.append(Total("جمع بیمه بر عهده کارفرما", control.employer, unknown))
    if row.rounding:
        found.append(Total("خالص گردشده", control.paid, control.unknown.get("net", 0), is_main=True))
        net = control.sum_of("net")
        found.append(
            Total("تفاوت گرد کردن", None if control.paid is None or net is None else control.paid - net, control.unknown.get("net", 0))
        )
    return found
