"""A refund that the bank itself carries out: the payment is reversed whole, on the day; claimed, asked, recorded."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kardad.billing import flow, policy
from kardad.billing.actions import invoices, refunds
from kardad.billing.models import Payment, Refund
from kardad.core import outside
from kardad.core.actor import Actor
from kardad.gateways.payments.outcomes import Done, Undone
from kardad.gateways.payments.port import Attempt, Moment, PaymentGateway
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal


class NotReversible(Refusal):
    """The bank cannot give this payment back by itself, or not any more."""

    code = "REFUND_NOT_REVERSIBLE"
    message = "بانک این پرداخت را خودش برنمی‌گرداند؛ مبلغ را با حواله بفرستید و شماره پیگیری آن را بنویسید."


class BeingAsked(Refusal):
    """Somebody asks the bank just now."""

    code = "REFUND_BEING_ASKED"
    message = "همین حالا از بانک پرسیده می‌شود؛ یک دقیقه دیگر دوباره ببینید."


def taken(refund: Refund) -> list[Payment]:
    """The payments of which the refund's invoice lives, newest first: in this order they are given back."""
    return list(Payment.objects.filter(invoice_id=refund.invoice_id, state__in=flow.TAKEN_PAYMENTS).order_by("-pk"))


def reversible(refund: Refund, rows: Sequence[Payment], *, at: datetime) -> Payment | None:
    """Of the `taken` payments the one that its bank would give back whole for this refund now, if there is one."""
    if refund.target != Refund.Target.SOURCE or refund.state != "approved":
        return None
    found = next((row for row in rows if row.applied > row.refunded), None)  # what refunds give back first
    if found is None or found.refunded or found.rials != refund.rials or found.applied != found.rials:
        return None
    if Refund.objects.filter(payment=found, state="sent").exclude(pk=refund.pk).exists():
        return None  # another refund has asked the bank for it already, and does not know yet what became of it
    gateway = outside.payment_gateway(found.gateway) if found.method == Payment.Method.ONLINE else None
    return found if gateway and _is_in_time(gateway, found, at) else None


def reverse(refund: Refund, *, by: Actor, at: datetime) -> Refund:
    """The bank was told to reverse the payment: the refund is done, waits for a clear answer, or is to be sent in another way."""
    outside.ensure_no_transaction()
    row, payment = _claim(refund, by=by, at=at)
    gateway = outside.payment_gateway(payment.gateway)
    if gateway is None:
        raise NotReversible
    answer = gateway.reverse(Attempt(reference=str(payment.attempt), rials=payment.rials, authority=payment.authority, sale=payment.sale))
    return _record(row.pk, answer, payment, by=by, at=at)


@transaction.atomic
def _claim(refund: Refund, *, by: Actor, at: datetime) -> tuple[Refund, Payment]:
    invoices.locked(refund.invoice_id)
    row = Refund.objects.select_for_update().get(pk=refund.pk)
    if row.state == "sent" and row.payment is not None:  # its answer was lost; whoever asks again may only be finance
        flow.REFUND.after(row.state, "finish", flow.role_of(by.role))
        if row.claimed_until is not None and row.claimed_until > at:
            raise BeingAsked
    elif row.state == "approved":
        payment = reversible(row, taken(row), at=at)
        if payment is None:
            raise NotReversible
        row = refunds.send(row, by=by, at=at)
        row.payment = payment
    else:
        raise NotAllowed(flow="refund", state=row.state, move="send", role=by.role)
    row.claimed_until = at + policy.CHECK_LEASE
    row.save()
    return row, row.payment


@transaction.atomic
def _record(pk: int, answer: Done | Undone, payment: Payment, *, by: Actor, at: datetime) -> Refund:
    invoices.locked(payment.invoice_id)
    row = Refund.objects.select_for_update().get(pk=pk)
    if row.state != "sent":  # a colleague ended it meanwhile
        return row
    row.claimed_until, row.verdict = None, _said(answer)
    if isinstance(answer, Undone) and answer.may_be_done:
        row.is_unclear = True
    elif isinstance(answer, Undone) and not row.is_unclear:
        # After a lost answer a clear «no» may only mean that it was done before: then a person looks at the bank's statement.
        row.state = flow.REFUND.after(row.state, "bounce", flow.role_of(by.role))
        row.payment = row.sent_by_id = row.sent_at = None
    row.save()
    if isinstance(answer, Done):
        refunds.finish(row, trace=payment.bank_reference[:40], by=by, at=at)
        row.refresh_from_db()
    return row


def _is_in_time(gateway: PaymentGateway, payment: Payment, at: datetime) -> bool:
    terms = gateway.terms
    if not terms.can_reverse or not payment.authority:
        return False
    # Its own clock may be a little behind: the bank has the last word, and a «no» sends the refund in another way.
    since = payment.asked_at if terms.reverse_from is Moment.VERIFY else payment.paid_at
    return terms.reverse_within is None or (since is not None and at < since + terms.reverse_within)


def _said(answer: Done | Undone) -> str:
    told = f"undone {answer.trouble}" if isinstance(answer, Undone) else "done"
    return f"{told} {answer.code}".strip()[:60]
