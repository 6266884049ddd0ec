"""The outbox's later work: what waits to leave, and what has left and was not yet answered for."""

import time
from collections.abc import Callable
from datetime import datetime

from kardad.core.sweeps import sweep
from kardad.outbox import actions, handing
from kardad.outbox.models import Message

BATCH = 200
PATIENCE = 10  # seconds; other sweeps want their turn


@sweep(minutes=1)
def send(at: datetime) -> int:
    """Hand every waiting text to a messenger, and every waiting e-mail to the mail server."""
    return handing.texts(at=at) + handing.mails(at=at)


@sweep(minutes=1)
def ask(at: datetime) -> int:
    """Ask what became of messages whose provider has not said it."""
    return _each("ask_due_at", actions.ask_due, at)


@sweep(minutes=1)
def tell(at: datetime) -> int:
    """Let the rooms above know what became of their messages."""
    return _each("tell_due_at", actions.tell_due, at)


def _each(column: str, deed: Callable[..., bool], at: datetime) -> int:
    """Every row that was due at the beginning is dealt with, as far as the patience goes; of how many something became."""
    until, done = time.monotonic() + PATIENCE, 0
    while time.monotonic() < until:
        due = list(Message.objects.filter(**{f"{column}__lte": at}).order_by(column).values_list("pk", flat=True)[:BATCH])
        done += sum(deed(pk, at=at) for pk in due)
        if len(due) < BATCH:
            break
    return done
