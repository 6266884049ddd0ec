"""Numbers without a gap: the row of the kind, the office and the year is held until what bears the number is committed."""

from datetime import datetime
from typing import Any

from kardad.cases.models import Series
from kardad.kit import calendar

PETITION, CLASS, DECISION = "petition", "class", "decision"


def next_number(kind: str, *, office_id: int, at: datetime) -> str:
    """The next number of that kind in the office and the Jalali year: `1404-12-000034`; called inside a transaction."""
    year = calendar.to_jalali(calendar.tehran_day(at)).year
    known: dict[str, Any] = {"kind": kind, "office_id": office_id, "year": year}
    series = Series.objects.select_for_update().filter(**known).first()
    if series is None:
        Series.objects.get_or_create(**known)
        series = Series.objects.select_for_update().get(**known)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{year}-{office_id}-{series.last:06d}"
