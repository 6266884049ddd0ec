"""What a work diary tells a petition: the respondent as its writer knows him, the workshop, the work. Pure."""

import re
from typing import Any, Final

from kardad.cases.petition import Respondent
from kardad.contracts.diaries import About

_COMPANY: Final = re.compile(r"(?:شرکت|مؤسسه|موسسه|تعاونی|سازمان|بانک|شهرداری|دانشگاه|بیمارستان)\b")


def respondent(about: About) -> Respondent:
    """A company by its name; anybody else by the sign of the place and the name that the worker knows, until his code is told."""
    employer = about.employer.strip()
    if _COMPANY.match(employer):
        return Respondent(kind="legal", company_name=employer, address=about.place)
    return Respondent(kind="unknown", sign=about.workplace, payer=employer, address=about.place)


def workshop(about: About) -> dict[str, Any]:
    """The place of work; the city is its writer's to choose, for the office follows from it."""
    return {name: value for name, value in {"name": about.workplace, "address": about.place}.items() if value}


def employment(about: About) -> dict[str, Any]:
    """The work: as what, since when."""
    return {name: value for name, value in {"job": about.job, "started_on": about.since_on}.items() if value}
