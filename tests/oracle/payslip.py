"""One payslip, line by line, and the gross that gives a wanted net."""

from fractions import Fraction

from tests.oracle.duties import premiums, tax_of, tax_with_flat_group
from tests.oracle.figures import figures_on
from tests.oracle.plain import day_of, month_length, month_of, number, policies_of, rial, sheet
from tests.oracle.wages import divisor, hours_lines, walk

SHARE_OF_PREMIUM = {"two_sevenths": Fraction(2, 7), "full_seven_percent": Fraction(1), "none": Fraction(0)}


def paid_days(inputs):
    """The paid days of the month: its first `days` days."""
    year, month = month_of(inputs["month"])
    length = month_length(year, month)
    count = inputs.get("days")
    count = length if count is None else int(count)
    if not 0 <= count <= length:
        raise ValueError("more days than the month has")
    return [(year, month, day) for day in range(1, count + 1)]


def daily_on(inputs, day):
    """The wage of a day: as given, else the minimum of that day."""
    if inputs.get("daily") is not None:
        return number(inputs["daily"])
    return Fraction(figures_on(day)["minimum"])


def seniority_of(inputs, days):
    """The seniority of each day: as given, else by the chain, else the year's base after twelve months."""
    if inputs.get("seniority_daily") is not None:
        return dict.fromkeys(days, number(inputs["seniority_daily"]))
    if inputs.get("hired_on"):
        chain = dict.fromkeys(days, Fraction(0))
        chain.update((day, amount) for day, amount in walk(day_of(inputs["hired_on"]), days[-1]) if day in chain)
        return chain
    if number(inputs.get("service_months") or 0) >= 12:
        return {day: Fraction(figures_on(day)["seniority"]) for day in days}
    return dict.fromkeys(days, Fraction(0))


def monthly_figure(inputs, law, name):
    """A monthly figure of the law, or the one that stands in its place (child: for one child)."""
    overrides = inputs.get("overrides") or {}
    if overrides.get(name) is not None:
        return number(overrides[name])
    return law["minimum"] * 3 if name == "child" else law[name]


def hour_rate(inputs, policies, day, seniority):
    """The price of an hour on one day, the last paid one."""
    daily = daily_on(inputs, day)
    basis = policies["hour_basis"]
    if basis != "base":
        daily += seniority
    if basis == "base+seniority+fixed":
        continuous = [number(benefit["amount"]) for benefit in inputs.get("other_benefits") or [] if benefit.get("continuous", False)]
        daily += sum(continuous, Fraction(0)) / 30
    return daily / divisor(policies)


def fixed_lines(inputs, days, chain, policies):
    """Base, seniority and the monthly allowances."""
    year, month = month_of(inputs["month"])
    stretch = Fraction(1)
    if policies["month_rule"] == "thirty" and len(days) == month_length(year, month):
        stretch = Fraction(30, len(days))
    base = sum((daily_on(inputs, day) for day in days), Fraction(0)) * stretch
    seniority = sum((chain[day] for day in days), Fraction(0)) * stretch
    law = figures_on((year, month, 1))
    part = Fraction(min(len(days), 30), 30)
    children = int(inputs.get("children") or 0) if inputs.get("insured_720_days", True) else 0
    return {
        "base": rial(base),
        "seniority": rial(seniority),
        "housing": rial(monthly_figure(inputs, law, "housing") * part),
        "grocery": rial(monthly_figure(inputs, law, "grocery") * part),
        "marriage": rial(monthly_figure(inputs, law, "marriage") * part) if inputs.get("married") else 0,
        "child": rial(monthly_figure(inputs, law, "child") * children * part),
    }


def gross_lines(inputs, policies):
    """Every line that makes the gross pay."""
    year, month = month_of(inputs["month"])
    days = paid_days(inputs)
    last = days[-1] if days else (year, month, 1)
    chain = seniority_of(inputs, days or [last])
    lines = fixed_lines(inputs, days, chain, policies)
    shift = number(inputs.get("shift") or 0)
    lines.update(hours_lines(hour_rate(inputs, policies, last, chain[last]), inputs, policies, shift=shift))
    lines["shift"] = rial(lines["base"] * shift / 100)
    lines["other"] = sum(rial(number(benefit["amount"])) for benefit in inputs.get("other_benefits") or [])
    return lines


def without(inputs, quality):
    """The other benefits that are not insurable, or not taxable."""
    return sum(rial(number(benefit["amount"])) for benefit in inputs.get("other_benefits") or [] if not benefit.get(quality, True))


def insured(inputs, gross, child):
    """The insurance base and its three premiums."""
    ceiling = sum(7 * figures_on(day)["minimum"] for day in paid_days(inputs))
    base = min(gross - child - without(inputs, "insurable"), ceiling)
    premium = premiums(base)
    return {
        "insurance_base": base,
        "insurance_employee": premium["employee"],
        "insurance_employer": premium["employer"],
        "insurance_unemployment": premium["unemployment"],
    }


def taxed(inputs, policies, lines, gross, premium):
    """The taxable pay and its tax (None where the law is silent)."""
    year, _ = month_of(inputs["month"])
    exempt = without(inputs, "taxable")
    if not policies["child_taxable"]:
        exempt += lines["child"]
    deduction = SHARE_OF_PREMIUM[policies["tax_insurance_deduction"]] * premium
    taxable = rial(max(Fraction(0), gross - exempt - deduction))
    if year == 1404 and policies["tax_1404_flat_group"]:
        # The premium is taken off base and seniority first; the rest of the taxable pay is the flat group.
        regular = max(0, min(taxable, lines["base"] + lines["seniority"] - deduction))
        return taxable, tax_with_flat_group(regular, taxable - regular)[0]
    return taxable, tax_of(year, taxable)[0]


def payslip(inputs):
    """The whole payslip of interfaces.md §3."""
    policies = policies_of(inputs)
    lines = gross_lines(inputs, policies)
    gross = sum(lines.values())
    insurance = insured(inputs, gross, lines["child"])
    taxable, tax = taxed(inputs, policies, lines, gross, insurance["insurance_employee"])
    deductions = sum(rial(number(item["amount"])) for item in inputs.get("deductions") or [])
    net = None if tax is None else gross - insurance["insurance_employee"] - tax - deductions
    totals = {**lines, "gross": gross, **insurance, "taxable": taxable, "tax": tax, "deductions": deductions, "net": net}
    return sheet(totals, list(lines.items()))


def gross_up(inputs):
    """A gross pay whose payslip gives the wanted net; the base wage is what is moved, all other facts stay. None if there is none."""
    wanted = int(inputs["net"])
    count = len(paid_days(inputs))

    def slip(base):
        totals = payslip({**inputs, "daily": Fraction(base, count)})["totals"]
        return totals["net"], totals["gross"]

    low, high = 0, max(wanted, 1)
    while slip(high)[0] is not None and slip(high)[0] < wanted:
        high *= 2
    while low < high:
        middle = (low + high) // 2
        net = slip(middle)[0]
        if net is None or net >= wanted:
            high = middle
        else:
            low = middle + 1
    # The net may step back by a rial where three lines round at once, so the neighbours are looked at too.
    for base in sorted(range(max(0, low - 40), low + 41), key=lambda near: abs(near - low)):
        net, gross = slip(base)
        if net == wanted:
            return sheet({"gross": gross})
    return sheet({"gross": None})
