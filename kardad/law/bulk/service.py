"""The seniority of a roster: everybody hired in one Jalali year has the same steps but for the day of the anniversary."""

from datetime import date
from fractions import Fraction
from typing import Final

import numpy as np

from kardad.kit import calendar, money
from kardad.law import seniority
from kardad.law.bulk.exact import RATE_PARTS, Ints
from kardad.law.instruments import Law, Silent
from kardad.law.kinds import Month, Number

_EPOCH: Final = date(1970, 1, 1)
_OFFSETS: Final = 32  # the anniversary falls on the first day or before (0) … after the last day (the month's length)
_DAYS: Final = 32
EMPTY, KNOWN, SILENT, SINGLE = range(4)


def count_of(day: date) -> int:
    """The day counted from 1970, as columns hold it."""
    return (day - _EPOCH).days


class Service:
    """The seniority pay of a month by the day of hiring and the paid days, looked up; filled as rows ask for it."""

    def __init__(self, month: Month, law: Law, paid: Ints) -> None:
        """Prepare the table of hiring days from the calendar's first year to the month's last day."""
        self.month, self.law, self.paid = month, law, paid
        self.origin = count_of(calendar.from_jalali(calendar.FIRST_YEAR, 1, 1))
        self._groups = _groups(month, self.origin)
        size = (int(self._groups.max()) + 1) * _DAYS
        self.state = np.zeros(size, np.int8)
        self.pay = np.zeros(size, np.int64)
        # The daily seniority of the last paid day in parts of a rial, rounded down; `loose` where that was not exact.
        self.last = np.zeros(size, np.int64)
        self.loose = np.zeros(size, np.bool_)
        self._first, self._end = month.first, month.last
        self._standings: dict[int, int] = {}
        self._worths: dict[int, tuple[Number, Number] | None] = {}

    def places(self, hired: Ints, days: Ints) -> Ints:
        """The place of each row in the tables; the rows must be hired between the first year and the month's last day."""
        found: Ints = self._groups[hired - self.origin] * _DAYS + days
        unknown = found[self.state[found] == EMPTY]
        for place in np.unique(unknown).tolist():
            self._fill(place)
        return found

    def _fill(self, place: int) -> None:
        group, days = divmod(place, _DAYS)
        year, offset = divmod(group, _OFFSETS)
        hired = year + calendar.FIRST_YEAR
        if hired not in self._standings:
            self._standings[hired] = self._standing(hired)
        self.state[place] = self._standings[hired]
        worth = self._worth(hired) if self.state[place] == KNOWN else None
        if worth is None:
            return
        before, after = worth
        whole = before * min(offset, days) + after * max(days - offset, 0)
        if days and days != self.paid[days]:
            whole = Fraction(whole * int(self.paid[days]), days)
        parts = Fraction(before if max(days - 1, 0) < offset else after) * RATE_PARTS
        self.pay[place] = money.whole_rials(whole)
        self.last[place] = parts.numerator // parts.denominator
        self.loose[place] = parts.denominator != 1

    def _standing(self, hired: int) -> int:
        """Whether those hired in a year have one chain of steps (KNOWN), none at all (SILENT), or each his own (SINGLE)."""
        if hired >= self.month.year:
            return KNOWN
        opening = calendar.from_jalali(hired + 1, 1, 1)
        held = [value for value in self.law.spans(seniority.BASE) if value.until is None or value.until > opening]
        closing = calendar.from_jalali(hired + 2, 1, 1)
        if hired + 1 < self.month.year and not any(value.since < closing for value in held):
            return SILENT
        day = opening
        for value in held:
            if value.since > day:
                return SINGLE
            if value.until is None or value.until > self._end:
                return KNOWN if self._worth(hired) is not None else SILENT
            day = value.until
        return SINGLE

    def _worth(self, hired: int) -> tuple[Number, Number] | None:
        """The daily seniority in this month of those hired in a year, before and from their anniversary on; None: not known."""
        if hired not in self._worths:
            self._worths[hired] = self._chained(hired)
        return self._worths[hired]

    def _chained(self, hired: int) -> tuple[Number, Number] | None:
        number = self.month.month
        last = calendar.from_jalali(hired, number, calendar.month_length(hired, number))
        try:
            return self._on_first(last), self._on_first(calendar.from_jalali(hired, number, 1))
        except Silent:
            return None

    def _on_first(self, hired_on: date) -> Number:
        steps = seniority.chain(hired_on, self._end, self.law)
        passed = [step.daily for step in steps if step.since <= self._first]
        return passed[-1] if passed else 0


def _groups(month: Month, origin: int) -> Ints:
    """For each day of hiring its group: the Jalali year, and where in the month the anniversary falls."""
    years = range(calendar.FIRST_YEAR, month.year + 2)
    starts = np.array([count_of(calendar.from_jalali(year, 1, 1)) for year in years], np.int64)
    days = np.arange(origin, count_of(month.last) + 1, dtype=np.int64)
    year = np.searchsorted(starts, days, side="right") - 1
    # 30 Esfand is kept on the last day of a common year.
    into = np.minimum(days - starts[year], starts[-1] - starts[-2] - 1)
    offset = np.clip(starts[-2] + into - count_of(month.first), 0, month.length)
    found: Ints = year * _OFFSETS + offset
    return found


__all__ = ["KNOWN", "SILENT", "SINGLE", "Service", "count_of"]
