"""The way of a case as a picture: which of its phases it is in, until when the reader acts, and the desk's next step."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse

from kardad.cases import flow, shown
from kardad.cases.models import Case, Decision
from kardad.cases.queries import sittings
from kardad.inbox.models import Deadline
from kardad.law import rules

PHASES: Final = ("دادخواست", "جلسه", "رأی", "اعتراض", "رأی قطعی")
# State → the phase, from 1; a case before the appeal board is in the fourth whatever happens there.
OF_STATE: Final = {
    "draft": 1,
    "prepared": 1,
    "filed": 1,
    "defect": 1,
    "transferred": 1,
    "conciliation": 1,
    "accepted": 2,
    "set": 2,
    "adjourned": 2,
    "expert": 2,
    "heard": 3,
    "decided": 3,
    "serving": 3,
    "window": 4,
    "appealed": 4,
    "rehearing": 4,
    "final": 5,
}
TO_SEAT: Final = frozenset({"accepted", "adjourned", "appealed", "rehearing"})


@dataclass(frozen=True, slots=True)
class Until:
    """A day by which the reader acts: what for, and the last safe day."""

    title: str
    on: date


def phase(case: Case) -> int:
    """The phase in which the case is; 0 for one that ended without a decision on its matter."""
    found = OF_STATE.get(case.state, 0)
    return 4 if case.instance == flow.APPEAL and 0 < found < 4 else found


def until(deadlines: list[Deadline]) -> Until | None:
    """The soonest of the reader's days."""
    soonest = min(deadlines, key=lambda one: one.safe_until, default=None)
    return Until(rules.current().rule(soonest.code).title, soonest.safe_until) if soonest else None


def desk_next(case: Case) -> list[shown.Deed]:
    """What the desk does first where that is on a page of another room: draw the panel, serve the decision."""
    if case.state == "decided":
        waiting = Decision.objects.filter(case=case, state="issued", notice=None).order_by("-pk").first()
        return [shown.Deed("ابلاغ رأی", reverse("cases_office:decision_serve", args=[waiting.pk]))] if waiting else []
    if case.state in TO_SEAT and not sittings.is_ready(case):
        return [shown.Deed("قرعه هیئت", reverse("cases_office:panel", args=[case.pk]))]
    return []
