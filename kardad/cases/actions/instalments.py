"""What is told of an instalment: to the debtor that its day is near, to the creditor that it is late and what he can do."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from kardad.cases import policy
from kardad.cases.actions.common import free
from kardad.cases.actions.reaching import tell_sides
from kardad.cases.models import Case, Instalment
from kardad.cases.queries import enforcing as queries
from kardad.inbox.models import Party
from kardad.kit import calendar, money

NEXT_DAY: Final = timedelta(days=1)


def first(due_on: date, *, at: datetime) -> datetime | None:
    """The next morning on which something of it is told; None when both have passed."""
    days = (due_on - policy.INSTALMENT_NEAR, due_on + NEXT_DAY)
    mornings = (datetime.combine(day, policy.INSTALMENT_TOLD_AT, tzinfo=calendar.TEHRAN) for day in days)
    return min((one for one in mornings if one > at), default=None)


@transaction.atomic
def tell(pk: int, *, at: datetime) -> bool:
    """Who it concerns has its letter; what was paid or is owed no more by this plan is told of to nobody. Safe against a second sweep."""
    row = Instalment.objects.get(pk=pk)
    case = free(row.case_id)
    if case is None:
        return False
    rows = Instalment.objects.select_for_update(of=("self",)).select_related("enforcement__party", "settlement")
    found = rows.filter(pk=pk, tell_due_at__lte=at).first()
    if found is None:
        return False
    is_owed, is_stayed = found.paid < found.amount and _counts(case, found), queries.is_stayed(case)
    found.tell_due_at = (at + NEXT_DAY if is_stayed else first(found.due_on, at=at)) if is_owed else None
    found.save(update_fields=["tell_due_at"])
    if is_owed and not is_stayed:
        _letter(case, found, is_late=found.due_on < calendar.tehran_day(at), at=at)
    return is_owed and not is_stayed


def _counts(case: Case, found: Instalment) -> bool:
    """Whether the plan is the one by which is paid now: the court's while it has it, a settlement's until the court has that."""
    if found.enforcement is not None:
        return found.enforcement.state == "sent"
    return not queries.of_case(case).exclude(state="recalled").exists()


def _letter(case: Case, found: Instalment, *, is_late: bool, at: datetime) -> None:
    held = found.enforcement
    side = Party.Side.CLAIMANT if is_late else Party.Side.RESPONDENT
    to = [one for one in queries.parties(case) if one.side == side]
    event = "instalment.near"
    if is_late:
        event = "instalment.late" if held else "instalment.late_settled"
    words = {"amount": money.grouped(found.amount - found.paid), "day": calendar.long(found.due_on)}
    if held is not None and is_late:
        words["court"] = f"{held.court}، شماره {held.court_number}" if held.court_number else held.court
    room = "enforcement" if held else "settlement"
    tell_sides(case, event, to=to, about=found, url=f"/panel/cases/{case.token}/{room}/", at=at, **words)
