"""The later work of papers: what waits to be printed, and what waits for its seal."""

from datetime import datetime

from kardad.core.sweeps import sweep
from kardad.documents import actions, queries
from kardad.documents.models import Document

BATCH = 500  # about twenty seconds of one core


@sweep(minutes=1)
def render(at: datetime) -> int:
    """Print every paper that waits."""
    due = queries.due(Document.State.WAITING, at).values_list("pk", flat=True)[:BATCH]
    return sum(actions.render_due(pk, at=at) for pk in list(due))


@sweep(minutes=1)
def sign(at: datetime) -> int:
    """Seal every paper that is printed."""
    due = queries.due(Document.State.RENDERED, at).values_list("pk", flat=True)[:BATCH]
    return sum(actions.sign_due(pk, at=at) for pk in list(due))
