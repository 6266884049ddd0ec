"""Fees of experts that were paid at a bank in vain: owed back, and paid back by finance, who keeps the paper of it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kardad.cases import policy
from kardad.cases.actions.common import locked
from kardad.cases.actions.noting import noted
from kardad.cases.models import FeeReturn, Referral
from kardad.core import hours
from kardad.core.actor import Actor
from kardad.inbox.actions import telling
from kardad.inbox.queries import dossiers
from kardad.kit import calendar, money, text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.work import actions as work

WORK = "expert.fee_return"


class PaidBackAlready(Refusal):
    """A fee goes back once."""

    code = "FEE_PAID_BACK"
    status = 409
    message = "این هزینه پیش‌تر برگردانده شده است؛ دوباره نپردازید و صفحه را تازه کنید."


class NoPaper(BadInput):
    """Whoever pays back writes by which paper."""

    code = "FEE_NO_PAPER"
    message = "شماره پیگیری حواله یا رسیدی را بنویسید که پرداخت‌کننده امضا کرده است."


class NotThatDay(BadInput):
    """A fee goes back between the day from which it is owed and today."""

    code = "FEE_NOT_THAT_DAY"
    message = "روز برگرداندن از {first} تا امروز است."


class SawIt(NotAllowed):
    """Who saw the receipt does not pay it back: two persons see every rial that leaves."""

    code = "FEE_SAME_PERSON"
    message = "فیش این هزینه را خودتان ثبت کرده‌اید؛ شخص دیگری از امور مالی باید آن را برگرداند."


def owe(referral: Referral, *, by: Actor, at: datetime) -> None:
    """What was paid at a bank for the referral, which has ended, waits for finance; nothing where nothing was paid, or it waits already."""
    if not referral.receipt or FeeReturn.objects.filter(referral=referral).exists():
        return
    due = hours.after_days(at, policy.FEE_RETURN_DAYS)
    made = FeeReturn.objects.create(referral=referral, rials=referral.fee, owed_at=at, due_at=due)
    rials, number = money.grouped(made.rials), _number(referral)
    noted(referral.case, "expert.fee_back", by=by, at=at, referral=referral.pk, rials=rials)
    title = f"برگرداندن {rials} هزینه کارشناسی پرونده {number}"
    work.open_item(WORK, made, title=title[:120], role="finance_officer", at=at, due_at=due, office_id=referral.case.office_id)
    _tell(made, "expert.fee_owed", rials=rials, until=calendar.slashed(calendar.tehran_day(due)), at=at)


@transaction.atomic
def pay_back(found: FeeReturn, *, paid_on: date, trace: str, by: Actor, at: datetime) -> FeeReturn:
    """The payer has his money again and the paper of it is kept; raises NotAllowed, SawIt, PaidBackAlready, NoPaper, NotThatDay."""
    case = locked(Referral.objects.select_related("case").get(pk=found.referral_id).case)
    row = FeeReturn.objects.select_for_update(of=("self",)).select_related("referral__payer").get(pk=found.pk)
    row.referral.case = case
    state = "owed" if row.returned_at is None else "returned"
    if by.role != "finance_officer":
        raise NotAllowed(flow="fee_return", state=state, move="pay_back", role=by.role)
    if row.referral.noted_by_id == by.somebody:
        raise SawIt(flow="fee_return", state=state, move="pay_back", role=by.role)
    if row.returned_at is not None:
        raise PaidBackAlready
    if not trace.strip():
        raise NoPaper(field="trace")
    first = calendar.tehran_day(row.owed_at)
    if not first <= paid_on <= calendar.tehran_day(at):
        raise NotThatDay(field="paid_on", first=calendar.slashed(first))
    row.paid_on, row.trace, row.returned_at, row.returned_by_id = paid_on, trace.strip()[:80], at, by.somebody
    row.save()
    rials = money.grouped(row.rials)
    told = {"rials": rials, "paid_on": paid_on.isoformat(), "trace": row.trace, "receipt": row.referral.receipt}
    noted(case, "expert.fee_returned", by=by, at=at, referral=row.referral_id, **told)
    work.close_item(WORK, row, outcome="returned", at=at)
    _tell(row, "expert.fee_returned", rials=rials, at=at)
    return row


def _tell(row: FeeReturn, event: str, *, at: datetime, **words: Any) -> None:
    """Who paid hears of it, if he has an account by now."""
    case = row.referral.case
    for person in dossiers.persons_of(row.referral.payer):
        telling.tell(person, event, about=row, url=f"/panel/cases/{case.token}/expert/", at=at, number=_number(row.referral), **words)


def _number(referral: Referral) -> str:
    return text.to_persian_digits(referral.case.class_number or referral.case.number or "")
