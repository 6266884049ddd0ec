"""Whether days are closed as they should be: if the clock jumped, the managers have work."""

from datetime import datetime

from kardad.evidence import actions as evidence
from kardad.evidence import queries
from kardad.evidence.models import Root
from kardad.kit.calendar import tehran_day
from kardad.work import actions as work

KIND = "evidence.unsealed"


def watch(*, at: datetime) -> bool:
    """The managers have exactly one open item while days wait for a look at the clock, or roots are of days to come; whether so."""
    newest = queries.newest_root()
    if newest is None:
        return False
    is_ahead = newest.day >= tehran_day(at)
    is_held = len(queries.days_to_close(at)) > evidence.MOST_AT_ONCE
    if not is_ahead and not is_held:
        _close(at=at)
        return False
    why = "مهر روزهای آینده زده شده است" if is_ahead else "روزهای زیادی مهر نخورده است"
    first = Root.objects.order_by("day")[0]  # one subject for all of it
    work.open_item(KIND, first, title=f"{why}: ساعت سرور را ببینید؛ اگر درست است kardad seal", role="manager", at=at)
    return True


def _close(*, at: datetime) -> None:
    first = Root.objects.order_by("day").first()
    if first is not None:
        work.close_item(KIND, first, outcome="sealed", at=at)
