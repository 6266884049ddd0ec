"""What is still owed over a whole service, walked day by day (payroll.md 2.9)."""

from fractions import Fraction

from tests.oracle.endings import bonus_amounts, entitled_leave, year_days
from tests.oracle.figures import figures_on
from tests.oracle.plain import day_of, days_between, month_length, number, policies_of, rial
from tests.oracle.wages import divisor, hours_lines, raised, walk

CLAIMS = ("wage_difference", "bonus", "severance", "leave", "overtime")
HOURS = ("overtime_hours", "night_hours", "friday_hours", "holiday_hours")


def wages_by_day(hired, left, agreed):
    """(day, wage a day, seniority a day) over the service; the wage is never under the minimum of its day."""
    own = None if agreed is None else number(agreed)
    last_of_1398 = None
    for day, seniority in walk(hired, left):
        minimum = Fraction(figures_on(day)["minimum"])
        if own is None:
            yield day, minimum, seniority
            continue
        if day > hired and day[1:] == (1, 1):
            if day[0] == 1399:
                last_of_1398 = own
            own = raised(own, day)
        if day == (1399, 4, 1) and last_of_1398 is not None:
            # The second decision of 1399 raises the last wage of 1398 anew, with a higher fixed part.
            own = raised(last_of_1398, day)
        own = max(own, minimum)
        yield day, own, seniority


def dated(periods):
    """Periods with their days read."""
    return [(day_of(period["from"]), day_of(period["to"]), period) for period in periods or []]


def shares(periods, day):
    """The periods that cover a day, each with the part of a month that one day is."""
    for first, last, period in periods:
        if first <= day <= last:
            # A full month counts the monthly amount, whether it has 29, 30 or 31 days.
            yield period, Fraction(1, month_length(day[0], day[1]))


def empty_month():
    """A month before its first day."""
    return {"days": 0, "wage": Fraction(0), "paid": Fraction(0), **dict.fromkeys(HOURS, Fraction(0))}


def months_of(inputs):
    """Every month of the service: days, base and seniority, what was paid, hours, and the rates of its last day."""
    months: dict = {}
    paid, hours = dated(inputs.get("paid")), dated(inputs.get("hours"))
    for day, daily, seniority in wages_by_day(day_of(inputs["hired_on"]), day_of(inputs["left_on"]), inputs.get("daily")):
        month = months.setdefault(day[:2], empty_month())
        month["days"] += 1
        month["wage"] += daily + seniority
        month["law"] = figures_on(day)
        month["daily"], month["seniority"] = daily, seniority
        for period, part in shares(paid, day):
            month["paid"] += number(period["monthly"]) * part
        for period, part in shares(hours, day):
            for name in HOURS:
                month[name] += number(period.get(name) or 0) * part
    return months


def full_allowances(inputs, law):
    """Housing, grocery, marriage and child of a full month."""
    children = int(inputs.get("children") or 0) if inputs.get("insured_720_days", True) else 0
    marriage = law["marriage"] if inputs.get("married") else 0
    return law["housing"] + law["grocery"] + marriage + 3 * law["minimum"] * children


def wage_lines(inputs, months):
    """For each month what was due, what was paid, and the difference; the month's three amounts are whole rials."""
    rows = {}
    for name, month in months.items():
        wage = rial(month["wage"])
        allowances = rial(Fraction(full_allowances(inputs, month["law"]) * min(month["days"], 30), 30))
        paid = rial(month["paid"])
        rows[name] = {"wage": wage, "allowances": allowances, "paid": paid, "gap": wage + allowances - paid}
    return rows


def wage_difference(rows, netting):
    """The shortfall of each year: months floored at zero, or netted within the year, or over the whole service."""
    years: dict = {}
    for (year, _), row in rows.items():
        gap = max(0, row["gap"]) if netting == "by_month" else row["gap"]
        years[year] = years.get(year, 0) + gap
    if netting == "over_year":
        return {year: max(0, gap) for year, gap in years.items()}
    if netting == "over_all" and sum(years.values()) < 0:
        return dict.fromkeys(years, 0)
    return years


def last_months(months):
    """The last month of each year, and the days worked in that year."""
    years: dict = {}
    for (year, _), month in months.items():
        days = years[year][1] if year in years else 0
        years[year] = (month, days + month["days"])
    return years


def bonuses(months, policies):
    """The bonus of each year at base and seniority of its last day of work, under the cap of that day's minimum."""
    amounts = {}
    for year, (month, days) in last_months(months).items():
        part = min(Fraction(days, year_days(year, policies)), Fraction(1))
        amounts[year] = bonus_amounts(month["daily"] + month["seniority"], month["law"]["minimum"], part)["bonus"]
    return amounts


def last_daily(inputs, month, basis):
    """The last daily wage: base and seniority, or with a thirtieth of the allowances."""
    daily = month["daily"] + month["seniority"]
    if basis == "all":
        daily += Fraction(full_allowances(inputs, month["law"]), 30)
    return daily


def overtimes(months, policies):
    """Pay for the hours of each year, month by month, at the rate of the month's last day."""
    years: dict = {}
    for (year, _), month in months.items():
        daily = month["daily"] + (0 if policies["hour_basis"] == "base" else month["seniority"])
        amount = sum(hours_lines(daily / divisor(policies), month, policies).values())
        years[year] = years.get(year, 0) + amount
    return years


def at_the_end(inputs, months, policies):
    """Severance and leave at the rates of the last day, in the year of leaving."""
    hired, left = day_of(inputs["hired_on"]), day_of(inputs["left_on"])
    last = months[left[:2]]
    severance = 30 * last_daily(inputs, last, policies["severance_base"]) * days_between(hired, left) / 365
    unused = entitled_leave(hired, left, a_year=26, policies=policies) - number(inputs.get("used_days") or 0)
    leave = max(Fraction(0), unused) * last_daily(inputs, last, policies["leave_price"])
    return {"severance": {left[0]: rial(severance)}, "leave": {left[0]: rial(leave)}}


def claim(inputs):
    """What is owed for each claim and Jalali year: `totals` are named `claim_year`, `years` holds the table, `months` the wage rows."""
    policies = policies_of(inputs)
    months = months_of(inputs)
    rows = wage_lines(inputs, months)
    table = {
        "wage_difference": wage_difference(rows, policies["shortfall_netting"]),
        "bonus": bonuses(months, policies),
        **at_the_end(inputs, months, policies),
    }
    if inputs.get("hours"):
        table["overtime"] = overtimes(months, policies)
    wanted = inputs.get("claims") or CLAIMS
    table = {name: table[name] for name in CLAIMS if name in wanted and name in table}
    lines = [(f"{name}_{year}", amount) for name, years in table.items() for year, amount in years.items()]
    totals = dict(lines)
    totals["total"] = sum(totals.values())
    return {"totals": totals, "lines": lines, "years": table, "months": rows}
