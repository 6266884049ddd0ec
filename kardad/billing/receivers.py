"""What billing answers when those below it ask: people for what is known of a person, papers for who may read them."""

from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver

from kardad.billing import access, queries
from kardad.billing.models import Invoice
from kardad.core.actor import Actor
from kardad.documents import access as papers
from kardad.documents import standing
from kardad.documents.models import Document
from kardad.people import signals
from kardad.people.models import Person
from kardad.people.queries.accounts import moment

Rows = list[dict[str, Any]]


@papers.register("billing.invoice")
def may_read_invoice(actor: Actor, document: Document) -> bool:
    """The buyer of the invoice, and staff of money."""
    return _may_read(actor, Invoice.objects.filter(pk=document.subject_id))


@standing.register("billing.invoice")
def standing_of_invoice(document: Document) -> standing.Standing | None:
    """A void invoice asks nobody for money, whatever its paper says."""
    void = Invoice.objects.filter(pk=document.subject_id, state="void").first()
    return standing.Standing(standing.State.VOID, void.ended_at, "این صورت‌حساب باطل شده است.") if void else None


@papers.register("billing.payment")
def may_read_receipt(actor: Actor, document: Document) -> bool:
    """The buyer of the invoice that was paid, and staff of money."""
    return _may_read(actor, Invoice.objects.filter(payments=document.subject_id))


@papers.register("billing.creditnote")
def may_read_credit_note(actor: Actor, document: Document) -> bool:
    """The buyer of the invoice that is less, and staff of money."""
    return _may_read(actor, Invoice.objects.filter(credit_notes=document.subject_id))


@receiver(signals.asked_for_everything)
def invoices(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """The invoices that name the person, newest first, with their payments and refunds."""
    rows = Invoice.objects.filter(person=person).order_by("-pk").prefetch_related("lines", "payments", "refunds")
    return "invoices", [_told(row) for row in rows.iterator(chunk_size=50)]


@receiver(signals.asked_for_everything)
def credit(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """What the house owes the person."""
    owed = queries.credit_of(f"person:{person.pk}")
    return "credit", [{"rials": owed}] if owed else []


def _may_read(actor: Actor, rows: QuerySet[Invoice]) -> bool:
    found = rows.select_related("person").first()
    return found is not None and access.reads_papers(actor, found)


def _told(row: Invoice) -> dict[str, Any]:
    return {
        "number": row.number,
        "buyer": row.buyer_name,
        "state": row.state,
        "total": row.total,
        "vat": row.vat,
        "paid": row.paid,
        "refunded": row.refunded,
        "issued_at": moment(row.issued_at),
        "lines": [{"title": line.title, "quantity": line.quantity, "amount": line.amount} for line in row.lines.all()],
        "payments": [
            {"method": one.method, "rials": one.rials, "state": one.state, "begun_at": moment(one.begun_at)} for one in row.payments.all()
        ],
        "refunds": [{"rials": one.rials, "state": one.state, "asked_at": moment(one.requested_at)} for one in row.refunds.all()],
    }
