"""Birth dates as vendors write them: Jalali, with slashes or without."""

import re
from datetime import date
from typing import Any

from kardad.kit.calendar import BadDate, from_jalali, to_jalali


def jalali(day: date, *, separator: str) -> str:
    """The Jalali `yyyy/mm/dd` of a Gregorian date, with this separator."""
    there = to_jalali(day)
    return f"{there.year:04}{separator}{there.month:02}{separator}{there.day:02}"


def read(text: Any) -> date | None:
    """The Gregorian date of a vendor's text (`1400/01/01`, `14000101`, `1990-05-01`…); None when it is none.

    A year before 1700 is Jalali.
    """
    found = re.match(r"(\d{4})[/-]?(\d{2})[/-]?(\d{2})", str(text or ""))
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day) if year >= 1700 else from_jalali(year, month, day)
    except (ValueError, BadDate):
        return None
