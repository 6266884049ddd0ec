"""The forms of a contract's parts, each by the part's name."""

from typing import Final

from kardad.contracts.forms.writing.beginning import Again, Drop, New
from kardad.contracts.forms.writing.clauses import Annexes, Ending, Others
from kardad.contracts.forms.writing.part import Part
from kardad.contracts.forms.writing.paying import Pay
from kardad.contracts.forms.writing.sides import Employer, Worker
from kardad.contracts.forms.writing.work import Hours, Term, Work

OF: Final[dict[str, type[Part]]] = {
    "employer": Employer,
    "worker": Worker,
    "work": Work,
    "term": Term,
    "hours": Hours,
    "pay": Pay,
    "ending": Ending,
    "others": Others,
}

__all__ = ["OF", "Again", "Annexes", "Drop", "Employer", "Ending", "Hours", "New", "Others", "Part", "Pay", "Term", "Work", "Worker"]
