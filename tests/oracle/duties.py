"""What is taken from a wage: salary tax and insurance; and what insurance gives to one without work."""

from fractions import Fraction

from tests.oracle.figures import EXEMPT, LADDERS, figures_on
from tests.oracle.plain import day_of, month_length, month_of, number, rial, sheet


def brackets(ladder, taxable):
    """One rounded amount a bracket."""
    lines = []
    below = 0
    for up_to, rate in ladder:
        upper = taxable if up_to is None else min(taxable, up_to)
        part = max(0, upper - below)
        lines.append((f"{Fraction(rate) * 100}%", rial(part * Fraction(rate))))
        below = below if up_to is None else up_to
    return lines


def tax_of(year, taxable):
    """The tax of one month as (total, lines); (None, []) where the law has no figure."""
    if year in LADDERS:
        lines = brackets(LADDERS[year], taxable)
        return sum(amount for _, amount in lines), lines
    if year in EXEMPT and taxable <= EXEMPT[year]:
        return 0, [("0%", 0)]
    return None, []


def tax_with_flat_group(regular, flat):
    """Tax of a month of 1404 when all but base and seniority is taxed at a flat tenth and shares the exemption in proportion."""
    exempt = Fraction(EXEMPT[1404])
    whole = regular + flat
    if whole <= exempt:
        return 0, [("regular", 0), ("flat", 0)]
    flat_above = flat - exempt * flat / whole
    regular_above = regular - exempt * regular / whole
    lines = [
        ("regular", rial(sum(exactly(LADDERS[1404], exempt + regular_above)))),
        ("flat", rial(flat_above / 10)),
    ]
    return sum(amount for _, amount in lines), lines


def exactly(ladder, taxable):
    """The brackets before rounding."""
    below = 0
    for up_to, rate in ladder:
        upper = taxable if up_to is None else min(taxable, up_to)
        yield max(0, upper - below) * Fraction(rate)
        below = below if up_to is None else up_to


def tax(inputs):
    """The salary tax of a month, one line a bracket."""
    year, _ = month_of(inputs["month"])
    total, lines = tax_of(year, number(inputs["taxable"]))
    return sheet({"tax": total}, lines)


def premiums(base):
    """7 % from the worker, 20 % and 3 % from the employer."""
    return {
        "employee": rial(base * Fraction("0.07")),
        "employer": rial(base * Fraction("0.20")),
        "unemployment": rial(base * Fraction("0.03")),
    }


def insurance(inputs):
    """Insurance of a month: at most seven times the minimum for each paid day."""
    year, month = month_of(inputs["month"])
    days = int(inputs.get("days", month_length(year, month)))
    ceiling = sum(7 * figures_on((year, month, day))["minimum"] for day in range(1, days + 1))
    base = rial(min(number(inputs["insurable"]), ceiling))
    return sheet({"ceiling": ceiling, "base": base, **premiums(base)})


def unemployment(inputs):
    """The monthly benefit: 55 % and a tenth of the minimum for each of up to four dependants, between the minimum and 80 %."""
    minimum = figures_on(day_of(inputs["on"]))["minimum"] * 30
    average = number(inputs["average_insured_monthly"])
    dependants = min(int(inputs.get("dependants") or 0), 4)
    cap = rial(average * Fraction("0.80"))
    asked = rial(average * Fraction("0.55") + Fraction(minimum, 10) * dependants)
    return sheet({"benefit": max(minimum, min(asked, cap)), "floor": minimum, "cap": cap})
