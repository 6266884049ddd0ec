"""Papers by which somebody signs for an employer: who may give them, to whom, which there are."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kardad.contracts.models import Authority
from kardad.contracts.queries import standing
from kardad.people.models import Mandate, Membership, Organisation, Person


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who could sign for an employer: a member who keeps contracts but signs for nobody, or who holds a mandate."""

    person: Person
    organisation: Organisation | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.organisation.pk if self.organisation else 0}-{self.person.pk}"


def candidates(giver: Person) -> list[Candidate]:
    """To whom this person may give a paper: in the organisations that he signs for, and as an employer himself."""
    firms = list(signs_for(giver.pk))
    rows = Membership.objects.filter(organisation_id__in=firms, state="active", suspended_at=None, is_owner=False, is_signatory=False)
    found = [
        Candidate(row.person, row.organisation)
        for row in rows.select_related("person", "organisation").order_by("organisation__name", "pk")
        if standing.CONTRACTS in row.rights and row.person_id != giver.pk
    ]
    agents = Mandate.objects.filter(principal=giver, state="active", agent__isnull=False).select_related("agent").order_by("pk")
    by_pk = {row.agent_id: row.agent for row in agents}
    return found + [Candidate(agent) for agent in by_pk.values() if agent is not None]


def signs_for(person_id: int) -> QuerySet[Membership, int]:
    """The organisations that the person owns or signs for now."""
    rows = Membership.objects.filter(Q(is_owner=True) | Q(is_signatory=True), person_id=person_id, state="active", suspended_at=None)
    return rows.order_by("organisation_id").values_list("organisation_id", flat=True)


def given(person: Person) -> QuerySet[Authority]:
    """The papers that this person may end: of his own as an employer, and of the organisations that he signs for; the newest first."""
    mine = Q(employer=person) | Q(organisation_id__in=list(signs_for(person.pk)))
    return Authority.objects.filter(mine).select_related("person", "organisation", "file").order_by("-pk")


def held(person: Person) -> QuerySet[Authority]:
    """The papers by which this person signs for others; the newest first."""
    return Authority.objects.filter(person=person).select_related("organisation", "employer", "file").order_by("-pk")
