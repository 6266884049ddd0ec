"""Two engines side by side: generated lives, and what sets the two answers apart."""

from fractions import Fraction

from kardad.kit import money
from kardad.kit.refusal import BadInput
from kardad.law import calculators, instruments
from kardad.law.instruments import Silent
from tests import oracle
from tests.oracle.lives import LIVES, Dice, Drawn, hours, some_day, text, wage
from tests.oracle.plain import day_of, month_length

EXTRA_HOURS = ("overtime", "night", "friday", "holiday")
# Five brackets and a group, each within half a rial.
ROUNDED_BRACKETS = 3
# How many of a thousand lives each calculator has: slow ones fewer, those with more in them more.
SHARES = {
    "payslip": 270,
    "claim": 50,
    "settlement": 12,
    "back-pay": 13,
    "bonus": 80,
    "severance": 80,
    "leave": 90,
    "seniority": 85,
    "next-wage": 60,
    "overtime": 80,
    "tax": 60,
    "insurance": 50,
    "unemployment": 40,
    "wage-floor": 20,
    "gross-up": 10,
}


def life(name, pick):
    """The facts of one life; those that the oracle's own lives leave out are added."""
    if name == "settlement":
        return {**claim(pick), "end_reason": pick.one(["contract_end", "mutual", "resignation", "retirement", "death"])}
    if name == "back-pay":
        return back_pay(pick)
    if name == "claim":
        return claim(pick)
    given = LIVES[name](pick)
    if name == "payslip" and given["month"].startswith("1404") and pick.chance(50):
        given["policies"] = {**given.get("policies", {}), "tax_1404_flat_group": True}
    if name == "bonus" and isinstance(given.get("daily"), int) and pick.chance(30):
        # A wage under the legal floor is computed too: the bonus does not follow it down.
        given["daily"] = given["daily"] // pick.whole(2, 30)
    return given


