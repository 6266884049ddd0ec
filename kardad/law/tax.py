"""Salary tax of a month by the yearly ladder; the law's silence on a ladder is told, never filled."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kardad.law import kinds
from kardad.law.calculators import Calculator
from kardad.law.facts import asked
from kardad.law.instruments import Bracket, Silent, Value
from kardad.law.kinds import Month, Number
from kardad.law.sheet import Rials, Totals, Working, num, percent, shown

TITLE = "مالیات"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A month and what of its pay is taxable."""

    month: Month = asked(kinds.MONTH, "ماه")
    taxable: int = asked(kinds.RIALS, "درآمد مشمول مالیات ماه", help="پس از کم شدن معافیت‌ها و بخش پذیرفته حق بیمه.")


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladder of a day: the exemption, and the brackets if they are known."""

    exemption: int
    rests_on: tuple[Value, ...]
    brackets: tuple[Bracket, ...]


def ladder(working: Working, on: date, taxable: int) -> Ladder | None:
    """The ladder by which that much is taxed, or None with the silence noted; under the exemption the brackets are not needed."""
    try:
        exemption = working.law.value("tax.monthly_exemption", on)
        free = int(num(exemption) or 0)
        if taxable <= free:
            return Ladder(free, (exemption,), ())
        return Ladder(free, (working.law.value("tax.salary_ladder", on), exemption), working.law.ladder(on))
    except Silent as silent:
        working.note(silent)
        return None


def climb(working: Working, found: Ladder, taxable: int, *, part: str = "", free: Number | None = None) -> int:
    """The tax of a month's taxable pay, a line a bracket; `free` is another exemption, above which the same steps follow."""
    exempt = found.exemption if free is None else free
    if taxable <= exempt:
        how = f"{shown(taxable)} ≤ {shown(exempt)}"
        working.line("tax_exempt", "تا معافیت، بی مالیات", 0, how, *found.rests_on, part=part)
        return 0
    shift, below, tax = exempt - found.exemption, exempt, 0
    for step in found.brackets:
        top = None if step.up_to is None else step.up_to + shift
        if step.rate and taxable > below:
            upper = taxable if top is None else min(taxable, top)
            how = f"({shown(upper)} − {shown(below)}) × {percent(step.rate)}"
            title = f"{TITLE} {percent(step.rate)}"
            tax += working.line("tax_bracket", title, (upper - below) * step.rate, how, *found.rests_on, part=part) or 0
        if step.rate and top is not None:
            below = top
    return tax


def flat(working: Working, taxable: int, free: Number, rate: Fraction, found: Ladder) -> int:
    """The tax of a group of pay that is taxed at one rate above its own share of the exemption."""
    if taxable <= free:
        return 0
    how = f"({shown(taxable)} − {shown(free)}) × {percent(rate)}"
    return working.line("tax_flat", "مالیات گروه مزایا", (taxable - free) * rate, how, *found.rests_on) or 0


def work(known: Facts, working: Working) -> Totals:
    """The tax of a month, a line a bracket."""
    found = ladder(working, known.month.last, known.taxable)
    tax: Rials = None if found is None else climb(working, found, known.taxable)
    return {"tax": tax}


TAX = Calculator(
    name="tax",
    title="مالیات حقوق",
    about="مالیات حقوق یک ماه، پله به پله.",
    asks=Facts,
    on=lambda known: known.month.last,
    work=work,
    main="tax",
)
