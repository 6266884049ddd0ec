"""Refunds: asked for, approved by another, sent by finance, and only then a credit note and the ledger tell of them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from kardad.billing import flow, sums
from kardad.billing.actions import invoices, ledger, numbering, telling
from kardad.billing.actions.tariff import SamePerson, ensure_not_own
from kardad.billing.models import CreditNote, Invoice, Payment, Refund
from kardad.billing.signals import asked_who_paid, refund_decided
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import money
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.work import actions as work

REFUNDABLE = ("paid", "partially_paid")
TOLD = frozenset({"refund.requested", "refund.approved", "refund.declined", "refund.done", "refund.failed"})


class NothingToRefund(Refusal):
    """Nothing of the invoice is left to give back: it was never paid, or all of it went back already."""

    code = "REFUND_NOTHING"
    message = "از این صورتحساب مبلغی برای استرداد نمانده است."


class RefundTooLarge(BadInput):
    """More would go back than was paid."""

    code = "REFUND_TOO_LARGE"
    message = "بیش از {most} قابل استرداد نیست."


class WholeOnly(BadInput):
    """What was paid of an unfinished invoice goes back whole, and the invoice ends."""

    code = "REFUND_WHOLE_ONLY"
    message = "صورتحساب کامل پرداخت نشده است؛ فقط همه {most} پرداختی با هم قابل استرداد است."


class RefundAsked(Refusal):
    """The same person asked for the same sum a moment ago, or in another tab."""

    code = "REFUND_ASKED"
    status = 409
    message = "همین مبلغ را پیش‌تر خواسته‌اید و منتظر تصمیم مدیر است."


class ReasonNeeded(BadInput):
    """A refund, its refusal and its failure each say why."""

    code = "REFUND_REASON"
    message = "دلیل را بنویسید."


@transaction.atomic
def request(invoice: Invoice, *, rials: int, reason: str, target: str = "source", by: Actor, at: datetime) -> Refund:
    """A refund waits for a manager; with all others that are under way it is never more than was paid, and it is the buyer's."""
    held = invoices.locked(invoice.pk)
    _need(reason)
    most = left(held)
    if held.state not in REFUNDABLE or most <= 0:
        raise NothingToRefund
    if type(rials) is not int or not 0 < rials <= most:
        raise RefundTooLarge(field="rials", most=money.grouped(most))
    if held.state == "partially_paid" and rials != held.paid:
        raise WholeOnly(field="rials", most=money.grouped(held.paid))
    if Refund.objects.filter(invoice=held, rials=rials, requested_by_id=by.somebody, state="requested").exists():
        raise RefundAsked
    row = Refund.objects.create(
        invoice=held,
        rials=rials,
        reason=reason,
        target=Refund.Target.CREDIT if is_paid_for_buyer(held) else Refund.Target(target),
        requested_by_id=by.somebody,
        requested_at=at,
    )
    work.open_item("refund", row, title=f"استرداد صورتحساب {held.number}", role="manager", at=at)
    _note("refund.requested", row, held, by=by, at=at)
    return row


def is_paid_for_buyer(invoice: Invoice) -> bool:
    """Whether another's card paid it: what goes back is the buyer's, so it becomes his credit and never reaches that card."""
    return any(answer for _, answer in asked_who_paid.send(sender=Invoice, invoice=invoice))


@transaction.atomic
def approve(refund: Refund, *, by: Actor, at: datetime) -> Refund:
    """Finance may send the money; whoever asked for it is not who approves."""
    row, invoice = _decided(refund, "approve", by=by, at=at)
    row.save()
    work.open_item("refund.send", row, title=f"فرستادن استرداد {invoice.number}", role="finance_officer", at=at)
    _note("refund.approved", row, invoice, by=by, at=at)
    refund_decided.send(sender=Refund, refund=row, at=at)
    return row


@transaction.atomic
def decline(refund: Refund, *, reason: str, by: Actor, at: datetime) -> Refund:
    """Nothing goes back, and the reason is told."""
    _need(reason)
    row, invoice = _decided(refund, "decline", by=by, at=at)
    row.note, row.ended_at = reason, at
    row.save()
    _note("refund.declined", row, invoice, by=by, at=at, reason=reason)
    refund_decided.send(sender=Refund, refund=row, at=at)
    return row


@transaction.atomic
def send(refund: Refund, *, by: Actor, at: datetime) -> Refund:
    """Finance has told the bank to send the money."""
    row, invoice = _held(refund, "send", by)
    row.sent_by_id, row.sent_at = by.somebody, at
    row.save()
    _note("refund.sent", row, invoice, by=by, at=at)
    return row


