"""Random but plausible inputs for every calculator, from a seed or from hypothesis: inputs only, no engine is imported."""

import random
from fractions import Fraction

from hypothesis import strategies as st

from tests.oracle.figures import figures_on
from tests.oracle.plain import day_after, month_length

FIRST, LAST = 1390, 1405
# Days on which engines are wrong: ends and beginnings of years, leap days, the second decision of 1399, the 31st.
CORNERS = [(1, 1), (1, 2), (2, 1), (3, 31), (4, 1), (6, 31), (7, 1), (11, 15), (12, 1), (12, 28), (12, 29), (12, 30)]


class Dice:
    """Choices made by a seeded generator."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def one(self, options):
        return self.random.choice(options)

    def whole(self, low, high):
        return self.random.randint(low, high)

    def chance(self, percent):
        return self.random.randint(1, 100) <= percent


class Drawn:
    """The same choices made by hypothesis, so that a failure shrinks to a small life."""

    def __init__(self, draw):
        self.draw = draw

    def one(self, options):
        return self.draw(st.sampled_from(options))

    def whole(self, low, high):
        return self.draw(st.integers(low, high))

    def chance(self, percent):
        return self.draw(st.integers(1, 100)) > 100 - percent


def text(day):
    """(1404, 5, 1) as 1404-05-01."""
    return f"{day[0]:04}-{day[1]:02}-{day[2]:02}"


def some_day(pick, low=FIRST, high=LAST):
    """A day of these years, every third a corner."""
    year = pick.whole(low, high)
    month, day = pick.one(CORNERS) if pick.chance(35) else (pick.whole(1, 12), pick.whole(1, 31))
    return (year, month, min(day, month_length(year, month)))


def two_days(pick, low=FIRST, high=LAST):
    """Two days in order; they may be the same."""
    return sorted([some_day(pick, low, high), some_day(pick, low, high)])


def some_year(pick):
    """A year; half of them from 1401, where the law of tax begins."""
    return pick.whole(1401, LAST) if pick.chance(50) else pick.whole(FIRST, LAST)


def later(day, count):
    """So many days on, but not past the last year that has figures."""
    for _ in range(count):
        if day == (LAST, 12, 29):
            break
        day = day_after(day)
    return day


def wage(pick, day):
    """A wage a day from the minimum to twenty times it: whole, or with quarters as a JSON number or a decimal string."""
    minimum = figures_on(day)["minimum"]
    if pick.chance(20):
        return minimum
    rials = minimum * pick.whole(100, 2000 if pick.chance(30) else 300) // 100 + pick.whole(0, 999)
    kind = pick.one(["whole", "whole", "text", "number"])
    if kind == "whole":
        return rials
    quarter = pick.one(["25", "5", "75"])
    return f"{rials}.{quarter}" if kind == "text" else float(f"{rials}.{quarter}")


def hours(pick, most):
    """Hours of a month: none, whole, or with halves and quarters."""
    return pick.one([0, pick.whole(0, most), pick.whole(0, most), f"{pick.whole(0, most)}.5", f"{pick.whole(0, most)}.25"])


def policies(pick, **options):
    """Some of these policies; none of them when the defaults are wanted."""
    chosen = {name: pick.one(values) for name, values in options.items() if pick.chance(40)}
    return {"policies": chosen} if chosen and pick.chance(60) else {}


HOUR_POLICIES = {
    "hour_divisor": ["7.33", "22/3"],
    "hour_basis": ["base+seniority+fixed", "base+seniority", "base"],
    "premium_hours": ["inside", "extra"],
}


def seniority_facts(pick, month):
    """One of the four ways in which a payslip knows the seniority."""
    way = pick.one(["hired", "hired", "given", "months", "none"])
    if way == "hired":
        hired = some_day(pick, FIRST, month[0])
        if pick.chance(30) and month[0] > FIRST:
            # An anniversary inside the month.
            year = pick.whole(FIRST, month[0] - 1)
            hired = (year, month[1], pick.whole(1, month_length(year, month[1])))
        return {"hired_on": text(min(hired, (*month, 1)))}
    if way == "given":
        return {"seniority_daily": pick.one([0, pick.whole(1, 2_000_000), f"{pick.whole(1, 2_000_000)}.5"])}
    if way == "months":
        return {"service_months": pick.one([0, 11, 12, 13, 60])}
    return {}


def benefits(pick):
    """Other benefits, each insurable or not, taxable or not, continuous or not."""
    return [
        {
            "title": pick.one(["ایاب و ذهاب", "حق سرپرستی", "پاداش", "حق ناهار"]),
            "amount": pick.whole(0, 80_000_000),
            "insurable": pick.chance(70),
            "taxable": pick.chance(70),
            "continuous": pick.chance(50),
        }
        for _ in range(pick.whole(1, 3))
    ]


def family(pick):
    """Children and marriage."""
    life = {"married": pick.chance(50)}
    if pick.chance(60):
        life["children"] = pick.whole(0, 5)
        life["insured_720_days"] = pick.chance(80)
    return life


def work(pick):
    """Hours beyond the ordinary, and shifts."""
    life = {}
    for name, most in (("overtime_hours", 120), ("night_hours", 100), ("friday_hours", 40), ("holiday_hours", 40)):
        if pick.chance(35):
            life[name] = hours(pick, most)
    if pick.chance(30):
        life["shift"] = pick.one([0, 10, 15, 22.5])
    return life


def extras(pick):
    """What an employer adds or takes off."""
    life = {}
    if pick.chance(40):
        life["other_benefits"] = benefits(pick)
    if pick.chance(25):
        life["deductions"] = [{"title": "وام", "amount": pick.whole(0, 20_000_000)}]
    if pick.chance(15):
        life["overrides"] = {pick.one(["housing", "grocery"]): pick.whole(0, 40_000_000)}
    return life


def payslip(pick):
    """One month of one worker."""
    month = (some_year(pick), pick.whole(1, 12))
    if pick.chance(15):
        month = pick.one([(1399, 3), (1399, 4), (1403, 12), (1399, 12), (1404, 12), (1401, 1)])
    life = {"month": f"{month[0]}-{month[1]:02}", **seniority_facts(pick, month)}
    if pick.chance(50):
        life["days"] = pick.one([month_length(*month), min(30, month_length(*month)), pick.whole(1, month_length(*month))])
    if pick.chance(70):
        life["daily"] = wage(pick, (*month, 1))
    return (
        life
        | family(pick)
        | work(pick)
        | extras(pick)
        | policies(
            pick,
            **HOUR_POLICIES,
            tax_insurance_deduction=["two_sevenths", "full_seven_percent", "none"],
            child_taxable=[True, False],
            month_rule=["real_days", "thirty"],
        )
    )


def overtime(pick):
    """Hours beyond the ordinary in one month."""
    day = some_day(pick)
    kind = pick.one(["hourly", "daily", "monthly"])
    given = wage(pick, day)
    if kind == "monthly":
        given = figures_on(day)["minimum"] * 30 + pick.whole(0, 500_000_000)
    if kind == "hourly":
        given = pick.one([pick.whole(15_000, 9_000_000), f"{pick.whole(15_000, 9_000_000)}.75"])
    life = {"on": text(day), kind: given, "hours": hours(pick, 120)}
    for name in ("night_hours", "friday_hours", "holiday_hours"):
        if pick.chance(50):
            life[name] = hours(pick, 60)
    return life | policies(pick, hour_divisor=["7.33", "22/3"], premium_hours=["inside", "extra"])


def bonus(pick):
    """A year's bonus, by days or by months."""
    year = pick.one([1391, 1395, 1399, 1403]) if pick.chance(30) else some_year(pick)
    life = {"year": year}
    kind = pick.one(["minimum", "daily", "daily", "monthly"])
    daily = wage(pick, (year, 12, 29))
    if kind == "monthly":
        life["monthly"] = int(Fraction(str(daily)) * 30)
    else:
        life["daily"] = "minimum" if kind == "minimum" else daily
    if pick.chance(70):
        life["days_worked"] = pick.one([1, 364, 365, pick.whole(1, 365), pick.whole(1, 365), 365 + (year in (1391, 1395, 1399, 1403))])
    else:
        life["months_worked"] = pick.whole(1, 12)
    return life | policies(pick, year_days=["actual", "365"])


