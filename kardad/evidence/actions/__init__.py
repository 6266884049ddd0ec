"""Every change to what is proven: chains and entries, the day's root and its stamp, keys."""

from kardad.evidence.actions.chains import append, append_many, begin_chain, open_chain
from kardad.evidence.actions.days import MOST_AT_ONCE, close_day, close_days, stamp_due
from kardad.evidence.actions.keys import ensure_key, lose_key, rotate_key, sealed

__all__ = [
    "MOST_AT_ONCE",
    "append",
    "append_many",
    "begin_chain",
    "close_day",
    "close_days",
    "ensure_key",
    "lose_key",
    "open_chain",
    "rotate_key",
    "sealed",
    "stamp_due",
]
