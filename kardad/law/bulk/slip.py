"""The payslip over columns: the items of `payslip.work`, one after another, each for some thousands of rows at once."""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from kardad.law.bulk.columns import SHIFT_RATES, UNTOLD, Part
from kardad.law.bulk.exact import MOST_DAILY, MOST_SUM, RATE_PARTS, Column, Ints, Mask, Product, added, either, less, nearest, share
from kardad.law.bulk.month import MOST_CHILDREN, MonthLaw
from kardad.law.bulk.service import SILENT, SINGLE, Service, count_of
from kardad.law.bulk.taxes import taxes
from kardad.law.insurance import SHARES
from kardad.law.pay import MONTH
from kardad.law.payslip import EARNINGS

_UNTOLD_DAY = np.datetime64("NaT", "D").astype(np.int64)
_LIMITS = {
    "daily": MOST_DAILY * RATE_PARTS,
    "seniority_daily": MOST_DAILY * RATE_PARTS,
    "other": MOST_SUM,
    "deductions": MOST_SUM,
    "children": MOST_CHILDREN,
    "shift": len(SHIFT_RATES) - 1,
}


@dataclass(slots=True)
class Slip:
    """Some rows in work: their totals as they come, and the rows that are left to the scalar engine."""

    law: MonthLaw
    part: Part
    service: Service
    days: Ints
    hired: Ints | None
    beyond: Mask
    totals: dict[str, Column] = field(default_factory=dict)

    def looked_up(self, table: Ints | None, places: Ints | tuple[Ints, Ints]) -> Column:
        """Amounts of a table, silent on every row when the law does not say them."""
        if table is None:
            return Column(np.zeros(self.part.count, np.int64), np.ones(self.part.count, np.bool_))
        return Column(table[places])


def computed(law: MonthLaw, part: Part, service: Service) -> Slip:
    """Every total of the rows; those that `beyond` marks mean nothing."""
    slip = _opened(law, part, service)
    worth, loose = _wages(slip)
    _allowances(slip)
    _hours(slip, worth, loose)
    _shift(slip)
    slip.totals["other"] = Column(_capped(part, "other"))
    gross = slip.totals["gross"] = added(*(slip.totals[name] for name in EARNINGS))
    _insurance(slip, gross)
    owed = taxes(law, part, slip.totals, slip.beyond)
    taken = slip.totals["deductions"] = Column(_capped(part, "deductions"))
    slip.totals["net"] = less(gross, slip.totals["insurance_employee"], owed, taken)
    return slip


def _opened(law: MonthLaw, part: Part, service: Service) -> Slip:
    """The rows with their paid days; what cannot be so or is too great is left to the scalar engine from here on."""
    beyond = np.zeros(part.count, np.bool_)
    for name, limit in _LIMITS.items():
        column = part.get(name)
        if column is not None and int(column.max()) > limit:
            beyond |= column > limit
    first, length = count_of(law.month.first), law.month.length
    most = np.full(part.count, length, np.int64)
    hired = part.get("hired_on")
    if hired is not None:
        known = hired != _UNTOLD_DAY
        strange = known & ((hired < service.origin) | (hired >= first + length))
        if strange.any():
            beyond |= strange
            known &= ~strange
        hired = np.where(known, hired, _UNTOLD_DAY)
        most -= np.maximum(np.where(known, hired, first) - first, 0)
    told = part.get("days")
    days = most if told is None else np.where(told == UNTOLD, most, told)
    if told is not None and (days > most).any():
        beyond |= days > most
        days = np.minimum(days, most)
    return Slip(law, part, service, days, hired, beyond)


def _capped(part: Part, name: str) -> Ints:
    """The column with what is too great cut off, so that rows left to the scalar engine cannot overflow here."""
    column = part.numbers(name)
    limit = _LIMITS.get(name, MOST_SUM)
    return np.minimum(column, limit) if int(column.max()) > limit else column


def _wages(slip: Slip) -> tuple[Column, Mask | None]:
    """Base and seniority stand; returns thirty days of the last day's wage as `hour_basis` reads it, in parts of a rial.

    The mask tells where that is rounded down by less than thirty parts.
    """
    law, part = slip.law, slip.part
    base, last = _base(slip)
    slip.totals["base"] = base
    seniority, joined, loose = _seniority(slip)
    slip.totals["seniority"] = seniority
    worth = Column(last * MONTH, base.silent)
    if law.readings["hour_basis"] == "base":
        return worth, None
    worth = added(worth, Column(joined * MONTH, seniority.silent))
    if part.get("continuous") is not None and law.readings["hour_basis"] == "base+seniority+fixed":
        worth.amounts += np.minimum(part.numbers("continuous"), MOST_SUM) * RATE_PARTS
    return worth, loose


def _base(slip: Slip) -> tuple[Column, Ints]:
    law, part = slip.law, slip.part
    least = slip.looked_up(law.minimum, slip.days)
    if part.get("daily") is None:
        return least, np.full(part.count, law.least or 0, np.int64)
    daily = _capped(part, "daily")
    amounts = nearest(daily * law.paid[slip.days], RATE_PARTS)
    untold = daily == UNTOLD
    if not untold.any():
        return Column(amounts), daily
    amounts = np.where(untold, least.amounts, amounts)
    return Column(amounts, None if law.minimum is not None else untold), np.where(untold, law.least or 0, daily)


