"""What billing answers when people, below it, ask."""

from typing import Any

from django.dispatch import receiver

from kardad.billing import queries
from kardad.billing.models import Invoice
from kardad.people import signals
from kardad.people.models import Person
from kardad.people.queries.accounts import moment

Rows = list[dict[str, Any]]


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
