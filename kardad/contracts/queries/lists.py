"""Reads of the list of contracts: whose lists a person has, which rows of one he asked for."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from kardad.contracts import naming
from kardad.contracts.models import Contract, WorkerMark
from kardad.contracts.queries import standing
from kardad.kit import text
from kardad.people.models import Organisation, Person
from kardad.people.queries import mandates

OWN: Final = "mine"  # the list of who works
SELF: Final = "self"  # the list of a person who employs
EMPLOYERS: Final = 30  # that one page offers
GROUPS: Final = {
    "writing": ("نیمه‌کاره", ("draft", "revision_requested", "expired")),
    "sent": ("منتظر کارگر", ("sent",)),
    "running": ("برقرار", ("signed", "registered", "active", "suspended")),
    "ended": ("پایان‌یافته", ("ended", "in_settlement", "settled", "renewed")),
    "gone": ("بی‌اثر", ("rejected", "dropped", "void")),
}
OF_WORKER: Final = {
    "sent": ("منتظر شما", ("sent",)),
    "running": GROUPS["running"],
    "ended": GROUPS["ended"],
    "gone": ("بی‌اثر", ("revision_requested", "rejected", "expired", "draft", "dropped", "void")),
}
NO_NUMBER: Final = "-"  # no contract has it
_NUMBER: Final = re.compile(r"(?:EC-?)?(1[34]\d\d)-?(\d{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Whose:
    """A list that a person has: the contracts he works by, or those of one employer for whom he keeps them."""

    key: str
    title: str
    person_id: int | None = None
    organisation_id: int | None = None

    @property
    def is_worker(self) -> bool:
        """Whether these are the contracts that he works by."""
        return self.key == OWN


def of(person: Person) -> list[Whose]:
    """The person's lists, the one of who works first; he employs himself where a contract of his says so."""
    firms = Organisation.objects.filter(pk__in=standing.organisations(person.pk)).order_by("name", "pk")[:EMPLOYERS]
    found = [Whose(OWN, "قراردادهای کار خودم", person_id=person.pk)]
    found += [Whose(f"organisation-{one.pk}", one.name, organisation_id=one.pk) for one in firms]
    if Contract.objects.filter(employer_id=person.pk).exists():
        found.append(Whose(SELF, "من، به عنوان کارفرما", person_id=person.pk))
    agencies = mandates.active_mandates(person.pk).select_related("principal").order_by("pk")[:EMPLOYERS]
    principals = {one.principal_id: one.principal for one in agencies}
    return found + [Whose(f"person-{pk}", one.name, person_id=pk) for pk, one in principals.items()]


def groups(whose: Whose) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The kinds of state by which that list is narrowed."""
    return OF_WORKER if whose.is_worker else GROUPS


def rows(whose: Whose, person: Person, *, group: str = "", number: str = "") -> QuerySet[Contract]:
    """The contracts of that list in the states of that group, or the one of that number."""
    if whose.is_worker:
        found = standing.held(person.pk)
    elif whose.organisation_id is not None:
        found = Contract.objects.filter(organisation_id=whose.organisation_id).exclude(worker_id=person.pk)
    else:
        found = Contract.objects.filter(employer_id=whose.person_id).exclude(worker_id=person.pk)
    if number:
        return _sought(found, whose, number)
    if group in groups(whose):
        return found.filter(state__in=groups(whose)[group][1])
    return found.exclude(state="dropped")


def _sought(found: QuerySet[Contract], whose: Whose, typed: str) -> QuerySet[Contract]:
    """Those of that number; in an employer's list else those whose worker has this code, or all these words in his name."""
    number = number_of(typed)
    if number != NO_NUMBER or whose.is_worker:
        return found.filter(number=number)
    code = naming.of_code(typed)
    marks = [code] if code else naming.marks(typed)
    if not marks:
        return found.none()
    rows = WorkerMark.objects.filter(whose=naming.whose(whose.organisation_id, whose.person_id), mark=marks[0])
    for mark in marks[1:]:
        rows = rows.filter(Exists(WorkerMark.objects.filter(contract=OuterRef("contract"), mark=mark)))
    return found.filter(pk__in=rows.values("contract"))


def number_of(typed: str) -> str:
    """The number as it is kept, whatever digits and zeros it was typed with; «-» for what is none, which no contract has."""
    found = _NUMBER.fullmatch(re.sub(r"\s", "", text.to_ascii_digits(typed[:40])).upper())
    return f"EC-{found[1]}-{int(found[2]):06d}" if found else NO_NUMBER


def waiting_of(at: datetime, person: str = "pk") -> QuerySet[Contract]:
    """The contracts that wait for the person himself as their worker, the first to expire first; for a statement around."""
    return Contract.objects.filter(worker_id=OuterRef(person), state="sent", due_at__gt=at).order_by("due_at", "pk")
