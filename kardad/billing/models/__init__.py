"""The tables of money, by noun."""

from kardad.billing.models.invoices import Invoice, Line, Reminder, Series
from kardad.billing.models.ledger import Closing, Entry, Posting
from kardad.billing.models.payments import Credit, Payment
from kardad.billing.models.payouts import Payout
from kardad.billing.models.refunds import CreditNote, Refund
from kardad.billing.models.rulings import Ruling
from kardad.billing.models.tariff import Discount, Price, Proposal, Seller, VatRate

__all__ = [
    "Closing",
    "Credit",
    "CreditNote",
    "Discount",
    "Entry",
    "Invoice",
    "Line",
    "Payment",
    "Payout",
    "Posting",
    "Price",
    "Proposal",
    "Refund",
    "Reminder",
    "Ruling",
    "Seller",
    "Series",
    "VatRate",
]
