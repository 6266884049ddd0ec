"""One row of a roster: the facts of one payslip and whose it is, or what is wrong in which cell."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from kardad.calc.roster import books, columns
from kardad.calc.roster.books import Book, Broken, Formula, Merged
from kardad.calc.roster.columns import IDENTITY, Column, Headings
from kardad.kit import calendar, ids, money, text
from kardad.kit.refusal import BadInput, Refusal
from kardad.law import facts, kinds
from kardad.law.facts import Asked
from kardad.law.kinds import BadFact, Month
from kardad.law.pay import Benefit, Deduction, Facts
from kardad.law.payslip import PAYSLIP

WHOLE_ROW = "همه ردیف"
BLANKS = {"", "-", "–", "—", "ـ", "--"}
YES = {text.match_key(word) for word in ("بله", "بلی", "آری", "دارد", "هست", "متأهل", "متاهل", "yes", "true", "1", "✓", "✔", "x")}
NO = {text.match_key(word) for word in ("خیر", "نه", "ندارد", "نیست", "مجرد", "no", "false", "0")}
SUMS = tuple(text.match_key(word) for word in ("جمع", "جمع کل", "مجموع", "جمع ستون‌ها"))
DAY_FIGURES = 8
SHORT = 15
DECIMALS = 12
JUDGED_TOGETHER = ("days", "hired_on")


class BadCell(BadInput):
    """A cell does not hold what its column is for."""

    code = "ROSTER_CELL"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in one cell: its column, how to mend it, what stood there."""

    column: str
    message: str
    typed: str


@dataclass(frozen=True, slots=True)
class Person:
    """One row: `given` are the facts as a calculator takes them and `known` the same read; None with `wrong` when it has errors."""

    number: int
    who: Mapping[str, str]
    given: Mapping[str, Any]
    known: Facts | None
    wrong: tuple[Wrong, ...]
    typed: tuple[str, ...]


@dataclass(slots=True)
class Reader:
    """Reads the rows of one roster for one month; it remembers whom it met, so that nobody is paid twice."""

    book: Book[Headings]
    month: Month
    met: dict[tuple[str, str], int] = field(default_factory=dict)

    def people(self, *, after: int = 0) -> Iterator[Person]:
        """Every row that is not blank, in the order of the file; raises NoRoster where the file breaks.

        So many rows are passed over, but whom they name is remembered.
        """
        for place, (number, cells) in enumerate(self.book.rows()):
            if place >= after:
                yield self._person(number, cells)
            else:
                self._remember(number, cells)

    def _remember(self, number: int, cells: Sequence[Any]) -> None:
        taken = Taken()
        for place, column in self.book.headings.places.items():
            cell = cells[place] if column.name in IDENTITY and place < len(cells) else None
            if cell is not None and not (isinstance(cell, str) and text.display(cell) in BLANKS):
                with suppress(Refusal):
                    _READERS[column.kind](column, plain(cell), taken)
        self._judge_who(number, taken.who, [])

    def _person(self, number: int, cells: Sequence[Any]) -> Person:
        taken = Taken()
        wrong: list[Wrong] = []
        for place, column in self.book.headings.places.items():
            cell = cells[place] if place < len(cells) else None
            cell = books.tidy(cell) if isinstance(cell, str) else cell
            if cell is None or column.kind == "skipped" or (isinstance(cell, str) and cell in BLANKS):
                continue
            try:
                _READERS.get(column.kind, _fact)(column, plain(cell), taken)
            except Refusal as refusal:
                wrong.append(Wrong(column.title, text.to_persian_digits(refusal.text), books.shown(cell)))
        self._judge_who(number, taken.who, wrong)
        known = self._known(taken, wrong)
        typed = tuple(books.shown(cell) for cell in cells) if wrong else ()
        return Person(number, taken.who, taken.given, known, tuple(wrong), typed)

    def _judge_who(self, number: int, who: Mapping[str, str], wrong: list[Wrong]) -> None:
        """A row of sums is no person, and a code or number stands for one row only."""
        if text.match_key(who.get("name", "")) in SUMS:
            wrong.append(Wrong("نام و نام خانوادگی", "این ردیف جمع ستون‌هاست، نه یک نفر؛ آن را پاک کنید.", who["name"]))
            return
        for name, title in (("code", "کد ملی"), ("personnel", "شماره پرسنلی")):
            if name in who:
                before = self.met.setdefault((name, who[name]), number)
                if before != number:
                    told = f"همین {title} در ردیف {before} هم هست؛ هر نفر یک ردیف دارد."
                    wrong.append(Wrong(title, text.to_persian_digits(told), who[name]))

    def _known(self, taken: "Taken", wrong: list[Wrong]) -> Facts | None:
        """The facts of a row without errors; of one with errors, whether its day and days fit the month is judged all the same."""
        told = {name: taken.read[name] for name in JUDGED_TOGETHER if name in taken.read} if wrong else taken.read
        try:
            found = Facts(month=self.month, other_benefits=tuple(taken.benefits), deductions=tuple(taken.deductions), **told)
        except BadFact as refusal:
            name = refusal.field or ""
            wrong.append(Wrong(_titles().get(name, WHOLE_ROW), text.to_persian_digits(refusal.text), str(taken.given.get(name, ""))))
        return None if wrong else found


