"""Reads over co-workers' petitions: which case leads, who is heard with it, whose panel is the same."""

from django.db.models import F, Q, QuerySet

from kardad.cases.models import Case, Seat
from kardad.people import flow

SEATING = ("accepted", "conciliation", "set", "adjourned", "heard", "expert", "appealed", "rehearing")  # a panel may get its members
JOINABLE = ("filed", "defect", "accepted", "conciliation", "transferred")  # before the first session is set


def followers(lead: Case) -> QuerySet[Case]:
    """The cases that follow this one, as they were filed."""
    return Case.objects.filter(lead=lead).select_related("dossier", "office").order_by("pk")


def of_group(case: Case) -> Q:
    """Which cases are of one group with it: its lead, and all that follow that."""
    root = case.lead_id or case.pk
    return Q(pk=root) | Q(lead=root)


def head(case: Case) -> Case:
    """The case for which the group's panel is drawn: its lead, or the first of those that a board has, where none has the lead any more.

    Another office's or another instance's cases have another panel. A case that no board has is heard for itself.
    """
    if case.state not in SEATING:
        return case
    rows = Case.objects.filter(of_group(case), office=case.office_id, instance=case.instance, state__in=SEATING)
    return rows.select_related("dossier", "office", "lead").order_by(F("lead").asc(nulls_first=True), "pk").first() or case


def heard_with(case: Case) -> list[Case]:
    """The other cases of the group whose panel is drawn in this one; empty where it is drawn in another."""
    if case.state not in SEATING or head(case).pk != case.pk:
        return []
    rows = Case.objects.filter(of_group(case), office=case.office_id, instance=case.instance, state__in=SEATING).exclude(pk=case.pk)
    return list(rows.select_related("dossier", "office").order_by("pk"))


def by_invitation(typed: str) -> Case | None:
    """The case whose filer gave this code to co-workers, while others may join it."""
    code = flow.read_tracking_code(typed)
    if not code:
        return None
    rows = Case.objects.filter(invitation=code, lead=None, state__in=JOINABLE, instance="DB")
    return rows.select_related("dossier", "office", "filer", "claimant").first()


def together(case: Case) -> list[Case]:
    """The case and those with which it has one panel to get: all of its group, the lead first."""
    lead = case.lead if case.lead_id else case
    return [lead, *followers(lead)] if lead is not None else [case]


def sharing(lead: Case) -> list[Case]:
    """Of the cases whose panel is drawn in this one, those in which exactly its panel sits now."""
    found = heard_with(lead)
    if not found:
        return []
    seats = Seat.objects.filter(case__in=[lead.pk, *[one.pk for one in found]], instance=lead.instance, left_at=None)
    who: dict[int, set[int]] = {}
    for case_id, person_id in seats.values_list("case_id", "person_id"):
        who.setdefault(case_id, set()).add(person_id)
    mine = who.get(lead.pk)
    return [one for one in found if mine and who.get(one.pk) == mine]
