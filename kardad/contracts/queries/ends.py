"""Reads of the calendar of ends: how many contracts and trial periods end on which day, and which they are."""

from datetime import date
from typing import Final

from django.db.models import Count, QuerySet

from kardad.contracts import flow
from kardad.contracts.models import Contract
from kardad.contracts.queries import lists
from kardad.contracts.queries.lists import Whose
from kardad.people.models import Person

FIELDS: Final = {"ends": "ends_on", "trial": "trial_ends_on"}


def running(whose: Whose, person: Person) -> QuerySet[Contract]:
    """The contracts of that list that have not ended."""
    return lists.rows(whose, person).filter(state__in=flow.RUNNING)


def counts(rows: QuerySet[Contract], what: str, *, since: date, before: date) -> dict[date, int]:
    """How many of them end, or end their trial period, on each day from the first to before the last."""
    field = FIELDS[what]
    found = rows.filter(**{f"{field}__gte": since, f"{field}__lt": before}).order_by(field)
    return dict(found.values_list(field).annotate(Count("pk")))


def of_day(rows: QuerySet[Contract], what: str, day: date) -> QuerySet[Contract]:
    """Those that end, or end their trial period, on that day."""
    return rows.filter(**{FIELDS[what]: day})


def past(rows: QuerySet[Contract], today: date) -> QuerySet[Contract]:
    """Those whose last day is over while no end is recorded."""
    return rows.filter(ends_on__lt=today)
