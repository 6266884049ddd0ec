"""What billing tells the apps above it."""

from django.dispatch import Signal

invoice_paid = Signal()  # invoice, at – once an invoice, inside the transaction that forgets to tell it again
