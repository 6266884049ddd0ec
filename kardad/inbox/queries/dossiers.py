"""Reads over dossiers: their sides, who stands for a side, who reads a dossier."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kardad.inbox.models import Dossier, Party, Representation
from kardad.inbox.models.dossiers import number_key
from kardad.people import flow as people
from kardad.people.models import Mandate, Membership, Person

CASES = Membership.Right.CASES


def parties(dossier: Dossier) -> QuerySet[Party]:
    """The sides, as they were added."""
    return Party.objects.filter(dossier=dossier).select_related("person", "organisation").order_by("pk")


def members(organisation_id: int) -> list[Person]:
    """Those who now read the organisation's papers: owners, and members with the right of cases."""
    rows = Membership.objects.filter(organisation_id=organisation_id, state="active", suspended_at=None, person__state=Person.State.ACTIVE)
    return [row.person for row in rows.select_related("person").order_by("pk") if row.is_owner or CASES in row.rights]


def organisations_of(person_id: int) -> list[int]:
    """The organisations whose papers the person reads now."""
    rows = Membership.objects.filter(person_id=person_id, state="active", suspended_at=None)
    return [row.organisation_id for row in rows.order_by("pk") if row.is_owner or CASES in row.rights]


def opposed(party: Party) -> set[int]:
    """Who is on another side of the dossier: its persons and representatives, and members who read its papers and are nothing on ours."""
    sides = list(Party.objects.filter(dossier_id=party.dossier_id).only("pk", "side", "person_id", "organisation_id"))
    running = Representation.objects.filter(party__in=[one.pk for one in sides], ended_at=None)
    return against(party, sides, dict(running.values_list("party_id", "agent_id")), members)


def against(party: Party, sides: Sequence[Party], agents: Mapping[int, int], of: Callable[[int], Iterable[Person]]) -> set[int]:
    """As `opposed`, of what was read before: every side of the dossier, who stands for which, and the members of an organisation."""
    places = [(one, pk) for one in sides for pk in (one.person_id, agents.get(one.pk)) if pk]
    ours = {pk for one, pk in places if one.side == party.side}
    theirs = {pk for one, pk in places if one.side != party.side}
    firms = [one.organisation_id for one in sides if one.side != party.side and one.organisation_id]
    return theirs | ({person.pk for firm in firms for person in of(firm)} - ours)


def persons_of(party: Party) -> list[Person]:
    """Those who read the party's papers themselves: the person, or the members who are not opposed to it; nobody without an account."""
    if not party.has_account:
        return []
    if party.organisation_id:
        others = opposed(party)
        return [one for one in members(party.organisation_id) if one.pk not in others]
    return [party.person] if party.person and party.person.is_active else []


def representation(party: Party, *, at: datetime) -> Representation | None:
    """Who stands for the party at this moment."""
    begun = Representation.objects.filter(party=party, began_at__lte=at).filter(Q(ended_at=None) | Q(ended_at__gt=at))
    return begun.select_related("agent").order_by("-pk").first()


def is_own(party: Party, person: Person) -> bool:
    """Whether the person is the side, or reads the papers of the organisation that is."""
    if not party.has_account:
        return False
    if party.person_id == person.pk:
        return True
    if party.organisation_id is None or party.organisation_id not in organisations_of(person.pk):
        return False
    return person.pk not in opposed(party)


def own_parties(person_id: int) -> QuerySet[Party]:
    """The sides that the person is, or whose papers he reads as a member who is not `opposed` to them, newest first."""
    firms = organisations_of(person_id)
    if not firms:
        return Party.objects.filter(person_id=person_id, joined_at__isnull=False).order_by("-pk")
    here = Party.objects.filter(dossier=OuterRef("dossier")).order_by()
    place = Exists(Representation.objects.filter(party=OuterRef("pk"), agent_id=person_id, ended_at=None)) | Q(person_id=person_id)
    ours, theirs = here.filter(side=OuterRef("side")), here.exclude(side=OuterRef("side"))
    both = Exists(theirs.filter(organisation_id__in=firms)) & ~Exists(ours.filter(place))
    member = Q(organisation_id__in=firms) & ~Exists(theirs.filter(place)) & ~both
    return Party.objects.filter(Q(person_id=person_id) | member, joined_at__isnull=False).order_by("-pk")


def represented(person_id: int) -> QuerySet[Party]:
    """The sides for which the person stands, as far as nobody has ended that."""
    return Party.objects.filter(representations__agent_id=person_id, representations__ended_at=None).order_by()


def of_person(person_id: int, *, at: datetime) -> QuerySet[Dossier]:
    """The dossiers that the person reads: as a side, for an organisation, for who he represents now, or his own of another body's."""
    represented = Representation.objects.filter(agent_id=person_id, began_at__lte=at).filter(Q(ended_at=None) | Q(ended_at__gt=at))
    own = Dossier.objects.filter(owner_id=person_id).values("pk")
    mine = own.union(own_parties(person_id).order_by().values("dossier"), represented.values("party__dossier"))
    return Dossier.objects.filter(pk__in=mine).order_by("-pk")


def touching(person_id: int) -> QuerySet[Party, Any]:
    """The ids of the dossiers in which the person is, or was, on a side: he himself, a firm whose papers he reads, one he stands for."""
    firms = Party.objects.filter(organisation_id__in=organisations_of(person_id))
    agent = Representation.objects.filter(agent_id=person_id)
    here = Party.objects.filter(person_id=person_id).values("dossier")
    return here.union(firms.values("dossier"), agent.values("party__dossier"))


def mandates(person_id: int) -> QuerySet[Mandate]:
    """The mandates that the person has given and that were accepted, newest first."""
    return Mandate.objects.filter(principal_id=person_id, state="active", agent__isnull=False).select_related("agent").order_by("-pk")


def named(typed: str) -> Q:
    """What narrows dossiers to those of this number, or of this tracking code, in whichever figures and with whichever dashes."""
    key, code = number_key(typed), people.read_tracking_code(typed)
    number = Q(number_key=key) if key else Q(pk__in=())
    return number | Q(tracking_code=code) if code else number


def abandoned() -> QuerySet[Representation]:
    """Who stands for a side on paper and can act no more, for his account is closed; the oldest first."""
    return Representation.objects.filter(ended_at=None).exclude(agent__state=Person.State.ACTIVE).select_related("party").order_by("pk")


def standing_for(parties: Iterable[Party], *, at: datetime) -> dict[int, Representation]:
    """Who stands for each of the sides at this moment."""
    rows = Representation.objects.filter(party__in=list(parties), began_at__lte=at).filter(Q(ended_at=None) | Q(ended_at__gt=at))
    return {row.party_id: row for row in rows.select_related("agent").order_by("pk")}
