"""The cause list of a day as a paper: one a state of the list, so that asking twice makes one."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from kardad.cases.queries import board_pages, sittings
from kardad.cases.queries.board_pages import Listed
from kardad.core.actor import Actor
from kardad.documents import actions as documents
from kardad.documents.models import Document
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.people.models import LabourOffice

KIND = "cause_list"


class NothingListed(Refusal):
    """There is no session that day."""

    code = "CAUSES_EMPTY"
    message = "در این روز جلسه‌ای نیست."


@transaction.atomic
def issue(office: LabourOffice, *, day: date, by: Actor, at: datetime) -> Document:
    """The list of the day waits to be printed; one that says the same is the same paper. Raises NothingListed."""
    rows = [board_pages.listed(one) for one in sittings.listed(sittings.between(sittings.of_offices(frozenset({office.pk})), day, day))]
    if not rows:
        raise NothingListed
    data = {"office": office.name, "day": day.isoformat(), "sessions": [_line(one) for one in rows]}
    version = f"{day.isoformat()}-{hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]}"
    facts = [("اداره", office.name[:60]), ("روز", calendar.slashed(day))]
    return documents.issue_once(KIND, office, version=version, data=data, facts=facts, by=by, at=at)


def offices(rows: Iterable[Listed]) -> list[LabourOffice]:
    """The offices of these sessions, each once."""
    return list({one.hearing.office_id: one.hearing.office for one in rows}.values())


def office(reach: frozenset[int] | None, typed: str) -> LabourOffice:
    """The office of this id among those that are reached; else 404."""
    rows = LabourOffice.objects.all() if reach is None else LabourOffice.objects.filter(pk__in=reach)
    found = rows.filter(pk=int(typed[:9])).first() if typed.isascii() and typed.isdigit() else None
    if found is None:
        raise Http404
    return found


def _line(one: Listed) -> dict[str, Any]:
    case = one.hearing.case
    said: dict[str, Any] = {
        "hour": calendar.clock(one.hearing.starts_at),
        "number": case.class_number or case.number or "",
        "board": one.board,
        "room": one.hearing.room.name if one.hearing.room else "–",
        "sides": one.sides,
        "state": one.state,
    }
    return said
