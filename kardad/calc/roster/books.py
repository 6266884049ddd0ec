"""Opening an uploaded roster: XLSX or CSV, judged before it is read through, and then read row by row."""

import csv
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any, Generic, TypeVar
from xml.etree import ElementTree

from kardad.calc.roster import columns
from kardad.calc.roster.columns import Headings, Places, Table
from kardad.kit import text
from kardad.kit.refusal import BadInput

MOST_BYTES = 40 * 1024 * 1024
MOST_LINES = 200_000
MOST_UNPACKED = 320 * 1024 * 1024
# Shared strings, styles and the like are held in memory whole; a sheet is not.
MOST_PART = 48 * 1024 * 1024
MOST_PARTS = 500
MOST_COLUMNS = 200
MOST_MERGED = 20_000
HEADINGS_WITHIN = 20
PIECE = 1 << 20
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
)
DELIMITERS = ",;\t؛"
Found = TypeVar("Found", bound=Places)

_ROW = re.compile(rb"<(?:\w+:)?row[ />]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class NoRoster(BadInput):
    """The file is no roster that can be read."""

    code = "ROSTER_UNREADABLE"
    message = "این پرونده خوانده نشد. آن را در برنامه صفحه‌گسترده باز کنید و دوباره با قالب XLSX یا CSV ذخیره کنید."


class WrongKind(NoRoster):
    """The file is neither XLSX nor CSV."""

    code = "ROSTER_KIND"
    message = "فقط پرونده XLSX یا CSV پذیرفته است."


class OldBook(NoRoster):
    """The file is an old or a locked workbook."""

    code = "ROSTER_OLD_BOOK"
    message = "این پرونده رمز دارد یا از نوع کهنه XLS است. رمز را بردارید و آن را با قالب XLSX ذخیره کنید."


class EmptyRoster(BadInput):
    """There is no row of a person in the file."""

    code = "ROSTER_EMPTY"
    message = "زیر سرستون‌ها هیچ ردیفی نیست. برای هر نفر یک ردیف بنویسید."


class RosterTooLarge(BadInput):
    """There is more in the file than one list takes."""

    code = "ROSTER_TOO_LARGE"
    status = 413
    message = (
        "این پرونده بیش از {most} ردیف دارد. آن را به چند پرونده، هر کدام تا {most} ردیف، بخش کنید. "
        "اگر بیشتر ردیف‌ها خالی است، آن‌ها را پاک کنید."
    )


class FileTooLarge(BadInput):
    """The file has more bytes, packed or unpacked, than any roster needs."""

    code = "ROSTER_FILE_TOO_LARGE"
    status = 413
    message = "این پرونده بسیار بزرگ است؛ تا {most} مگابایت پذیرفته است. عکس‌ها و برگه‌های دیگر را بردارید یا آن را به چند پرونده بخش کنید."


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that holds a formula: it is never evaluated."""

    typed: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell in which the spreadsheet shows an error."""

    typed: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell that is part of several merged ones, so that nobody knows whose value it is."""

    typed: str


Row = tuple[int, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Square:
    """Cells that are merged: rows and places from first to last, both meant."""

    top: int
    bottom: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Book(Generic[Found]):
    """A roster that can be read as often as needed; `lines` is the most rows there can be, blank ones included."""

    source: "Source"
    headings: Found
    lines: int
    merged: tuple[Square, ...] = ()

    @property
    def is_old_code_page(self) -> bool:
        """Whether the text was read by the old code page of Windows, which is a guess."""
        return self.source.encoding == "cp1256"

    def rows(self) -> Iterator[Row]:
        """Every row under the headings that is not blank, with its number in the file; raises NoRoster where the file breaks."""
        waiting = sorted(self.merged, key=lambda one: one.top, reverse=True)
        active: list[Square] = []
        for number, cells in _lines(self.source, max(self.headings.places) + 1):
            while waiting and waiting[-1].top <= number:
                active.append(waiting.pop())
            active = [one for one in active if one.bottom >= number]
            if number > self.headings.row and any(_is_something(cell) for cell in cells):
                yield number, self._marked(cells, active) if active else cells

    def _marked(self, cells: Sequence[Any], merged: Sequence[Square]) -> Sequence[Any]:
        """The cells, those that are merged with others marked; within one row the first keeps its value."""
        found = [*cells, *[None] * (max(self.headings.places) + 1 - len(cells))]
        for one in merged:
            for place in range(one.first + (one.top == one.bottom), min(one.last + 1, len(found))):
                found[place] = Merged(shown(found[place]))
        return found


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes and how they are read: a CSV by its encoding and delimiter, a workbook by the place of its sheet."""

    raw: bytes
    encoding: str = ""
    delimiter: str = ","
    sheet: int = 0


def opened(name: str, raw: bytes) -> Book[Headings]:
    """The roster of a payroll list, its headings found; raises what `read` does."""
    return read(name, raw, columns)


def read(name: str, raw: bytes, table: Table[Found]) -> Book[Found]:
    """The roster, its headings found; raises NoRoster and its kinds, FileTooLarge, RosterTooLarge, and what `table.headings` does."""
    if len(raw) > MOST_BYTES:
        raise _too_heavy()
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise OldBook
    if raw.startswith(b"PK"):
        place, lines, merged = _weighed(raw)
        source = Source(raw, sheet=place)
    elif name.lower().endswith((".csv", ".txt", ".tsv")):
        source, lines, merged = _text(raw, table), raw.rstrip(b"\r\n\0").count(b"\n") + 1, []
        if lines > MOST_LINES:
            raise _too_many()
    else:
        raise WrongKind
    found = _headings(_lines(source, MOST_COLUMNS), table)
    return Book(source, found, lines, tuple(one for one in merged if one.bottom > found.row))


def shown(cell: Any) -> str:
    """What stands in a cell, as its writer would know it."""
    if cell is None:
        return ""
    if isinstance(cell, Formula | Broken | Merged):
        return cell.typed
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return tidy(str(cell))[:200]


def tidy(said: str) -> str:
    """The text as `kit.text.display` has it; most cells of a large roster are plain ASCII and need no more than their spaces."""
    return " ".join(said.split()) if said.isascii() and said.isprintable() else text.display(said)


def _is_something(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(tidy(cell)))


def _text(raw: bytes, table: Table[Any]) -> Source:
    encoding = _encoding(raw)
    return Source(raw, encoding, _delimiter(raw.decode(encoding), table))


def _headings(lines: Iterator[Row], table: Table[Found]) -> Found:
    """The row of headings among the first ones: that with the most known names."""
    best: tuple[int, int, list[str]] = (0, 0, [])
    for number, cells in lines:
        if number > HEADINGS_WITHIN:
            break
        written = [shown(cell) for cell in cells]
        known = table.how_many(written)
        if known > best[0]:
            best = (known, number, written)
    return table.headings(best[1], best[2])


def _lines(source: Source, width: int) -> Iterator[Row]:
    try:
        yield from _csv_lines(source, width) if source.encoding else _sheet_lines(source, width)
    except BadInput:
        raise
    # What is met in a workbook that is none: openpyxl has no error of its own for most of it.
    except (*BROKEN, csv.Error) as error:
        raise NoRoster from error


def _sheet_lines(source: Source, width: int) -> Iterator[Row]:
    """The rows of the sheet, with what was typed and never with the results of formulas."""
    # Here and not above: it brings NumPy along, which no other page needs in memory.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(BytesIO(source.raw), read_only=True, data_only=False, keep_links=False)
    except InvalidFileException as error:
        raise NoRoster from error
    try:
        sheet = book.worksheets[source.sheet]
        # What a file says of its own size is not always true.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=width), start=1):
            yield number, [_value(cell) for cell in cells]
    finally:
        book.close()


def _value(cell: Any) -> Any:
    kind = cell.data_type
    if kind == "f":
        return Formula(str(getattr(cell.value, "text", cell.value))[:200])
    if kind == "e":
        return Broken(str(cell.value))
    return cell.value


def _csv_lines(source: Source, width: int) -> Iterator[Row]:
    said = source.raw.decode(source.encoding)
    reader = csv.reader(StringIO(said, newline=""), delimiter=source.delimiter)
    for cells in reader:
        # The number is that of the line, as an editor shows it.
        yield reader.line_num, [cell or None for cell in cells[:width]]


def _delimiter(said: str, table: Table[Any]) -> str:
    """The sign that parts the most known headings in the first lines."""
    first = said[:PIECE].splitlines()[:HEADINGS_WITHIN]

    def known(delimiter: str) -> int:
        return max((table.how_many([text.display(cell.strip('"')) for cell in line.split(delimiter)]) for line in first), default=0)

    return max(DELIMITERS, key=known)


def _encoding(raw: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, else the Windows code page that old Persian files are in."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        guesses = ["utf-16"]
    elif b"\x00" in raw[:PIECE]:
        raise WrongKind
    else:
        guesses = ["utf-8-sig", "cp1256"]
    for guess in guesses:
        try:
            raw.decode(guess)
        except UnicodeDecodeError:
            continue
        return guess
    raise NoRoster


def _weighed(raw: bytes) -> tuple[int, int, list[Square]]:
    """The place of the sheet to read, how many rows it has and which cells are merged, without reading it through; bombs are refused."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = archive.infolist()
            others = [entry for entry in entries if not _SHEET.fullmatch(entry.filename)]
            too_heavy = sum(entry.file_size for entry in entries) > MOST_UNPACKED or any(one.file_size > MOST_PART for one in others)
            if too_heavy or len(entries) > MOST_PARTS:
                raise _too_heavy()
            for entry in others:
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        _refuse_declared(part.read(PIECE))
            place, name = _sheet(archive)
            return place, *_counted(archive, name)
    except BROKEN as error:
        raise NoRoster from error


def _sheet(archive: zipfile.ZipFile) -> tuple[int, str]:
    """The first sheet that is not hidden: its place among the sheets and its name in the archive."""
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 -- nothing is declared in it
    targets = {one.get("Id"): str(one.get("Target")) for one in links}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 -- nothing is declared in it
    found = []
    for one in book.iter():
        if one.tag.endswith("}sheet"):
            link = next((value for key, value in one.items() if key.endswith("}id")), None)
            target = targets[link].removeprefix("/")
            name = target if target.startswith("xl/") else f"xl/{target}"
            if _SHEET.fullmatch(name):
                found.append((one.get("state", "visible"), name))
    for place, (state, name) in enumerate(found):
        if state == "visible":
            return place, name
    raise NoRoster


def _counted(archive: zipfile.ZipFile, name: str) -> tuple[int, list[Square]]:
    lines, rest, is_first = 0, b"", True
    merged: list[Square] = []
    with archive.open(name) as sheet:
        while piece := sheet.read(PIECE):
            if is_first:
                _refuse_declared(piece[:4096])
                is_first = False
            whole, mark, rest = (rest + piece).rpartition(b"<")
            rest = mark + rest
            lines += len(_ROW.findall(whole))
            if lines > MOST_LINES:
                raise _too_many()
            merged += [_square(one) for one in _MERGED.findall(whole)]
            if len(merged) > MOST_MERGED:
                raise _too_heavy()
    return lines, merged


def _square(found: tuple[bytes, bytes, bytes, bytes]) -> Square:
    left, top, right, bottom = found
    return Square(int(top), int(bottom), _place(left), _place(right))


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def _refuse_declared(piece: bytes) -> None:
    """No part of a workbook declares entities; one that does means harm."""
    if _DECLARED.search(piece):
        raise NoRoster


def _too_many() -> RosterTooLarge:
    return RosterTooLarge(most=text.to_persian_digits(f"{MOST_LINES:,}".replace(",", "٬")))


def _too_heavy() -> FileTooLarge:
    return FileTooLarge(most=text.to_persian_digits(MOST_BYTES // 1024 // 1024))
