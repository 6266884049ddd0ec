"""The outbox's later work: texts that wait."""

from datetime import datetime

from kardad.core.sweeps import sweep
from kardad.outbox import actions
from kardad.outbox.models import Message

BATCH = 200


@sweep(minutes=1)
def send(at: datetime) -> int:
    """Hand every waiting text to a messenger."""
    due = Message.objects.filter(due_at__lte=at).order_by("due_at").values_list("pk", flat=True)[:BATCH]
    return sum(actions.send_due(pk, at=at) for pk in list(due))
