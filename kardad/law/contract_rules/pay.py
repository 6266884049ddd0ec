"""Checks of pay: the floor of every wage year, years without figures, the grade of a scheme, the rise on renewal."""

import math
from datetime import date
from fractions import Fraction
from typing import Final

from kardad.kit import calendar, money, text
from kardad.law import wages
from kardad.law.contract_rules.case import Case, Findings, Found, digits, is_blank
from kardad.law.contract_rules.contract import Contract, Engagement, Hours
from kardad.law.instruments import Silent

WEEK_DAYS: Final = 6
MONTH_DAYS: Final = 30
# Without these a contract cannot be judged at all.
NEEDED: Final = ("wage.daily_minimum", "hours.weekly")


def short_wage(case: Case) -> Findings:
    """C05: on some day of the contract the wage is under the legal minimum of that day, in the contract's own basis."""
    told: tuple[int, int] | None = None
    for day in sorted({*case.figure_days(*NEEDED), *_steps(case)}):
        given = case.contract.wage.amount_on(day)
        least = _least(case, day)
        if given is None or least is None or given >= least:
            told = None
            continue
        if told != (given, math.ceil(least)):
            told = (given, math.ceil(least))
            fills = {"basis": case.book.names[case.contract.wage.basis], "since": calendar.slashed(day)}
            yield Found("short", "wage.amount", {**fills, "given": money.grouped(given), "least": money.grouped(told[1])})


def _steps(case: Case) -> list[date]:
    if case.span is None:
        return []
    start, end = case.span
    return [step.since for step in case.contract.wage.steps if start < step.since <= end]


def _least(case: Case, day: date) -> Fraction | None:
    """The least lawful amount for the contract's basis; None where the law is silent, which C06 tells."""
    try:
        daily, full = Fraction(case.law.amount("wage.daily_minimum", day)), Fraction(case.full_week(day))
    except Silent:
        return None
    if case.contract.wage.basis == "hourly":
        return daily / (full / WEEK_DAYS)
    share = min(Fraction(1), Fraction(case.contract.weekly_hours or full) / full)
    return daily * share * (MONTH_DAYS if case.contract.wage.basis == "monthly" else 1)


def silent_year(case: Case) -> Findings:
    """C06: a year that the contract touches has no minimum wage or no hours in the data: nothing is guessed."""
    silent = [day for day in case.figure_days(*NEEDED) if any(case.known(key, day) is None for key in NEEDED)]
    if not silent:
        return
    years = sorted({calendar.to_jalali(day).year for day in silent})
    first, last = (text.to_persian_digits(year) for year in (years[0], years[-1]))
    yield Found(
        "year" if first == last else "years",
        "starts_on" if silent[0] == case.contract.starts_on else "ends_on",
        {"first": first, "last": last},
    )


def low_grade(case: Case) -> Findings:
    """C24: the job has a title and no code, or is paid less than its grade in the scheme."""
    contract = case.contract
    if not is_blank(contract.job_title) and is_blank(contract.job_code):
        yield Found("code", "job_code")
    daily = daily_wage(case, contract.starts_on)
    if contract.scheme and daily is not None and daily < contract.scheme.daily_wage:
        grade = {"grade": digits(contract.scheme.grade), "least": money.grouped(contract.scheme.daily_wage)}
        yield Found("grade", "wage.amount", grade)


def small_rise(case: Case) -> Findings:
    """C25: the renewed contract pays less for a whole day than the last wage with the rise of each year since, or that cannot be told."""
    last, start = case.contract.predecessor, case.contract.starts_on
    if last is None or start is None or case.contract.wage.amount_on(start) is None:
        return
    until = min(last.ends_on or start, start)
    daily, before = _whole_day(case, case.contract, start), _whole_day(case, last, until)
    if daily is None or before is None:
        yield Found("untold", "wage.amount")
        return
    least = before
    for year in range(calendar.to_jalali(until).year + 1, calendar.to_jalali(start).year + 1):
        # A year may be revised in the middle: its last word counts, but for the year in which the new contract begins.
        least = Fraction(wages.raised_wage(least, min(start, _new_year_end(year)), case.law))
    if daily < least:
        fills = {"last": money.grouped(int(before)), "least": money.grouped(math.ceil(least)), "given": money.grouped(int(daily))}
        is_daily = daily == case.contract.wage.amount_on(start) and before == last.wage.amount_on(until)
        yield Found("small" if is_daily else "converted", "wage.amount", fills)


def _whole_day(case: Case, work: Contract | Engagement, day: date) -> Fraction | None:
    """What the work pays for a day of the law's full hours, in rials, exact; None where its wage or the law's hours are not told."""
    given = work.wage.amount_on(day)
    full: Hours | None = case.known("hours.weekly_hazardous" if work.is_hazardous else "hours.weekly", day)
    if given is None or full is None:
        return None
    if work.wage.basis == "hourly":
        return given * Fraction(full) / WEEK_DAYS
    share = min(Fraction(1), Fraction(work.weekly_hours or full) / Fraction(full))
    return Fraction(given, MONTH_DAYS if work.wage.basis == "monthly" else 1) / share


def _new_year_end(year: int) -> date:
    return calendar.from_jalali(year, 12, calendar.month_length(year, 12))


def daily_wage(case: Case, day: date | None) -> Fraction | None:
    """The wage of a whole day in rials, exact; None when the contract does not say it or its hours are needed and silent."""
    given = None if day is None else case.contract.wage.amount_on(day)
    if given is None or day is None:
        return None
    full: Hours | None = case.known("hours.weekly_hazardous" if case.contract.is_hazardous else "hours.weekly", day)
    if case.contract.wage.basis == "hourly":
        return None if full is None else given * Fraction(full) / WEEK_DAYS
    return Fraction(given, MONTH_DAYS if case.contract.wage.basis == "monthly" else 1)
