"""The payslip (فیش حقوق) of a month: earnings day by day, insurance, tax, and what is left."""

from collections.abc import Mapping
from fractions import Fraction

from kardad.law import insurance, pay, tax
from kardad.law.calculators import Calculator
from kardad.law.pay import Facts
from kardad.law.sheet import Rials, Totals, Working, lowest, shown, sum_shown, total

EARNINGS = (*pay.OVERRIDABLE, "other")


def work(known: Facts, working: Working) -> Totals:
    """A payslip's lines and totals; those that need a figure the law does not give are None."""
    stretches = pay.stretches(known, working)
    earned = pay.earnings(known, stretches, working)
    gross = working.line("gross", "جمع حقوق و مزایا", total(*(earned[name] for name in EARNINGS)), sum_shown(earned.values()))
    insurable = _less(gross, earned["child"], sum(one.amount for one in known.other_benefits if not one.insurable))
    shares = insurance.insure(working, insurable, pay.ceiling(stretches, working), known.month.last, hard_work=known.hard_work)
    taxable, owed = _tax(known, earned, gross, shares["employee"], working)
    taken = sum(one.amount for one in known.deductions)
    for one in known.deductions:
        working.line("deduction", one.title, one.amount, shown(one.amount))
    net = _less(gross, shares["employee"], owed, taken)
    how = f"{shown(gross)} − {shown(shares['employee'])} − {shown(owed)}" + (f" − {shown(taken)}" if taken else "")
    working.line("net", "خالص پرداختی", net, how)
    if net is not None and net < 0:
        working.warn("NEGATIVE_NET", "کسورات از حقوق ماه بیشتر است.")
    return {
        **{name: earned[name] for name in EARNINGS},
        "gross": gross,
        **{f"insurance_{name}": amount for name, amount in shares.items()},
        "taxable": taxable,
        "tax": owed,
        "deductions": taken,
        "net": net,
    }


def _less(amount: Rials, *taken: Rials) -> Rials:
    gone = total(*taken)
    return None if amount is None or gone is None else amount - gone


def _tax(known: Facts, earned: Mapping[str, Rials], gross: Rials, premium: Rials, working: Working) -> tuple[Rials, Rials]:
    """The taxable pay of the month and the tax on it."""
    free: Rials = sum(one.amount for one in known.other_benefits if not one.taxable)
    if earned["child"] != 0 and not working.reading("child_taxable"):
        free = total(free, earned["child"])
    deducted = _deducted(premium, working)
    found = _less(gross, free, deducted)
    taxable = None if found is None else max(found, 0)
    how = f"{shown(gross)} − {shown(total(free, deducted))}"
    working.line("taxable", "درآمد مشمول مالیات", taxable, how)
    if taxable is None:
        return None, None
    ladder = tax.ladder(working, known.month.last, taxable)
    if ladder is None:
        return taxable, None
    if known.month.year == 1404 and working.reading("tax_1404_flat_group"):
        owed = _flat_group(earned, taxable, deducted or 0, ladder, working)
    else:
        owed = tax.climb(working, ladder, taxable)
    return taxable, working.line("tax", tax.TITLE, owed, "", *ladder.rests_on)


def _deducted(premium: Rials, working: Working) -> Rials:
    """The part of the worker's premium that comes off before tax."""
    reading = working.reading("tax_insurance_deduction")
    if reading == "none":
        return 0
    if reading == "full_seven_percent" or premium is None:
        return premium
    how = f"{shown(premium)} × 2/7"
    return working.line("premium_deducted", "دو هفتم حق بیمه، معاف از مالیات", Fraction(premium * 2, 7), how)


def _flat_group(earned: Mapping[str, Rials], taxable: int, deducted: int, ladder: tax.Ladder, working: Working) -> int:
    """A reading of the budget act of 1404: all but base and seniority is taxed at the lowest rate, sharing the exemption."""
    main = min(max((earned["base"] or 0) + (earned["seniority"] or 0) - deducted, 0), taxable)
    rest = taxable - main
    if taxable <= ladder.exemption:
        return tax.climb(working, ladder, taxable)
    # No line of its own, so it is not rounded on the way.
    share = lowest(Fraction(ladder.exemption * rest, taxable))
    rate = next(step.rate for step in ladder.brackets if step.rate)
    return tax.flat(working, rest, share, rate, ladder) + tax.climb(working, ladder, main, free=ladder.exemption - share)


PAYSLIP = Calculator(
    name="payslip",
    title="فیش حقوق",
    about="حقوق یک ماه سطر به سطر: مزد، مزایا، بیمه، مالیات و خالص.",
    asks=Facts,
    on=lambda known: known.month.last,
    work=work,
    main="net",
    readings=(
        "hour_divisor",
        "hour_basis",
        "premium_hours",
        "tax_insurance_deduction",
        "child_taxable",
        "tax_1404_flat_group",
        "month_rule",
    ),
)
