"""Later work of delivery: hours that were held and not paid in time, and words before an hour."""

from datetime import datetime

from kardad.core.sweeps import sweep
from kardad.desk.actions import slots
from kardad.desk.queries import delivery as queries


@sweep(minutes=1)
def release_hours(at: datetime) -> int:
    """Free the hours that were held and not paid in time."""
    return sum(slots.release(pk, at=at) for pk in queries.holds_over(at))


@sweep(minutes=1)
def remind_of_hours(at: datetime) -> int:
    """Remind clients of the hours that come."""
    return sum(slots.remind(pk, at=at) for pk in queries.reminders_due(at))
