"""A roster as columns: one array for each fact of a payslip, every row one person in the month."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kardad.law.bulk.exact import HOUR_PARTS, RATE_PARTS, Mask
from kardad.law.kinds import Month, Number
from kardad.law.pay import SHIFTS, Benefit, Deduction, Facts
from kardad.law.sheet import lowest

Array = NDArray[Any]
UNTOLD: Final = -1
HOURS: Final = ("overtime_hours", "night_hours", "friday_hours", "holiday_hours")
RATES: Final = ("daily", "seniority_daily")
SUMS: Final = ("other", "uninsured", "untaxed", "continuous", "deductions")
_FLAGS: Final = ("married", "insured_720_days", "hard_work")
SHIFT_RATES: Final = [rate for rate, _ in SHIFTS]


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The facts of many payslips of one month. A column that is None holds the default of its fact on every row; -1 (NaT) is untold.

    Rates are millionths of a rial, hours three hundredths of an hour, `shift` a place in `pay.SHIFTS`, sums whole rials:
    `other` all other benefits, of them `uninsured`, `untaxed` and `continuous`. Rows in `whole` are computed from those facts.
    """

    count: int
    days: Array | None = None
    daily: Array | None = None
    hired_on: Array | None = None
    service_months: Array | None = None
    seniority_daily: Array | None = None
    children: Array | None = None
    married: Array | None = None
    insured_720_days: Array | None = None
    overtime_hours: Array | None = None
    night_hours: Array | None = None
    friday_hours: Array | None = None
    holiday_hours: Array | None = None
    shift: Array | None = None
    hard_work: Array | None = None
    other: Array | None = None
    uninsured: Array | None = None
    untaxed: Array | None = None
    continuous: Array | None = None
    deductions: Array | None = None
    whole: Mapping[int, Facts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError or TypeError for columns that are no roster: a fault of the caller, who reads and judges rows first."""
        for name, column in self._given():
            if column.shape != (self.count,):
                raise ValueError(f"{name} has not {self.count} rows")
            kind = "M" if name == "hired_on" else "b" if name in _FLAGS else "i"
            if column.dtype.kind != kind:
                raise TypeError(f"{name} is {column.dtype}: whole numbers, flags or days only")
            if kind == "i" and self.count and int(column.min()) < (UNTOLD if name in (*RATES, "days", "service_months") else 0):
                raise ValueError(f"{name} is negative")
        for name in ("uninsured", "untaxed", "continuous"):
            part = getattr(self, name)
            if part is not None and (self.other is None or bool((part > self.other).any())):
                raise ValueError(f"{name} is more than the other benefits it is a part of")

    def part(self, start: int, stop: int) -> "Part":
        """The columns of some rows; whole numbers become 64-bit, days are counted from 1970."""
        found: dict[str, Array] = {}
        for name, column in self._given():
            some = column[start:stop]
            if name == "hired_on":
                found[name] = some.astype("datetime64[D]", copy=False).view(np.int64)
            elif name not in _FLAGS:
                found[name] = some.astype(np.int64, copy=False)
            else:
                found[name] = some
        return Part(min(stop, self.count) - start, found)

    def facts(self, row: int, month: Month) -> Facts:
        """The facts of one row; raises BadFact for what cannot be so, as the payslip does."""
        if row in self.whole:
            return self.whole[row]
        told: dict[str, Any] = {"month": month}
        for name, column in self._given():
            value = column[row]
            if name in RATES or name in HOURS:
                told |= {} if value < 0 else {name: lowest(Fraction(int(value), RATE_PARTS if name in RATES else HOUR_PARTS))}
            elif name == "hired_on":
                told |= {} if np.isnat(value) else {name: value.astype("datetime64[D]").astype(date)}
            elif name == "shift":
                told[name] = SHIFT_RATES[value]
            elif name in _FLAGS:
                told[name] = bool(value)
            elif name not in SUMS:
                told |= {} if value < 0 else {name: int(value)}
        return Facts(**told, other_benefits=self._benefits(row), deductions=self._deductions(row))

    def _benefits(self, row: int) -> tuple[Benefit, ...]:
        whole, uninsured, untaxed, continuous = (self._sum(name, row) for name in SUMS[:4])
        # Totals depend on the three sums alone; these parts have the same ones.
        cuts = sorted({0, whole, uninsured, untaxed, continuous})
        return tuple(
            Benefit(amount=high - low, insurable=high > uninsured, taxable=high > untaxed, continuous=high <= continuous)
            for low, high in pairwise(cuts)
        )

    def _deductions(self, row: int) -> tuple[Deduction, ...]:
        taken = self._sum("deductions", row)
        return (Deduction(amount=taken),) if taken else ()

    def _sum(self, name: str, row: int) -> int:
        column = getattr(self, name)
        return 0 if column is None else int(column[row])

    def _given(self) -> Iterator[tuple[str, Array]]:
        for one in fields(self):
            if one.name not in ("count", "whole") and (column := getattr(self, one.name)) is not None:
                yield one.name, column


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of the columns."""

    count: int
    given: Mapping[str, Array]

    def get(self, name: str) -> Array | None:
        """The column, or None when it was not given."""
        return self.given.get(name)

    def numbers(self, name: str) -> Array:
        """The column, noughts when it was not given."""
        column = self.given.get(name)
        return np.zeros(self.count, np.int64) if column is None else column

    def flags(self, name: str, *, default: bool) -> Mask:
        """The column, the default on every row when it was not given."""
        column = self.given.get(name)
        return np.full(self.count, default) if column is None else column


def of(rows: Sequence[Facts]) -> Columns:
    """The columns of payslips' facts of one month; what 64-bit parts cannot tell exactly stays beside them as it is."""
    whole = {place: one for place, one in enumerate(rows) if not _fits(one)}
    plain = [_WITHOUT if place in whole else one for place, one in enumerate(rows)]

    def numbers(name: str, parts: int = 1) -> Array:
        return np.array([_parts(getattr(one, name), parts) for one in plain], np.int64)

    def sums(name: str, chosen: str = "", *, told: bool = True) -> Array:
        kept = [sum(it.amount for it in getattr(one, name) if not chosen or getattr(it, chosen) is told) for one in plain]
        return np.array(kept, np.int64)

    return Columns(
        count=len(rows),
        days=numbers("days"),
        **{name: numbers(name, RATE_PARTS) for name in RATES},
        **{name: numbers(name, HOUR_PARTS) for name in HOURS},
        hired_on=np.array([one.hired_on for one in plain], "datetime64[D]"),
        service_months=np.array([UNTOLD if one.service_months is None else int(one.service_months) for one in plain], np.int64),
        children=numbers("children"),
        married=np.array([one.married for one in plain], np.bool_),
        insured_720_days=np.array([one.insured_720_days is not False for one in plain], np.bool_),
        hard_work=np.array([one.hard_work for one in plain], np.bool_),
        shift=np.array([SHIFT_RATES.index(one.shift) for one in plain], np.int64),
        other=sums("other_benefits"),
        uninsured=sums("other_benefits", "insurable", told=False),
        untaxed=sums("other_benefits", "taxable", told=False),
        continuous=sums("other_benefits", "continuous"),
        deductions=sums("deductions"),
        whole=whole,
    )


_WITHOUT: Final = Facts(month=Month(1390, 1))
# What a column of 64 bits takes; the limits of the arithmetic itself are lower and judged row by row.
_HELD: Final = 10**12


def _parts(value: Number | None, parts: int) -> int:
    return UNTOLD if value is None else int(value * parts)


def _fits(one: Facts) -> bool:
    rates = [(getattr(one, name), RATE_PARTS) for name in RATES] + [(getattr(one, name), HOUR_PARTS) for name in HOURS]
    exact = all(value is None or (value <= _HELD and (value * parts) % 1 == 0) for value, parts in rates)
    sums = sum(it.amount for it in one.other_benefits), sum(it.amount for it in one.deductions)
    return exact and not one.overrides and max(sums) <= _HELD * 1_000
