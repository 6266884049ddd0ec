"""Our side of the payroll benchmarks: the roster as our facts and columns, and the law's figures for the other sides."""

from typing import Any

import numpy as np

from benchmarks.law.roster import MONTH, SHIFTS
from kardad.law import bulk, instruments
from kardad.law.kinds import Month
from kardad.law.pay import SHIFT_KEYS

AS_THEY_ARE = ("days", "children", "married", "other", "continuous", "deductions")
HOURS = ("overtime_hours", "night_hours", "friday_hours", "holiday_hours")
FIVE_YEARS = {
    "hired_on": "1400-02-10",
    "left_on": "1405-02-09",
    "daily": 1_500_000,
    "children": 2,
    "married": True,
    "used_days": 30,
    "paid": [
        {"from": "1400-02-10", "to": "1402-12-29", "monthly": 60_000_000},
        {"from": "1403-01-01", "to": "1405-02-09", "monthly": 110_000_000},
    ],
    "hours": [{"from": "1400-02-10", "to": "1405-02-09", "overtime_hours": 20, "friday_hours": 4}],
}


def month() -> Month:
    """The month of the roster."""
    return Month(*MONTH)


def columns(people: dict[str, np.ndarray]) -> bulk.Columns:
    """The roster as the bulk engine takes it."""
    return bulk.Columns(
        count=len(people["days"]),
        daily=people["daily"] * bulk.RATE_PARTS,
        seniority_daily=people["seniority_daily"] * bulk.RATE_PARTS,
        **{name: people[name] * bulk.HOUR_PARTS for name in HOURS},
        shift=people["shift_kind"],
        **{name: people[name] for name in AS_THEY_ARE},
    )


def facts(people: dict[str, np.ndarray], row: int) -> dict[str, Any]:
    """One person of the roster as JSON, as a page or the interface sends it."""
    told = {name: column[row].item() for name, column in people.items()}
    other, continuous, taken = told.pop("other"), told.pop("continuous"), told.pop("deductions")
    told["shift"] = SHIFTS[told.pop("shift_kind")]
    told["other_benefits"] = [{"amount": continuous, "continuous": True}, {"amount": other - continuous}] if other else []
    told["deductions"] = [{"amount": taken}] if taken else []
    return {"month": f"{MONTH[0]}-{MONTH[1]:02}", **told}


def figures() -> dict[str, Any]:
    """What the law and the usual readings say of the month, as plain numbers for engines that do not know it."""
    law, on = instruments.current(), month().last

    def amount(key: str) -> float:
        return float(law.amount(key, on))

    return {
        "least": amount("wage.daily_minimum"),
        "housing": amount("allowance.housing"),
        "grocery": amount("allowance.grocery"),
        "marriage": amount("allowance.marriage"),
        "child_days": amount("allowance.child_days"),
        "ceiling_days": amount("insurance.ceiling_days"),
        "divisor": 7.33,
        "overtime": 1 + amount("hours.overtime_premium"),
        "night": amount("hours.night_premium"),
        "friday": amount("hours.friday_premium"),
        "holiday": amount("hours.holiday_premium"),
        "shifts": [0.0, *(amount(key) for key in SHIFT_KEYS.values())],
        "employee": amount("insurance.employee_rate"),
        "employer": amount("insurance.employer_rate"),
        "unemployment": amount("insurance.unemployment_rate"),
        "exemption": amount("tax.monthly_exemption"),
        "steps": [[one.up_to, float(one.rate)] for one in law.ladder(on) if one.rate],
    }
