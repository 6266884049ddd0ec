"""A row of a file of contracts as it was read, and what is told of a row that was dealt with. Pure."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Wrong = tuple[str, str, str]
"""A cell: its column, how to mend it, what stood there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a file: what it says, by the parts and fields of `terms.Terms`; `wrong` are the cells that could not be read."""

    number: int
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    wrong: tuple[Wrong, ...] = ()
    typed: tuple[str, ...] = ()  # every cell as it was written, under the file's headings


Read = Callable[[str, bytes, str], Iterator[Row]]
"""The rows of a file by its name, its bytes and the kind of the batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of a row: whose it is, the cells that are wrong, what the law says of the contract, why it was refused."""

    who: str = ""
    wrong: tuple[Wrong, ...] = ()
    typed: tuple[str, ...] = ()
    found: tuple[tuple[str, str], ...] = ()  # (severity, message)
    said: str = ""


def as_json(told: Told) -> str:
    """As it is kept."""
    return json.dumps(asdict(told), ensure_ascii=False, separators=(",", ":"))


def told(raw: str) -> Told:
    """As it was kept."""
    held = json.loads(raw or "{}")
    rows = {name: tuple(tuple(one) for one in held.get(name, ())) for name in ("wrong", "found")}
    return Told(who=held.get("who", ""), typed=tuple(held.get("typed", ())), said=held.get("said", ""), **rows)
