"""How roots are shown: hashes in groups that two people can read to one another."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kardad.evidence import signing
from kardad.evidence.models import Root
from kardad.gateways.timestamp import reading

GROUP = 8


@dataclass(frozen=True, slots=True)
class Day:
    """One root as its row shows it."""

    day: date
    root: str
    groups: tuple[str, ...]
    size: int
    added: int
    stamped_at: datetime | None
    authority: str


def roots(rows: list[Root]) -> dict[str, Any]:
    """The rows of the page."""
    before = [*rows[1:], *rows[-1:]]
    return {"days": [_day(one, one.size - other.size) for one, other in zip(rows, before, strict=True)]}


def _day(row: Root, added: int) -> Day:
    at, authority = _stamp(row)
    groups = tuple(row.root[start : start + GROUP] for start in range(0, len(row.root), GROUP))
    return Day(row.day, row.root, groups, row.size, added, at, authority)


def _stamp(row: Root) -> tuple[datetime | None, str]:
    if not row.stamp:
        return None, ""
    stamp = reading.read(signing.from_text(row.stamp))
    return stamp.at, stamp.authority
