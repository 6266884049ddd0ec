"""The columns of a roster: their names, the other names people give them, and which of them a heading means."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, TypeVar

from kardad.kit import text
from kardad.kit.refusal import BadInput

IDENTITY = ("name", "code", "personnel")
NEEDED = "days"
LEAST_HEADINGS = 2


class NoHeadings(BadInput):
    """No row of the file names its columns as we know them."""

    code = "ROSTER_NO_HEADINGS"
    message = "ردیف سرستون‌ها پیدا نشد. ستون‌ها را مانند پرونده نمونه بنویسید: «نام و نام خانوادگی»، «روز کارکرد»، «مزد روزانه»."


class MissingColumn(BadInput):
    """A column that every list needs is not there."""

    code = "ROSTER_MISSING_COLUMN"
    message = "ستون «{column}» در پرونده نیست.{nearest}"


class ColumnTwice(BadInput):
    """Two columns say the same thing."""

    code = "ROSTER_COLUMN_TWICE"
    message = "دو ستون یک چیز را می‌گویند: «{first}» و «{second}». یکی را بردارید."


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `item` are the standing fields of the benefit or deduction whose amount it holds."""

    name: str
    title: str
    kind: str
    also: tuple[str, ...]
    note: str
    width: int
    fact: str
    item: Mapping[str, Any]
    choices: tuple[str, ...]
    sample: tuple[str, ...]
    hidden: bool


@dataclass(frozen=True, slots=True)
class Headings:
    """What the row of headings said: the column at each place, the headings as written, and what nobody understood."""

    row: int
    places: Mapping[int, Column]
    written: tuple[str, ...]
    unknown: tuple[tuple[str, str], ...] = field(default=())

    @property
    def absent(self) -> tuple[Column, ...]:
        """The columns of the template that the file does not have."""
        there = {column.name for column in self.places.values()}
        return tuple(one for one in template() if one.name not in there and one.kind != "skipped")


class Places(Protocol):
    """What the row of headings said: where it stands, the column at each place, the headings as written."""

    @property
    def row(self) -> int:
        """Its number in the file."""

    @property
    def places(self) -> Mapping[int, Any]:
        """The column at each place."""

    @property
    def written(self) -> Sequence[str]:
        """The headings as they are written."""


There_co = TypeVar("There_co", bound=Places, covariant=True)


class Table(Protocol[There_co]):
    """The columns that a kind of roster has."""

    def how_many(self, written: Sequence[str]) -> int:
        """How many cells of a row name a column."""

    def headings(self, row: int, written: Sequence[str]) -> There_co:
        """What a row of headings means, or its refusal."""


@cache
def every() -> tuple[Column, ...]:
    """All columns, in the order of the template."""
    rows = tomllib.loads(files("kardad.calc").joinpath("data/roster.toml").read_text("utf-8"))["columns"]
    return tuple(_column(row) for row in rows)


def template() -> tuple[Column, ...]:
    """The columns that the template offers."""
    return tuple(one for one in every() if not one.hidden)


def headings(row: int, written: Sequence[str]) -> Headings:
    """What a row of headings means; raises NoHeadings, MissingColumn, ColumnTwice."""
    places: dict[int, Column] = {}
    unknown = []
    for place, said in enumerate(written):
        column = _by_key().get(text.match_key(said))
        if column is not None:
            places[place] = column
        elif said:
            unknown.append((said, nearest(said)))
    if len(places) < LEAST_HEADINGS:
        raise NoHeadings
    _refuse_twice(places, written)
    there = {column.name for column in places.values()}
    if not there & set(IDENTITY):
        raise _missing("name", unknown)
    if NEEDED not in there:
        raise _missing(NEEDED, unknown)
    return Headings(row, places, tuple(written[: max(places) + 1]), tuple(unknown))


def how_many(written: Sequence[str]) -> int:
    """How many cells of a row name a column."""
    return sum(text.match_key(said) in _by_key() for said in written if said)


def nearest(said: str) -> str:
    """The title of the column that the heading looks most like, or empty."""
    found = get_close_matches(text.match_key(said), list(_by_key()), n=1, cutoff=0.6)
    return _by_key()[found[0]].title if found else ""


def _missing(name: str, unknown: Sequence[tuple[str, str]]) -> MissingColumn:
    title = next(one.title for one in every() if one.name == name)
    meant = next((said for said, near in unknown if near == title), "")
    return MissingColumn(column=title, nearest=f" ستون «{meant}» را به «{title}» تغییر نام دهید." if meant else "")


def _refuse_twice(places: Mapping[int, Column], written: Sequence[str]) -> None:
    seen: dict[str, int] = {}
    for place, column in places.items():
        if column.kind != "skipped" and column.name in seen:
            raise ColumnTwice(first=written[seen[column.name]], second=written[place])
        seen[column.name] = place


@cache
def _by_key() -> dict[str, Column]:
    return {text.match_key(said): one for one in every() for said in (*one.also, one.title)}


def _column(row: Mapping[str, Any]) -> Column:
    return Column(
        name=row["name"],
        title=row["title"],
        kind=row["kind"],
        also=tuple(row.get("also", ())),
        note=row.get("note", ""),
        width=row["width"],
        fact=row.get("fact", ""),
        item=row.get("benefit") or row.get("deduction") or {},
        choices=tuple(row.get("choices", ())),
        sample=tuple(row["sample"]),
        hidden=row.get("hidden", False),
    )
