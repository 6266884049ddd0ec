"""The oracle's own days, numbers and policies: as plain as they can be."""

from fractions import Fraction

import jdatetime

POLICIES = {
    "hour_divisor": "7.33",
    "hour_basis": "base+seniority+fixed",
    "premium_hours": "inside",
    "tax_insurance_deduction": "two_sevenths",
    "child_taxable": True,
    "tax_1404_flat_group": False,
    "year_days": "actual",
    "leave_proration": "days",
    "leave_price": "base+seniority",
    "severance_base": "base+seniority",
    "month_rule": "real_days",
    "shortfall_netting": "by_month",
}


def policies_of(inputs):
    """Every policy: as asked, or its default."""
    chosen = dict(POLICIES)
    chosen.update(inputs.get("policies") or {})
    return chosen


def number(value):
    """A JSON number or a decimal string, exactly as it is written (7.33 is 733/100)."""
    if isinstance(value, float):
        return Fraction(str(value))
    return Fraction(value)


def rial(value):
    """Whole rials; a half goes away from zero."""
    value = Fraction(value)
    whole = int(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


def day_of(text):
    """The day "1404-05-31" as (1404, 5, 31)."""
    year, month, day = (int(part) for part in text.split("-"))
    jdatetime.date(year, month, day)  # an impossible day is a ValueError
    return (year, month, day)


def month_of(text):
    """The month "1404-05" as (1404, 5)."""
    year, month = (int(part) for part in text.split("-"))
    jdatetime.date(year, month, 1)
    return (year, month)


def is_leap(year):
    """Whether Esfand of this year has thirty days."""
    return jdatetime.date(year, 1, 1).isleap()


def month_length(year, month):
    """31, 30 or 29."""
    if month <= 6:
        return 31
    if month <= 11:
        return 30
    return 30 if is_leap(year) else 29


def year_length(year):
    """366 or 365."""
    return 366 if is_leap(year) else 365


def day_after(day):
    """The next day."""
    year, month, number_in_month = day
    if number_in_month < month_length(year, month):
        return (year, month, number_in_month + 1)
    if month < 12:
        return (year, month + 1, 1)
    return (year + 1, 1, 1)


def days_between(first, last):
    """How many days, both ends counted."""
    start, end = jdatetime.date(*first).togregorian(), jdatetime.date(*last).togregorian()
    return (end - start).days + 1


def sheet(totals, lines=None):
    """What every function answers."""
    return {"totals": totals, "lines": lines if lines is not None else list(totals.items())}
