"""Money that did not come through a gateway: card to card with a receipt, slips entered by finance, credit that is spent."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from kardad.billing import flow, policy
from kardad.billing.actions import invoices, ledger, taking, telling
from kardad.billing.actions.payments import NothingToPay, judge_amount
from kardad.billing.actions.tariff import SamePerson, ensure_not_own
from kardad.billing.models import Invoice, Payment
from kardad.core import hours
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.core.models import StoredFile
from kardad.kit import calendar, money
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.work import actions as work

OFFLINE = (Payment.Method.CARD, Payment.Method.MANUAL)
LONGEST_TRACE = 40


class ReceiptUsed(Refusal):
    """The same number, day and amount were shown before."""

    code = "PAYMENT_RECEIPT_USED"
    message = "این رسید پیش‌تر ثبت شده است."


class ReceiptWrong(BadInput):
    """The trace number or the day cannot be right."""

    code = "PAYMENT_RECEIPT"
    message = "شماره پیگیری و تاریخ رسید را درست بنویسید."


class BalanceChanged(Refusal):
    """Something was paid since the page was drawn: a press repeated, or another tab."""

    code = "PAYMENT_BALANCE_CHANGED"
    status = 409
    message = "مانده این صورتحساب عوض شده است. آن را ببینید و اگر هنوز می‌خواهید دوباره بفرستید."


class ForFinance(NotAllowed):
    """Whether a transfer came is seen on the account, which is finance's to look at."""

    code = "PAYMENT_RECEIPT_FINANCE"
    message = "رسید کارت‌به‌کارت را امور مالی بررسی می‌کند."


class ReasonNeeded(BadInput):
    """Whoever refuses a receipt says why."""

    code = "PAYMENT_REASON"
    message = "دلیل رد را بنویسید."


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a transfer's receipt tells; `card` is the last four digits of the payer's own."""

    rials: int
    trace: str
    on: date
    hour: time | None = None
    card: str = ""
    file: StoredFile | None = None


@transaction.atomic
def submit(invoice: Invoice, *, receipt: Receipt, by: Actor, at: datetime) -> Payment:
    """A transfer from card to card waits for finance; until then the invoice is not paid."""
    return _entered(invoice, Payment.Method.CARD, receipt, by=by, at=at)


@transaction.atomic
def enter(invoice: Invoice, *, receipt: Receipt, by: Actor, at: datetime) -> Payment:
    """A bank slip or cash that finance saw waits for a second person."""
    if by.role != "finance_officer":
        raise NotAllowed(flow="payment", state="", move="enter", role=by.role)
    return _entered(invoice, Payment.Method.MANUAL, receipt, by=by, at=at)


@transaction.atomic
def approve(payment: Payment, *, by: Actor, at: datetime) -> Payment:
    """The money is there: the invoice is paid by so much, and what it does not need is the buyer's credit."""
    row, invoice = _held(payment)
    _ensure_hand(row, "approve", by=by)
    ensure_not_own(invoice.holder, invoice.person_id, by=by, flow_name="payment", move="approve")
    row.decided_by_id = by.somebody
    taking.take(row, invoice, by=by, at=at)
    work.close_item("payment.receipt", row, outcome="approved", at=at)
    return row


@transaction.atomic
def reject(payment: Payment, *, reason: str, by: Actor, at: datetime) -> Payment:
    """The receipt counts for nothing, and may be shown again when it was only mistyped."""
    row, invoice = _held(payment)
    _ensure_hand(row, "reject", by=by)
    row.state = flow.PAYMENT.after(row.state, "reject", flow.role_of(by.role))
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    row.decided_by_id, row.reason = by.somebody, reason
    row.save()
    work.close_item("payment.receipt", row, outcome="rejected", at=at)
    record("payment.rejected", row, by=by, at=at, person_id=invoice.person_id, number=invoice.number, reason=reason)
    telling.tell("payment.rejected", invoice, rials=row.rials, reason=reason, at=at)
    return row


@transaction.atomic
def spend_credit(invoice: Invoice, *, rials: int, seen: int | None = None, by: Actor, at: datetime) -> Payment:
    """So much of the buyer's credit pays the invoice, never more than he has. With the balance that was `seen`, raises BalanceChanged."""
    held = invoices.locked(invoice.pk)
    if seen is not None and seen != held.balance:
        raise BalanceChanged
    judge_amount(held, rials)
    ledger.add_credit(held.holder, -rials)
    payment = Payment(invoice=held, method=Payment.Method.CREDIT, rials=rials, begun_at=at, begun_by_id=by.person_id)
    taking.take(payment, held, by=by, at=at)
    return payment


def _entered(invoice: Invoice, method: Payment.Method, receipt: Receipt, *, by: Actor, at: datetime) -> Payment:
    held = invoices.locked(invoice.pk)
    if not held.balance:
        raise NothingToPay
    trace = receipt.trace.strip()
    # More than is owed is taken: the transfer was made already, and what is over becomes credit.
    if not _is_possible(receipt, at):
        raise ReceiptWrong(field="trace")
    role = flow.role_of(by.role)
    payment = Payment(
        invoice=held,
        method=method,
        rials=receipt.rials,
        state=flow.PAYMENT.after("initiated", "submit", role),
        trace=trace,
        transferred_on=receipt.on,
        transferred_time=receipt.hour,
        card=receipt.card,
        receipt=receipt.file,
        begun_at=at,
        begun_by_id=by.person_id,
    )
    try:
        with transaction.atomic():
            payment.save()
    except IntegrityError as error:  # the database alone knows when two come at once
        raise ReceiptUsed(field="trace") from error
    title, due_at = f"رسید پرداخت صورتحساب {held.number}", hours.after_days(at, policy.RECEIPT_DAYS)
    work.open_item("payment.receipt", payment, title=title, role="finance_officer", at=at, due_at=due_at)
    told = {"number": held.number, "rials": money.grouped(receipt.rials)}
    record("payment.submitted", payment, by=by, at=at, person_id=held.person_id, **told)
    return payment


def _is_possible(receipt: Receipt, at: datetime) -> bool:
    told = 0 < len(receipt.trace.strip()) <= LONGEST_TRACE and receipt.on <= calendar.tehran_day(at)
    return told and type(receipt.rials) is int and receipt.rials > 0


def may_judge(payment: Payment, role: str) -> bool:
    """Whether this role looks at it: a manager is the second person of a slip, never the judge of a receipt."""
    return role != "manager" or payment.method == Payment.Method.MANUAL


def _ensure_hand(row: Payment, move: str, *, by: Actor) -> None:
    flow.PAYMENT.after(row.state, move, flow.role_of(by.role))
    if row.begun_by_id == by.somebody:
        raise SamePerson
    if not may_judge(row, by.role):
        raise ForFinance(flow="payment", state=row.state, move=move, role=by.role)


def _held(payment: Payment) -> tuple[Payment, Invoice]:
    invoice = invoices.locked(payment.invoice_id)
    row = Payment.objects.select_for_update().get(pk=payment.pk)
    if row.method not in OFFLINE:  # what a bank says is for the bank to say
        raise NotAllowed(flow="payment", state=row.state, move="approve", role="")
    return row, invoice
