"""Reads of payroll lists: pages of rows, errors, and what is due."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kardad.calc.models import PayrollList, PayrollPart
from kardad.calc.payroll import computing
from kardad.core import crypto
from kardad.kit import calendar
from kardad.law.instruments import Law
from kardad.law.payslip import PAYSLIP
from kardad.law.sheet import Sheet

# A page never spans two parts: the one is a whole number of the other.
PART = 500
PAGE = 25
MOST_ERRORS = 5_000

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a list with their places, and where the next ones begin; None when nothing follows."""

    rows: list[tuple[int, Row]]
    after: int | None


def of_person(person_id: int) -> QuerySet[PayrollList]:
    """The lists that a person keeps; the list of them is read by pages."""
    return PayrollList.objects.filter(person_id=person_id).order_by("-pk")


def due(at: datetime) -> QuerySet[PayrollList]:
    """Lists that a worker may take now, the earliest first."""
    return PayrollList.objects.filter(due_at__lte=at).order_by("due_at")


def expired(at: datetime) -> QuerySet[PayrollList]:
    """Lists whose time is over."""
    return PayrollList.objects.filter(expires_at__lte=at).order_by("expires_at")


def opened(part: PayrollPart) -> list[Row]:
    """The rows of a part."""
    rows: list[Row] = json.loads(crypto.unseal(part.sealed))
    return rows


def rows_from(row: PayrollList, place: int) -> Rows:
    """A page of rows from that place on."""
    place = max(place - place % PAGE, 0)
    part = PayrollPart.objects.filter(list=row, number=place // PART).first() if place < row.done else None
    if part is None:
        return Rows([], None)
    within = place % PART
    found = opened(part)[within : within + PAGE]
    after = place + PAGE
    return Rows(list(enumerate(found, start=place)), after if after < row.done else None)


def row_at(row: PayrollList, place: int) -> Row | None:
    """One row of a list, None where there is none."""
    part = PayrollPart.objects.filter(list=row, number=place // PART).first() if place < row.done else None
    found = opened(part) if part else []
    return found[place % PART] if place % PART < len(found) else None


def errors_from(row: PayrollList, place: int) -> Rows:
    """A page of rows with errors from that place on."""
    found: list[tuple[int, Row]] = []
    for at, kept in bad_rows(row, since=place):
        if len(found) == PAGE:
            return Rows(found, at)
        found.append((at, kept))
    return Rows(found, None)


def bad_rows(row: PayrollList, *, since: int = 0) -> Iterator[tuple[int, Row]]:
    """Every row with errors from that place on, with its place."""
    parts = PayrollPart.objects.filter(list=row, bad__gt=0, number__gte=since // PART).order_by("number")
    for part in parts.iterator(chunk_size=1):
        for place, kept in enumerate(opened(part), start=part.number * PART):
            if place >= since and computing.is_bad(kept):
                yield place, kept


def all_rows(row: PayrollList) -> Iterator[Row]:
    """Every row of the list, a part at a time in memory."""
    for part in PayrollPart.objects.filter(list=row).order_by("number").iterator(chunk_size=1):
        yield from opened(part)


def payslip(row: PayrollList, kept: Mapping[str, Any], law: Law) -> Sheet:
    """The payslip of a row, with the law as it was known when the list was made."""
    known = law.known_on(calendar.parse_jalali(row.law_version.partition(".")[0]))
    return PAYSLIP.sheet({**kept["given"], "month": row.month, "policies": row.policies}, known)
