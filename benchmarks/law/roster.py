"""The people of the payroll benchmarks: plain columns that every engine is given alike, in rials, days and hours.

Needs NumPy alone, so that the program of the other engine can read it in its own environment.
"""

import numpy as np

MONTH = (1405, 4)
DAYS = 31
SHIFTS = (0, 10, 15, 22.5)
SEED = 1405
OUTPUTS = (
    "base",
    "seniority",
    "housing",
    "grocery",
    "marriage",
    "child",
    "overtime",
    "night",
    "friday",
    "holiday",
    "shift",
    "other",
    "gross",
    "insurance_base",
    "insurance_employee",
    "insurance_employer",
    "insurance_unemployment",
    "taxable",
    "tax",
    "deductions",
    "net",
)


def people(count: int) -> dict[str, np.ndarray]:
    """So many people of one month, the same ones every time: wages from the minimum to four times it, some with hours and extras."""
    dice = np.random.default_rng(SEED)

    def some(part: float, most: int) -> np.ndarray:
        return np.where(dice.random(count) < part, dice.integers(0, most + 1, count), 0)

    other = some(0.5, 50_000_000)
    return {
        "days": np.where(dice.random(count) < 0.9, DAYS, dice.integers(0, DAYS + 1, count)),
        "daily": dice.integers(5_541_850, 22_000_000, count),
        "seniority_daily": some(0.8, 1_200_000),
        "children": some(0.6, 4),
        "married": dice.random(count) < 0.6,
        "overtime_hours": some(0.6, 120),
        "night_hours": some(0.15, 60),
        "friday_hours": some(0.2, 30),
        "holiday_hours": some(0.1, 16),
        "shift_kind": some(0.2, 3),
        "other": other,
        "continuous": other // 2,
        "deductions": some(0.3, 30_000_000),
    }
