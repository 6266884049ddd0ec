"""What was seen is held beside its proof: before it is certified, and once a day."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from kardad.availability import auditing, parts
from kardad.availability.models import Watch
from kardad.work import actions as work

KIND: Final = "availability.differs"
LOOKED_BACK: Final = timedelta(days=40)


def is_alike(watched: Iterable[Watch], *, since: datetime, until: datetime, at: datetime) -> bool:
    """Whether all that is known of the parts in the interval is what was proven; else the managers have exactly one open item about it."""
    found = auditing.differing(watched, since, until)
    if found is None:
        return True
    title = f"دسترس‌پذیری {parts.titled(found.part, found.group)}: پایگاه داده با دفتر رویدادها یکی نیست؛ kardad verify --database"
    work.open_item(KIND, found, title=title[:120], role="manager", at=at)
    return False


def look(*, at: datetime) -> int:
    """Every part was compared as far back as anybody's days may still hang on it; how many differ. Safe against a second sweep."""
    every = Watch.objects.order_by("pk")
    return sum(not is_alike([one], since=at - LOOKED_BACK, until=at, at=at) for one in every)
