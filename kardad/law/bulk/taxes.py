"""The salary tax over columns: what is taxable, and the ladder climbed step by step as `tax.climb` climbs it."""

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt
from typing import Final

import numpy as np

from kardad.law.bulk.columns import Part
from kardad.law.bulk.exact import MOST_SUM, Column, Ints, Mask, either, less, share
from kardad.law.bulk.month import Brackets, MonthLaw
from kardad.law.instruments import Bracket

_TWO_SEVENTHS: Final = Fraction(2, 7)
_WORD: Final = 2**63 - 1


def taxes(law: MonthLaw, part: Part, totals: dict[str, Column], beyond: Mask) -> Column:
    """Taxable pay and tax stand among the totals; returns the tax."""
    gross, premium = totals["gross"], totals["insurance_employee"]
    free = Column(np.minimum(part.numbers("untaxed"), MOST_SUM))
    if not law.readings["child_taxable"]:
        free = Column(free.amounts + totals["child"].amounts, totals["child"].silent)
    deducted = _deducted(law, premium)
    taxable = less(gross, free, deducted)
    np.maximum(taxable.amounts, 0, out=taxable.amounts)
    totals["taxable"] = taxable
    found = totals["tax"] = _owed(law, taxable, deducted, totals, beyond)
    return found


def _deducted(law: MonthLaw, premium: Column) -> Column:
    """The part of the worker's premium that comes off before tax."""
    reading = law.readings["tax_insurance_deduction"]
    if reading == "none":
        return Column(np.zeros_like(premium.amounts))
    return premium if reading == "full_seven_percent" else Column(share(premium.amounts, _TWO_SEVENTHS), premium.silent)


def _owed(law: MonthLaw, taxable: Column, deducted: Column, totals: Mapping[str, Column], beyond: Mask) -> Column:
    nothing = np.zeros_like(taxable.amounts)
    if law.brackets is None:
        return Column(nothing, np.ones(nothing.shape, np.bool_))
    over = taxable.amounts > law.brackets.exemption
    if law.brackets.steps is None:
        return Column(nothing, either(taxable.silent, over))
    if law.month.year == 1404 and law.readings["tax_1404_flat_group"]:
        return Column(_flat_group(law.brackets, taxable.amounts, deducted.amounts, totals, beyond) * over, taxable.silent)
    return Column(_climbed(law.brackets.steps, taxable.amounts, law.brackets.exemption), taxable.silent)


def _climbed(steps: tuple[Bracket, ...], taxable: Ints, exemption: int) -> Ints:
    """The tax above the exemption, each step rounded."""
    below = exemption
    found = np.zeros_like(taxable)
    for step in steps:
        if not step.rate:
            continue
        width = (taxable if step.up_to is None else np.minimum(taxable, step.up_to)) - below
        found += share(np.maximum(width, 0, out=width), step.rate)
        below = below if step.up_to is None else step.up_to
    return found


def _flat_group(known: Brackets, taxable: Ints, deducted: Ints, totals: Mapping[str, Column], beyond: Mask) -> Ints:
    """The reading of the budget act of 1404, as `payslip._flat_group` has it: both groups share the exemption by their size.

    Their shares are fractions over the taxable pay, so everything here is counted in such parts.
    """
    steps = [step for step in known.steps or () if step.rate]
    over, under = (max(step.rate.as_integer_ratio()[side] for step in steps) for side in (0, 1))
    most = (isqrt(_WORD // (over * 2)) - known.exemption - under) // 2 * 2
    beyond |= taxable > most
    parts = np.clip(taxable, 1, most)
    main = np.clip(totals["base"].amounts + totals["seniority"].amounts - deducted, 0, parts)
    free = known.exemption * (parts - main)
    found = _parted((parts - main) * parts - free, steps[0].rate, parts)
    below = known.exemption
    for step in steps:
        reached = np.maximum((main - below) * parts + free, 0)
        if step.up_to is not None:
            reached = np.minimum(reached, (step.up_to - below) * parts)
            below = step.up_to
        found += _parted(reached, step.rate, parts)
    return found


def _parted(amounts: Ints, rate: Fraction, parts: Ints) -> Ints:
    """A share of amounts that are counted in parts, in whole rials."""
    whole = parts * rate.denominator
    found: Ints = (np.maximum(amounts, 0) * rate.numerator + whole // 2) // whole
    return found
