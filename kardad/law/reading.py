"""Reads the legal data files into keys, instruments and values, and refuses a file that contradicts itself or another."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from kardad.kit import calendar
from kardad.law.rows import SHAPES, UNITS, BadInstrument, Row
from kardad.law.values import Instrument, Key, Reading, Source, Value

# No figure of Kardad is older; statutes that are begin to count here.
FIRST_DAY: Final = calendar.from_jalali(1390, 1, 1)

LAPSES: Final = ("yearly", "standing", "once")
GROUPS: Final = ("wages", "allowances", "seniority", "insurance", "tax", "hours", "leave", "bonus", "severance", "unemployment", "contract")
SOURCES: Final = ("law", "decree", "news", "article", "table", "repository")
STATUSES: Final = ("sourced", "derived", "inferred", "conflict")
SEEN: Final = ("secondary", "official")

_KEY: Final = ("title", "unit", "lapse", "group", "note", "first_year", "missing_before")
_SOURCE: Final = ("title", "url", "kind")
_INSTRUMENT: Final = ("title", "issuer", "issued_on", "number", "recorded_on", "status", "note", "values")
_VALUE: Final = (*SHAPES, "key", "from", "until", "status", "article", "sources", "how", "note", "readings")
_READING: Final = (*SHAPES, "says", "sources", "why_not")


@dataclass(frozen=True, slots=True)
class Contents:
    """All that the files of a folder say."""

    keys: dict[str, Key]
    instruments: dict[str, Instrument]
    values: tuple[Value, ...]


def read(folder: Path) -> Contents:
    """The contents of `keys.toml`, `sources.toml` and `instruments/*.toml`; raises BadInstrument for the first fault."""
    keys = {name: _key(Row("keys.toml", name, table, _KEY)) for name, table in _parsed(folder / "keys.toml").items()}
    sources = {name: _source(name, table) for name, table in _parsed(folder / "sources.toml").items()}
    instruments: dict[str, Instrument] = {}
    values: list[Value] = []
    for path in sorted((folder / "instruments").glob("*.toml")):
        top = Row(path.name, "the top", _parsed(path), _INSTRUMENT)
        instrument = instruments[path.stem] = _instrument(path.stem, top)
        values += _values(top, instrument, keys, sources)
    _refuse_ties(values)
    return Contents(keys, instruments, tuple(values))


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadInstrument(f"{path.name}, the top: cannot be read: {fault}") from fault


def _key(row: Row) -> Key:
    return Key(
        title=row.text("title", needed=True),
        unit=row.text("unit", needed=True, among=tuple(UNITS)),
        lapse=row.text("lapse", needed=True, among=LAPSES),
        group=row.text("group", needed=True, among=GROUPS),
        note=row.text("note"),
        first_year=row.year("first_year"),
        missing_before=row.year("missing_before"),
    )


def _source(name: str, table: object) -> Source:
    row = Row("sources.toml", name, table, _SOURCE)
    return Source(name, row.text("title", needed=True), row.text("url"), row.text("kind", needed=True, among=SOURCES))


def _instrument(name: str, row: Row) -> Instrument:
    return Instrument(
        name=name,
        title=row.text("title", needed=True),
        issuer=row.text("issuer"),
        issued_on=row.day("issued_on"),
        number=row.text("number"),
        recorded_on=row.needed_day("recorded_on"),
        status=row.text("status", needed=True, among=SEEN),
        note=row.text("note"),
    )


def _values(top: Row, instrument: Instrument, keys: Mapping[str, Key], sources: Mapping[str, Source]) -> list[Value]:
    rows = top.rows("values", _VALUE)
    if not rows:
        raise top.bad("values are missing")
    values = [_value(row, instrument, keys, sources) for row in rows]
    for (_, one), (row, other) in combinations(zip(rows, values, strict=True), 2):
        if one.key == other.key and _meet(one, other):
            raise row.bad(f"{other.key} is given twice for the same days")
    return values


def _value(row: Row, instrument: Instrument, keys: Mapping[str, Key], sources: Mapping[str, Source]) -> Value:
    name = row.text("key", needed=True)
    if name not in keys:
        raise row.bad(f"keys.toml knows no {name!r}")
    key = keys[name]
    since, until = _days(row, key)
    value = Value(
        key=name,
        amount=row.figure(key.unit),
        since=since,
        until=until,
        status=row.text("status", needed=True, among=STATUSES),
        instrument=instrument.name,
        title=instrument.title,
        article=row.text("article"),
        sources=_named(row, sources),
        how=row.text("how"),
        note=row.text("note"),
        readings=tuple(_reading(one, key, sources) for one in row.rows("readings", _READING)),
        recorded_on=instrument.recorded_on,
    )
    if value.status in ("derived", "inferred") and not value.how:
        raise row.bad(f"what is {value.status} says how")
    if (value.status == "conflict") != bool(value.readings):
        raise row.bad("a conflict shows its other readings, and nothing else does")
    return value


def _reading(row: Row, key: Key, sources: Mapping[str, Source]) -> Reading:
    says = row.text("says")
    if not says and not row.has_figure():
        raise row.bad("a reading gives a figure, or says it in words")
    amount = row.figure(key.unit) if row.has_figure() else None
    return Reading(amount, _named(row, sources), row.text("why_not", needed=True), says)


def _named(row: Row, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    names = row.texts("sources")
    for name in names:
        if name not in sources:
            raise row.bad(f"sources.toml knows no {name!r}")
    return tuple(sources[name] for name in names)


def _days(row: Row, key: Key) -> tuple[date, date | None]:
    since, until = row.needed_day("from"), row.day("until")
    if since < FIRST_DAY:
        raise row.bad("from is before 1390-01-01, where the law of Kardad begins")
    if until is not None and until <= since:
        raise row.bad("until is not after from")
    if key.lapse == "yearly" and (until is None or until > _last_end(since, key)):
        raise row.bad("a yearly value has an until, by the next 1 Farvardin")
    return since, until


def _last_end(since: date, key: Key) -> date:
    # Before the thing existed it was nought for all years alike: one row says so.
    year = calendar.to_jalali(since).year
    return calendar.from_jalali(max(year + 1, key.first_year or 0), 1, 1)


def _refuse_ties(values: Iterable[Value]) -> None:
    seen: dict[tuple[str, date, date], Value] = {}
    for value in values:
        place = (value.key, value.since, value.recorded_on)
        if other := seen.get(place):
            raise BadInstrument(f"{value.instrument}.toml, the top: {value.key} begins on the day it does in {other.instrument}.toml")
        seen[place] = value


def _meet(one: Value, other: Value) -> bool:
    return (other.until is None or one.since < other.until) and (one.until is None or other.since < one.until)
