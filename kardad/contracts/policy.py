"""What this house settles about contracts where the law leaves it open: how long, how often, how many."""

from datetime import timedelta
from typing import Final

from django.conf import settings

from kardad.law.contract_rules import Policy

SIGN_WITHIN: Final = timedelta(days=10)  # after it was sent; then it has expired (services.md 4.4)
REMIND_BEFORE: Final = (45, 30, 7)  # days before the last day (services.md 4.5)
EXPIRING: Final = 30  # days before its end in which a contract is «رو به پایان»
SETTLE_WITHIN: Final = 15  # days after the end in which the settlement is expected
UNDO_SETTLEMENT: Final = timedelta(days=3)  # in which a mistaken confirmation is taken back while nothing is paid
MOST_DRAFTS: Final = 300
BATCH: Final = 200
MOST_ROWS: Final = 10_000  # of one file
AT_ONCE: Final = 20  # rows that the request itself deals with; a worker takes more
LISTS_KEPT: Final = timedelta(days=90)  # what became of the rows of a file; the contracts stay
MOST_DIARIES: Final = 20  # of one person
MOST_ENTRIES: Final = 5000  # of one diary
ENTRIES_A_DAY: Final = 100  # that one person writes


def checks() -> Policy:
    """C12: whether passing the cap forbids, and since when work counts towards it, no source settles; the operator may."""
    return Policy(cap_counts_from=settings.CONTRACT_CAP_FROM, is_cap_binding=settings.CONTRACT_CAP_BINDS)
