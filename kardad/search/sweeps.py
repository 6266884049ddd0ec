"""Search's later work: this machine's index hears of every change, also when nobody searches."""

from datetime import datetime

from kardad.core.sweeps import sweep
from kardad.search import index


@sweep(minutes=1)
def catch_up(at: datetime) -> int:
    """Bring the index of this machine up to date."""
    return int(index.opened().catch_up(most=index.ALL))
