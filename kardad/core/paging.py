"""Keyset pages: a list goes on after the last row seen, and nobody counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
SIZE = 25


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows and the cursor of what follows; empty when nothing does."""

    rows: Sequence[Row]
    after: str

    @property
    def next_url(self) -> str:
        """The address of the next page, relative to this one."""
        return f"?after={self.after}" if self.after else ""


def newest(rows: QuerySet[Row], *, after: str = "", size: int = SIZE) -> Page[Row]:
    """A page of the rows from the newest id down; a cursor that cannot be read begins anew."""
    rows = rows.order_by("-pk")
    if after.isascii() and after.isdigit():
        rows = rows.filter(pk__lt=int(after[:18]))
    found = list(rows[: size + 1])
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def oldest(rows: QuerySet[Row], *, by: str, after: str = "", size: int = SIZE) -> Page[Row]:
    """A page of the rows from the earliest moment `by` on, rows of one moment by id; such a list needs an index on both."""
    return _by_moment(rows.order_by(by, "pk"), by, "gt", after, size)


def latest(rows: QuerySet[Row], *, by: str, after: str = "", size: int = SIZE) -> Page[Row]:
    """A page of the rows from the last moment `by` back, rows of one moment by id; such a list needs an index on both."""
    return _by_moment(rows.order_by(f"-{by}", "-pk"), by, "lt", after, size)


def _by_moment(rows: QuerySet[Row], by: str, beyond: str, after: str, size: int) -> Page[Row]:
    moment, _, pk = after.rpartition("~")
    try:
        since = datetime.fromisoformat(moment).astimezone(UTC)
        rows = rows.filter(Q(**{f"{by}__{beyond}": since}) | Q(**{by: since, f"pk__{beyond}": int(pk)}))
    except (ValueError, OverflowError):
        pass
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], f"{getattr(last, by):%Y-%m-%dT%H:%M:%S.%fZ}~{last.pk}" if last else "")
