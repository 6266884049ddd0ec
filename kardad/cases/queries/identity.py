"""Reads of who the claimant of a petition is as the house knows him: what of his particulars is nobody's to type over."""

from datetime import date
from typing import Any

from kardad.cases.models import Case
from kardad.cases.petition import Petition
from kardad.kit import calendar
from kardad.people import particulars
from kardad.people.models import Organisation, Particulars, Person


def known(case: Case, held: Petition) -> dict[str, Any]:
    """The identity of the claimant by the names of the petition's fields; what the house does not know of him is left out.

    Whoever writes for another looked at him when the petition began; that look is in his access log (`drafting.begin`, `countering.give`).
    """
    if held.organisation:
        return of_organisation(Organisation.objects.get(pk=held.organisation))
    if case.claimant is None:
        return {}
    return of_person(case.claimant, particulars.own(case.claimant))


def of_person(person: Person, kept: Particulars) -> dict[str, Any]:
    """Who a person is: his name as it was verified, his code, his father's name, his year of birth."""
    year = calendar.to_jalali(date.fromisoformat(kept.birth)).year if kept.birth else None
    told = {"first_name": person.first_name, "last_name": person.last_name, "father_name": kept.father_name, "code": kept.code}
    return {"kind": "natural"} | {name: value for name, value in (told | {"birth_year": year}).items() if value}


def of_organisation(one: Organisation) -> dict[str, Any]:
    """Which company it is, as the register has it."""
    told = {"company_name": one.name, "company_id": one.company_id, "registration_number": one.registration_number}
    return {"kind": "legal"} | {name: value for name, value in told.items() if value}
