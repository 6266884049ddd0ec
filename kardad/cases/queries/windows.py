"""Reads over the windows of objection: each party's own, from his own service (LL 159)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from kardad.cases import flow
from kardad.cases.models import Case, Decision
from kardad.cases.queries import decisions
from kardad.inbox.models import Deadline, Delivery, Notice, Party
from kardad.inbox.queries import deadlines, dossiers
from kardad.kit import calendar

CODES = ("N7", "N11")  # the decision of the first instance, and what corrects it


@dataclass(frozen=True, slots=True)
class Window:
    """One party and one paper that lets him object: its service on him, and the days that run from it."""

    party: Party
    delivery: Delivery | None
    deadline: Deadline | None

    @property
    def is_served(self) -> bool:
        """Whether the paper was served on him."""
        return self.delivery is not None and self.delivery.served_on is not None

    def is_over(self, at: datetime) -> bool:
        """Whether nothing is left of it for certain."""
        return self.is_served and self.deadline is not None and deadlines.is_over(self.deadline, at)


def papers(case: Case) -> tuple[list[Notice], bool]:
    """The papers that let the sides object, and whether each of them was placed."""
    first = decisions.merits(case, flow.FIRST)
    if first is None:
        return [], False
    rows = Decision.objects.filter(Q(pk=first.pk) | Q(corrects=first, state="issued")).select_related("notice").order_by("pk")
    found = [row.notice for row in rows]
    return [one for one in found if one], all(found)


def of(case: Case) -> list[Window]:
    """Every party with every such paper; a paper that was not placed is a window without a service."""
    if case.dossier is None:
        return []
    placed, is_whole = papers(case)
    parties = list(dossiers.parties(case.dossier))
    rows = Delivery.objects.filter(notice__in=placed, is_copy=False, voided_at=None).select_related("party", "notice")
    services = {(one.notice_id, one.party_id): one for one in rows}
    running = {one.delivery_id: one for one in Deadline.objects.filter(deadlines.RUNNING, delivery__in=services.values()).order_by("-pk")}
    found = []
    for paper in placed:
        for party in parties:
            service = services.get((paper.pk, party.pk))
            found.append(Window(party, service, running.get(service.pk) if service else None))
    return found if is_whole else found + [Window(party, None, None) for party in parties]


def final_on(found: list[Window], at: datetime) -> date | None:
    """The day from whose first moment the decision is final by lapse; None while any window is open or any service missing."""
    if not found or not all(one.is_over(at) for one in found):
        return None
    return max(one.deadline.final_on for one in found if one.deadline)


def of_party(case: Case, party: Party) -> Deadline | None:
    """Until when the party objects: the last of his days; None while nothing was served on him."""
    mine = [one.deadline for one in of(case) if one.party.pk == party.pk and one.deadline]
    return max(mine, key=lambda one: one.hard_until, default=None)


def over(case: Case, party: Party, at: datetime) -> set[int]:
    """The claim items on which this party's days are over: the decision gives days on all, a correction on its own part anew (LP 103)."""
    first = decisions.merits(case, flow.FIRST)
    if first is None:
        return set()
    today, left = calendar.tehran_day(at), set()
    mine = {one.delivery.notice_id: one.deadline for one in of(case) if one.delivery and one.party.pk == party.pk}
    for one in [first, *decisions.corrections(first)]:
        day = mine.get(one.notice_id or 0)
        if day is None or today <= day.hard_until:  # nothing was served on him, or he is in time
            left |= decisions.concerned(one)
    return decisions.concerned(first) - left


def lapsed(at: datetime) -> QuerySet[Case]:
    """Cases in their window of which no day is left, the oldest first; each is looked at whole before it is final."""
    still = Q(final_on__gt=calendar.tehran_day(at)) | Q(at_risk_since__isnull=False)
    here = {"delivery__notice__dossier": OuterRef("dossier"), "delivery__notice__code__in": CODES}
    running = Deadline.objects.filter(still, deadlines.RUNNING, **here)
    return Case.objects.filter(~Exists(running), state="window").order_by("pk")
