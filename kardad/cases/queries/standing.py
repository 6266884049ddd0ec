"""Who a person is in a case: a side, a member of one, or who stands for one – and what he may do there."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kardad.cases.models import Capability, Case, Seat
from kardad.inbox.models import Party, Representation
from kardad.inbox.queries import dossiers
from kardad.people.models import Person

UNFILED = ("draft", "prepared")


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's place in a case; `representation` is there when he stands for the side, `is_represented` when another does.

    `parties` are all sides of the case, where they were read with it.
    """

    case: Case
    person: Person
    party: Party | None  # None while the petition is not filed: it is its filer's alone
    representation: Representation | None = None
    is_represented: bool = False
    parties: tuple[Party, ...] = ()

    @property
    def side(self) -> str:
        """`claimant`, `respondent` or `third`."""
        return self.party.side if self.party else Party.Side.CLAIMANT

    def may(self, power: str) -> bool:
        """Whether he may `object`, `settle` or `withdraw`: a side itself may, its representative by the words of his letter (LP 25, 26)."""
        if self.representation is None:
            return True
        held = Capability.objects.filter(representation=self.representation, recorded_at__isnull=False, ended_at=None).first()
        return bool(held and getattr(held, f"can_{power}"))


def of(case: Case, person: Person, *, at: datetime) -> Standing | None:
    """The person's place in the case now; None for a stranger."""
    if case.state in UNFILED or case.dossier_id is None:
        return Standing(case, person, None) if case.filer_id == person.pk else None
    sides = tuple(Party.objects.filter(dossier_id=case.dossier_id).select_related("person", "organisation").order_by("pk"))
    standing = dossiers.standing_for(sides, at=at)
    for party in sides:
        if dossiers.is_own(party, person):
            return Standing(case, person, party, is_represented=party.pk in standing, parties=sides)
    for party in sides:
        held = standing.get(party.pk)
        if held is not None and held.agent_id == person.pk:
            return Standing(case, person, party, held, parties=sides)
    return None


def spoken_for(place: Standing, power: str, *, at: datetime) -> list[Party]:
    """Those of his side for whom the person may `object`, `settle` or `withdraw`: himself, and whoever lets him."""
    rows = Party.objects.filter(dossier=place.case.dossier_id, side=place.side).select_related("person", "organisation").order_by("pk")
    sides = list(rows)
    stands, found = dossiers.standing_for(sides, at=at), []
    for one in sides:
        held = stands.get(one.pk)
        is_agent = held is not None and held.agent_id == place.person.pk
        if dossiers.is_own(one, place.person) or (is_agent and Standing(place.case, place.person, one, held).may(power)):
            found.append(one)
    return found


def mine(person: Person, *, at: datetime) -> QuerySet[Case]:
    """The cases that the person reads, newest first: his petitions, and those whose dossier he reads."""
    own = Case.objects.filter(filer=person, dossier=None).values("pk")
    read = Case.objects.filter(dossier__in=dossiers.of_person(person.pk, at=at).order_by()).values("pk")
    return Case.objects.filter(pk__in=own.union(read)).order_by("-pk")


def seat(case: Case, person_id: int, *, instance: str = "") -> Seat | None:
    """The person's seat in the panel that decides the case now, or decided it in `instance`."""
    rows = Seat.objects.filter(case=case, person_id=person_id, instance=instance or case.instance, left_at=None)
    return rows.select_related("member", "draw").first()
