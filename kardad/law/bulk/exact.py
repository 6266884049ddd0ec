"""Whole-number arithmetic on columns: products and shares rounded as `money.whole_rials` rounds, proven to fit 64 bits."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

# A daily rate is counted in millionths of a rial, hours in three hundredths (so minutes and hundredths are both whole).
RATE_PARTS: Final = 1_000_000
HOUR_PARTS: Final = 300
# Beyond these a row is the scalar engine's: rials a day, rials of a sum that a person wrote, hours of a kind.
MOST_DAILY: Final = 10**9
MOST_SUM: Final = 10**12
MOST_HOURS: Final = 1_000
# No total of a row within those limits reaches this (a test adds them up).
MOST_RIALS: Final = 10**14
_WORD: Final = 2**63 - 1


class Beyond(Exception):
    """A rate of the law is written so finely that 64 bits do not hold its products."""


@dataclass(slots=True)
class Column:
    """Amounts of a column, and the rows of it on which the law is silent (None: on no row)."""

    amounts: Ints
    silent: Mask | None = None


def either(*masks: Mask | None) -> Mask | None:
    """The rows that any of the masks marks; None when there is none."""
    found: Mask | None = None
    for mask in masks:
        if mask is not None:
            found = mask if found is None else found | mask
    return found


def added(*columns: Column) -> Column:
    """The sum; silent where one of them is."""
    whole = columns[0].amounts.copy()
    for one in columns[1:]:
        whole += one.amounts
    return Column(whole, either(*(one.silent for one in columns)))


def less(column: Column, *taken: Column) -> Column:
    """What is left; silent where one of them is."""
    left = column.amounts.copy()
    for one in taken:
        left -= one.amounts
    return Column(left, either(column.silent, *(one.silent for one in taken)))


def nearest(over: Ints, under: int) -> Ints:
    """Amounts that are not negative, divided and rounded half up."""
    # With an odd divisor nothing lies on a half, so the same sum serves.
    return over // under if under == 1 else (over + under // 2) // under


def share(amounts: Ints, rate: Fraction, most: int = MOST_RIALS) -> Ints:
    """A share of amounts up to `most`, rounded half up; raises Beyond."""
    over, under = rate.as_integer_ratio()
    if most * over + under > _WORD:
        raise Beyond
    return nearest(amounts * over if over != 1 else amounts, under)


@dataclass(frozen=True, slots=True)
class Product:
    """Two columns multiplied and then by an exact factor `over / under`, rounded half up.

    The first column is divided before it is multiplied and its remainder kept, so nothing is lost and nothing overflows
    while the second stays at or under `most`.
    """

    over: int
    under: int

    @property
    def most(self) -> int:
        """The greatest second factor: remainder × second fits, and so does what the product adds to a total."""
        return min((_WORD - self.under) // (self.under * max(self.over, 1)), MOST_HOURS * HOUR_PARTS)

    def of(self, first: Ints, second: Ints, loose: int = 0) -> tuple[Ints, Mask | None]:
        """The rounded products, and the rows whose rounding turns if the first factor is greater by less than `loose`."""
        times = second * self.over
        whole = first // self.under
        rest = (first - whole * self.under) * times + self.under // 2
        carried = rest // self.under
        doubtful = rest - carried * self.under + loose * times > self.under if loose else None
        return whole * times + carried, doubtful
