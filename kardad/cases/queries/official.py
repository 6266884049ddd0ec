"""Reads over what was told of a petition at the office."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from kardad.cases.models import Case, OfficialEntry
from kardad.inbox.models import Deadline
from kardad.inbox.queries import deadlines
from kardad.kit import calendar


def entries(case: Case) -> QuerySet[OfficialEntry]:
    """What was told and not taken back, in the order of its days."""
    rows = OfficialEntry.objects.filter(case=case, voided_at=None).select_related("delivery__notice")
    return rows.order_by("on", "pk")


def is_followed() -> Exists:
    """Whether the petition around was filed at the office; for a statement around."""
    return Exists(OfficialEntry.objects.filter(case=OuterRef("pk"), voided_at=None))


def followed(cases: Iterable[Case], *, at: datetime) -> dict[int, list[OfficialEntry]]:
    """Case -> what was told of it and not taken back, in the order of its days, a notice with the day `until` which its deadline runs.

    Of all of them in one statement.
    """
    ids = [one.pk for one in cases if one.state == "prepared"]
    runs = deadlines.RUNNING & (Q(final_on__gt=calendar.tehran_day(at)) | Q(at_risk_since__isnull=False))
    until = Deadline.objects.filter(runs, delivery=OuterRef("delivery")).order_by("safe_until").values("safe_until")
    rows = OfficialEntry.objects.filter(case__in=ids, voided_at=None).annotate(until=Subquery(until[:1])).order_by("on", "pk")
    found: dict[int, list[OfficialEntry]] = {}
    for one in rows if ids else ():
        found.setdefault(one.case_id, []).append(one)
    return found


def due(at: datetime) -> QuerySet[OfficialEntry]:
    """Days of which somebody is to be reminded, the earliest first."""
    return OfficialEntry.objects.filter(remind_due_at__lte=at, voided_at=None).order_by("remind_due_at", "pk")
