"""Reads over money: the tariff of a day, what is owed and due, the balances of the ledger."""

from collections import Counter
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from kardad.billing import flow
from kardad.billing.models import (
    Closing,
    Credit,
    CreditNote,
    Discount,
    Entry,
    Invoice,
    Payment,
    Payout,
    Price,
    Proposal,
    Refund,
    Reminder,
    Seller,
    VatRate,
)

Row = TypeVar("Row", bound=Proposal)
Papered = TypeVar("Papered", Invoice, Payment, CreditNote)


def approved(kind: type[Row], on: date) -> QuerySet[Row]:
    """The rows of this kind that hold on that day."""
    rows = kind._default_manager.filter(state="approved", valid_from__lte=on)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("-valid_from", "-pk")


def prices(on: date) -> QuerySet[Price]:
    """What every service costs on that day, by service."""
    return approved(Price, on).order_by("service_code")


def price(service_code: str, on: date) -> Price | None:
    """What the service costs on that day."""
    return approved(Price, on).filter(service_code=service_code).first()


def vat_rate(on: date) -> VatRate | None:
    """The rate of the tax on that day."""
    return approved(VatRate, on).first()


def seller(on: date) -> Seller | None:
    """Who sells on that day."""
    return approved(Seller, on).first()


def discount(code: str, on: date) -> Discount | None:
    """The discount of this code on that day."""
    return approved(Discount, on).filter(code=code.strip().upper()).first()


def proposals(kind: type[Row]) -> QuerySet[Row]:
    """The rows of this kind that wait for a second person, oldest first."""
    return kind._default_manager.filter(state="proposed").order_by("pk")


def invoices_of(person_id: int) -> QuerySet[Invoice]:
    """The invoices that name the person himself as buyer, newest first."""
    return Invoice.objects.filter(person_id=person_id, organisation=None).order_by("-pk")


def invoices_of_organisation(organisation_id: int) -> QuerySet[Invoice]:
    """The invoices of the organisation, newest first."""
    return Invoice.objects.filter(organisation_id=organisation_id).order_by("-pk")


def invoices_about(subject_type: str, subject_id: int) -> QuerySet[Invoice]:
    """The invoices for this thing, newest first."""
    return Invoice.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-pk")


def open_payments(invoice: Invoice) -> QuerySet[Payment]:
    """The payments of the invoice of which nobody knows yet whether they are paid."""
    return Payment.objects.filter(invoice=invoice, state__in=flow.OPEN_PAYMENTS).order_by("pk")


def under_way(invoice: Invoice) -> QuerySet[Payment]:
    """The online payments of the invoice that may still succeed, newest first; not those of which the bank has said no."""
    rows = Payment.objects.filter(invoice=invoice, method=Payment.Method.ONLINE, state__in=flow.OPEN_PAYMENTS)
    return rows.exclude(verdict__startswith="notpaid").order_by("-pk")


def receipt_waits(invoice: str) -> Exists:
    """Whether finance has a receipt to judge of the invoice in that column of the statement around it."""
    return Exists(Payment.objects.filter(invoice=OuterRef(invoice), state="pending_verification", method=Payment.Method.CARD))


def receipts_to_check() -> QuerySet[Payment]:
    """The receipts and slips that finance has not judged, oldest first."""
    rows = Payment.objects.filter(state="pending_verification", method__in=[Payment.Method.CARD, Payment.Method.MANUAL])
    return rows.select_related("invoice").order_by("pk")


def refunds_to_decide() -> QuerySet[Refund]:
    """The refunds that wait for a manager, oldest first."""
    return Refund.objects.filter(state="requested").select_related("invoice").order_by("pk")


def refunds_to_send() -> QuerySet[Refund]:
    """The refunds that wait for finance, oldest first."""
    return Refund.objects.filter(state__in=["approved", "sent"]).select_related("invoice").order_by("pk")


def due_payments(at: datetime) -> QuerySet[Payment]:
    """Online payments about which the bank is to be asked, oldest first."""
    return Payment.objects.filter(due_at__lte=at).order_by("due_at", "pk")


def unsettled_payments(at: datetime) -> QuerySet[Payment]:
    """Verified payments that the bank is to be told to send us, oldest first."""
    return Payment.objects.filter(settle_due_at__lte=at).order_by("settle_due_at", "pk")


def due_invoices(at: datetime) -> QuerySet[Invoice]:
    """Invoices whose last day has passed, oldest first."""
    return Invoice.objects.filter(expire_due_at__lte=at).order_by("expire_due_at", "pk")


def untold_invoices(at: datetime) -> QuerySet[Invoice]:
    """Paid invoices of which those above have not been told."""
    return Invoice.objects.filter(announce_due_at__lte=at).order_by("announce_due_at", "pk")


def due_papers(kind: type[Papered], at: datetime) -> QuerySet[Papered]:
    """Invoices, payments or credit notes whose official paper is to be asked for."""
    return kind._default_manager.filter(paper_due_at__lte=at).order_by("paper_due_at", "pk")


def due_reminders(at: datetime) -> QuerySet[Reminder]:
    """Reminders whose time has come."""
    return Reminder.objects.filter(due_at__lte=at).order_by("due_at", "pk")


def credit_of(holder: str) -> int:
    """The rials that the house owes the buyer."""
    return Credit.objects.filter(holder=holder).values_list("rials", flat=True).first() or 0


def payouts_of(holder: str) -> QuerySet[Payout]:
    """What was asked of the buyer's credit, newest first."""
    return Payout.objects.filter(holder=holder).order_by("-pk")


def balances(*, until: int | None = None) -> dict[str, int]:
    """The balance of every account that was ever used, from the last closing on; up to one entry when asked so. Together zero."""
    closings, entries = Closing.objects.order_by("-last_entry"), Entry.objects.all()
    if until is not None:
        closings, entries = closings.filter(last_entry__lte=until), entries.filter(pk__lte=until)
    closed = closings.first()
    sums: Counter[str] = Counter(closed.sums if closed else {})
    for row in entries.filter(pk__gt=closed.last_entry if closed else 0).values("account").annotate(sum=Sum("rials")):
        sums[row["account"]] += row["sum"]
    return dict(sorted(sums.items()))


def balance(account: str, holder: str | None = None) -> int:
    """The balance of one account, or of one holder's part of it."""
    rows = Entry.objects.filter(account=account)
    if holder is not None:
        rows = rows.filter(holder=holder)
    return rows.aggregate(sum=Sum("rials"))["sum"] or 0
