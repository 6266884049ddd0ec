"""What was seen of a day is closed by proof: after that nobody changes it unseen, the operator neither."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kardad.availability import parts
from kardad.availability.models import Stretch, Watch
from kardad.availability.telling import day_told
from kardad.core.actor import SYSTEM
from kardad.evidence import actions as evidence
from kardad.kit import calendar

DAYS_AT_ONCE = 40
GRACE = timedelta(minutes=10)  # the last look of a day may still be on its way


def prove(*, at: datetime) -> int:
    """Every day that is over stands in the chain of its part, once; how many days were added."""
    today = calendar.tehran_day(at - GRACE)
    due = Stretch.objects.filter(day__lt=today).order_by().values_list("watch_id", flat=True).distinct()
    return sum(_prove(pk, today, at=at) for pk in due)


@transaction.atomic
def _prove(pk: int, today: date, *, at: datetime) -> int:
    watch = Watch.objects.select_for_update().get(pk=pk)
    seen = Stretch.objects.filter(watch=watch, day__lt=today)
    if watch.proven_on is not None:
        seen = seen.filter(day__gt=watch.proven_on)
    days = list(seen.order_by("day").values_list("day", flat=True).distinct()[:DAYS_AT_ONCE])
    if not days:
        return 0
    chain = evidence.open_chain(watch, title=f"دسترس‌پذیری: {parts.titled(watch.part, watch.group)}", office_id=None, at=at)
    rows: dict[date, list[Stretch]] = {day: [] for day in days}
    for stretch in Stretch.objects.filter(watch=watch, day__in=days).order_by("began_at", "id"):
        rows[stretch.day].append(stretch)
    evidence.append_many([(chain, "availability.day", day_told(watch, day, rows[day])) for day in days], by=SYSTEM, at=at)
    watch.proven_on = days[-1]
    watch.save(update_fields=["proven_on"])
    return len(days)
