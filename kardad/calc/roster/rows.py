"""One row of a roster: the facts of one payslip and whose it is, or what is wrong in which cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from kardad.calc.roster import books, columns
from kardad.calc.roster.books import Book, Broken, Formula, Merged
from kardad.calc.roster.columns import IDENTITY, Column
from kardad.kit import calendar, ids, money, text
from kardad.kit.refusal import BadInput, Refusal
from kardad.law import facts, kinds
from kardad.law.facts import Asked
from kardad.law.kinds import BadFact, Month
from kardad.law.payslip import PAYSLIP, Facts

WHOLE_ROW = "همه ردیف"
BLANKS = {"", "-", "–", "—", "ـ", "--"}
YES = {text.match_key(word) for word in ("بله", "بلی", "آری", "دارد", "هست", "متأهل", "متاهل", "yes", "true", "1", "✓", "✔", "x")}
NO = {text.match_key(word) for word in ("خیر", "نه", "ندارد", "نیست", "مجرد", "no", "false", "0")}
SUMS = tuple(text.match_key(word) for word in ("جمع", "جمع کل", "مجموع", "جمع ستون‌ها"))
DAY_FIGURES = 8
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

    book: Book
    month: Month
    met: dict[tuple[str, str], int] = field(default_factory=dict)

    def people(self) -> Iterator[Person]:
        """Every row that is not blank, in the order of the file; raises NoRoster where the file breaks."""
        for number, cells in self.book.rows():
            yield self._person(number, cells)

    def _person(self, number: int, cells: Sequence[Any]) -> Person:
        who: dict[str, str] = {}
        given: dict[str, Any] = {}
        wrong: list[Wrong] = []
        for place, column in self.book.headings.places.items():
            cell = cells[place] if place < len(cells) else None
            if column.kind == "skipped" or _is_blank(cell):
                continue
            try:
                self._take(column, cell, who, given)
            except Refusal as refusal:
                wrong.append(Wrong(column.title, text.to_persian_digits(refusal.text), books.shown(cell)))
        self._judge_who(number, who, wrong)
        known = self._known(given, wrong)
        typed = tuple(books.shown(cell) for cell in cells) if wrong else ()
        return Person(number, who, given, known, tuple(wrong), typed)

    def _take(self, column: Column, cell: Any, who: dict[str, str], given: dict[str, Any]) -> None:
        value = _READERS.get(column.kind, _fact)(column, _plain(cell))
        if column.name in IDENTITY:
            who[column.name] = value
        elif column.kind == "benefit":
            given.setdefault("other_benefits", []).append({**column.item, "amount": value})
        elif column.kind == "deduction":
            given.setdefault("deductions", []).append({**column.item, "amount": value})
        else:
            given[column.fact] = value

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

    def _known(self, given: Mapping[str, Any], wrong: list[Wrong]) -> Facts | None:
        """The facts of a row without errors; of one with errors, whether its day and days fit the month is judged all the same."""
        told = {name: given[name] for name in JUDGED_TOGETHER if name in given} if wrong else given
        try:
            found: Facts = facts.read(Facts, {**told, "month": f"{self.month.year:04}-{self.month.month:02}"})
        except BadFact as refusal:
            wrong.append(Wrong(_title(refusal.field), text.to_persian_digits(refusal.text), str(given.get(refusal.field or "", ""))))
        return None if wrong else found


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and text.display(cell) in BLANKS)


def _plain(cell: Any) -> Any:
    """The cell, unless nobody can say what its value is."""
    if isinstance(cell, Formula):
        raise BadCell("در این خانه فرمول است و فرمول‌ها اجرا نمی‌شوند. خود مقدار را بنویسید.")
    if isinstance(cell, Broken):
        raise BadCell("برنامه صفحه‌گسترده در این خانه خطا نشان می‌دهد. مقدار درست را بنویسید.")
    if isinstance(cell, Merged):
        raise BadCell("این خانه با خانه‌های دیگر ادغام شده است. ادغام را بردارید و مقدار هر ردیف را جدا بنویسید.")
    return text.display(cell) if isinstance(cell, str) else cell


def _words(_column: Column, cell: Any) -> str:
    return books.shown(cell)


def _personnel(_column: Column, cell: Any) -> str:
    return text.to_ascii_digits(books.shown(cell))


def _code(_column: Column, cell: Any) -> str:
    """A national code or that of a foreigner; a spreadsheet drops the zeros with which a number begins."""
    typed = books.shown(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and ids.national_code.is_canonical(typed.zfill(10)):
        return typed.zfill(10)
    bare = text.bare_identifier(typed)
    return ids.foreigner_code.require(bare) if len(bare) == 12 else ids.national_code.require(bare)


def _rials(_column: Column, cell: Any) -> Any:
    return kinds.RIALS.read(_number(cell), "rials")


def _shift(column: Column, cell: Any) -> Any:
    """A share in per cent: 22.5, «۲۲٫۵٪», or 0.225 as a spreadsheet keeps per cent."""
    exact = kinds.number(_number(cell.rstrip("٪%") if isinstance(cell, str) else cell), column.title)
    percent = exact * 100 if 0 < exact < 1 else exact
    kind = _asked(column.fact).kind
    return kind.write(kind.read(str(kinds.plain(percent)), column.title))


def _fact(column: Column, cell: Any) -> Any:
    kind = _asked(column.fact).kind
    if kind.name == "flag":
        return _flag(cell)
    if kind.name == "day":
        return _day(cell)
    number = _hours(cell) if kind.name == "hours" else _number(cell)
    kind.read(number, column.title)
    return number


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
    typed = text.to_ascii_digits(str(cell))
    if "/" in typed:
        raise BadCell("ممیز را با نقطه یا «٫» بنویسید؛ نمونه: ۷٫۵")
    if typed.endswith(("ریال", "تومان", "تومن")):
        return money.to_rials(typed)
    return typed


def _decimal(exact: Fraction) -> int | str:
    return exact.numerator if exact.denominator == 1 else f"{exact.numerator}/{exact.denominator}"


@cache
def _asked(name: str) -> Asked:
    return next(one for one in facts.of(PAYSLIP.asks) if one.name == name)


@cache
def _titles() -> Mapping[str, str]:
    return {one.fact: one.title for one in columns.every() if one.fact}


def _title(name: str | None) -> str:
    return _titles().get(name or "", WHOLE_ROW)


_READERS = {
    "words": _words,
    "personnel": _personnel,
    "code": _code,
    "benefit": _rials,
    "deduction": _rials,
    "shift": _shift,
}
