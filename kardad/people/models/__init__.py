"""The tables of people, by noun."""

from kardad.people.models.accounts import AccessRead, MobileChange
from kardad.people.models.counters import LabourOffice, Ticket, Visit
from kardad.people.models.organisations import Membership, Organisation, WorkplaceCode
from kardad.people.models.persons import Particulars, Person
from kardad.people.models.roles import Mandate, Paper, RoleGrant, Undo
from kardad.people.models.verification import Attempt, Code, Consent, Inquiry, Method

__all__ = [
    "AccessRead",
    "Attempt",
    "Code",
    "Consent",
    "Inquiry",
    "LabourOffice",
    "Mandate",
    "Membership",
    "Method",
    "MobileChange",
    "Organisation",
    "Paper",
    "Particulars",
    "Person",
    "RoleGrant",
    "Ticket",
    "Undo",
    "Visit",
    "WorkplaceCode",
]
