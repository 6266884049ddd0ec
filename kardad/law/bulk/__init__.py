"""Payslips of a whole roster at once: the payslip over columns, equal to the scalar engine to the rial on every row.

The scalar engine (`kardad.law.payslip`) is the definition. Rows that columns do not hold – amounts written by hand, a law that
changes inside the month, sums beyond 64 bits – are computed by it one by one. The only room of `law` that knows NumPy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from kardad.kit.refusal import BadInput
from kardad.law import payslip
from kardad.law.bulk import month as months
from kardad.law.bulk import slip
from kardad.law.bulk.columns import UNTOLD, Columns, of
from kardad.law.bulk.exact import HOUR_PARTS, RATE_PARTS, Beyond, Ints, Mask
from kardad.law.bulk.service import Service
from kardad.law.instruments import Law
from kardad.law.kinds import Month
from kardad.law.pay import Facts
from kardad.law.payslip import EARNINGS
from kardad.law.policies import Reading
from kardad.law.sheet import Working

# So many rows keep their columns in the processor's own memory.
CHUNK: Final = 16_384
NAMES: Final = (
    *EARNINGS,
    "gross",
    "insurance_base",
    "insurance_employee",
    "insurance_employer",
    "insurance_unemployment",
    "taxable",
    "tax",
    "deductions",
    "net",
)


@dataclass(frozen=True)
class Totals:
    """The totals of every row by the payslip's names, in whole rials; `silent` marks the rows on which the law does not say one."""

    law_version: str
    amounts: Mapping[str, Ints]
    silent: Mapping[str, Mask]
    # The rows that the scalar engine computed.
    singly: tuple[int, ...]

    def row(self, place: int) -> dict[str, int | None]:
        """The totals of one row as the payslip gives them."""
        return {name: None if self.is_silent(name, place) else int(amounts[place]) for name, amounts in self.amounts.items()}

    def is_silent(self, name: str, place: int) -> bool:
        """Whether the law does not say this total of a row."""
        return name in self.silent and bool(self.silent[name][place])

    def sum_of(self, name: str) -> int | None:
        """The sum of a total over all rows, exact; None when it is unknown on one of them."""
        if name in self.silent and self.silent[name].any():
            return None
        amounts = self.amounts[name]
        # Halves of 32 bits are added apart: the sum of a column may need more than 64.
        return (int((amounts >> 32).sum()) << 32) + int((amounts & 0xFFFFFFFF).sum())


def payslips(month: Month, columns: Columns, law: Law, readings: Mapping[str, Reading] | None = None) -> Totals:
    """The totals of a month for every row; raises BadInput for a row that no payslip can have, with `row` among its details."""
    chosen = readings or {}
    amounts = {name: np.zeros(columns.count, np.int64) for name in NAMES}
    silent: dict[str, Mask] = {}
    singly = _computed(month, columns, law, chosen, amounts, silent)
    for place in singly:
        try:
            _single(place, columns.facts(place, month), Working(law, chosen), amounts, silent)
        except BadInput as refusal:
            refusal.details["row"] = place
            raise
    return Totals(law.version, amounts, silent, tuple(singly))


def _computed(
    month: Month, columns: Columns, law: Law, readings: Mapping[str, Reading], amounts: Mapping[str, Ints], silent: dict[str, Mask]
) -> list[int]:
    """Chunk by chunk the totals stand; returns the rows that are left."""
    try:
        known = months.read(month, law, readings)
        service = Service(month, law, known.paid)
        left: set[int] = set(columns.whole)
        for start in range(0, columns.count, CHUNK):
            some = slice(start, start + CHUNK)
            done = slip.computed(known, columns.part(start, start + CHUNK), service)
            for name, column in done.totals.items():
                amounts[name][some] = column.amounts
                if column.silent is not None and column.silent.any():
                    column.amounts[column.silent] = 0
                    silent.setdefault(name, np.zeros(columns.count, np.bool_))[some] = column.silent
            if done.beyond.any():
                left.update((start + np.flatnonzero(done.beyond)).tolist())
    except Beyond:
        return list(range(columns.count))
    return sorted(left)


def _single(place: int, known: Facts, working: Working, amounts: Mapping[str, Ints], silent: dict[str, Mask]) -> None:
    """The row as the scalar engine has it."""
    for name, amount in payslip.work(known, working).items():
        if amount is None:
            silent.setdefault(name, np.zeros(len(amounts[name]), np.bool_))[place] = True
        elif name in silent:
            silent[name][place] = False
        amounts[name][place] = amount or 0


__all__ = ["CHUNK", "HOUR_PARTS", "NAMES", "RATE_PARTS", "UNTOLD", "Columns", "Totals", "of", "payslips"]
