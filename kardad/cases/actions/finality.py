"""Finality by lapse: the window opens once everybody is served, closes when no days are left, opens again when a service falls."""

from datetime import date, datetime

from django.db import transaction

from kardad.cases import flow, signals
from kardad.cases.actions.common import free, locked, step
from kardad.cases.models import Case
from kardad.cases.queries import decisions, windows
from kardad.core.actor import SYSTEM
from kardad.inbox.actions import comparing, telling
from kardad.inbox.queries import deliveries, dossiers
from kardad.kit import calendar


@transaction.atomic
def served(case: Case, *, at: datetime) -> bool:
    """Once every party has every paper of the decision, the case is in its window; whether that is so now."""
    held = locked(case)
    if held.state != "serving" or not all(one.is_served for one in windows.of(held)):
        return False
    step(held, "open_window", "finality.opened", by=SYSTEM, at=at)
    return True


@transaction.atomic
def reopen(case: Case, *, at: datetime) -> bool:
    """A service, a day or a word of the decision fell: what was in its window or final by lapse waits for service again (LP 131, note)."""
    held = locked(case)
    is_final = held.state == "final"
    if held.instance != flow.FIRST or not (is_final or held.state == "window"):
        return False
    held.final_on = None
    step(held, "reopen_window", "finality.undone", by=SYSTEM, at=at)
    case.state, case.final_on = held.state, None
    if is_final:
        signals.unfinalised.send(Case, case=held, at=at)
    served(held, at=at)  # where only the days moved, everybody is served already
    return True


@transaction.atomic
def moved(case: Case, *, at: datetime) -> bool:
    """A day of the window moved: what was final by lapse is so no more while any window is open again."""
    held = locked(case)
    if held.state != "final" or held.instance != flow.FIRST or windows.final_on(windows.of(held), at):
        return False
    return reopen(held, at=at)


@transaction.atomic
def finalise(pk: int, *, at: datetime) -> bool:
    """The case is final by lapse from 00:00 of the day after the last day of the last party; safe against a second sweep."""
    held = free(pk)
    if held is None or held.state != "window":
        return False
    day = windows.final_on(windows.of(held), at)
    if day is None or held.dossier is None or not comparing.is_alike(held.dossier, at=at):
        return False
    held.final_on = day
    step(held, "finalise", "finality.reached", by=SYSTEM, at=at, final_on=day.isoformat())
    _tell(held, day, at=at)
    signals.finalised.send(Case, case=held, at=at)
    return True


def _tell(case: Case, day: date, *, at: datetime) -> None:
    """Everybody who reads for a side knows that it is final."""
    decision = decisions.merits(case, flow.FIRST)
    words = {"number": case.class_number or case.number or "", "decision": decision.number or "" if decision else ""}
    url = f"/panel/cases/{case.token}/decisions/"
    for party in dossiers.parties(case.dossier) if case.dossier else []:
        for person in deliveries.readers(party, at=at)[0]:
            telling.tell(person, "finality.reached", about=case, url=url, at=at, dossier=case.dossier, day=calendar.long(day), **words)
