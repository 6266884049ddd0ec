"""Reads over petitions that are being written: drafts, their papers, what may be changed now."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kardad.calc.models import SavedSheet
from kardad.cases import flow, lacking, petition
from kardad.cases.models import Case, CounterConsent, FilingFile, Hearing
from kardad.cases.queries import official

UNFILED = ("draft", "prepared")
NAMEABLE = ("filed", "accepted", "conciliation", "set", "adjourned")


def drafts(person_id: int) -> QuerySet[Case]:
    """Petitions that the person has begun and filed nowhere, the last changed first; what he writes at a counter is not his."""
    rows = Case.objects.filter(~official.is_followed(), filer_id=person_id, state__in=UNFILED)
    return rows.filter(Q(claimant_id=person_id) | ~Q(capacity=Case.Capacity.COUNTER)).order_by("-changed_at", "-pk")


def at_counter(officer_id: int, office_id: int, *, at: datetime) -> QuerySet[CounterConsent]:
    """Whom the officer asked at this counter and whose hours are not over, the last first."""
    rows = CounterConsent.objects.filter(officer_id=officer_id, office_id=office_id, until__gt=at)
    return rows.select_related("person", "case").order_by("-pk")


def unnamed(case: Case) -> int | None:
    """Which respondent of a filed petition is the first without a name, while he may still be named: before the first session (LP 31)."""
    if case.state not in NAMEABLE or case.instance != flow.FIRST or case.dossier_id is None:
        return None
    held = petition.read(case.petition)
    place = next((place for place, one in enumerate(held.respondents) if one.kind == "unknown"), None)
    if place is None or Hearing.objects.filter(case=case, opened_at__isnull=False).exists():
        return None
    return place


def unnamed_as(case: Case) -> str:
    """As what the petition knows that respondent."""
    place = unnamed(case)
    return petition.read(case.petition).respondents[place].name if place is not None else ""


def files(case: Case) -> QuerySet[FilingFile]:
    """The papers that lie with the petition, as they were added."""
    return FilingFile.objects.filter(case=case).select_related("file").order_by("pk")


def kinds(case: Case) -> set[str]:
    """Which kinds of paper lie with the petition."""
    return set(FilingFile.objects.filter(case=case).order_by().values_list("paper", flat=True).distinct())


def papers(case: Case) -> QuerySet[FilingFile]:
    """The papers that belong to the petition itself: of a filed one what was filed with it, not what a side sent later."""
    rows = FilingFile.objects.filter(case=case).exclude(paper="").select_related("file").order_by("pk")
    return rows if case.state in UNFILED else rows.exclude(filing=None)


def asked_steps(case: Case) -> set[str]:
    """The steps that the office sent back; evidence may always be added."""
    return {lacking.FIELDS[name][0] if name in lacking.FIELDS else name.partition(".")[0] for name in case.asked} | {"evidence"}


def is_writable(case: Case, step: str) -> bool:
    """Whether the step may be written in this state."""
    return case.state == "draft" or (case.state == "defect" and step in asked_steps(case))


def sheets(person_id: int) -> QuerySet[SavedSheet]:
    """The person's kept sheets of «چقدر طلب دارم؟», newest first."""
    return _kept(person_id, "claim")


def payslips(person_id: int) -> QuerySet[SavedSheet]:
    """The person's kept payslips, newest first."""
    return _kept(person_id, "payslip")


def _kept(person_id: int, calculator: str) -> QuerySet[SavedSheet]:
    rows = SavedSheet.objects.filter(person_id=person_id, calculator=calculator).only("calculator", "title", "on", "created_at")
    return rows.order_by("-pk")[:30]
