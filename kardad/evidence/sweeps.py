"""The later work of proof: days that are over, and roots that wait for their stamp."""

from datetime import datetime

from kardad.core.sweeps import sweep
from kardad.evidence import actions, queries

BATCH = 20


@sweep(minutes=5)
def close_days(at: datetime) -> int:
    """Every day that is over has its root."""
    return actions.close_days(at=at)


@sweep(minutes=5)
def stamp(at: datetime) -> int:
    """Roots that wait have their stamp."""
    return sum(actions.stamp_due(pk, at=at) for pk in list(queries.due_stamps(at).values_list("pk", flat=True)[:BATCH]))
