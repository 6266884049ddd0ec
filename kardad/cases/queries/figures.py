"""Reads over what was counted beforehand: of an office, of a province, of the country."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from kardad.cases.models import Case, Figure, Pace
from kardad.people.models import LabourOffice


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which offices the figures are: those of `offices` (None: of all that the reader reaches)."""

    title: str
    offices: tuple[int, ...]
    office: LabourOffice | None = None


def usual(case: Case) -> int | None:
    """In how many days nine of ten cases of the case's office came to their end; None where too few did."""
    if case.office_id is None:
        return None
    return Pace.objects.filter(office=case.office_id).values_list("usual_days", flat=True).first()


def reached(offices: frozenset[int] | None) -> list[LabourOffice]:
    """The labour offices whose figures the reader sees, by province and name."""
    rows = LabourOffice.objects.filter(kind=LabourOffice.Kind.LABOUR).order_by("province", "name", "pk")
    return list(rows if offices is None else rows.filter(pk__in=offices))


def counted(scope: Scope, since: date) -> dict[tuple[str, date, str], int]:
    """(what, month, key) -> how many, in the offices of the scope since that month."""
    rows = Figure.objects.filter(office__in=scope.offices, month__gte=since).order_by()
    found = rows.values_list("what", "month", "key").annotate(n=Sum("count"))
    return {(what, month, key): n for what, month, key, n in found}


def by_office(scope: Scope, since: date) -> dict[tuple[int, str], int]:
    """(office, what) -> how many since that month."""
    rows = Figure.objects.filter(office__in=scope.offices, month__gte=since).order_by()
    return {(pk, what): n for pk, what, n in rows.values_list("office", "what").annotate(n=Sum("count"))}


def paces(scope: Scope) -> QuerySet[Pace]:
    """How long the cases of each of the offices take."""
    return Pace.objects.filter(office__in=scope.offices).order_by("office")