@transaction.atomic
def finish(refund: Refund, *, trace: str = "", by: Actor, at: datetime) -> CreditNote:
    """The money is back: a credit note says so with its share of the tax, and the ledger agrees."""
    row, invoice = _held(refund, "finish", by)
    row.trace, row.ended_at = trace, at
    row.save()
    is_unfinished = invoice.state == "partially_paid"
    given = invoice.total if is_unfinished else row.rials
    vat = sums.share_of_vat(invoice.vat, invoice.total, before=invoice.refunded, now=given)
    unpaid = given - row.rials
    note = CreditNote.objects.create(
        number=numbering.next_number("CN", at=at), invoice=invoice, refund=row, total=given, vat=vat, issued_at=at, paper_due_at=at
    )
    _pay_back(row, invoice, by=by, at=at)
    account, holder = ("credit", invoice.holder) if row.target == Refund.Target.CREDIT else ("bank", "refund")
    legs = [("revenue", "", given - vat), ("vat", "", vat), ("receivable", invoice.holder, -unpaid), (account, holder, -row.rials)]
    ledger.post("refunded", row, legs, by=by, at=at)
    if account == "credit":
        ledger.add_credit(invoice.holder, row.rials)
    work.close_item("refund.send", row, outcome="done", at=at)
    _note("refund.done", row, invoice, by=by, at=at)
    return note


@transaction.atomic
def give_credit(refund: Refund, *, by: Actor, at: datetime) -> CreditNote:
    """What the buyer chose to keep as credit is his credit, sent and done in one."""
    if refund.target != Refund.Target.CREDIT:
        raise NotAllowed(flow="refund", state=refund.state, move="give_credit", role=by.role)
    send(refund, by=by, at=at)
    return finish(refund, by=by, at=at)


@transaction.atomic
def fail(refund: Refund, *, reason: str, by: Actor, at: datetime) -> Refund:
    """The money did not go back; it may be asked for again."""
    _need(reason)
    row, invoice = _held(refund, "fail", by)
    row.note, row.ended_at = reason, at
    row.save()
    work.close_item("refund.send", row, outcome="failed", at=at)
    _note("refund.failed", row, invoice, by=by, at=at, reason=reason)
    return row


def left(invoice: Invoice) -> int:
    """How much of what was paid, in rials, neither went back nor is asked back already."""
    open_ones = Refund.objects.filter(invoice=invoice, state__in=flow.OPEN_REFUNDS).aggregate(sum=Sum("rials"))["sum"] or 0
    return invoice.paid - invoice.refunded - open_ones


def _pay_back(row: Refund, invoice: Invoice, *, by: Actor, at: datetime) -> None:
    """The latest payments are given back first."""
    left = row.rials
    rows = Payment.objects.select_for_update().filter(invoice=invoice, state__in=flow.TAKEN_PAYMENTS).order_by("-pk")
    # What the bank reverses for a refund is that refund's own.
    reserved = set(Refund.objects.filter(invoice=invoice, state="sent", payment__isnull=False).values_list("payment_id", flat=True))
    mine = [payment for payment in rows if payment.pk == row.payment_id]
    for payment in mine or [payment for payment in rows if payment.pk not in reserved]:
        part = min(left, payment.applied - payment.refunded)
        if part <= 0:
            continue
        payment.refunded += part
        move = "refund_all" if payment.refunded == payment.applied else "refund_part"
        payment.state = flow.PAYMENT.after(payment.state, move, flow.role_of(by.role))
        payment.save(update_fields=["refunded", "state"])
        left -= part
    invoice.refunded += row.rials
    if invoice.refunded == invoice.paid:
        invoice.state = flow.INVOICE.after(invoice.state, "credit", flow.role_of(by.role))
        invoice.ended_at, invoice.expire_due_at, invoice.announce_due_at, invoice.paper_due_at = at, None, at, at
        work.close_item("invoice.overdue", invoice, outcome="credited", at=at)
    invoice.save()


def _decided(refund: Refund, move: str, *, by: Actor, at: datetime) -> tuple[Refund, Invoice]:
    row, invoice = _held(refund, move, by)
    if row.requested_by_id == by.somebody:
        raise SamePerson
    ensure_not_own(invoice.holder, invoice.person_id, by=by, flow_name="refund", move=move)
    row.decided_by_id, row.decided_at = by.somebody, at
    work.close_item("refund", row, outcome=row.state, at=at)
    return row, invoice


def _held(refund: Refund, move: str, by: Actor) -> tuple[Refund, Invoice]:
    invoice = invoices.locked(refund.invoice_id)
    row = Refund.objects.select_for_update().get(pk=refund.pk)
    row.state = flow.REFUND.after(row.state, move, flow.role_of(by.role))
    return row, invoice


def _need(reason: str) -> None:
    if not reason.strip():
        raise ReasonNeeded(field="reason")


def _note(name: str, row: Refund, invoice: Invoice, *, by: Actor, at: datetime, **data: str) -> None:
    told = {"number": invoice.number, "rials": money.grouped(row.rials)}
    record(name, row, by=by, at=at, person_id=invoice.person_id, **told, **data)
    if name in TOLD:
        telling.tell(name, invoice, rials=row.rials, at=at, **data)
