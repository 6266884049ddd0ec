"""What the room tells those above it."""

from django.dispatch import Signal

outage_closed = Signal()
"""incident, at: an outage is over, whoever closed it; sent inside the transaction that closes it."""
