"""What the law says of one month, made ready for columns: every amount that depends on days alone as a small table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Final

import numpy as np

from kardad.kit import money
from kardad.law import tax
from kardad.law.bulk.exact import HOUR_PARTS, RATE_PARTS, Beyond, Ints, Product
from kardad.law.instruments import Bracket, Law, Silent
from kardad.law.insurance import SHARES
from kardad.law.kinds import Month, Number
from kardad.law.pay import ALLOWANCES, CHANGING, MONTH, PREMIUMS, SHIFT_KEYS, SHIFTS
from kardad.law.payslip import PAYSLIP
from kardad.law.policies import Reading
from kardad.law.seniority import BASE, RISE
from kardad.law.sheet import Working, num

MOST_CHILDREN: Final = 30
HOURLY: Final = (("overtime", "", "hours.overtime_premium"), *PREMIUMS)
# Should one of these change inside the month, its days part into stretches: that is the scalar engine's work.
STEADY: Final = (
    *CHANGING,
    BASE,
    RISE,
    "allowance.child_days",
    "insurance.ceiling_days",
    *(key for _, _, key in HOURLY),
)


@dataclass(frozen=True, slots=True)
class Brackets:
    """The salary tax of the month: nothing up to the exemption, then the steps that have a rate (None: they are not known)."""

    exemption: int
    steps: tuple[Bracket, ...] | None


@dataclass(frozen=True)
class MonthLaw:
    """The law of the month and the readings chosen. Tables go by paid days 0…31; what is None the law does not say."""

    month: Month
    readings: Mapping[str, Reading]
    # The days that a wage is multiplied by: thirty for a whole month when it is read so.
    paid: Ints
    # The minimum wage and the seniority base of a day in parts of a rial; and by days, in rials.
    least: int | None
    base: int | None
    minimum: Ints | None
    first_base: Ints | None
    allowances: Mapping[str, Ints | None]
    # By days and children.
    child: Ints | None
    ceiling: Ints | None
    hourly: Mapping[str, Product | None]
    shares: Mapping[str, Fraction | None]
    hard_work: Fraction | None
    shifts: tuple[Fraction | None, ...]
    brackets: Brackets | None


def read(month: Month, law: Law, readings: Mapping[str, Reading]) -> MonthLaw:
    """The law of a month; raises Beyond when it changes inside the month or is written too finely."""
    if law.changes(STEADY, month.first, month.last + timedelta(days=1)):
        raise Beyond
    working = Working(law, readings)
    chosen = {name: working.reading(name) for name in PAYSLIP.readings}

    def amount(key: str) -> Number | None:
        return num(working.find(key, month.last))

    paid = np.arange(32, dtype=np.int64)
    if chosen["month_rule"] == "thirty":
        paid[month.length] = MONTH
    least, base = amount("wage.daily_minimum"), amount(BASE)
    ceiling_days, child_days = amount("insurance.ceiling_days"), amount("allowance.child_days")
    child = None if least is None or child_days is None else least * child_days
    return MonthLaw(
        month=month,
        readings=chosen,
        paid=paid,
        least=_parts(least),
        base=_parts(base),
        minimum=_known(_by_days, least, paid),
        first_base=_known(_by_days, base, paid),
        allowances={name: _known(_by_month, amount(f"allowance.{name}")) for name, _ in ALLOWANCES},
        child=None if child is None else np.stack([_by_month(child * count) for count in range(MOST_CHILDREN + 1)], axis=1),
        ceiling=None if least is None or ceiling_days is None else _by_days(least * ceiling_days, np.arange(32)),
        hourly={code: _product(code, amount(key), chosen) for code, _, key in HOURLY},
        shares={name: _rate(amount(key)) for name, key, _ in SHARES},
        hard_work=_rate(amount("insurance.hard_work_rate")),
        shifts=(Fraction(0), *(_rate(amount(SHIFT_KEYS[rate])) for rate, _ in SHIFTS[1:])),
        brackets=_brackets(working, month),
    )


def _parts(amount: Number | None) -> int | None:
    """A daily rate in parts of a rial; raises Beyond when they do not tell it exactly."""
    if amount is None:
        return None
    whole, rest = divmod(amount * RATE_PARTS, 1)
    if rest:
        raise Beyond
    return int(whole)


def _known(table: Callable[..., Ints], amount: Number | None, *more: Ints) -> Ints | None:
    return None if amount is None else table(amount, *more)


def _by_days(daily: Number, days: Ints) -> Ints:
    return np.array([money.whole_rials(daily * int(count)) for count in days], np.int64)


def _by_month(monthly: Number) -> Ints:
    """An allowance by days: in full from thirty on."""
    return np.array([money.whole_rials(Fraction(monthly * min(days, MONTH), MONTH)) for days in range(32)], np.int64)


def _rate(amount: Number | None) -> Fraction | None:
    return None if amount is None else Fraction(amount)


def _product(code: str, premium: Number | None, readings: Mapping[str, Reading]) -> Product | None:
    """From thirty days' wage in parts of a rial, and hours in parts, to the pay of such hours."""
    if premium is None:
        return None
    factor = premium + 1 if code == "overtime" or readings["premium_hours"] == "extra" else premium
    divisor = Fraction(str(readings["hour_divisor"])) * MONTH * RATE_PARTS * HOUR_PARTS
    found = Product(*(Fraction(factor) / divisor).as_integer_ratio())
    if found.most < HOUR_PARTS * 24 * 31:
        raise Beyond
    return found


def _brackets(working: Working, month: Month) -> Brackets | None:
    try:
        exemption = int(working.law.amount("tax.monthly_exemption", month.last))
    except Silent:
        return None
    ladder = tax.ladder(working, month.last, exemption + 1)
    return Brackets(exemption, None if ladder is None else ladder.brackets)
