"""Online payments: begun, come back from, asked about until the bank has clearly said what became of the money."""

from collections.abc import Mapping
from datetime import datetime

import structlog
from django.db import transaction

from kardad.billing import flow, policy, queries
from kardad.billing.actions import invoices, taking
from kardad.billing.models import Invoice, Payment
from kardad.core import outside
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.gateways.payments.asking import ask_again
from kardad.gateways.payments.outcomes import Begun, Claim, Differs, Done, NotBegun, NotPaid, Paid, Trouble, Verdict, Way
from kardad.gateways.payments.port import Attempt, Order, PaymentGateway
from kardad.kit import money
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.work import actions as work

log = structlog.get_logger()
RECOVERABLE = ("redirected", "pending_verification", "failed", "expired")
"""What the bank may still say paid of; what was given up is asked about again only when a callback says so."""


ASKERS = ("finance_officer", "manager")


class NothingToAsk(Refusal):
    """The bank has nothing to say of this payment: it is settled, or the bank never heard of it."""

    code = "PAYMENT_NOTHING_TO_ASK"
    message = "درباره این پرداخت چیزی برای پرسیدن از بانک نیست."


class NothingToPay(Refusal):
    """The invoice asks for nothing: paid, void, or credited."""

    code = "PAYMENT_NOTHING_DUE"
    message = "این صورتحساب پرداختی نمی‌خواهد."


class AmountRefused(BadInput):
    """More than is owed, or a first part that is too small."""

    code = "PAYMENT_AMOUNT"
    message = "مبلغ باید دست‌کم {least} و حداکثر {most} باشد."


class AlreadyOpen(Refusal):
    """Another online payment of the invoice is under way, and may still succeed."""

    code = "PAYMENT_ALREADY_OPEN"
    status = 409
    message = "یک پرداخت آنلاین این صورتحساب هنوز باز است. نخست ببینید چه شده است."


class NoGateway(Refusal):
    """No such gateway, or it does not take this amount."""

    code = "PAYMENT_NO_GATEWAY"
    message = "این درگاه اکنون در دسترس نیست یا این مبلغ را نمی‌پذیرد؛ راه دیگری انتخاب کنید."


class NotTaken(Refusal):
    """The bank did not answer, or did not want to; nothing was paid."""

    code = "PAYMENT_NOT_BEGUN"
    status = 502
    message = "بانک پاسخ نداد و چیزی پرداخت نشد. دوباره بیازمایید یا راه دیگری انتخاب کنید."


class Forged(Refusal):
    """The callback is not of this payment; nothing changed."""

    code = "PAYMENT_FORGED"
    status = 400
    message = "این بازگشت از بانک با پرداخت شما همخوان نیست و نادیده گرفته شد."


def begin(invoice: Invoice, *, rials: int, gateway_name: str, is_alone: bool = False, by: Actor, at: datetime) -> tuple[Payment, Way]:
    """The payer may be sent to the bank; our row was there before the bank heard of it.

    `is_alone` refuses a payment beside another that may still succeed: a button pressed twice leads to the bank once.
    """
    gateway = outside.payment_gateway(gateway_name)
    if gateway is None or not gateway.terms.bears(rials):
        raise NoGateway
    outside.ensure_no_transaction()
    payment = _begun(invoice, rials=rials, gateway=gateway, is_alone=is_alone, by=by, at=at)
    order = Order(
        reference=str(payment.attempt),
        rials=payment.rials,
        callback_url=callback_url(payment),
        description=f"صورتحساب {payment.invoice.number}",
    )
    answer = gateway.begin(order)
    with transaction.atomic():
        row = Payment.objects.select_for_update().get(pk=payment.pk)
        if row.state == "initiated" and isinstance(answer, NotBegun):
            _give_up(row, "fail", verdict=_said(answer), at=at)
        elif row.state == "initiated" and isinstance(answer, Begun):
            row.state = flow.PAYMENT.after(row.state, "redirect", "system")
            row.authority, row.due_at = answer.authority, at + policy.CHECK_EVERY
            row.save()
    if not isinstance(answer, Begun) or row.state != "redirected":
        raise NotTaken
    return row, answer.way


