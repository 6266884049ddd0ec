"""The figures of a calculation as a workbook from right to left: inputs, lines with arithmetic and source, totals; nothing in it runs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import quote

from django.http import Http404, HttpResponse

from kardad.calc import shown as calc
from kardad.desk.models import Deliverable
from kardad.kit import text

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# A spreadsheet takes text with such a beginning for a formula as soon as somebody edits the cell.
RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
HEADS: Final = ("شرح", "مبلغ (ریال)", "چگونه", "بر پایه", "از تاریخ")
PERSIAN: Final = re.compile("[آ-ی]")
NAME_LENGTH: Final = 28  # a sheet's name is at most 31 letters
FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def answer(row: Deliverable) -> HttpResponse:
    """The download; 404 for a paper without figures and for one that was called back."""
    sheets = row.body.get("sheets") or ()
    if row.kind != Deliverable.Kind.CALCULATION or not sheets or row.recalled_at is not None:
        raise Http404
    response = HttpResponse(workbook(row), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{row.number}.xlsx')}"
    response["Cache-Control"] = "no-store"
    return response


def workbook(row: Deliverable) -> bytes:
    """The workbook of a calculation: a sheet a person or case, and what it all rests on."""
    # Here and not above: no other page needs it in memory.
    from xlsxwriter import Workbook

    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        book = Workbook(path, {**OPTIONS, "tmpdir": folder})
        formats = _formats(book)
        for place, one in enumerate(row.body["sheets"], start=1):
            _write(_sheet(book, f"{place} {one['title']}"), _rows(one), formats)
        _write(_sheet(book, "درباره"), _about(row), formats)
        book.close()
        return path.read_bytes()


def _rows(one: Mapping[str, Any]) -> Iterator[Sequence[Any]]:
    sheet = one["sheet"]
    yield [one["title"]]
    yield []
    yield ["آنچه گفته شد"]
    yield from ([title, said] for title, said in calc.of(sheet).given)
    yield []
    yield HEADS
    for line in sheet["lines"]:
        yield [_titled(line), _amount(line), line["how"], *_source(line["source"])]
    yield []
    yield ["جمع‌ها"]
    yield from ([total.title, total.amount if total.said == "" else total.said] for total in calc.of(sheet).totals)
    for warned in sheet["warnings"]:
        yield ["هشدار", warned["message"]]
    yield []
    yield ["قانون روز", sheet["on"]]
    yield ["نسخه داده‌های قانون", one["law_version"]]


def _about(row: Deliverable) -> Iterator[Sequence[Any]]:
    yield ["شماره سند", row.number]
    yield ["نسخه", row.version]
    yield ["خدمت", row.item.title]
    yield ["تعهد", "این محاسبه با کوشش کارشناسانه و بر پایه ورودی‌های بالا ساخته شده است؛ وعده نتیجه در هیچ مرجعی نیست."]
    yield ["بازسازی", "با همین ورودی‌ها و همین نسخه قانون، همین رقم‌ها دوباره به دست می‌آید."]


def _titled(line: Mapping[str, Any]) -> str:
    return f"{line['title']} ({line['part']})" if line.get("part") else str(line["title"])


def _amount(line: Mapping[str, Any]) -> Any:
    if line.get("unit"):
        return f"{line['measure']} {line['unit']}"
    return line["amount"] if line["amount"] is not None else "عدد قانونی نداریم"


def _source(source: Mapping[str, Any] | None) -> tuple[str, str]:
    if source is None:
        return "", ""
    return "، ".join(filter(None, (source["title"], source["article"]))), source.get("since") or ""


def _formats(book: Any) -> dict[str, Any]:
    ground = {"reading_order": 2, "align": "right", "valign": "top", "text_wrap": True}
    return {
        "head": book.add_format({**ground, "bold": True, "bg_color": "#E3EFEF"}),
        "rials": book.add_format({"num_format": "#,##0", "reading_order": 1, "valign": "top"}),
        "said": book.add_format({**ground, "num_format": "@"}),
        "quoted": book.add_format({**ground, "num_format": "@", "quote_prefix": True}),
    }


def _sheet(book: Any, title: str) -> Any:
    sheet = book.add_worksheet(title.translate(FORBIDDEN)[:NAME_LENGTH].strip())
    sheet.right_to_left()
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for place, width in enumerate((34, 22, 44, 40, 14)):
        sheet.set_column(place, place, width)
    return sheet


def _write(sheet: Any, rows: Iterator[Sequence[Any]], formats: Mapping[str, Any]) -> None:
    for line, cells in enumerate(rows):
        is_head = cells == HEADS or len(cells) == 1
        for place, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(line, place, cell, formats["rials"])
            elif cell:
                said = text.to_persian_digits(str(cell)) if PERSIAN.search(str(cell)) else str(cell)  # a code stays as it is typed
                style = "head" if is_head else "quoted" if said.startswith(RISKY) else "said"
                sheet.write_string(line, place, said, formats[style])
