"""Numbers of notices, without a gap: the row of the year is held until the notice that bears the number is committed."""

from datetime import datetime

from kardad.inbox.models import Series
from kardad.kit import calendar


def next_numbers(count: int, *, at: datetime) -> list[str]:
    """So many numbers of the Jalali year that follow one another (`NT-1404-000012`); called inside a transaction."""
    year = calendar.to_jalali(calendar.tehran_day(at)).year
    Series.objects.get_or_create(year=year)
    series = Series.objects.select_for_update().get(year=year)
    first, series.last = series.last + 1, series.last + count
    series.save(update_fields=["last"])
    return [f"NT-{year}-{number:06d}" for number in range(first, series.last + 1)]
