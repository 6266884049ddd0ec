"""Ninety days of a demo's past in which somebody looked: mostly well, an outage of texts, a short one of log-in, a night without looks."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from django.conf import settings

from kardad.availability import parts
from kardad.availability.models import Stretch, Watch
from kardad.core import outside
from kardad.kit import calendar

DAYS = 90
DAY = timedelta(days=1)
# Part → (how long ago, how long, what was seen: None when nobody looked).
TROUBLES: dict[str, list[tuple[timedelta, timedelta, bool | None]]] = {
    "sms": [(timedelta(days=9), timedelta(hours=2), False)],
    "login": [(timedelta(days=23, hours=3), timedelta(minutes=12), False), (timedelta(days=51), timedelta(hours=7), None)],
    "panel": [(timedelta(days=3), timedelta(hours=5), False), (timedelta(days=51), timedelta(hours=7), None)],
    "storage": [(timedelta(days=51), timedelta(hours=7), None)],
}


def make(*, at: datetime) -> int:
    """The stretches of the days before `at` stand, unsigned: no look was made; how many."""
    if not settings.DEMO:
        raise RuntimeError("a demo's past is made in a demo only")
    made = []
    for part, troubles in TROUBLES.items():
        groups = [parts.MESSENGER + one.name for one in outside.messengers()] if part == "sms" else [""]
        for group in groups:
            watch, _ = Watch.objects.get_or_create(part=part, group=group)
            made += [_stretch(watch, *one) for one in _pieces(at, [(at - ago, at - ago + long, ok) for ago, long, ok in troubles])]
    return len(Stretch.objects.bulk_create(made))


def _pieces(at: datetime, troubles: list[tuple[datetime, datetime, bool | None]]) -> Iterator[tuple[datetime, datetime, bool]]:
    """The days cut at the beginning and end of every trouble."""
    for ago in range(DAYS, -1, -1):
        began, ended = calendar.day_start_end(calendar.tehran_day(at - ago * DAY))
        cuts = {moment for trouble in troubles for moment in trouble[:2] if began < moment < ended}
        edges = sorted({began, min(ended, at), *cuts})
        for left, right in pairwise(edges):
            seen = next((ok for start, stop, ok in troubles if start <= left < stop), True)
            if seen is not None:
                yield left, right, seen


def _stretch(watch: Watch, began: datetime, ended: datetime, ok: bool) -> Stretch:  # noqa: FBT001 – one row of a table
    seconds = int((ended - began).total_seconds())
    return Stretch(
        watch=watch,
        day=calendar.tehran_day(began),
        began_at=began,
        ended_at=ended,
        seconds=seconds,
        ok=ok,
        probes=max(1, seconds // 60),
        problem="" if ok else "undelivered" if watch.part == "sms" else "timeout",
        digest="0" * 64,
    )
