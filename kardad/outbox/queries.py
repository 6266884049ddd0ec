"""Reads over the outbox."""

from kardad.outbox.models import Message


def find(pk: int | None) -> Message | None:
    """One message."""
    return Message.objects.filter(pk=pk).first() if pk else None
