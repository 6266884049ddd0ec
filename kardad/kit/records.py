"""What people fill in, kept as JSON: frozen dataclasses of text, whole numbers, days and rows of such, read back as they were."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import date
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def read(kind: type[Record], raw: str) -> Record:
    """The record of its JSON; what a later version does not know is left out, what an earlier one lacked is empty."""
    found: Record = _record(kind, json.loads(raw or "{}"))
    return found


def of(kind: type[Record], data: Mapping[str, Any]) -> Record:
    """As `read`, of what was JSON already."""
    found: Record = _record(kind, data)
    return found


def as_json(record: Any) -> str:
    """The record as it is kept, the same letters for the same record."""
    return json.dumps(asdict(record), ensure_ascii=False, sort_keys=True, default=_plain)


def plain(record: Any) -> dict[str, Any]:
    """The record as JSON holds it: days as text, rows as lists."""
    found: dict[str, Any] = json.loads(as_json(record))
    return found


def told(record: Record, part: str, values: Mapping[str, Any]) -> Record:
    """The record with these values in one of its parts; what is not a field of the part is left out."""
    held: Any = getattr(record, part)
    known = {one.name for one in fields(held)}
    kept = {name: value for name, value in values.items() if name in known}
    return replace(record, **{part: replace(held, **kept)})  # type: ignore[type-var]


def put(rows: tuple[Any, ...], place: int, row: Any) -> tuple[Any, ...]:
    """The rows with this one at its place (from 1), which may be the next free one."""
    return (*rows[: place - 1], row, *rows[place:])


def drop(rows: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    """The rows without the one at that place (from 1)."""
    return (*rows[: place - 1], *rows[place:])


def _record(kind: type[Any], data: Any) -> Any:
    given = data if isinstance(data, Mapping) else {}
    hints = get_type_hints(kind)
    return kind(**{one.name: _value(hints[one.name], given[one.name]) for one in fields(kind) if one.name in given})


def _value(hint: Any, given: Any) -> Any:
    if is_dataclass(hint):
        return _record(hint, given)  # type: ignore[arg-type]
    if get_origin(hint) in (tuple, frozenset):
        return get_origin(hint)(_value(get_args(hint)[0], one) for one in given)
    if get_origin(hint) in (Union, UnionType):
        return None if given is None else _value(get_args(hint)[0], given)
    if hint is date:
        return date.fromisoformat(given)
    return given


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no place in a record")
