"""Reads for the desk: what waits in which queue, one case as staff see it."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kardad.cases import flow, naming
from kardad.cases.models import Case, Filing, Grant, SideMark
from kardad.inbox.models import Party
from kardad.kit import text
from kardad.people import flow as people

FILINGS_SHOWN = 200
DESKS = {"intake": "پذیرش", "calendar": "تعیین وقت", "service": "ابلاغ رأی"}
STATES_OF = {desk: tuple(state for state, found in flow.DESK.items() if found == desk) for desk in DESKS}


def waiting(rows: QuerySet[Case], desk: str = "") -> QuerySet[Case]:
    """Of these cases, those that wait for the desk, or for any: what has a day until when a desk has it (`actions.common.step`)."""
    rows = rows.filter(due_at__isnull=False).select_related("office", "dossier")
    return rows.filter(state__in=STATES_OF[desk]) if desk in STATES_OF else rows


def numbered(typed: str) -> Q:
    """What narrows cases to the one of this registration or class number, in whichever digits it was typed."""
    shown = text.to_ascii_digits(text.display(typed))
    return Q(number=shown) | Q(class_number=shown)


def sought(rows: QuerySet[Case], typed: str, *, offices: frozenset[int] | None) -> QuerySet[Case]:
    """Of these cases, those of this number or tracking code, or of a side with this code or with all these words in its name."""
    if code := people.read_tracking_code(text.to_ascii_digits(typed)):
        return rows.filter(dossier__tracking_code=code)
    if by_code := naming.of_code(typed):
        return rows.filter(pk__in=_marked([by_code], offices))
    marks = naming.marks(typed)
    if not marks or any(char.isdigit() for char in typed):
        return rows.filter(numbered(typed))
    return rows.filter(pk__in=_marked(marks, offices))


def _marked(marks: list[str], offices: frozenset[int] | None) -> QuerySet[SideMark, Any]:
    """The ids of the cases that have all these marks, looked for from the rarest word a name has: the longest."""
    rows = SideMark.objects.filter(mark=marks[0])
    if offices is not None:
        rows = rows.filter(office__in=offices)
    for mark in marks[1:]:
        rows = rows.filter(Exists(SideMark.objects.filter(case=OuterRef("case"), mark=mark)))
    return rows.values("case")


def parties(cases: list[Case]) -> dict[int, list[Party]]:
    """The sides of each case, by the case's id, in one read."""
    found: dict[int, list[Party]] = {}
    ids = {one.dossier_id: one.pk for one in cases}
    for party in Party.objects.filter(dossier_id__in=[pk for pk in ids if pk]).order_by("pk"):
        found.setdefault(ids[party.dossier_id], []).append(party)
    return found


def grant(case: Case, person_id: int, *, at: datetime) -> Grant | None:
    """What the person asked about the restricted case and what came of it, if it still counts."""
    rows = Grant.objects.filter(case=case, person_id=person_id)
    return rows.filter(Q(state="asked") | Q(state="granted", until__gt=at)).first()


def filings(case: Case) -> list[Filing]:
    """What both sides put into the file, newest first."""
    rows = Filing.objects.filter(case=case).select_related("party").prefetch_related("files__file").order_by("-pk")
    return list(rows[:FILINGS_SHOWN])
