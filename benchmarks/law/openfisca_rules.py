"""The same payslip in openfisca-core, and the program that times it in the environment that has it.

Run as `python -m benchmarks.law.openfisca_rules`; reads one JSON order a line, answers one JSON line each:
`{"law": {…}}` once, `{"person": {…}, "times": n}`, `{"bulk": path, "to": path}`. Money is the float that OpenFisca has: 32 bits.
"""

import json
import sys
import time
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.law.roster import OUTPUTS

PERIOD = "2026-07"
SINCE = "2026-01-01"
PERSON = build_entity(key="person", plural="persons", label="A worker", is_person=True)
INPUTS = {
    "days": int,
    "daily": float,
    "seniority_daily": float,
    "children": int,
    "married": bool,
    "overtime_hours": float,
    "night_hours": float,
    "friday_hours": float,
    "holiday_hours": float,
    "shift_kind": int,
    "other": float,
    "continuous": float,
    "deductions": float,
}


def rounded(amounts: np.ndarray) -> np.ndarray:
    """Half up."""
    return np.floor(amounts + 0.5)


def base(person, period, parameters):
    return rounded(person("daily", period) * person("days", period))


def seniority(person, period, parameters):
    return rounded(person("seniority_daily", period) * person("days", period))


def month_share(person, period, parameters):
    return np.minimum(person("days", period), 30) / 30


def housing(person, period, parameters):
    return rounded(parameters(period).housing * person("month_share", period))


def grocery(person, period, parameters):
    return rounded(parameters(period).grocery * person("month_share", period))


def marriage(person, period, parameters):
    return rounded(parameters(period).marriage * person("month_share", period)) * person("married", period)


def child(person, period, parameters):
    law = parameters(period)
    return rounded(law.least * law.child_days * person("children", period) * person("month_share", period))


def hour(person, period, parameters):
    day = person("daily", period) + person("seniority_daily", period) + person("continuous", period) / 30
    return day / parameters(period).divisor


def overtime(person, period, parameters):
    return rounded(person("hour", period) * parameters(period).overtime * person("overtime_hours", period))


def night(person, period, parameters):
    unshifted = person("shift_kind", period) == 0
    return rounded(person("hour", period) * parameters(period).night * person("night_hours", period)) * unshifted


def friday(person, period, parameters):
    return rounded(person("hour", period) * parameters(period).friday * person("friday_hours", period))


def holiday(person, period, parameters):
    return rounded(person("hour", period) * parameters(period).holiday * person("holiday_hours", period))


def shift(person, period, parameters):
    law = parameters(period)
    rates = np.array([0, law.shift_1, law.shift_2, law.shift_3])
    return rounded(person("base", period) * rates[person("shift_kind", period)])


def gross(person, period, parameters):
    return sum(person(name, period) for name in OUTPUTS[:12])


def insurance_base(person, period, parameters):
    law = parameters(period)
    return np.minimum(person("gross", period) - person("child", period), law.least * law.ceiling_days * person("days", period))


def insurance_employee(person, period, parameters):
    return rounded(person("insurance_base", period) * parameters(period).employee)


def insurance_employer(person, period, parameters):
    return rounded(person("insurance_base", period) * parameters(period).employer)


def insurance_unemployment(person, period, parameters):
    return rounded(person("insurance_base", period) * parameters(period).unemployment)


def taxable(person, period, parameters):
    return np.maximum(person("gross", period) - rounded(person("insurance_employee", period) * 2 / 7), 0)


def tax(person, period, parameters):
    return rounded(parameters(period).ladder.calc(person("taxable", period)))


def net(person, period, parameters):
    return person("gross", period) - person("insurance_employee", period) - person("tax", period) - person("deductions", period)


FORMULAS = (
    base, seniority, month_share, housing, grocery, marriage, child, hour, overtime, night, friday, holiday, shift, gross,
    insurance_base, insurance_employee, insurance_employer, insurance_unemployment, taxable, tax, net,
)  # fmt: skip


def system(law: dict[str, Any]) -> TaxBenefitSystem:
    """The tax and benefit system of the payslip, with the law's figures as its parameters."""
    found = TaxBenefitSystem([PERSON])
    for name, kind in INPUTS.items():
        found.add_variable(_variable(name, kind))
    for formula in FORMULAS:
        found.add_variable(_variable(formula.__name__, float, formula))
    found.parameters = ParameterNode("", data=_parameters(law))
    return found


def _variable(name: str, kind: type, formula: Any = None) -> type[Variable]:
    told = {"value_type": kind, "entity": PERSON, "definition_period": DateUnit.MONTH, "label": name}
    return type(name, (Variable,), told | ({"formula": formula} if formula else {}))


def _parameters(law: dict[str, Any]) -> dict[str, Any]:
    numbers = {name: value for name, value in law.items() if isinstance(value, int | float)}
    numbers |= {f"shift_{place}": rate for place, rate in enumerate(law["shifts"]) if place}
    below, brackets = law["exemption"], [(0, 0.0)]
    for up_to, rate in law["steps"]:
        brackets.append((below, rate))
        below = up_to
    ladder = {"brackets": [{"threshold": {SINCE: {"value": low}}, "rate": {SINCE: {"value": rate}}} for low, rate in brackets]}
    return {**{name: {"values": {SINCE: {"value": value}}} for name, value in numbers.items()}, "ladder": ladder}


def one(rules: TaxBenefitSystem, told: dict[str, Any]) -> dict[str, Any]:
    """One person built, computed with the trace on, and the trace written out."""
    person = {name: {PERIOD: value} for name, value in told.items()}
    simulation = SimulationBuilder().build_from_dict(rules, {"persons": {"one": person}})
    simulation.trace = True
    totals = {name: float(simulation.calculate(name, PERIOD)[0]) for name in OUTPUTS}
    return {"totals": totals, "trace": simulation.tracer.get_serialized_flat_trace()}


def many(rules: TaxBenefitSystem, people: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Everybody built and computed at once."""
    simulation = SimulationBuilder().build_default_simulation(rules, count=len(people["days"]))
    for name, column in people.items():
        simulation.set_input(name, PERIOD, column)
    return {name: simulation.calculate(name, PERIOD) for name in OUTPUTS}


def main() -> None:
    """Answer the orders of the run."""
    rules = None
    for line in sys.stdin:
        order = json.loads(line)
        answer: dict[str, Any] = {}
        if "law" in order:
            rules = system(order["law"])
        elif "person" in order:
            before = time.process_time()
            for _ in range(order["times"]):
                found = one(rules, order["person"])
            answer = {"ms": (time.process_time() - before) * 1000 / order["times"], "totals": found["totals"], "lines": len(found["trace"])}
        else:
            people = dict(np.load(order["bulk"]))
            before = time.process_time()
            totals = many(rules, people)
            answer = {"ms": (time.process_time() - before) * 1000}
            if order.get("to"):
                np.savez(order["to"], **totals)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