@dataclass(slots=True)
class Taken:
    """What the cells of one row gave: whose it is, the facts as a calculator takes them, and the same facts read."""

    who: dict[str, str] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)
    read: dict[str, Any] = field(default_factory=dict)
    benefits: list[Benefit] = field(default_factory=list)
    deductions: list[Deduction] = field(default_factory=list)


def plain(cell: Any) -> Any:
    """The cell, unless nobody can say what its value is."""
    if isinstance(cell, Formula):
        raise BadCell("در این خانه فرمول است و فرمول‌ها اجرا نمی‌شوند. خود مقدار را بنویسید.")
    if isinstance(cell, Broken):
        raise BadCell("برنامه صفحه‌گسترده در این خانه خطا نشان می‌دهد. مقدار درست را بنویسید.")
    if isinstance(cell, Merged):
        raise BadCell("این خانه با خانه‌های دیگر ادغام شده است. ادغام را بردارید و مقدار هر ردیف را جدا بنویسید.")
    return cell


def _words(column: Column, cell: Any, taken: Taken) -> None:
    taken.who[column.name] = books.shown(cell)


def _personnel(column: Column, cell: Any, taken: Taken) -> None:
    taken.who[column.name] = text.to_ascii_digits(books.shown(cell))


def _code(column: Column, cell: Any, taken: Taken) -> None:
    """A national code or that of a foreigner; a spreadsheet drops the zeros with which a number begins."""
    typed = books.shown(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and ids.national_code.is_canonical(typed.zfill(10)):
        taken.who[column.name] = typed.zfill(10)
        return
    bare = text.bare_identifier(typed)
    taken.who[column.name] = ids.foreigner_code.require(bare) if len(bare) == 12 else ids.national_code.require(bare)


def _benefit(column: Column, cell: Any, taken: Taken) -> None:
    amount = kinds.RIALS.read(_number(cell), column.title)
    taken.given.setdefault("other_benefits", []).append({**column.item, "amount": amount})
    taken.benefits.append(Benefit(amount=amount, **column.item))


def _deduction(column: Column, cell: Any, taken: Taken) -> None:
    amount = kinds.RIALS.read(_number(cell), column.title)
    taken.given.setdefault("deductions", []).append({**column.item, "amount": amount})
    taken.deductions.append(Deduction(amount=amount, **column.item))


def _shift(column: Column, cell: Any, taken: Taken) -> None:
    """A share in per cent: 22.5, «۲۲٫۵٪», or 0.225 as a spreadsheet keeps per cent."""
    exact = kinds.number(_number(cell.rstrip("٪%") if isinstance(cell, str) else cell), column.title)
    percent = exact * 100 if 0 < exact < 1 else exact
    kind = _asked(column.fact).kind
    read = kind.read(str(kinds.plain(percent)), column.title)
    taken.given[column.fact], taken.read[column.fact] = kind.write(read), read


def _fact(column: Column, cell: Any, taken: Taken) -> None:
    kind = _asked(column.fact).kind
    value = _TYPED.get(kind.name, _number)(cell)
    taken.given[column.fact], taken.read[column.fact] = value, kind.read(value, column.title)


def _flag(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    key = text.match_key(text.to_ascii_digits(books.shown(cell)))
    if key not in YES and key not in NO:
        raise BadCell("«بله» یا «خیر» بنویسید.")
    return key in YES


def _day(cell: Any) -> str:
    """A Jalali day as it is written; a cell that is a date holds a Gregorian one, whatever calendar it is shown in."""
    if isinstance(cell, datetime | date):
        return calendar.jalali(cell.date() if isinstance(cell, datetime) else cell)
    typed = text.to_ascii_digits(books.shown(cell))
    if len(typed) == DAY_FIGURES and typed.isascii() and typed.isdigit():
        typed = f"{typed[:4]}/{typed[4:6]}/{typed[6:]}"
    return calendar.jalali(calendar.parse_jalali(typed))


def _hours(cell: Any) -> Any:
    """Hours as a number, or as hours and minutes: 10:30 is ten and a half."""
    if isinstance(cell, time):
        cell = timedelta(hours=cell.hour, minutes=cell.minute)
    if isinstance(cell, timedelta):
        return _decimal(Fraction(round(cell.total_seconds() / 60), 60))
    if isinstance(cell, str) and ":" in cell:
        hours, _, minutes = text.to_ascii_digits(cell).replace(" ", "").partition(":")
        if not (hours.isdigit() and minutes.isdigit() and len(hours) <= 4 and len(minutes) == 2 and int(minutes) < 60):
            raise BadCell("ساعت و دقیقه را مانند ۱۰:۳۰ بنویسید.")
        return _decimal(Fraction(int(hours) * 60 + int(minutes), 60))
    return _number(cell)


def _number(cell: Any) -> Any:
    """A number as it was typed, for the kind of fact to read exactly; «۷/۵» could be a half or seven fifths and is refused."""
    if isinstance(cell, bool):
        raise BadCell("اینجا عدد بنویسید، نه درست یا نادرست.")
    if isinstance(cell, datetime | date | time | timedelta):
        raise BadCell("اینجا عدد لازم است، ولی خانه تاریخ یا ساعت است. قالب خانه را «عدد» کنید و دوباره بنویسید.")
    if isinstance(cell, int | float):
        return cell
    if cell.isascii() and cell.isdigit() and len(cell) <= SHORT:
        return int(cell)
    typed = text.to_ascii_digits(str(cell))
    if "/" in typed:
        raise BadCell("ممیز را با نقطه یا «٫» بنویسید؛ نمونه: ۷٫۵")
    if typed.endswith(("ریال", "تومان", "تومن")):
        return money.to_rials(typed)
    return typed


def _decimal(exact: Fraction) -> int | str:
    """The number as it is kept: exact wherever minutes make a decimal; a third of an hour is cut where no rial can feel it."""
    if exact.denominator == 1:
        return exact.numerator
    whole, rest = divmod(round(exact * 10**DECIMALS), 10**DECIMALS)
    return f"{whole}.{rest:0{DECIMALS}}".rstrip("0")


@cache
def _asked(name: str) -> Asked:
    return next(one for one in facts.of(PAYSLIP.asks) if one.name == name)


@cache
def _titles() -> Mapping[str, str]:
    return {one.fact: one.title for one in columns.every() if one.fact}


_TYPED = {"flag": _flag, "day": _day, "hours": _hours}
_READERS = {
    "words": _words,
    "personnel": _personnel,
    "code": _code,
    "benefit": _benefit,
    "deduction": _deduction,
    "shift": _shift,
}
