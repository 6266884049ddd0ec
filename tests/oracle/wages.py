"""Wages of a day: the floor, the chain of the seniority base, the next year's wage, the price of an hour."""

from fractions import Fraction

from tests.oracle.figures import figures_on
from tests.oracle.plain import day_after, day_of, is_leap, number, policies_of, rial, sheet


def anniversary_in(year, hired):
    """The day of the year on which another year of service is complete (payroll.md 2.1: 30 Esfand becomes 29 Esfand)."""
    if hired[1:] == (12, 30) and not is_leap(year):
        return (year, 12, 29)
    return (year, hired[1], hired[2])


def walk(hired, last):
    """Every day of service up to the last, each with the seniority base of that day, unrounded."""
    day = hired
    seniority = Fraction(0)
    added_in_spring_of_1399 = False
    while day <= last:
        if day > hired:
            if day[1:] == (1, 1):
                # 1 Farvardin raises what is there, before an anniversary on the same day adds its own.
                seniority *= 1 + Fraction(figures_on(day)["percent"])
            if day == (1399, 4, 1) and added_in_spring_of_1399:
                # The base of that spring fell from 58,333 to 33,333 with the second decision of 1399.
                seniority -= 58_333 - 33_333
            if day == anniversary_in(day[0], hired):
                seniority += figures_on(day)["seniority"]
                if day[0] == 1399 and day[1] <= 3:
                    added_in_spring_of_1399 = True
        yield day, seniority
        day = day_after(day)


def seniority_on(hired, day):
    """The seniority base of one day."""
    if day < hired:
        return Fraction(0)
    amount = Fraction(0)
    for _, amount in walk(hired, day):  # noqa: B007 – the last one is wanted
        pass
    return amount


def raised(daily, day):
    """The wage from this day on, of one who earned `daily` before the year of the day."""
    law = figures_on(day)
    return max(Fraction(law["minimum"]), daily * (1 + Fraction(law["percent"])) + law["fixed"])


def wage_floor(inputs):
    """The legal floor of a day. Child: one child."""
    law = figures_on(day_of(inputs["on"]))
    return sheet(
        {
            "daily": law["minimum"],
            "monthly": law["minimum"] * 30,
            "housing": law["housing"],
            "grocery": law["grocery"],
            "marriage": law["marriage"],
            "child": law["minimum"] * 3,
            "seniority_daily": law["seniority"],
            "insurance_ceiling_daily": law["minimum"] * 7,
        }
    )


def seniority(inputs):
    """The cumulative seniority base a day: a rate, so an exact fraction."""
    hired, on = day_of(inputs["hired_on"]), day_of(inputs["on"])
    if on < hired:
        raise ValueError("not hired yet")
    return sheet({"daily": seniority_on(hired, on)})


def next_wage(inputs):
    """The next wage a day: a rate, so an exact fraction."""
    return sheet({"daily": raised(number(inputs["daily"]), day_of(inputs["on"]))})


def divisor(policies):
    """Hours of a day: 7.33 as most pages print it, or 22/3 (7 h 20 min)."""
    return Fraction(policies["hour_divisor"])


def premium(policies, over):
    """0.35 or 0.40 on top of pay already given, or 1.35 and 1.40 when the hours were not in the monthly pay."""
    return Fraction(over) + (1 if policies["premium_hours"] == "extra" else 0)


def hours_lines(hour, inputs, policies, *, shift=0):
    """Overtime, night, Friday and holiday of so many hours, each one named line."""
    night = rial(premium(policies, "0.35") * hour * number(inputs.get("night_hours") or 0))
    if shift > 0:
        # One who is paid for shifts is paid for the night in them.
        night = 0
    return {
        "overtime": rial(Fraction("1.4") * hour * number(inputs.get("overtime_hours") or 0)),
        "night": night,
        "friday": rial(premium(policies, "0.40") * hour * number(inputs.get("friday_hours") or 0)),
        "holiday": rial(premium(policies, "0.40") * hour * number(inputs.get("holiday_hours") or 0)),
    }


def overtime(inputs):
    """Hours beyond the ordinary; `hourly` and `overtime_hour` are rates, so exact fractions."""
    policies = policies_of(inputs)
    if inputs.get("hourly") is not None:
        hour = number(inputs["hourly"])
    elif inputs.get("daily") is not None:
        hour = number(inputs["daily"]) / divisor(policies)
    else:
        # A monthly wage is 30 × daily, so 22/3 means 220 hours.
        hour = number(inputs["monthly"]) / 30 / divisor(policies)
    asked = dict(inputs, overtime_hours=inputs.get("hours"))
    lines = hours_lines(hour, asked, policies)
    return sheet({"hourly": hour, "overtime_hour": Fraction("1.4") * hour, **lines}, list(lines.items()))
