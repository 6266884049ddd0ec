"""Workbooks of files of workers: the template with an example, and the rows that must be mended as they were typed."""

import csv
from io import StringIO
from typing import Final

from kardad.calc.payroll import writing
from kardad.contracts import batches
from kardad.contracts.forms import rosters
from kardad.contracts.forms.rosters_columns import COLUMNS
from kardad.contracts.models import Batch, BatchRow

ROWS_OFFERED: Final = 1_000
WIDTH: Final = 20


def template() -> bytes:
    """An empty file with the rules of its columns, a sheet with an example, and one that says what to write."""
    with writing.book_file(constant_memory=False) as (book, path):
        formats = writing.formats_of(book)
        heads = [one.title for one in COLUMNS]
        sheet = writing.add_sheet(book, "کارگران", heads, formats)
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, max(WIDTH, len(column.title) + 2), formats.said)
            offered = rosters.titles(column)
            if offered:
                sheet.data_validation(1, place, ROWS_OFFERED, place, {"validate": "list", "source": offered, "error_type": "warning"})
        example = writing.add_sheet(book, "نمونه", heads, formats)
        writing.write_row(example, 1, [one.sample for one in COLUMNS], formats)
        guide = writing.add_sheet(book, "راهنما", ["ستون", "چه بنویسید"], formats)
        for line, column in enumerate(COLUMNS, start=1):
            offered = rosters.titles(column)
            said = column.note or (f"یکی از این‌ها: {'، '.join(offered)}" if offered else "همان که در فرم قرارداد می‌نویسید.")
            writing.write_row(guide, line, [column.title, said], formats)
        guide.set_column(0, 0, 28)
        guide.set_column(1, 1, 70)
        book.close()
        return path.read_bytes()


def csv_template() -> str:
    """The headings and the example as CSV, with the mark by which spreadsheets know UTF-8."""
    written = StringIO()
    lines = csv.writer(written)
    lines.writerow([one.title for one in COLUMNS])
    lines.writerow([one.sample for one in COLUMNS])
    return "\ufeff" + written.getvalue()


def errors(row: Batch) -> bytes:
    """The rows that are wrong as they were typed, to be mended and sent again, and each error with its row and column."""
    with writing.book_file() as (book, path):
        formats = writing.formats_of(book)
        kept = [(one.place, batches.told(one.told)) for one in row.rows.filter(state=BatchRow.State.WRONG).order_by("place")]
        sheet = writing.add_sheet(book, "ردیف‌ها برای اصلاح", [*row.headings, "چه باید درست شود"], formats)
        for line, (_, told) in enumerate(kept, start=1):
            cells = [*told.typed, *[""] * len(row.headings)][: len(row.headings)]
            writing.write_row(sheet, line, [*cells, " ".join(f"{column}: {message}" for column, message, _ in told.wrong)], formats)
        sheet = writing.add_sheet(book, "خطاها", ["ردیف در پرونده", "ستون", "نوشته شما", "چه باید کرد"], formats)
        wrong = ((place, column, typed, message) for place, told in kept for column, message, typed in told.wrong)
        for line, cells in enumerate(wrong, start=1):
            writing.write_row(sheet, line, cells, formats)
        book.close()
        return path.read_bytes()
