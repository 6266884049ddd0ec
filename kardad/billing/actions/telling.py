"""What becomes of money is told to its buyer, in the transaction in which it becomes so."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from kardad.billing.models import Invoice
from kardad.inbox import actions as inbox
from kardad.kit import money


def tell(event: str, invoice: Invoice, *, rials: int, at: datetime, **words: Any) -> None:
    """A letter that leads to the invoice lies in the kartable of its buyer, or of whoever asked for his organisation."""
    told: dict[str, Any] = {"number": invoice.number, "rials": money.grouped(rials), **words}
    inbox.tell(invoice.person, event, about=invoice, url=reverse("billing:invoice", args=[invoice.token]), at=at, **told)
