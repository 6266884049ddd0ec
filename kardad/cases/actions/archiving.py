"""A case that is over goes to the archive: by the secretary, or by itself once nothing of it has been open for long."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kardad.cases import flow, policy
from kardad.cases.actions import common
from kardad.cases.models import Case
from kardad.cases.queries import enforcing as queries
from kardad.core.actor import SYSTEM, Actor
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.law import rules

DIVAN_LONGEST: Final = "divan_abroad"  # a deadline of law/data/deadlines.toml


class StillOpen(Refusal):
    """What may still be enforced, complained of or served is not put away."""

    code = "CASE_STILL_OPEN"
    message = "هنوز کاری از این پرونده مانده است: رأی اجرا نشده، شکایتی در دیوان است یا برگه‌ای ابلاغ نشده. پس از آن بایگانی می‌شود."


@transaction.atomic
def archive(case: Case, *, by: Actor, at: datetime) -> Case:
    """The case is in the archive and moves no more; raises StillOpen, NotAllowed."""
    held = common.locked(case)
    flow.CASE.after(held.state, "archive", flow.role_of(by.role))
    if queries.has_matter(held):
        raise StillOpen
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
    if row is None or row.state == "archived" or queries.has_matter(row):
        return False
    archive(row, by=SYSTEM, at=at)
    return True