def come_back(payment: Payment, *, params: Mapping[str, str], at: datetime) -> Payment:
    """The payment as it stands after its callback: what the callback says is noted, and the bank is asked."""
    gateway = outside.payment_gateway(payment.gateway)
    if gateway is None or not payment.authority:
        raise Forged
    told = gateway.read(params, _attempt(payment))
    if told.claim is Claim.FORGED:
        log.warning("forged callback", payment=payment.pk, wrong=told.wrong)
        raise Forged
    with transaction.atomic():
        row = Payment.objects.select_for_update().get(pk=payment.pk)
        if row.state in flow.OPEN_PAYMENTS or (row.state in RECOVERABLE and told.claim is Claim.PAID):
            if row.state in flow.OPEN_PAYMENTS:
                row.state = flow.PAYMENT.after(row.state, "come_back", "client")
            row.due_at = at if row.came_back_at is None else _again_at(row, at)
            row.came_back_at, row.claim = at, told.claim.value
            row.sale, row.card = told.sale or row.sale, told.card or row.card
            row.save()
    return check(row, at=at) if row.due_at is not None and row.due_at <= at else row


def ask(payment: Payment, *, by: Actor, at: datetime) -> Payment:
    """The bank has been asked once more because a person wished so, even after it was given up."""
    if by.role not in ASKERS:
        raise NotAllowed(flow="payment", state=payment.state, move="ask", role=by.role)
    with transaction.atomic():
        row = Payment.objects.select_for_update().get(pk=payment.pk)
        if row.state not in RECOVERABLE or not row.authority:
            raise NothingToAsk
        row.due_at = at
        row.save(update_fields=["due_at"])
        record("payment.asked", row, by=by, at=at, person_id=None)
    return check(row, at=at)


def check(payment: Payment, *, at: datetime) -> Payment:
    """The payment says what the bank says, unless somebody else is asking just now; safe to repeat and to kill anywhere."""
    row = _claim(payment.pk, at=at)
    if row is None:
        return Payment.objects.get(pk=payment.pk)
    gateway = outside.payment_gateway(row.gateway)
    if gateway is None:
        return _later(row.pk, verdict="no gateway", at=at)
    verdict = _ask(gateway, row)
    paid = _record(row.pk, verdict, gateway, at=at)
    if paid.state in flow.TAKEN_PAYMENTS:
        settle_due(paid.pk, at=at)
        _announce(paid.invoice_id, at=at)
    return paid


def settle_due(pk: int, *, at: datetime) -> bool:
    """A verified payment is on its way to our account where its bank wants to be told so."""
    with transaction.atomic():
        row = Payment.objects.select_for_update(skip_locked=True).filter(pk=pk, settle_due_at__lte=at).first()
        if row is None:
            return False
        row.settle_due_at = at + policy.SETTLE_AGAIN
        row.save(update_fields=["settle_due_at"])
    gateway = outside.payment_gateway(row.gateway)
    outside.ensure_no_transaction()
    answer = gateway.settle(_attempt(row)) if gateway else None
    if not isinstance(answer, Done):
        log.warning("not settled", payment=row.pk, answer=_said(answer))
        return False
    with transaction.atomic():
        Payment.objects.filter(pk=pk).update(settle_due_at=None, settled_at=at)
    return True


def abandon_due(pk: int, *, at: datetime) -> bool:
    """A payment that was begun and never announced to the bank has failed: nobody could pay it."""
    with transaction.atomic():
        row = Payment.objects.select_for_update(skip_locked=True).filter(pk=pk, due_at__lte=at, state="initiated").first()
        if row is None:
            return False
        _give_up(row, "fail", verdict="never announced", at=at)
    return True


