"""Rosters for tests: workbooks and CSVs made of rows."""

from io import BytesIO

from openpyxl import Workbook

HEAD = ["نام و نام خانوادگی", "کد ملی", "روز کارکرد", "مزد روزانه", "متأهل", "تعداد فرزند", "ساعت اضافه‌کاری", "قسط وام"]
ALI = ["علی کریمی", "0001234560", 30, None, "بله", 2, 10, 3_000_000]
SARA = ["سارا مؤمنی", None, 31, 5_000_000, "خیر", None, None, None]


def xlsx(*rows, merged=(), before=()):
    """The bytes of a workbook with these rows under one another."""
    book = Workbook()
    sheet = book.active
    for row in (*before, *rows):
        sheet.append(row)
    for square in merged:
        sheet.merge_cells(square)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def csv(*rows, delimiter=",", encoding="utf-8"):
    """The bytes of a CSV with these rows."""
    lines = (delimiter.join("" if cell is None else str(cell) for cell in row) for row in rows)
    return "\r\n".join(lines).encode(encoding)


def many(count, *, wrong=()):
    """Rows for so many people; those at the places of `wrong` have a negative wage."""
    return [
        [f"کارگر {place}", None, 30, -1 if place in wrong else 4_000_000 + place, "بله", place % 3, place % 7, None]
        for place in range(count)
    ]
