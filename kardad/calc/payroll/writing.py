"""Workbooks: the list with its control totals, the rows that have errors, and the template; nothing in them is ever executed."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from kardad.calc import rooms, words
from kardad.calc.models import PayrollList
from kardad.calc.payroll import computing, queries
from kardad.calc.payroll.computing import CODES, Control
from kardad.calc.roster import columns
from kardad.calc.roster.columns import Column
from kardad.kit import text
from kardad.law import policies

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SILENT: Final = "عدد قانونی نداریم"
WHO: Final = (("name", "نام و نام خانوادگی"), ("code", "کد ملی"), ("personnel", "شماره پرسنلی"))
# A spreadsheet takes text with such a beginning for a formula as soon as somebody edits the cell.
RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
ROWS_OFFERED: Final = 5_000
WIDEST: Final = 40


@dataclass(frozen=True, slots=True)
class Formats:
    """How cells look; all from right to left."""

    head: "Format"
    rials: "Format"
    said: "Format"
    quoted: "Format"
    sum: "Format"
    sum_said: "Format"


def workbook(row: PayrollList) -> bytes:
    """The list from right to left, a row a person and the sums under them, and a sheet of control totals, readings and notes."""
    with book_file() as (book, path):
        formats = formats_of(book)
        titles = heads(row.rounding)
        sheet = add_sheet(book, "لیست حقوق", titles, formats)
        line = 0
        for kept in queries.all_rows(row):
            if not computing.is_bad(kept):
                line += 1
                write_row(sheet, line, cells(kept, line, row.rounding), formats)
        control = computing.control(row.control)
        write_row(sheet, line + 1, sums(control, row.rounding), formats, is_sum=True)
        sheet.autofilter(0, 0, max(line, 1), len(titles) - 1)
        _summary(book, row, control, formats)
        book.close()
        return path.read_bytes()


def name_of(row: PayrollList) -> str:
    """What the workbook is called."""
    return f"payroll-list-{row.month}.xlsx"


def heads(rounding: int) -> list[str]:
    """The headings of the list."""
    payable = ["خالص گردشده", "تفاوت گرد کردن"] if rounding else []
    return ["ردیف", *(title for _, title in WHO), "روز کارکرد", *(rooms.title_of(code) for code in CODES), *payable, "یادداشت"]


def cells(kept: Mapping[str, Any], line: int, rounding: int) -> list[Any]:
    """The cells of one row under the headings."""
    net = kept["totals"][CODES.index("net")]
    who = [kept["who"].get(name, "") for name, _ in WHO]
    payable = computing.rounded(net, rounding)
    rounded = [payable, None if payable is None else payable - net] if rounding else []
    return [line, *who, kept["days"], *kept["totals"], *rounded, " ".join(kept["warned"])]


def sums(control: Control, rounding: int) -> list[Any]:
    """The cells of the row of sums."""
    rounded = [control.paid, control.difference] if rounding else []
    return ["جمع", "", "", "", control.days, *(control.sum_of(code) for code in CODES), *rounded, f"{control.count} نفر"]


def errors_workbook(row: PayrollList) -> bytes:
    """The rows that have errors as they were typed, to be mended and sent again, and each error with its row and column."""
    with book_file() as (book, path):
        formats, headings = formats_of(book), row.headings
        found = [kept for _, kept in islice(queries.bad_rows(row), queries.MOST_ERRORS)]
        sheet = add_sheet(book, "ردیف‌ها برای اصلاح", [*headings, "چه باید درست شود"], formats)
        for line, kept in enumerate(found, start=1):
            typed = [*kept["typed"], *[""] * len(headings)][: len(headings)]
            told = " ".join(f"{column}: {message}" for column, message, _ in kept["wrong"])
            write_row(sheet, line, [*typed, told], formats)
        sheet = add_sheet(book, "خطاها", ["ردیف در پرونده", "ستون", "نوشته شما", "چه باید کرد"], formats)
        wrong = ([kept["n"], column, typed, message] for kept in found for column, message, typed in kept["wrong"])
        for line, told_cells in enumerate(wrong, start=1):
            write_row(sheet, line, told_cells, formats)
        book.close()
        return path.read_bytes()


def template() -> bytes:
    """An empty roster with the rules of its columns, and a sheet with an example."""
    with book_file(constant_memory=False) as (book, path):
        formats = formats_of(book)
        offered = columns.template()
        sheet = add_sheet(book, "کارکرد", [one.title for one in offered], formats)
        for place, column in enumerate(offered):
            sheet.set_column(place, place, column.width, formats.said if _is_text(column) else None)
            _validate(sheet, place, column)
        example = add_sheet(book, "نمونه", [one.title for one in offered], formats)
        for place, column in enumerate(offered):
            example.set_column(place, place, column.width)
            for line, said in enumerate(column.sample, start=1):
                _write_cell(example, line, place, _typed(said), formats)
        guide = add_sheet(book, "راهنما", ["ستون", "چه بنویسید"], formats)
        for line, column in enumerate(offered, start=1):
            write_row(guide, line, [column.title, column.note or "عدد؛ خالی یعنی هیچ."], formats)
        guide.set_column(0, 0, 28)
        guide.set_column(1, 1, 70)
        book.close()
        return path.read_bytes()


def csv_template() -> str:
    """The headings and the example as CSV, with the mark by which spreadsheets know UTF-8."""
    written = StringIO()
    lines = csv.writer(written)
    offered = columns.template()
    lines.writerow([one.title for one in offered])
    lines.writerows(zip(*(one.sample for one in offered), strict=True))
    return "\ufeff" + written.getvalue()


def _summary(book: Any, row: PayrollList, control: Control, formats: Formats) -> None:
    sheet = add_sheet(book, "جمع و برداشت‌ها", ["عنوان", "مقدار"], formats)
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 34)
    for line, pair in enumerate(_summary_lines(row, control), start=1):
        write_row(sheet, line, pair, formats)


def _summary_lines(row: PayrollList, control: Control) -> Iterator[Sequence[Any]]:
    yield ["کارگاه", row.title]
    yield ["ماه", words.month(row.month)]
    yield ["نفر", control.count]
    yield ["ردیف‌های خطادار که در لیست نیست", control.bad]
    yield ["روز کارکرد", control.days]
    yield from ([rooms.title_of(code), control.sum_of(code)] for code in CODES)
    yield ["جمع بیمه بر عهده کارفرما", control.employer]
    if row.rounding:
        yield ["خالص گردشده", control.paid]
    for name in computing.PAYSLIP.readings:
        policy = policies.known()[name]
        yield [policy.title, policy.words(policies.read(row.policies).get(name, policy.default))]
    yield ["نسخه داده‌های قانون", row.law_version]
    for message, count in control.warned.items():
        yield [message, text.to_persian_digits(f"{count} نفر")]
    for note in row.notes:
        yield [note, ""]


@contextmanager
def book_file(**options: Any) -> Iterator[tuple[Any, Path]]:
    """A workbook in a folder of its own, which nobody else can read and which is gone afterwards."""
    from xlsxwriter import Workbook

    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        book = Workbook(path, {**OPTIONS, **options, "tmpdir": folder})
        yield book, path


def formats_of(book: Any) -> Formats:
    """How the cells of this workbook look."""
    ground = {"reading_order": 2, "align": "right"}
    rials = {"num_format": "#,##0", "reading_order": 1}
    bold = {"bold": True, "bg_color": "#E3EFEF"}
    return Formats(
        head=book.add_format(ground | bold | {"text_wrap": True, "valign": "vcenter", "border": 1}),
        rials=book.add_format(rials),
        said=book.add_format({**ground, "num_format": "@"}),
        quoted=book.add_format({**ground, "num_format": "@", "quote_prefix": True}),
        sum=book.add_format(rials | bold),
        sum_said=book.add_format(ground | bold),
    )


def add_sheet(book: Any, title: str, titles: Sequence[str], formats: Formats) -> "Worksheet":
    """A sheet from right to left whose first row stays in sight."""
    sheet: Worksheet = book.add_worksheet(title)
    sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    for place, said in enumerate(titles):
        sheet.set_column(place, place, min(max(len(said) + 2, 12), WIDEST))
    for place, said in enumerate(titles):
        sheet.write_string(0, place, said, formats.head)
    return sheet


def write_row(sheet: "Worksheet", line: int, found: Iterable[Any], formats: Formats, *, is_sum: bool = False) -> None:
    """A row of cells; nothing in them is executed."""
    for place, cell in enumerate(found):
        if cell is None:
            sheet.write_string(line, place, SILENT, formats.sum_said if is_sum else formats.said)
        elif is_sum and isinstance(cell, int):
            sheet.write_number(line, place, cell, formats.sum)
        elif is_sum:
            sheet.write_string(line, place, text.to_persian_digits(cell), formats.sum_said)
        else:
            _write_cell(sheet, line, place, cell, formats)


def _write_cell(sheet: "Worksheet", line: int, place: int, cell: Any, formats: Formats) -> None:
    """Numbers as numbers, everything else as text that no spreadsheet runs."""
    if isinstance(cell, int):
        sheet.write_number(line, place, cell, formats.rials)
    elif cell:
        sheet.write_string(line, place, cell, formats.quoted if cell.startswith(RISKY) else formats.said)


def _is_text(column: Column) -> bool:
    return column.kind in ("words", "code", "personnel") or column.fact == "hired_on"


def _typed(said: str) -> Any:
    return int(said) if said.isascii() and said.isdigit() else said


def _validate(sheet: "Worksheet", place: int, column: Column) -> None:
    """The spreadsheet itself refuses what the column cannot hold, and says what it is for."""
    rule: dict[str, Any] = {"validate": "any"}
    if column.choices:
        rule = {"validate": "list", "source": list(column.choices)}
    elif column.fact == "days":
        rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 31}
    elif column.fact == "children":
        rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 30}
    elif not _is_text(column) and column.kind != "skipped":
        rule = {"validate": "decimal", "criteria": ">=", "value": 0}
    if rule["validate"] == "any" and not column.note:
        return
    rule |= {"input_title": column.title[:32], "input_message": column.note[:255]} if column.note else {}
    rule |= {"error_title": column.title[:32], "error_message": (column.note or "عدد بنویسید.")[:255]}
    sheet.data_validation(1, place, ROWS_OFFERED, place, rule)
