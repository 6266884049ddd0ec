"""A case that is over goes to the archive: by the secretary, or by itself once nothing of it has been open for long."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from kardad.cases import flow, policy
from kardad.cases.actions import common
from kardad.cases.models import Case
from kardad.cases.queries import enforcing as queries
from kardad.core.actor import SYSTEM, Actor
from kardad.inbox.queries import deadlines
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.law import deadlines as law
from kardad.law import holidays, rules

DIVAN_LONGEST: Final = "divan_abroad"  # a deadline of law/data/deadlines.toml


class StillOpen(Refusal):
    """What may still be enforced, complained of or served is not put away."""

    code = "CASE_STILL_OPEN"
    message = "هنوز کاری از این پرونده مانده است: رأی اجرا نشده، شکایتی در دیوان است یا برگه‌ای ابلاغ نشده. پس از آن بایگانی می‌شود."


class DivanOpen(Refusal):
    """What may still be complained of is not put away, by whomever."""

    code = "CASE_DIVAN_DAYS"
    message = "تا {day} هنوز کسی که بیرون از ایران است می‌تواند از این رأی به دیوان عدالت اداری شکایت کند. پس از آن روز بایگانی کنید."


@transaction.atomic
def archive(case: Case, *, by: Actor, at: datetime) -> Case:
    """The case is in the archive and moves no more; raises StillOpen, DivanOpen, NotAllowed."""
    held = common.locked(case)
    flow.CASE.after(held.state, "archive", flow.role_of(by.role))
    until = _open_until(held, at=at)
    if queries.has_matter(held) or until is None:
        raise StillOpen
    if calendar.tehran_day(at) <= until:
        raise DivanOpen(day=calendar.long(until))
    return common.step(held, "archive", "case.archived", by=by, at=at)


def due(at: datetime) -> list[int]:
    """The cases that the archive waits for, at most a batch of them; a final one also until nobody may go to the Divan any more."""
    ended = at - policy.ARCHIVE_ENDED
    complaint = timedelta(days=rules.current().rule(DIVAN_LONGEST).days or 0)
    rows = queries.closable(at, ended_before=ended, final_before=calendar.tehran_day(ended - complaint))
    return list(rows.values_list("pk", flat=True)[: policy.BATCH])


@transaction.atomic
def put_away(pk: int, *, at: datetime) -> bool:
    """The case is in the archive unless something of it has opened since it was found; safe against a second sweep."""
    row = common.free(pk)
    if row is None or row.state == "archived":
        return False
    try:
        archive(row, by=SYSTEM, at=at)
    except (StillOpen, DivanOpen, holidays.CalendarSilent):
        return False
    return True


def _open_until(case: Case, *, at: datetime) -> date | None:
    """The last day on which anybody may go to the Divan from what is final, counted from its last service; a day gone by where nobody may.

    None while a side was not served: its days have not begun.
    """
    if case.state != "final" or case.dossier is None or case.final_on is None:
        return date.min
    found = queries.due(case, today=calendar.tehran_day(at))
    if found is not None and queries.unserved(found, queries.parties(case)):
        return None
    served = [one.served_on for one in queries.services(found) if one.served_on] if found else []
    rule, closed = rules.current().rule(DIVAN_LONGEST), deadlines.policy_of(case.dossier)
    asking = law.Asking(rule=rule, served_on=max([case.final_on, *served]), policy=closed)
    return law.deadline(asking, calendar=holidays.current()).hard_until
