"""The file of workers: its columns, each the field of a part of the contract, and how a cell is read by that very field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from kardad.calc.roster import books, columns
from kardad.calc.roster.books import Book
from kardad.calc.roster.columns import ColumnTwice, MissingColumn, NoHeadings
from kardad.calc.roster.rows import BLANKS, NO, YES, BadCell, plain
from kardad.contracts.batches import Read, Row, Wrong
from kardad.contracts.forms import writing
from kardad.contracts.forms.rosters_columns import COLUMNS, Column
from kardad.contracts.forms.writing import sides
from kardad.contracts.forms.writing.paying import STEPS
from kardad.contracts.models import Batch
from kardad.kit import calendar, ids, text
from kardad.kit.refusal import Refusal
from kardad.law.contract_rules import WageStep

NEEDED: Final = {
    Batch.Kind.DRAFTS: ("name", "code", "starts_on"),
    Batch.Kind.TAKING_IN: ("name", "code", "job_title", "type", "starts_on", "basis", "amount"),
}
ZEROS: Final = {
    "code": 10,
    "workshop_code": 10,
    "postal_code": 10,
    "employer_postal_code": 10,
}  # a spreadsheet drops those that begin a number
FOREIGN: Final = 12
DAY_FIGURES: Final = 8
TRUE: Final = ("is_married", "is_hazardous")


@dataclass(frozen=True, slots=True)
class Headings:
    """What the row of headings said: the column at each place, the headings as written."""

    row: int
    places: Mapping[int, Column]
    written: tuple[str, ...]


class Table:
    """The columns of this kind of roster, for `books.read`."""

    def __init__(self, kind: str) -> None:
        self.needed = NEEDED[Batch.Kind(kind)]

    def how_many(self, written: Sequence[str]) -> int:
        """How many cells of a row name a column."""
        return sum(text.match_key(said) in _by_key() for said in written if said)

    def headings(self, row: int, written: Sequence[str]) -> Headings:
        """What a row of headings means; raises NoHeadings, MissingColumn, ColumnTwice."""
        found = {place: _by_key().get(text.match_key(said)) for place, said in enumerate(written)}
        places = {place: column for place, column in found.items() if column is not None}
        if len(places) < columns.LEAST_HEADINGS:
            raise NoHeadings(
                "ردیف سرستون‌ها پیدا نشد. ستون‌ها را مانند پرونده نمونه بنویسید: «نام و نام خانوادگی»، «کد ملی»، «نخستین روز کار»."
            )
        seen: dict[str, int] = {}
        for place, column in places.items():
            if column.name in seen:
                raise ColumnTwice(first=written[seen[column.name]], second=written[place])
            seen[column.name] = place
        for name in self.needed:
            if name not in seen:
                title = _by_name()[name].title
                others = [said for said in written if said and text.match_key(said) not in _by_key()]
                near = get_close_matches(title, others, n=1, cutoff=0.6)
                raise MissingColumn(column=title, nearest=f" ستون «{near[0]}» را به «{title}» تغییر نام دهید." if near else "")
        return Headings(row, places, tuple(written[: max(places) + 1]))


def opened(name: str, raw: bytes, kind: str) -> Book[Headings]:
    """The file, its headings found; raises what `books.read` does."""
    return books.read(name, raw, Table(kind))


def reader(today: date) -> Read:
    """What reads the rows of a file on this day; of contracts that run already one that is over or has not begun is wrong."""

    def read(name: str, raw: bytes, kind: str) -> Iterator[Row]:
        rows = Reader(opened(name, raw, kind), kind).rows()
        return _running(rows, today) if kind == Batch.Kind.TAKING_IN else rows

    return read


@dataclass(slots=True)
class Reader:
    """Reads the rows of one file; it remembers whom it met, so that no contract is made twice."""

    book: Book[Headings]
    kind: str
    met: dict[tuple[str, Any], int] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank, in the order of the file; raises NoRoster where the file breaks."""
        for number, cells in self.book.rows():
            yield self._row(number, cells)

    def _row(self, number: int, cells: Sequence[Any]) -> Row:
        said: dict[str, Any] = {}
        wrong: list[Wrong] = []
        for place, column in self.book.headings.places.items():
            cell = cells[place] if place < len(cells) else None
            if cell is None or (isinstance(cell, str) and books.tidy(cell) in BLANKS):
                continue
            try:
                said[column.name] = _value(column, plain(cell))
            except Refusal as refusal:
                wrong.append((column.title, text.to_persian_digits(refusal.text), books.shown(cell)))
            except ValidationError as error:
                wrong.append((column.title, text.to_persian_digits(" ".join(error.messages)), books.shown(cell)))
        wrong += self._judged(number, said, {column for column, _, _ in wrong})
        typed = tuple(books.shown(cell) for cell in cells) if wrong else ()
        return Row(number=number, values=_parts(said), wrong=tuple(wrong), typed=typed)

    def _judged(self, number: int, said: Mapping[str, Any], wrong: set[str]) -> Iterator[Wrong]:
        """What cells say together: what is needed is there, a worker begins on a day once, days run forward."""
        for name in NEEDED[Batch.Kind(self.kind)]:
            title = _by_name()[name].title
            if name not in said and title not in wrong:
                yield title, "این خانه خالی است؛ آن را بنویسید.", ""
        code, start, end = said.get("code"), said.get("starts_on"), said.get("ends_on")
        if code and start:
            before = self.met.setdefault((code, start), number)
            if before != number:
                told = f"همین کارگر با همین روز در ردیف {before} هم هست؛ هر قرارداد یک ردیف دارد."
                yield _by_name()["code"].title, text.to_persian_digits(told), code
        if start and end and end < start:
            yield _by_name()["ends_on"].title, "آخرین روز پیش از نخستین روز است؛ یکی از دو روز را درست کنید.", calendar.slashed(end)
        if ("step_since" in said) != ("step_amount" in said):
            lacks = "step_amount" if "step_since" in said else "step_since"
            if _by_name()[lacks].title not in wrong:
                yield _by_name()[lacks].title, "روز تغییر مزد و مزد تازه را با هم بنویسید، یا هر دو را خالی بگذارید.", ""
        if self.kind == Batch.Kind.TAKING_IN and said.get("type") == "fixed_term" and not end and _by_name()["ends_on"].title not in wrong:
            yield _by_name()["ends_on"].title, "قرارداد مدت موقت آخرین روز دارد؛ آن را بنویسید.", ""


