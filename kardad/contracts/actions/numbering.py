"""Numbers without a gap: the row of the Jalali year is held until what bears the number is committed."""

from datetime import datetime

from kardad.contracts.models import Series
from kardad.kit import calendar


def next_number(at: datetime) -> str:
    """The next number of a contract: `EC-1404-000034`; called inside a transaction."""
    year = calendar.to_jalali(calendar.tehran_day(at)).year
    Series.objects.get_or_create(year=year)
    series = Series.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"EC-{year}-{series.last:06d}"