def severance(pick):
    """A service that ends, by dates, days or years."""
    first, last = two_days(pick)
    life = {pick.one(["daily", "monthly"]): wage(pick, last)}
    way = pick.one(["dates", "dates", "days", "years"])
    if way == "dates":
        life |= {"from": text(first), "to": text(last)}
    elif way == "days":
        life["service_days"] = pick.whole(1, 12_000)
    else:
        life["years"] = pick.one([pick.whole(1, 30), f"{pick.whole(0, 30)}.5"])
    return life | ({"days_per_year": pick.one([30, 45, 60])} if pick.chance(40) else {})


def leave(pick):
    """Leave of a service, or of a part of one."""
    first, last = two_days(pick)
    life = {"from": text(first), "to": text(last), "daily": wage(pick, last)}
    life["used_days"] = pick.one([0, pick.whole(0, 40), f"{pick.whole(0, 40)}.5"])
    life["terminating"], life["hard_work"] = pick.chance(70), pick.chance(20)
    return life | policies(pick, leave_proration=["days", "months"])


def seniority(pick):
    """A hire and a later day."""
    hired, on = two_days(pick)
    return {"hired_on": text(hired), "on": text(on)}


def next_wage(pick):
    """A last wage, and the first day of the next period."""
    year = pick.whole(FIRST + 1, LAST)
    on = (1399, 4, 1) if year == 1399 and pick.chance(50) else (year, 1, 1)
    return {"daily": wage(pick, (year - 1, 12, 29)), "on": text(on)}


