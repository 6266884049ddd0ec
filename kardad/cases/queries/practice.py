"""Reads for who stands for others: whose cases he has, when they meet, what runs out, what came – in all of them at once."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from kardad.cases.models import Case, Hearing
from kardad.cases.queries import experts
from kardad.inbox.models import Deadline, Letter, Representation
from kardad.inbox.queries import deadlines
from kardad.kit import calendar
from kardad.people.models import Mandate, Person
from kardad.people.queries import mandates

SHOWN = 30


def standing(person_id: int | OuterRef, *, at: datetime) -> QuerySet[Representation]:
    """For whom the person stands in a dossier at this moment."""
    rows = Representation.objects.filter(agent_id=person_id, began_at__lte=at).filter(Q(ended_at=None) | Q(ended_at__gt=at))
    return rows.order_by("-pk")


def places(person: Person, *, at: datetime) -> tuple[bool, bool]:
    """Whether the person stands for somebody, and whether he is an official expert, in one statement."""
    here = standing(OuterRef("pk"), at=at)
    rows = Person.objects.filter(pk=person.pk).values_list(Exists(here), Exists(experts.grants_of(OuterRef("pk"))))
    return rows[0]


def cases(person_id: int, *, at: datetime) -> QuerySet[Case]:
    """The cases in which he stands for a side, newest first."""
    here = standing(person_id, at=at).order_by().values("party__dossier")
    return Case.objects.filter(dossier__in=here).select_related("dossier", "office").order_by("-pk")


def sides(person_id: int, found: list[Case], *, at: datetime) -> dict[int, Representation]:
    """By case, for whom he stands in it."""
    rows = standing(person_id, at=at).filter(party__dossier__in=[one.dossier_id for one in found]).select_related("party")
    by_dossier = {one.party.dossier_id: one for one in rows}
    return {one.pk: by_dossier[one.dossier_id] for one in found if one.dossier_id in by_dossier}


def sessions(person_id: int, *, at: datetime) -> list[Hearing]:
    """When these cases meet, the next first; a session that runs is there."""
    rows = Hearing.objects.filter(case__in=cases(person_id, at=at).order_by().values("pk"), state__in=("set", "open"))
    rows = rows.filter(starts_at__gte=at - timedelta(hours=12)).select_related("case__dossier", "room", "office")
    return list(rows.order_by("starts_at", "pk")[:SHOWN])


def running(person_id: int, *, at: datetime) -> list[Deadline]:
    """What runs for those for whom he stands, the soonest first."""
    mine = standing(person_id, at=at).order_by().values("party")
    rows = deadlines.of_person(person_id, since=calendar.tehran_day(at)).filter(delivery__party__in=mine)
    return list(rows[:SHOWN])


def letters(person_id: int, *, at: datetime) -> list[Letter]:
    """What he was told of their cases, newest first; what he has put away is not there."""
    here = standing(person_id, at=at).order_by().values("party__dossier")
    rows = Letter.objects.filter(person_id=person_id, dossier__in=here, archived_at=None).select_related("dossier")
    return list(rows.order_by("-pk")[:SHOWN])


def held(person_id: int) -> list[Mandate]:
    """Whose power he has now."""
    return list(mandates.active_mandates(person_id).select_related("principal").order_by("pk")[:SHOWN])