def claim(pick):
    """An employment with hours, leave taken and a way of netting as well."""
    given = LIVES["claim"](pick)
    first, last = day_of(given["hired_on"]), day_of(given["left_on"])
    if pick.chance(40):
        middle = min(last, (first[0], first[1], month_length(first[0], first[1])))
        given["hours"] = [{"from": given["hired_on"], "to": text(middle), **some_hours(pick)}]
        if middle < last:
            after = (middle[0] + middle[1] // 12, middle[1] % 12 + 1, 1)
            given["hours"].append({"from": text(after), "to": given["left_on"], **some_hours(pick)})
        if "claims" in given:
            given["claims"] = [*given["claims"], *EXTRA_HOURS]
    if pick.chance(40):
        given["used_days"] = pick.one([0, pick.whole(0, 60), f"{pick.whole(0, 60)}.5"])
    if pick.chance(40):
        netting = {"shortfall_netting": pick.one(["by_month", "over_year", "over_all"])}
        given["policies"] = {**given.get("policies", {}), **netting}
    return given


def some_hours(pick):
    """Hours a month of some kinds."""
    return {f"{name}_hours": hours(pick, 60) for name in EXTRA_HOURS if pick.chance(50)}


def back_pay(pick):
    """A dismissal and a return, of one whose earlier service is not told."""
    first, last = sorted([some_day(pick), some_day(pick)])
    given = {"dismissed_on": text(first), "reinstated_on": text(last)} if first < last else {}
    given = given or {"dismissed_on": "1403-12-29", "reinstated_on": "1404-01-01"}
    if pick.chance(60):
        given["daily"] = wage(pick, day_of(given["dismissed_on"]))
    if pick.chance(50):
        given |= {"children": pick.whole(0, 4), "married": pick.chance(60)}
    return given


def lives(name, count, seed):
    """So many lives of a calculator, the same ones for the same seed."""
    dice = Dice(f"{name}:{seed}")
    return [life(name, dice) for _ in range(count)]


def drawn(name, draw):
    """A life that hypothesis draws."""
    return life(name, Drawn(draw))


def ours(name, given):
    """The engine's totals, flat; None where it refuses to guess, "bad" where it cannot read."""
    try:
        totals = calculators.named(name).sheet(given, instruments.current()).totals
    except Silent:
        return None
    except BadInput as refusal:
        return f"bad: {refusal.text}"
    return _flat(totals)


def theirs(name, given):
    """The oracle's totals in the same shape."""
    try:
        if name == "settlement":
            return _settled(given)
        if name == "back-pay":
            return _reinstated(given)
        return dict(oracle.CALCULATORS[name](given)["totals"])
    except oracle.Silent:
        return None


def apart(name, given):
    """The totals in which the two answers differ: {} when they agree."""
    mine, other = ours(name, given), theirs(name, given)
    if not isinstance(mine, dict) or other is None:
        # One that refuses to guess agrees with one that has nothing to say.
        silent = not any(other.values()) if other else True
        return {} if mine is None and silent else {"": (mine, other)}
    if name == "gross-up":
        return {} if mine["net"] == given["net"] else {"net": (mine["net"], given["net"])}
    mine, other = _known_to_differ(name, given, mine, other)
    return {key: (mine.get(key), amount) for key, amount in other.items() if not _same(mine.get(key), amount)}


def _known_to_differ(name, given, mine, other):
    if name == "claim" and given.get("policies", {}).get("shortfall_netting") == "over_all":
        # The engine never shows a year below nothing, the oracle does: the sum is the same.
        mine, other = ({**one, "wage_difference": _sum(one, "wage_difference_")} for one in (mine, other))
        other = {key: amount for key, amount in other.items() if not key.startswith("wage_difference_")}
    if name in ("claim", "settlement"):
        # The oracle adds the four kinds of hour up.
        mine = {**mine, **_hours_of(mine, other)}
    if name == "payslip" and _in_flat_group(given) and mine["tax"] is not None and abs(mine["tax"] - other["tax"]) <= ROUNDED_BRACKETS:
        # Of this reading the engine rounds each bracket as a line of its own (payroll.md 2), the oracle a whole group at once.
        other = {**other, "tax": mine["tax"], "net": other["net"] + other["tax"] - mine["tax"]}
    if name == "bonus" and given["year"] == 1401 and other["tax"] is None:
        # One page tells the rate of this year's bonus; the oracle has only ladders, and of 1401 there is none.
        over = max(mine["bonus"] - 56_000_000, 0)
        other = {**other, "tax": money.whole_rials(Fraction(over, 10))}
    return mine, other


def _in_flat_group(given):
    return given["month"].startswith("1404") and given.get("policies", {}).get("tax_1404_flat_group", False)


def _hours_of(mine, other):
    keys = [key for key in other if key == "overtime" or key.startswith("overtime_")]
    return {key: sum(mine.get(key.replace("overtime", kind)) or 0 for kind in EXTRA_HOURS) for key in keys}


def _sum(totals, prefix):
    return sum(amount for key, amount in totals.items() if key.startswith(prefix))


def _settled(given):
    found = oracle.CALCULATORS["claim"]({name: value for name, value in given.items() if name != "end_reason"})
    return {**{name: sum(years.values()) for name, years in found["years"].items()}, "total": found["totals"]["total"]}


def _reinstated(given):
    """Payroll.md 2.8: the package of every day from the dismissal to the day before the return, and the bonus of it."""
    year, month, day = day_of(given["reinstated_on"])
    last = (year, month, day - 1)
    if day == 1:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        last = (year, month, month_length(year, month))
    service = {"hired_on": given["dismissed_on"], "left_on": text(last), "claims": ["wage_difference", "bonus"]}
    family = {name: given[name] for name in ("daily", "children", "married") if name in given}
    totals = oracle.CALCULATORS["claim"]({**service, **family})["totals"]
    return {key.replace("wage_difference", "wages"): amount for key, amount in totals.items()}


def _flat(totals):
    flat = {}
    for key, amount in totals.items():
        flat |= {f"{key}_{year}": one for year, one in amount.items()} if isinstance(amount, dict) else {key: amount}
    return flat


def _same(mine, other):
    """The same amount: exact rials, and a rate or days of leave to the decimals that JSON shows."""
    if mine == other:
        return True
    if mine is None or other is None or isinstance(mine, str):
        return False
    if isinstance(mine, int):
        return isinstance(other, Fraction) and money.whole_rials(other) == mine
    return abs(Fraction(str(mine)) - other) <= Fraction(1, 20_000)
