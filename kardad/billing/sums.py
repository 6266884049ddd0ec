"""The arithmetic of an invoice: whole rials, the tax once, a half up."""

from collections.abc import Iterable
from dataclasses import dataclass

from kardad.kit.money import nearest

WHOLE = 10_000
"""A rate is told in parts of ten thousand: 10 % is 1000."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What the foot of an invoice tells, in rials."""

    subtotal: int
    discount: int
    taxable: int
    vat: int
    total: int


def total_of(prices: Iterable[int], *, percent_off: int = 0, rials_off: int = 0, rate: int = 0) -> Sums:
    """The foot of an invoice: the discount comes before the tax and never makes it less than nothing; `rate` is of WHOLE."""
    subtotal = sum(prices)
    discount = min(subtotal, nearest(subtotal * percent_off, 100) + rials_off)
    taxable = subtotal - discount
    vat = nearest(taxable * rate, WHOLE)
    return Sums(subtotal, discount, taxable, vat, taxable + vat)


def share_of_vat(vat: int, total: int, *, before: int, now: int) -> int:
    """The tax in `now` rials given back of `total` after `before` were: the shares of all parts add up to the tax exactly."""
    return nearest(vat * (before + now), total) - nearest(vat * before, total) if total else 0
