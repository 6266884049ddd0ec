"""The rate that a messenger admits, shared by every sender of the house: places in time are taken in lots, each place once."""

import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from kardad.outbox.models import Message, Pace

SHARE = 0.92  # of the rate; the rest is left to one-time codes, which ask nobody
LOT = 200
CATCHING_UP = 0.97  # of the rate, after the machine was too busy to keep its places
AHEAD = timedelta(seconds=1)  # who finds more than this given away is not needed
LOST = timedelta(seconds=30)  # nobody takes places so far ahead: the clock went back


class Gate:
    """Where the lanes of one sender pass one by one: each at its place, and after a delay no closer together than the rate allows."""

    def __init__(self, per_second: int) -> None:
        self._lock, self._free, self._apart = threading.Lock(), 0.0, 1 / (per_second * CATCHING_UP)

    def wait(self, moment: float) -> float:
        """Sleep until that moment on the monotonic clock, or the next one that is free; which it was."""
        with self._lock:
            mine = max(moment, self._free, time.monotonic())
            self._free = mine + self._apart
        while (left := mine - time.monotonic()) > 0:
            time.sleep(left)
        return mine


def lot(per_second: int) -> int:
    """How many messages are taken at once: what leaves within half a second."""
    return max(1, min(LOT, per_second // 2))


def step(per_second: int) -> timedelta:
    """What lies between two messages."""
    return timedelta(seconds=1 / (per_second * SHARE))


@transaction.atomic
def start(messenger: str, *, at: datetime) -> datetime | None:
    """When the next message may leave; None while the rate is given away. The messenger's pace is held until the transaction ends."""
    Pace.objects.get_or_create(messenger=messenger, defaults={"next_at": at})
    free_at = Pace.objects.select_for_update().get(messenger=messenger).next_at
    if free_at - at > LOST:
        return at
    return None if free_at - at > AHEAD else max(at, free_at)


def take(messenger: str, rows: Sequence[Message], *, since: datetime, per_second: int) -> None:
    """These messages have their places from that moment on."""
    Pace.objects.filter(messenger=messenger).update(next_at=since + len(rows) * step(per_second))
