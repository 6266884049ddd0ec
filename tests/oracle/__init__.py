"""A second, independent, deliberately plain reading of the law, by which the engine is checked."""

from tests.oracle.claim import claim
from tests.oracle.duties import insurance, tax, unemployment
from tests.oracle.endings import bonus, leave, severance
from tests.oracle.figures import Silent
from tests.oracle.payslip import gross_up, payslip
from tests.oracle.wages import next_wage, overtime, seniority, wage_floor

# Under the names that people call.
CALCULATORS = {
    "wage-floor": wage_floor,
    "seniority": seniority,
    "next-wage": next_wage,
    "payslip": payslip,
    "overtime": overtime,
    "bonus": bonus,
    "severance": severance,
    "leave": leave,
    "tax": tax,
    "insurance": insurance,
    "unemployment": unemployment,
    "claim": claim,
    "gross-up": gross_up,
}

__all__ = [
    "CALCULATORS",
    "Silent",
    "bonus",
    "claim",
    "gross_up",
    "insurance",
    "leave",
    "next_wage",
    "overtime",
    "payslip",
    "seniority",
    "severance",
    "tax",
    "unemployment",
    "wage_floor",
]