def tax(pick):
    """A taxable month, on a step of the ladder or anywhere."""
    year = pick.one([1400, 1401, 1402, 1403, 1404, 1405])
    step = pick.one([0, 56, 100, 120, 140, 165, 230, 240, 270, 300, 340, 380, 400, 500, 800, 1000, 1200, 1400]) * 1_000_000
    taxable = step + pick.whole(0, 1) if pick.chance(40) else pick.whole(0, 2_500_000_000)
    return {"month": f"{year}-{pick.whole(1, 12):02}", "taxable": taxable}


def insurance(pick):
    """An insured month, under or over the ceiling."""
    month = (pick.whole(FIRST, LAST), pick.whole(1, 12))
    days = pick.whole(1, month_length(*month))
    ceiling = figures_on((*month, 1))["minimum"] * 7 * days
    return {"month": f"{month[0]}-{month[1]:02}", "days": days, "insurable": pick.one([ceiling, ceiling + 1, pick.whole(0, 2 * ceiling)])}


def unemployment(pick):
    """One who has lost work."""
    on = some_day(pick)
    average = figures_on(on)["minimum"] * 30 * pick.whole(100, 700) // 100
    return {"average_insured_monthly": average, "dependants": pick.whole(0, 6), "on": text(on)}


def wage_floor(pick):
    """A day."""
    return {"on": text(some_day(pick))}


def paid_periods(pick, hired, left):
    """Periods of flat pay without overlap, with gaps at times; some pay less than is due and some more."""
    periods, start = [], hired
    while start <= left:
        end = min(left, later(start, pick.one([29, 30, 31, 182, 364, 365, pick.whole(5, 900)])))
        monthly = figures_on(start)["minimum"] * 30 * pick.whole(40, 250) // 100
        if pick.chance(85):
            periods.append({"from": text(start), "to": text(end), "monthly": monthly})
        start = day_after(end)
    return periods


def claim(pick):
    """A whole service with what was paid in it."""
    hired = some_day(pick)
    left = later(hired, pick.one([pick.whole(0, 60), pick.whole(61, 400), pick.whole(400, 1500), pick.whole(1500, 4000)]))
    life = {"hired_on": text(hired), "left_on": text(left), "paid": paid_periods(pick, hired, left) if pick.chance(85) else []}
    if pick.chance(40):
        life["daily"] = wage(pick, hired)
    if pick.chance(50):
        life |= {"children": pick.whole(0, 4), "married": pick.chance(60)}
    if pick.chance(50):
        claims = [name for name in ("wage_difference", "bonus", "severance", "leave") if pick.chance(60)]
        life["claims"] = claims or ["wage_difference"]
    return life | policies(
        pick,
        year_days=["actual", "365"],
        leave_proration=["days", "months"],
        leave_price=["base+seniority", "all"],
        severance_base=["base+seniority", "all"],
    )


def gross_up(pick):
    """A wanted net and the facts around it, in a month whose tax is known."""
    month = (pick.whole(1402, LAST), pick.whole(1, 12))
    life = {"month": f"{month[0]}-{month[1]:02}", "children": pick.whole(0, 3), "married": pick.chance(50)}
    life["net"] = figures_on((*month, 1))["minimum"] * 30 * pick.whole(150, 1200) // 100 + pick.whole(0, 99)
    return life


LIVES = {
    "payslip": payslip,
    "claim": claim,
    "bonus": bonus,
    "severance": severance,
    "leave": leave,
    "seniority": seniority,
    "next-wage": next_wage,
    "overtime": overtime,
    "tax": tax,
    "insurance": insurance,
    "unemployment": unemployment,
    "wage-floor": wage_floor,
    "gross-up": gross_up,
}


def lives(count, seed, names=tuple(LIVES)):
    """So many (name, inputs), the calculators in turn; the same seed gives the same lives."""
    dice = Dice(seed)
    for turn in range(count):
        name = names[turn % len(names)]
        yield name, LIVES[name](dice)


def strategy(name):
    """A hypothesis strategy for one calculator's inputs."""

    @st.composite
    def inputs(draw):
        return LIVES[name](Drawn(draw))

    return inputs()
