"""The limit that the bulk engine is held against: the same items in chunked NumPy with floats, and nothing around them."""

from typing import Any

import numpy as np

from benchmarks.law.roster import OUTPUTS

CHUNK = 16_384
HOURLY = ("overtime", "night", "friday", "holiday")


def payslips(people: dict[str, np.ndarray], law: dict[str, Any]) -> dict[str, np.ndarray]:
    """Every total of every row, rounded as money is, in whole rials."""
    count = len(people["days"])
    found = {name: np.empty(count, np.int64) for name in OUTPUTS}
    for start in range(0, count, CHUNK):
        some = slice(start, start + CHUNK)
        for name, amounts in chunk({name: column[some] for name, column in people.items()}, law).items():
            found[name][some] = amounts
    return found


def chunk(people: dict[str, np.ndarray], law: dict[str, Any]) -> dict[str, np.ndarray]:
    """The items one after another."""
    days, daily, seniority = people["days"], people["daily"], people["seniority_daily"]
    share = np.minimum(days, 30) / 30
    found = {"base": rounded(daily * days), "seniority": rounded(seniority * days)}
    found["housing"] = rounded(law["housing"] * share)
    found["grocery"] = rounded(law["grocery"] * share)
    found["marriage"] = rounded(law["marriage"] * share) * people["married"]
    found["child"] = rounded(law["least"] * law["child_days"] * people["children"] * share)
    hour = (daily + seniority + people["continuous"] / 30) / law["divisor"]
    for name in HOURLY:
        found[name] = rounded(hour * law[name] * people[f"{name}_hours"])
    found["night"] *= people["shift_kind"] == 0
    found["shift"] = rounded(found["base"] * np.array(law["shifts"])[people["shift_kind"]])
    found["other"] = people["other"]
    gross = found["gross"] = sum(found.values())
    insured = found["insurance_base"] = np.minimum(gross - found["child"], law["least"] * law["ceiling_days"] * days)
    for name in ("employee", "employer", "unemployment"):
        found[f"insurance_{name}"] = rounded(insured * law[name])
    taxable = found["taxable"] = np.maximum(gross - rounded(found["insurance_employee"] * 2 / 7), 0)
    found["tax"] = tax(taxable, law)
    found["deductions"] = people["deductions"]
    found["net"] = gross - found["insurance_employee"] - found["tax"] - found["deductions"]
    return found


def tax(taxable: np.ndarray, law: dict[str, Any]) -> np.ndarray:
    """The ladder, each step rounded."""
    below, owed = law["exemption"], np.zeros(len(taxable))
    for up_to, rate in law["steps"]:
        upper = taxable if up_to is None else np.minimum(taxable, up_to)
        owed += rounded(np.maximum(upper - below, 0) * rate)
        below = up_to
    return owed


def rounded(amounts: np.ndarray) -> np.ndarray:
    """Half up."""
    return np.floor(amounts + 0.5)