def least(invoice: Invoice) -> int:
    """The smallest part by which the invoice may be paid next: a first one is no coin."""
    part = min(policy.FIRST_PART, invoice.total * policy.FIRST_PART_PERCENT // 100)
    return 1 if invoice.paid else min(part, invoice.balance)


def judge_amount(invoice: Invoice, rials: int) -> None:
    """Refuse what is over the balance or a first part that is too small; the invoice is held by the caller."""
    most = invoice.balance
    if not most:
        raise NothingToPay
    if type(rials) is not int or not least(invoice) <= rials <= most:
        raise AmountRefused(field="rials", least=money.grouped(least(invoice)), most=money.grouped(most))


def callback_url(payment: Payment) -> str:
    """Where the bank sends the payer back to: unguessable, and it says nothing else."""
    return outside.site_address(f"/pay/back/{payment.token}/")


@transaction.atomic
def _begun(invoice: Invoice, *, rials: int, gateway: PaymentGateway, is_alone: bool, by: Actor, at: datetime) -> Payment:
    held = invoices.locked(invoice.pk)
    judge_amount(held, rials)
    if is_alone and queries.under_way(held).exists():
        raise AlreadyOpen
    payment = Payment.objects.create(
        invoice=held,
        method=Payment.Method.ONLINE,
        gateway=gateway.name,
        rials=rials,
        begun_at=at,
        begun_by_id=by.person_id,
        due_at=at + policy.CHECK_EVERY,
    )
    record("payment.begun", payment, by=by, at=at, person_id=held.person_id, number=held.number, rials=money.grouped(rials))
    return payment


@transaction.atomic
def _claim(pk: int, *, at: datetime) -> Payment | None:
    row = Payment.objects.select_for_update().filter(pk=pk).first()
    if row is None or row.state not in RECOVERABLE or not row.authority or row.due_at is None:
        return None
    if row.claimed_until is not None and row.claimed_until > at:
        return None
    row.claimed_until = at + policy.CHECK_LEASE
    row.due_at = at + policy.CHECK_LEASE  # if we die while we ask, the sweep finds it then
    row.save(update_fields=["claimed_until", "due_at"])
    return row


def _again_at(row: Payment, at: datetime) -> datetime:
    """A callback that is opened again has the bank asked no sooner than a while after it was last asked; the sweep does not forget it."""
    return max(at, row.asked_at + policy.CALLBACK_AGAIN) if row.asked_at else at


def _ask(gateway: PaymentGateway, row: Payment) -> Verdict:
    outside.ensure_no_transaction()
    # A callback that says paid, asked about for the first time, needs no inquiry; everything else may have been answered already.
    if row.claim == Claim.PAID and not row.asked_at:
        return gateway.verify(_attempt(row))
    return ask_again(gateway, _attempt(row))


@transaction.atomic
def _record(pk: int, verdict: Verdict, gateway: PaymentGateway, *, at: datetime) -> Payment:
    invoice = invoices.locked(Payment.objects.values_list("invoice_id", flat=True).get(pk=pk))
    row = Payment.objects.select_for_update().get(pk=pk)
    row.asked_at, row.verdict, row.claimed_until = at, _said(verdict), None
    if row.state in flow.TAKEN_PAYMENTS:  # a slower asker learnt the same
        row.due_at = None
        row.save()
        return row
    if isinstance(verdict, Paid) and verdict.rials == row.rials:
        return _paid(row, invoice, verdict, gateway, at=at)
    if isinstance(verdict, Paid | Differs):
        return _look(row, "fail", f"مبلغ پرداخت {row.attempt} فرق دارد", at=at)
    if isinstance(verdict, NotPaid):
        return _not_paid(row, verdict, gateway, at=at)
    return _unknown(row, verdict.trouble, gateway, at=at)


def _paid(row: Payment, invoice: Invoice, verdict: Paid, gateway: PaymentGateway, *, at: datetime) -> Payment:
    if Payment.objects.filter(gateway=row.gateway, bank_reference=verdict.reference).exclude(pk=row.pk).exists():
        # The bank's number is never given twice: this money was counted already.
        return _look(row, "fail", f"شماره مرجع پرداخت {row.attempt} تکراری است", at=at)
    row.bank_reference, row.trace = verdict.reference, ""
    row.card, row.paid_at = verdict.card or row.card, verdict.paid_at or at
    row.settle_due_at = at if gateway.terms.needs_settle else None
    taking.take(row, invoice, by=SYSTEM, at=at)
    work.close_item("payment.unclear", row, outcome=row.state, at=at)
    return row


def _not_paid(row: Payment, verdict: NotPaid, gateway: PaymentGateway, *, at: datetime) -> Payment:
    if row.state in flow.OPEN_PAYMENTS and (verdict.is_final or _is_over(row, gateway, at)):
        _give_up(row, "fail", verdict=_said(verdict), at=at)
    elif row.state in flow.OPEN_PAYMENTS:  # the payer may still be on the bank's page
        row.due_at = at + policy.CHECK_EVERY
    else:
        row.due_at = None
    row.save()
    if verdict.is_final:
        work.close_item("payment.unclear", row, outcome="not_paid", at=at)
    return row


def _unknown(row: Payment, trouble: Trouble, gateway: PaymentGateway, *, at: datetime) -> Payment:
    age = at - row.begun_at
    waits = trouble in (Trouble.WAITING, Trouble.NO_SALE)
    if row.state in flow.OPEN_PAYMENTS and waits and _is_over(row, gateway, at):
        _give_up(row, "expire", verdict=row.verdict, at=at)
    elif age > policy.GIVE_UP_AFTER or trouble in (Trouble.UNPROVED, Trouble.SETTINGS):
        return _look(row, "expire" if age > policy.GIVE_UP_AFTER else "", f"پرداخت {row.attempt} روشن نشد", at=at)
    else:
        row.due_at = at + (policy.CHECK_LATER if _is_over(row, gateway, at) else policy.CHECK_EVERY)
    row.save()
    return row


def _is_over(row: Payment, gateway: PaymentGateway, at: datetime) -> bool:
    """Whether the page has closed and, if it was paid in its last moment, the money has gone back."""
    terms = gateway.terms
    return at - row.begun_at > (terms.page_open_for or terms.verify_within) + terms.verify_within


def _look(row: Payment, move: str, title: str, *, at: datetime) -> Payment:
    """A person must look; the payment is open no longer where `move` says so, else it is asked about again."""
    row.due_at = None if move else at + policy.CHECK_LATER
    if move and row.state in flow.OPEN_PAYMENTS:
        _give_up(row, move, verdict=row.verdict, at=at)
    row.save()
    work.open_item("payment.unclear", row, title=title, role="finance_officer", at=at)
    return row


def _give_up(row: Payment, move: str, *, verdict: str, at: datetime) -> None:
    row.state = flow.PAYMENT.after(row.state, move, "system")
    row.due_at = row.claimed_until = None
    row.verdict = verdict
    row.save()
    record("payment.ended", row, by=SYSTEM, at=at, person_id=row.invoice.person_id, number=row.invoice.number)


@transaction.atomic
def _later(pk: int, *, verdict: str, at: datetime) -> Payment:
    row = Payment.objects.select_for_update().get(pk=pk)
    row.verdict, row.claimed_until, row.due_at = verdict, None, at + policy.CHECK_LATER
    row.save()
    return row


def _announce(invoice_id: int, *, at: datetime) -> None:
    try:
        invoices.announce_due(invoice_id, at=at)
    except Exception:
        log.exception("invoice not announced", invoice=invoice_id)  # the row is due still; the sweep tries again


def _attempt(row: Payment) -> Attempt:
    return Attempt(reference=str(row.attempt), rials=row.rials, authority=row.authority, sale=row.sale)


def _said(answer: object) -> str:
    kind = type(answer).__name__.lower()
    told = getattr(answer, "trouble", None) or getattr(answer, "reason", None) or getattr(answer, "code", "")
    return f"{kind} {told}"[:60]
