"""What falls due at the end of a year or of a service: bonus, severance, leave."""

from fractions import Fraction

from tests.oracle.duties import tax_of
from tests.oracle.figures import figures_on
from tests.oracle.plain import day_after, day_of, days_between, month_length, number, policies_of, rial, sheet, year_length


def daily_from(inputs):
    """The wage a day, from `daily` or a thirtieth of `monthly`."""
    if inputs.get("daily") is not None:
        return number(inputs["daily"])
    return number(inputs["monthly"]) / 30


def year_days(year, policies):
    """The days over which a year's bonus is spread."""
    return 365 if str(policies["year_days"]) == "365" else year_length(year)


def bonus_amounts(daily, minimum, part):
    """Bonus, floor and cap for a part of a year."""
    floor, cap = 60 * Fraction(minimum), 90 * Fraction(minimum)
    whole = min(max(60 * daily, floor), cap)
    return {"bonus": rial(whole * part), "floor": rial(floor * part), "cap": rial(cap * part)}


def bonus(inputs):
    """The bonus of one year at the minimum that the year ends with."""
    policies = policies_of(inputs)
    year = int(inputs["year"])
    minimum = figures_on((year, 12, 29))["minimum"]
    daily = Fraction(minimum) if inputs.get("daily") == "minimum" else daily_from(inputs)
    if inputs.get("months_worked") is not None:
        part = number(inputs["months_worked"]) / 12
    elif inputs.get("days_worked") is not None:
        part = number(inputs["days_worked"]) / year_days(year, policies)
    else:
        part = Fraction(1)
    # 366 days over 365 would pass the cap of a full year.
    lines = bonus_amounts(daily, minimum, min(part, Fraction(1)))
    # One twelfth of the annual exemption is free and the rest climbs the monthly ladder from its first taxed bracket:
    # that is the ladder of one month, applied to the bonus.
    return sheet({**lines, "tax": tax_of(year, lines["bonus"])[0]})


def severance(inputs):
    """Thirty days (or as given) of the wage as given for each 365 days of service."""
    if inputs.get("from"):
        service = Fraction(days_between(day_of(inputs["from"]), day_of(inputs["to"])))
    elif inputs.get("service_days") is not None:
        service = number(inputs["service_days"])
    else:
        service = number(inputs["years"]) * 365
    each_year = number(inputs.get("days_per_year") or 30)
    return sheet({"severance": rial(each_year * daily_from(inputs) * service / 365)})


def months_later(day, count):
    """The same day of a later month, or the last day that the month has."""
    year, month = day[0] + (day[1] - 1 + count) // 12, (day[1] - 1 + count) % 12 + 1
    return (year, month, min(day[2], month_length(year, month)))


def entitled_leave(first, last, *, a_year, policies):
    """Days of leave earned from the first to the last day, both counted, unrounded."""
    if policies["leave_proration"] == "days":
        return Fraction(a_year * days_between(first, last), 365)
    end = day_after(last)
    months = 0
    while months_later(first, months + 1) <= end:
        months += 1
    begun = months_later(first, months)
    rest = 0 if begun == end else days_between(begun, last)
    return Fraction(a_year * months, 12) + Fraction(a_year * rest, 365)


def leave(inputs):
    """Leave earned, carried over and paid; days are exact fractions."""
    policies = policies_of(inputs)
    a_year = 30 if inputs.get("hard_work") else 26
    entitled = entitled_leave(day_of(inputs["from"]), day_of(inputs["to"]), a_year=a_year, policies=policies)
    unused = max(Fraction(0), entitled - number(inputs.get("used_days") or 0))
    if inputs.get("terminating"):
        carried, payable = Fraction(0), unused
    else:
        carried, payable = min(unused, Fraction(9)), Fraction(0)
    payout = rial(payable * number(inputs["daily"])) if payable else 0
    return sheet({"entitled_days": entitled, "carried_days": carried, "payable_days": payable, "payout": payout})
