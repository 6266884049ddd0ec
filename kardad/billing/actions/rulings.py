"""Rulings: where the bank says nothing clear of an online payment, two persons say what its statement shows."""

from datetime import datetime

from django.db import IntegrityError, transaction

from kardad.billing import flow
from kardad.billing.actions import invoices, taking
from kardad.billing.actions.refunds import ReasonNeeded
from kardad.billing.actions.tariff import SamePerson, ensure_not_own
from kardad.billing.models import Invoice, Payment, Ruling
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import money
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.work import actions as work

MOVES = {True: "believe", False: "close"}


class RulingOpen(Refusal):
    """Somebody has ruled already and waits for a second person."""

    code = "RULING_OPEN"
    message = "درباره این پرداخت نظری ثبت شده و منتظر شخص دوم است."


class NothingRuled(Refusal):
    """What was to be judged is not there any more."""

    code = "RULING_NONE"
    message = "نظری که منتظر تأیید باشد نیست؛ صفحه را تازه کنید."


class ReferenceNeeded(BadInput):
    """Whoever says that the money came gives the number that the bank's statement shows."""

    code = "RULING_REFERENCE"
    message = "شماره مرجع پرداخت را همان‌گونه که در صورت‌حساب بانک است بنویسید."


class ReferenceUsed(BadInput):
    """The bank's number belongs to another payment."""

    code = "RULING_REFERENCE_USED"
    message = "این شماره مرجع از آنِ پرداخت دیگری است."


@transaction.atomic
def propose(payment: Payment, *, is_paid: bool, reference: str = "", reason: str, by: Actor, at: datetime) -> Ruling:
    """One person has said whether the money came; it changes nothing until another agrees."""
    row, invoice = _held(payment)
    ensure_not_own(invoice.holder, invoice.person_id, by=by, flow_name="ruling", move="propose")
    if row.method != Payment.Method.ONLINE:
        raise NotAllowed(flow="payment", state=row.state, move=MOVES[is_paid], role=by.role)
    flow.PAYMENT.after(row.state, MOVES[is_paid], flow.role_of(by.role))
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    number = reference.strip() if is_paid else ""
    if is_paid:
        _judge_reference(row, number)
    if row.rulings.filter(state="proposed").exists():
        raise RulingOpen
    ruling = Ruling.objects.create(
        payment=row, is_paid=is_paid, bank_reference=number, reason=reason, proposed_by_id=by.somebody, proposed_at=at
    )
    work.open_item("payment.ruling", row, title=f"تصمیم درباره پرداخت {row.attempt}", role="manager", at=at)
    record("payment.ruling_proposed", row, by=by, at=at, person_id=None)
    return ruling


@transaction.atomic
def approve(ruling: Ruling, *, by: Actor, at: datetime) -> Payment:
    """Two persons agree: the money counts, or the payment is closed; whoever said so first is not the second."""
    row, invoice = _held(ruling.payment)
    held = _decided(ruling, "approve", by=by, at=at)
    if held.proposed_by_id == by.somebody:
        raise SamePerson
    ensure_not_own(invoice.holder, invoice.person_id, by=by, flow_name="ruling", move="approve")
    held.save()
    move = MOVES[held.is_paid]
    if held.is_paid:
        _judge_reference(row, held.bank_reference)
        row.bank_reference = held.bank_reference
        try:
            with transaction.atomic():
                taking.take(row, invoice, move=move, by=by, at=at)
        except IntegrityError as error:  # another payment took the number in this moment
            raise ReferenceUsed(field="reference") from error
    else:
        row.state = flow.PAYMENT.after(row.state, move, flow.role_of(by.role))
        row.due_at = row.claimed_until = None
        row.save()
    work.close_item("payment.ruling", row, outcome="approved", at=at)
    work.close_item("payment.unclear", row, outcome=row.state, at=at)
    told = {"number": invoice.number, "rials": money.grouped(row.rials)}
    record("payment.ruled_paid" if held.is_paid else "payment.ruled_unpaid", row, by=by, at=at, person_id=invoice.person_id, **told)
    return row


@transaction.atomic
def decline(ruling: Ruling, *, reason: str, by: Actor, at: datetime) -> Ruling:
    """Nothing follows from what was said; its author may take it back himself, and the payment still waits for somebody."""
    row, _ = _held(ruling.payment)
    held = _decided(ruling, "decline", by=by, at=at)
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    held.note = reason
    held.save()
    work.close_item("payment.ruling", row, outcome="declined", at=at)
    record("payment.ruling_declined", row, by=by, at=at, person_id=None, reason=reason)
    return held


def _decided(ruling: Ruling, move: str, *, by: Actor, at: datetime) -> Ruling:
    held = Ruling.objects.select_for_update().get(pk=ruling.pk)
    held.state = flow.RULING.after(held.state, move, flow.role_of(by.role))
    held.decided_by_id, held.decided_at = by.somebody, at
    return held


def _judge_reference(row: Payment, number: str) -> None:
    if not number:
        raise ReferenceNeeded(field="reference")
    if Payment.objects.filter(gateway=row.gateway, bank_reference=number).exclude(pk=row.pk).exists():
        raise ReferenceUsed(field="reference")


def _held(payment: Payment) -> tuple[Payment, Invoice]:
    invoice = invoices.locked(payment.invoice_id)
    return Payment.objects.select_for_update().get(pk=payment.pk), invoice
