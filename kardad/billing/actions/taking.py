"""Money that came: what of it the invoice still needs is applied, the rest becomes the buyer's credit."""

from datetime import datetime

from kardad.billing import flow
from kardad.billing.actions import invoices, ledger, telling
from kardad.billing.models import Invoice, Payment
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import money

MOVES = {
    Payment.Method.ONLINE: "verify",
    Payment.Method.CARD: "approve",
    Payment.Method.MANUAL: "approve",
    Payment.Method.CREDIT: "spend",
}


def take(payment: Payment, invoice: Invoice, *, move: str = "", by: Actor, at: datetime) -> None:
    """The payment succeeded, by its method's own move unless told otherwise; both rows are held by the caller and saved here."""
    payment.state = flow.PAYMENT.after(payment.state, move or MOVES[Payment.Method(payment.method)], flow.role_of(by.role))
    payment.applied = min(payment.rials, invoice.balance)
    payment.surplus = payment.rials - payment.applied
    payment.paid_at = payment.paid_at or at
    payment.due_at = payment.claimed_until = None
    payment.paper_due_at = at
    payment.save()
    if payment.applied:
        invoice.paid += payment.applied
        invoices.settle(invoice, by=by, at=at)
        invoice.save()
    source = "credit" if payment.method == Payment.Method.CREDIT else "bank"
    legs = [
        (source, invoice.holder if source == "credit" else payment.gateway or payment.method, payment.rials),
        ("receivable", invoice.holder, -payment.applied),
        ("credit", invoice.holder, -payment.surplus),
    ]
    ledger.post("paid", payment, legs, by=by, at=at)
    ledger.add_credit(invoice.holder, payment.surplus)
    told = {"number": invoice.number, "rials": money.grouped(payment.rials)}
    record("payment.succeeded", payment, by=by, at=at, person_id=invoice.person_id, **told)
    telling.tell("payment.succeeded", invoice, rials=payment.rials, at=at)
    if payment.surplus:
        spare = money.grouped(payment.surplus)
        record("payment.credited", payment, by=by, at=at, person_id=invoice.person_id, number=invoice.number, rials=spare)
