"""What a contract comes to in a month, by the law engine: its wage, the benefits of the decree, what is taken off, what is left. Pure."""

import math
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from kardad.contracts.terms import Terms
from kardad.kit import calendar, money, text
from kardad.law import payslip, wages
from kardad.law.contract_rules import Wage, WageStep
from kardad.law.instruments import Law, Silent
from kardad.law.kinds import Month, Number
from kardad.law.pay import Benefit, Facts

DAYS: Final = 30
WEEK_DAYS: Final = 6
MOST: Final = 8  # months that are shown: the first, and the first after each change
BENEFITS: Final = ("seniority", "housing", "grocery", "marriage", "child")
SHARED: Final = {"housing": "allowance.housing", "grocery": "allowance.grocery", "marriage": "allowance.marriage"}


@dataclass(frozen=True, slots=True)
class Row:
    """One amount of the month; `of_law` where the decree sets it."""

    title: str
    amount: int
    of_law: bool = False


@dataclass(frozen=True, slots=True)
class Pay:
    """A month's pay for so many days of work."""

    title: str
    days: int
    rows: tuple[Row, ...]
    gross: int
    insurance: int
    tax: int
    net: int

    @property
    def benefits(self) -> tuple[Row, ...]:
        """What the decree gives beside the wage."""
        return tuple(one for one in self.rows if one.of_law)


def share(held: Terms, day: date, law: Law) -> Fraction:
    """Which part of a full week is worked: benefits are due in proportion (LL 39). Raises Silent."""
    full = Fraction(law.amount(_week(held), day))
    return min(Fraction(1), Fraction(held.hours.weekly_minutes or full * 60, 60) / full)


def least(held: Terms, day: date, law: Law) -> int:
    """The least lawful wage for the contract's own basis and hours on a day, whole rials upwards. Raises Silent."""
    return math.ceil(_in_basis(held, Fraction(law.amount("wage.daily_minimum", day)) * share(held, day, law), day, law))


def offered(held: Terms, law: Law) -> tuple[WageStep, ...]:
    """The steps that the decrees ask for after the first day, in the contract's own basis; empty where its days or wage are not told.

    Raises Silent for a year without figures.
    """
    start, end, amount = held.term.starts_on, held.term.ends_on, held.pay.amount
    if start is None or end is None or amount is None or end < start:
        return ()
    whole = day_pay(held, amount, start, law) / share(held, start, law)
    due = wages.wage_steps(whole, start, end, law)[1:]
    return tuple(WageStep(day, _step(held, Fraction(daily), day, law)) for day, daily in due if day <= end)


def _step(held: Terms, daily: Fraction, day: date, law: Law) -> int:
    """A raised wage in the contract's own basis, whole rials, never under the floor of the day."""
    return max(least(held, day, law), money.whole_rials(_in_basis(held, daily * share(held, day, law), day, law)))


def pays(held: Terms, law: Law, *, hired_on: date | None = None) -> tuple[Pay, ...]:
    """The first month and the first after every change of the wage or the year; `hired_on` where he worked here before. Raises Silent."""
    start = held.term.starts_on
    if start is None or held.pay.amount is None:
        return ()
    end = held.term.ends_on or date.max
    days = sorted({start, *_changes(held, start)})
    found = dict.fromkeys(_month(day, end) for day in days if day <= end)
    return tuple(_pay(held, month, law, hired_on=min(hired_on or start, start)) for month in list(found)[:MOST])


def _changes(held: Terms, start: date) -> set[date]:
    found = {step.since for step in held.pay.steps if step.since > start}
    if held.term.ends_on is not None:
        last = min(calendar.to_jalali(held.term.ends_on).year, calendar.LAST_YEAR)
        found |= {calendar.from_jalali(year, 1, 1) for year in range(calendar.to_jalali(start).year + 1, last + 1)}
    return found


def _month(day: date, end: date) -> Month:
    """The first whole month from a day on, or the broken one where the contract has no whole one."""
    found = calendar.to_jalali(day)
    if found.day > 1:
        year, month = (found.year, found.month + 1) if found.month < 12 else (found.year + 1, 1)
        if Month(year, month).last <= end:
            return Month(year, month)
    return Month(found.year, found.month)


def _pay(held: Terms, month: Month, law: Law, *, hired_on: date) -> Pay:
    start, end = held.term.starts_on or month.first, held.term.ends_on or date.max
    first, last = max(start, month.first), min(end, month.last)
    days = min(DAYS, (last - first).days + 1)
    daily = day_pay(held, held_amount(held, first), first, law)
    part, worker = share(held, first, law), held.worker
    needed = law.amount("allowance.child_insured_days", first)
    facts = Facts(
        month=month,
        days=days,
        daily=daily,
        hired_on=min(hired_on, first),
        children=worker.children or 0,
        married=bool(worker.is_married),
        insured_720_days=worker.insured_days is not None and worker.insured_days >= needed,
        hard_work=held.work.is_hazardous,
        other_benefits=tuple(Benefit(title=one.title, amount=one.monthly, continuous=one.is_wage) for one in held.pay.allowances),
        overrides=_in_part(held, part, first, law) if part < 1 else {},
    )
    sheet = payslip.PAYSLIP.answer(facts, law)
    totals = sheet.totals
    if any(totals[name] is None for name in ("gross", "insurance_employee", "tax", "net")):
        raise Silent(f"همه عددهای قانونی {calendar.month_name(month.month)} {text.to_persian_digits(month.year)} را نداریم.", key="", on="")
    codes = {"base", *BENEFITS, "other"}
    rows = tuple(Row(one.title, one.amount, one.code in BENEFITS) for one in sheet.lines if one.code in codes and one.amount)
    title = f"{calendar.month_name(month.month)} {text.to_persian_digits(month.year)}"
    return Pay(title, days, rows, totals["gross"], totals["insurance_employee"], totals["tax"], totals["net"])


def held_amount(held: Terms, day: date) -> int:
    """The wage in the contract's own basis on a day, nought where none is told."""
    return Wage(basis=held.pay.basis, amount=held.pay.amount, steps=held.pay.steps).amount_on(day) or 0


def _in_part(held: Terms, part: Fraction, day: date, law: Law) -> dict[str, int]:
    """The decree's benefits for who works a part of the week."""
    wanted = {code: key for code, key in SHARED.items() if code != "marriage" or held.worker.is_married}
    found = {code: money.whole_rials(Fraction(law.amount(key, day)) * part) for code, key in wanted.items()}
    if held.worker.children:
        child = Fraction(law.amount("wage.daily_minimum", day)) * law.amount("allowance.child_days", day)
        found["child"] = money.whole_rials(child * part)
    return found


def day_pay(held: Terms, amount: int, day: date, law: Law) -> Number:
    """The pay of a day of work, exact."""
    if held.pay.basis == "hourly":
        minutes = held.hours.weekly_minutes or Fraction(law.amount(_week(held), day)) * 60
        return Fraction(amount) * Fraction(minutes) / 60 / WEEK_DAYS
    return Fraction(amount, DAYS) if held.pay.basis == "monthly" else Fraction(amount)


def _in_basis(held: Terms, daily: Fraction, day: date, law: Law) -> Fraction:
    """A day's pay in the contract's own basis."""
    if held.pay.basis == "hourly":
        minutes = Fraction(held.hours.weekly_minutes or Fraction(law.amount(_week(held), day)) * 60)
        return daily * WEEK_DAYS * 60 / minutes
    return daily * (DAYS if held.pay.basis == "monthly" else 1)


def _week(held: Terms) -> str:
    return "hours.weekly_hazardous" if held.work.is_hazardous else "hours.weekly"
