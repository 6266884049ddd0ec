"""Amounts of claim items by the law engine: which facts a petition already tells a calculator, and which total is the item's. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from kardad.calc.owed.ends import CATALOGUE
from kardad.cases.petition import Employment, Item, Petition
from kardad.kit import calendar
from kardad.law import calculators, claims
from kardad.law.instruments import Law

CLAIM: Final = "claim"
# The total of its calculator that is the item's amount, where that is not the calculator's main one.
TOTALS: Final = {"W08": "friday", "W09": "holiday", "W10": "night"}
# A monthly or daily rate is no claim yet: how long it was not paid is for its writer to say.
RATES: Final = frozenset({"payslip", "seniority"})
OF_CLAIM: Final = {"W01": "wage_difference"} | {code: name for name, code in CATALOGUE.items()}


def is_computed(code: str) -> bool:
    """Whether the law engine gives the amount of such an item."""
    found = claims.claim(code)
    return bool(found.calculator) and found.calculator not in RATES


def facts(petition: Petition, item: Item) -> dict[str, str]:
    """What the petition already tells the calculator of the item, as its form is typed: Jalali days, rials."""
    work = petition.employment
    last = work.ended_on or petition.workshop.last_day
    from_day, to_day = item.from_day or work.started_on, item.to_day or last
    monthly = str(work.wage) if work.wage else ""
    family = {"married": "true" if work.married == "yes" else "", "children": str(work.children or "")}
    told = {
        "claim": {"hired_on": _day(work.started_on), "left_on": _day(last or to_day), "claims": OF_CLAIM.get(item.code, "")} | family,
        "bonus": {"year": str(calendar.to_jalali(to_day).year) if to_day else "", "monthly": monthly},
        "overtime": {"on": _day(to_day), "monthly": monthly},
        "severance": {"monthly": monthly, "from": _day(from_day), "to": _day(to_day)},
        "leave": {"from": _day(from_day), "to": _day(to_day), "terminating": "true" if work.end != "working" else ""},
        "back-pay": {"dismissed_on": _day(from_day), "reinstated_on": _day(to_day), "hired_on": _day(work.started_on)} | family,
    }.get(claims.claim(item.code).calculator, {})
    return {name: value for name, value in told.items() if value}


def amount(code: str, sheet: Mapping[str, Any]) -> int | None:
    """The item's amount of a sheet as JSON, whole rials; None where the law is silent about all of it."""
    totals = sheet["totals"]
    found = totals.get(TOTALS.get(code, calculators.named(sheet["calculator"]).main))
    return totals.get("total_known") if found is None else int(found)


def items(inputs: Mapping[str, Any], law: Law) -> tuple[Item, ...]:
    """An item for each claim of «چقدر طلب دارم؟» that comes to something, each with the sheet of it alone. Raises BadFact, Silent."""
    calculator = calculators.named(CLAIM)
    whole = calculator.sheet(inputs, law)
    first, last = (calendar.parse_jalali(whole.inputs[name]) for name in ("hired_on", "left_on"))
    found = []
    for name, code in CATALOGUE.items():
        if not any((whole.totals.get(name) or {}).values()):
            continue
        sheet = calculator.sheet({**inputs, "claims": [name], "received": _received(inputs, name)}, law).as_json()
        found.append(Item(code=code, from_day=first, to_day=last, way="computed", amount=amount(code, sheet), sheet=sheet))
    return tuple(found)


def employment(told: Employment, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What a kept sheet tells of the work and its writer has not: nothing is asked twice."""
    given = {
        "started_on": calendar.parse_jalali(inputs["hired_on"]),
        "ended_on": calendar.parse_jalali(inputs["left_on"]),
        "children": int(inputs["children"]) if inputs.get("children") else None,
        "married": "yes" if inputs.get("married") in (True, "true", "on", "1") else "",
    }
    if told.end == "working":
        given.pop("ended_on")
    return {name: value for name, value in given.items() if value and not getattr(told, name)}


def _received(inputs: Mapping[str, Any], claim: str) -> list[Any]:
    """What was received for this claim; of the others the sheet of one says nothing."""
    return [row for row in inputs.get("received") or () if row.get("claim") == claim]


def _day(day: date | None) -> str:
    return calendar.slashed(day) if day else ""
