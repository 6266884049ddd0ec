"""Numbers without a gap: the row of the series is held until the paper that bears the number is committed."""

from datetime import datetime

from kardad.billing.models import Series
from kardad.kit import calendar


def next_number(kind: str, *, at: datetime) -> str:
    """The next number of this kind in the Jalali year (`INV-1404-000012`); called inside a transaction."""
    key = f"{kind}-{calendar.to_jalali(calendar.tehran_day(at)).year}"
    Series.objects.get_or_create(key=key)
    series = Series.objects.select_for_update().get(key=key)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{key}-{series.last:06d}"
