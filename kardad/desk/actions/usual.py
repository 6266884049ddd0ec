"""The usual time of each service is measured anew."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kardad.core import hours
from kardad.desk.models import Item, UsualTime

LOOKED_BACK: Final = timedelta(days=180)
LEAST: Final = 5  # requests; fewer say nothing about the next one
MOST: Final = 2_000  # of one night, newest first


@transaction.atomic
def measure(*, at: datetime) -> int:
    """Every service that was delivered often enough has its usual time, of the last half year; others have none."""
    rows = Item.objects.filter(state="delivered", delivered_at__gt=at - LOOKED_BACK, request__submitted_at__isnull=False)
    told: dict[str, list[int]] = {}
    found = rows.order_by("-delivered_at", "pk").values_list("service_code", "request__submitted_at", "delivered_at")
    for code, sent, delivered in found[:MOST]:
        if sent and delivered:
            told.setdefault(code, []).append(hours.between(sent, delivered))
    known = {code: sorted(minutes) for code, minutes in told.items() if len(minutes) >= LEAST}
    UsualTime.objects.exclude(service_code__in=known).delete()
    for code, minutes in known.items():
        figures = {"minutes": ninetieth(minutes), "counted": len(minutes), "measured_at": at}
        UsualTime.objects.update_or_create(service_code=code, defaults=figures)
    return len(known)


def ninetieth(ordered: list[int]) -> int:
    """The smallest of the figures that nine of ten do not pass."""
    return ordered[-(-len(ordered) * 9 // 10) - 1]