def _seniority(slip: Slip) -> tuple[Column, Ints, Mask | None]:
    """The seniority of the month, that of its last paid day in parts of a rial, and where this is rounded down."""
    law, part, days = slip.law, slip.part, slip.days
    found, last = np.zeros(part.count, np.int64), np.zeros(part.count, np.int64)
    silent = loose = None
    open_ = np.ones(part.count, np.bool_)
    if part.get("seniority_daily") is not None:
        daily = _capped(part, "seniority_daily")
        open_ = daily == UNTOLD
        last = np.where(open_, 0, daily)
        found = nearest(last * law.paid[days], RATE_PARTS)
    if slip.hired is not None:
        rows = np.flatnonzero(open_ & (slip.hired != _UNTOLD_DAY))
        places = slip.service.places(slip.hired[rows], days[rows])
        found[rows], last[rows] = slip.service.pay[places], slip.service.last[places]
        state, loose = slip.service.state[places], np.zeros(part.count, np.bool_)
        loose[rows] = slip.service.loose[places]
        slip.beyond[rows] |= state == SINGLE
        if (state == SILENT).any():
            silent = np.zeros(part.count, np.bool_)
            silent[rows] = state == SILENT
        open_[rows] = False
    months = part.get("service_months")
    if months is not None:
        full = open_ & (months >= 12)
        base = slip.looked_up(law.first_base, days)
        found, last = np.where(full, base.amounts, found), np.where(full, law.base or 0, last)
        silent = either(silent, None if base.silent is None else full)
    return Column(found, silent), last, loose


def _allowances(slip: Slip) -> None:
    law, part, days = slip.law, slip.part, slip.days
    for name in ("housing", "grocery"):
        slip.totals[name] = slip.looked_up(law.allowances[name], days)
    married = part.flags("married", default=False)
    slip.totals["marriage"] = _where(married, slip.looked_up(law.allowances["marriage"], days))
    children = part.numbers("children")
    due = part.flags("insured_720_days", default=True) & (children > 0)
    slip.totals["child"] = _where(due, slip.looked_up(law.child, (days, np.minimum(children, MOST_CHILDREN))))


def _where(due: Mask, column: Column) -> Column:
    """The column where it is due, nought elsewhere."""
    return Column(column.amounts * due, None if column.silent is None else column.silent & due)


def _hours(slip: Slip, worth: Column, loose: Mask | None) -> None:
    shifted = slip.part.numbers("shift") > 0
    for code, product in slip.law.hourly.items():
        hours = slip.part.get(f"{code}_hours")
        paid = slip.totals[code] = Column(np.zeros(slip.part.count, np.int64))
        if hours is None:
            continue
        # Who is paid for shifts has no night premium beside.
        rows = np.flatnonzero((hours > 0) & ~shifted if code == "night" else hours)
        if product is None:
            paid.silent = np.zeros(slip.part.count, np.bool_)
            paid.silent[rows] = True
        elif rows.size:
            slip.totals[code] = _by_the_hour(slip, rows, hours[rows], product, worth, loose)


def _by_the_hour(slip: Slip, rows: Ints, hours: Ints, product: Product, worth: Column, loose: Mask | None) -> Column:
    """The pay of the rows' hours at a thirtieth of `worth` a day."""
    paid = Column(np.zeros(slip.part.count, np.int64))
    if int(hours.max()) > product.most:
        slip.beyond[rows] |= hours > product.most
        hours = np.minimum(hours, product.most)
    amounts, doubtful = product.of(worth.amounts[rows], hours, 0 if loose is None else MONTH)
    paid.amounts[rows] = amounts
    if doubtful is not None and loose is not None:
        slip.beyond[rows] |= doubtful & loose[rows]
    if worth.silent is not None:
        paid.silent = np.zeros(slip.part.count, np.bool_)
        paid.silent[rows] = worth.silent[rows]
    return paid


def _shift(slip: Slip) -> None:
    paid = slip.totals["shift"] = Column(np.zeros(slip.part.count, np.int64))
    kinds = slip.part.get("shift")
    if kinds is None:
        return
    base = slip.totals["base"]
    for place, rate in enumerate(slip.law.shifts):
        rows = np.flatnonzero(kinds == place) if place else np.array([], np.int64)
        if not rows.size:
            continue
        if rate is not None:
            paid.amounts[rows] = share(base.amounts[rows], rate)
        if rate is None or base.silent is not None:
            paid.silent = np.zeros(slip.part.count, np.bool_) if paid.silent is None else paid.silent
            paid.silent[rows] = True if rate is None or base.silent is None else base.silent[rows]


def _insurance(slip: Slip, gross: Column) -> None:
    law, part, totals = slip.law, slip.part, slip.totals
    insurable = less(gross, totals["child"], Column(_capped(part, "uninsured")))
    ceiling = slip.looked_up(law.ceiling, slip.days)
    base = totals["insurance_base"] = Column(np.minimum(insurable.amounts, ceiling.amounts), either(insurable.silent, ceiling.silent))
    for name, _, _ in SHARES:
        totals[f"insurance_{name}"] = _share(base, law.shares[name])
    hard = part.get("hard_work")
    if hard is not None and hard.any():
        extra = _where(hard, _share(base, law.hard_work))
        totals["insurance_employer"] = added(totals["insurance_employer"], extra)


def _share(base: Column, rate: Fraction | None) -> Column:
    """The share of a column, silent everywhere when its rate is not known."""
    if rate is None:
        return Column(np.zeros_like(base.amounts), np.ones(base.amounts.shape, np.bool_))
    return Column(share(base.amounts, rate), base.silent)
