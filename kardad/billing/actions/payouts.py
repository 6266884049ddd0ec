"""Payouts: a buyer's credit goes to his bank account; asked for by one, approved by another, sent and ended by finance."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.urls import reverse

from kardad.billing import flow, queries
from kardad.billing.actions import ledger
from kardad.billing.actions.refunds import ReasonNeeded
from kardad.billing.actions.tariff import SamePerson, ensure_not_own
from kardad.billing.models import Credit, Payout
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox import actions as inbox
from kardad.kit import ids, money
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput
from kardad.people.models import Person
from kardad.work import actions as work

ASKERS = ("finance_officer", "manager")
ASKED_BY_BUYER = "خریدار خودش از صفحه صورتحساب‌هایش خواست."
TOLD = frozenset({"payout.declined", "payout.done", "payout.failed"})


class PayoutTooLarge(BadInput):
    """More would leave than the house owes the buyer beside what is under way already."""

    code = "PAYOUT_TOO_LARGE"
    message = "اعتباری که اکنون می‌توان پرداخت {most} است؛ مبلغ را کمتر کنید."


class TraceNeeded(BadInput):
    """Whoever says that money was sent by hand gives the bank's number of it."""

    code = "PAYOUT_TRACE"
    message = "شماره پیگیری بانک را بنویسید."


@transaction.atomic
def pay_out_credit(holder: str, *, rials: int, iban: str, reason: str, by: Actor, at: datetime) -> Payout:
    """Credit of the buyer waits for a manager to let it be sent to his account; until it is sent he may still spend it."""
    if by.role not in ASKERS:
        raise NotAllowed(flow="payout", state="", move="request", role=by.role)
    _need(reason)
    return _requested(holder, rials=rials, iban=iban, reason=reason, by=by, at=at)


@transaction.atomic
def ask_own(person: Person, *, rials: int, iban: str, by: Actor, at: datetime) -> Payout:
    """The buyer himself asks for his credit; a manager and then finance decide as when staff ask."""
    if by.person_id != person.pk:
        raise NotAllowed(flow="payout", state="", move="request", role=by.role)
    return _requested(f"person:{person.pk}", rials=rials, iban=iban, reason=ASKED_BY_BUYER, by=by, at=at)


def _requested(holder: str, *, rials: int, iban: str, reason: str, by: Actor, at: datetime) -> Payout:
    Credit.objects.select_for_update().filter(holder=holder).first()  # held: two who ask at once take turns
    most = free(holder)
    if type(rials) is not int or not 0 < rials <= most:
        raise PayoutTooLarge(field="rials", most=money.grouped(max(most, 0)))
    row = Payout.objects.create(
        holder=holder, rials=rials, iban=ids.iban.require(iban), reason=reason, requested_by_id=by.somebody, requested_at=at
    )
    work.open_item("payout", row, title=f"پرداخت اعتبار {money.grouped(rials)}", role="manager", at=at)
    _note("payout.requested", row, by=by, at=at)
    return row


@transaction.atomic
def approve(payout: Payout, *, by: Actor, at: datetime) -> Payout:
    """Finance may send the money; whoever asked for it is not who approves."""
    row = _decided(payout, "approve", by=by, at=at)
    row.save()
    work.open_item("payout.send", row, title=f"فرستادن اعتبار {money.grouped(row.rials)}", role="finance_officer", at=at)
    _note("payout.approved", row, by=by, at=at)
    return row


@transaction.atomic
def decline(payout: Payout, *, reason: str, by: Actor, at: datetime) -> Payout:
    """The credit stays, and the reason is told."""
    _need(reason)
    row = _decided(payout, "decline", by=by, at=at)
    row.note, row.ended_at = reason, at
    row.save()
    _note("payout.declined", row, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def send(payout: Payout, *, by: Actor, at: datetime) -> Payout:
    """The buyer's credit is less by so much and the bank has been told to send it; refused when he spent it meanwhile."""
    row = _held(payout, "send", by)
    row.sent_by_id, row.sent_at = by.somebody, at
    row.save()
    ledger.add_credit(row.holder, -row.rials)
    ledger.post("paid_out", row, [("credit", row.holder, row.rials), ("bank", "payout", -row.rials)], by=by, at=at)
    _note("payout.sent", row, by=by, at=at)
    return row


@transaction.atomic
def finish(payout: Payout, *, trace: str, by: Actor, at: datetime) -> Payout:
    """The money reached the buyer, by the bank's number."""
    row = _held(payout, "finish", by)
    if not trace.strip():
        raise TraceNeeded(field="trace")
    row.trace, row.ended_at = trace.strip(), at
    row.save()
    work.close_item("payout.send", row, outcome="done", at=at)
    _note("payout.done", row, by=by, at=at)
    return row


@transaction.atomic
def fail(payout: Payout, *, reason: str, by: Actor, at: datetime) -> Payout:
    """The money did not leave, or came back: it is the buyer's credit again."""
    _need(reason)
    before = Payout.objects.select_for_update().get(pk=payout.pk).state
    row = _held(payout, "fail", by)
    row.note, row.ended_at = reason, at
    row.save()
    if before == "sent":
        ledger.add_credit(row.holder, row.rials)
        ledger.post("payout_back", row, [("credit", row.holder, -row.rials), ("bank", "payout", row.rials)], by=by, at=at)
    work.close_item("payout.send", row, outcome="failed", at=at)
    _note("payout.failed", row, by=by, at=at, reason=reason)
    return row


def free(holder: str) -> int:
    """The credit of the buyer for which nobody has asked yet."""
    return queries.credit_of(holder) - _under_way(holder)


def _under_way(holder: str) -> int:
    rows = Payout.objects.filter(holder=holder, state__in=("requested", "approved"))
    return rows.aggregate(sum=Sum("rials"))["sum"] or 0


def _decided(payout: Payout, move: str, *, by: Actor, at: datetime) -> Payout:
    row = _held(payout, move, by)
    if row.requested_by_id == by.somebody:
        raise SamePerson
    ensure_not_own(row.holder, None, by=by, flow_name="payout", move=move)
    row.decided_by_id, row.decided_at = by.somebody, at
    work.close_item("payout", row, outcome=row.state, at=at)
    return row


def _held(payout: Payout, move: str, by: Actor) -> Payout:
    row = Payout.objects.select_for_update().get(pk=payout.pk)
    row.state = flow.PAYOUT.after(row.state, move, flow.role_of(by.role))
    return row


def _need(reason: str) -> None:
    if not reason.strip():
        raise ReasonNeeded(field="reason")


def _note(name: str, row: Payout, *, by: Actor, at: datetime, **data: Any) -> None:
    kind, _, pk = row.holder.partition(":")
    reader = int(pk) if kind == "person" else None
    told: dict[str, Any] = {"rials": money.grouped(row.rials), **data}
    record(name, row, by=by, at=at, person_id=reader, **told)
    if name in TOLD and reader is not None:
        inbox.tell(Person.objects.get(pk=reader), name, about=row, url=reverse("billing:invoices"), at=at, **told)
