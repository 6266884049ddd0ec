"""People's later work: invitations that lapse, seats that the register is asked about again."""

from datetime import datetime

from kardad.core.sweeps import sweep
from kardad.people.actions import mandates, seats


@sweep(minutes=60)
def lapse_invitations(at: datetime) -> int:
    """End every invitation that nobody took in time."""
    return mandates.expire_due(at)


@sweep(minutes=60)
def recheck_seats(at: datetime) -> int:
    """Ask the register again about seats whose last answer is too old."""
    return seats.recheck_due(at)
