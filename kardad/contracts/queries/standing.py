"""Who a person is in a contract: its worker, or one who acts for its employer – and by what right."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kardad.contracts.models import Contract
from kardad.people.models import Mandate, Membership, Person

EMPLOYER, WORKER = "employer", "worker"
CONTRACTS = Membership.Right.CONTRACTS
UNSENT = ("draft", "dropped")  # the employer's alone


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's place in a contract; `membership` or `mandate` is there where he acts for an employer who is not himself."""

    contract: Contract
    person: Person
    side: str
    membership: Membership | None = None
    mandate: Mandate | None = None


def of(contract: Contract, person: Person) -> Standing | None:
    """The person's place in the contract; None for a stranger. Who is its worker never acts for its employer."""
    if contract.worker_id == person.pk:
        has_it = contract.state not in UNSENT or contract.sent_at is not None
        return Standing(contract, person, WORKER) if has_it else None
    if contract.employer_id == person.pk:
        return Standing(contract, person, EMPLOYER)
    if contract.organisation_id is not None:
        place = _places(person.pk).filter(organisation_id=contract.organisation_id).first()
        return Standing(contract, person, EMPLOYER, membership=place) if place and _may(place) else None
    mandate = Mandate.objects.filter(agent=person, principal_id=contract.employer_id, state="active").order_by("pk").first()
    return Standing(contract, person, EMPLOYER, mandate=mandate) if mandate else None


def given(person_id: int) -> QuerySet[Contract]:
    """The contracts that the person keeps for an employer – himself, his organisations, who gave him a mandate –, newest first."""
    firms = organisations(person_id)
    principals = list(Mandate.objects.filter(agent_id=person_id, state="active").values_list("principal_id", flat=True))
    theirs = (
        Q(employer_id__in=[person_id, *principals]) | Q(organisation_id__in=firms) if firms else Q(employer_id__in=[person_id, *principals])
    )
    return Contract.objects.filter(theirs).exclude(worker_id=person_id).order_by("-pk")


def held(person_id: int) -> QuerySet[Contract]:
    """The contracts whose worker the person is, as far as they were ever sent to him, newest first."""
    return Contract.objects.filter(worker_id=person_id, sent_at__isnull=False).order_by("-pk")


def organisations(person_id: int) -> list[int]:
    """The organisations for which the person keeps contracts now."""
    return [row.organisation_id for row in _places(person_id) if _may(row)]


def keepers(contract: Contract) -> list[Person]:
    """Who acts for its employer now: they are told what the worker does."""
    if contract.organisation_id is None:
        return [contract.employer] if contract.employer and contract.employer.is_active else []
    rows = Membership.objects.filter(organisation_id=contract.organisation_id, state="active", suspended_at=None)
    places = rows.select_related("person").order_by("pk")
    return [row.person for row in places if _may(row) and row.person.is_active and row.person_id != contract.worker_id]


def _places(person_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(person_id=person_id, state="active", suspended_at=None).order_by("pk")


def _may(place: Membership) -> bool:
    return place.is_owner or CONTRACTS in place.rights