def _running(rows: Iterator[Row], today: date) -> Iterator[Row]:
    for one in rows:
        term = one.values.get("term", {})
        start, end = term.get("starts_on"), term.get("ends_on")
        wrong = list(one.wrong)
        if start and start > today:
            wrong.append(
                (
                    _by_name()["starts_on"].title,
                    "این قرارداد هنوز آغاز نشده است؛ آن را پیش‌نویس کنید تا هر دو طرف امضا کنند.",
                    calendar.slashed(start),
                )
            )
        if end and end < today:
            wrong.append(
                (_by_name()["ends_on"].title, "مدت این قرارداد گذشته است؛ تنها قراردادهای جاری وارد می‌شوند.", calendar.slashed(end))
            )
        yield Row(number=one.number, values=one.values, wrong=tuple(wrong), typed=one.typed) if wrong else one


def _value(column: Column, cell: Any) -> Any:
    """What the cell says, read by the field into which a person types the same."""
    typed = _typed(column, cell)
    if column.name == "code":
        return (ids.foreigner_code if len(text.bare_identifier(typed)) == FOREIGN else ids.national_code).require(typed)
    if column.name in TRUE:
        key = text.match_key(text.to_ascii_digits(typed))
        if key not in YES and key not in NO:
            raise BadCell("«بله» یا «خیر» بنویسید.")
        return key in YES
    asked = _field(column)
    if isinstance(asked, forms.ChoiceField):
        found = _choices(column).get(text.match_key(typed))
        if found is None:
            raise BadCell(f"یکی از این‌ها را بنویسید: {'، '.join(titles(column))}.")
        return found
    return asked.clean(typed)


def _typed(column: Column, cell: Any) -> str:
    """The cell as a person would type it: days in the Jalali calendar, hours by the clock, numbers with the zeros they begin with."""
    if isinstance(cell, bool):
        return "بله" if cell else "خیر"
    if isinstance(cell, datetime | date):
        return calendar.slashed(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, time | timedelta):
        minutes = cell.hour * 60 + cell.minute if isinstance(cell, time) else round(cell.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return _text(column, cell)


def _text(column: Column, cell: Any) -> str:
    typed = str(cell) if isinstance(cell, str) and column.lines else books.shown(cell)
    if isinstance(cell, int | float) and column.name in ZEROS:
        return typed.zfill(ZEROS[column.name])
    if isinstance(cell, int) and column.name == "mobile" and typed.startswith("9"):
        return f"0{typed}"
    bare = text.to_ascii_digits(typed)
    if column.is_day and len(bare) == DAY_FIGURES and bare.isascii() and bare.isdigit():
        return f"{bare[:4]}/{bare[4:6]}/{bare[6:]}"
    return typed


def _parts(said: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The cells by the parts and fields of the contract."""
    found: dict[str, dict[str, Any]] = {}
    for name, value in said.items():
        column = _by_name()[name]
        if column.part:
            found.setdefault(column.part, {})[column.field] = value
    if code := said.get("code"):
        is_foreign = len(code) == FOREIGN
        found.setdefault("worker", {}).update(is_foreign=is_foreign, **{"foreigner_code" if is_foreign else "national_code": code})
    if level := said.get("level"):
        study = said.get("study", "")
        found.setdefault("worker", {})["education"] = f"{level}{sides.FIELD_OF_STUDY}{study}" if study else level
    if "step_since" in said and "step_amount" in said:
        found.setdefault("pay", {})["steps"] = (WageStep(said["step_since"], said["step_amount"]),)
    return found


def titles(column: Column) -> list[str]:
    """What may stand in a column that offers a choice; empty for another."""
    if column.name in TRUE:
        return ["بله", "خیر"]
    asked = _field(column) if column.form else None
    if not isinstance(asked, forms.ChoiceField):
        return []
    choices: Any = asked.choices
    return [str(title).partition(":")[0] for value, title in choices if value]


@cache
def _choices(column: Column) -> dict[str, str]:
    asked: Any = _field(column)
    found: dict[str, str] = {}
    for value, title in asked.choices:
        if value:
            found |= {text.match_key(said): value for said in (str(title), str(title).partition(":")[0], str(value))}
    return found


@cache
def _field(column: Column) -> forms.Field:
    part, _, name = column.form.partition(".")
    if part == STEPS.name:
        return STEPS.columns[name]()
    asked: forms.Field = writing.OF[part].base_fields[name]
    return asked


@cache
def _by_name() -> dict[str, Column]:
    return {one.name: one for one in COLUMNS}


@cache
def _by_key() -> dict[str, Column]:
    return {text.match_key(said): one for one in COLUMNS for said in (*one.also, one.title)}
