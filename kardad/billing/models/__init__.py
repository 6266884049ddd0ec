"""The tables of money, by noun."""

from kardad.billing.models.invoices import Invoice, Line, Reminder, Series
from kardad.billing.models.ledger import Entry, Posting
from kardad.billing.models.payments import Credit, Payment
from kardad.billing.models.refunds import CreditNote, Refund
from kardad.billing.models.tariff import Discount, Price, Proposal, Seller, VatRate

__all__ = [
    "Credit",
    "CreditNote",
    "Discount",
    "Entry",
    "Invoice",
    "Line",
    "Payment",
    "Posting",
    "Price",
    "Proposal",
    "Refund",
    "Reminder",
    "Seller",
    "Series",
    "VatRate",
]
