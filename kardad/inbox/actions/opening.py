"""A dossier opened whole: with its chain, all its sides and who stands for them, in as few statements as that needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from kardad.core.actor import Actor
from kardad.core.history import record_many
from kardad.evidence import actions as evidence
from kardad.evidence.models import Chain
from kardad.inbox import flow, marks
from kardad.inbox.actions.dossiers import NoMandate, NotVerified, SideTaken, index_of, mandates_held, tell
from kardad.inbox.models import Dossier, Party, Representation
from kardad.inbox.queries import dossiers as queries
from kardad.kit import text
from kardad.kit.flow import NotAllowed
from kardad.people.models import LabourOffice, Mandate, Organisation, Person

Account = TypeVar("Account", Person, Organisation)
Entries = Iterable[tuple[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A side as the room above knows it; named by code and name, it is the verified account that has both (as `dossiers.add_party`)."""

    side: str
    name: str
    person: Person | None = None
    organisation: Organisation | None = None
    code: str = ""
    mobile: str = ""
    address: str = ""
    agent: Person | None = None  # who stands for it from the beginning
    mandate: Mandate | None = None

    @property
    def agent_id(self) -> int | None:
        """Who stands for it, by his number."""
        return self.agent.pk if self.agent else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What the dossier is called, whose it is, and of what."""

    title: str
    office: LabourOffice
    number: str
    subject: Model


def open_whole(folder: Folder, sides: Sequence[Side], *, then: Entries = (), by: Actor, at: datetime) -> tuple[Dossier, Chain, list[Party]]:
    """The dossier is open with its sides, and `then` are the next entries of its chain; called inside a transaction.

    Raises SideTaken for somebody on two sides, NotVerified for an agent nobody knows, NoMandate for one whose mandate is over,
    NotAllowed for who may open none.
    """
    if by.role not in flow.STAFF:
        raise NotAllowed(flow="dossier", state="", move="open", role=by.role)
    if not connection.in_atomic_block:
        raise RuntimeError("a dossier was opened outside a transaction")
    held = mandates_held([side.mandate for side in sides if side.mandate])
    if any(side.mandate and (side.mandate.pk not in held or held[side.mandate.pk].agent_id != side.agent_id) for side in sides):
        raise NoMandate(field="mandate")
    dossier = Dossier.objects.create(
        title=folder.title,
        office=folder.office,
        number=folder.number,
        subject_type=folder.subject._meta.label_lower,
        subject_id=folder.subject.pk,
        opened_at=at,
    )
    parties = Party.objects.bulk_create(_parties(dossier, sides, at=at))
    chosen = [(party, side) for party, side in zip(parties, sides, strict=True) if side.agent is not None]
    standing = [Representation(party=party, agent=side.agent, mandate=side.mandate, began_at=at) for party, side in chosen]
    if standing:
        Representation.objects.bulk_create(standing)
    chain = _chained(dossier, parties, standing, then, by=by, at=at)
    events: list[tuple[str, Model, dict[str, Any]]] = [("dossier.opened", dossier, {"title": folder.title})]
    events += [("party.added", party, {"side": party.get_side_display()}) for party in parties]
    record_many([*events, *(("representation.began", one, {}) for one in standing)], by=by, at=at)
    for one in standing:
        tell(one, "representation.began", at=at, by=by)
    return dossier, chain, parties


def rename(party: Party, *, name: str, code: str, others: Sequence[Party], at: datetime) -> None:
    """A side without an account has this name and code, and is the verified account of both if there is one; not saved. SideTaken."""
    index = index_of(text.to_ascii_digits(code)) if code else ""
    persons, organisations = _accounts({index} - {""})
    party.name, party.code_index = name, index
    party.person, party.organisation = _same(persons.get(index), name), _same(organisations.get(index), name)
    party.joined_at = at if party.person or party.organisation else None
    taken = [one for one in others if one.pk != party.pk]
    if any(party.person_id and one.person_id == party.person_id for one in taken):
        raise SideTaken
    if any(party.organisation_id and one.organisation_id == party.organisation_id for one in taken):
        raise SideTaken
    against = Representation.objects.filter(party__in=[one.pk for one in taken if one.side != party.side], ended_at=None)
    if party.person_id and against.filter(agent_id=party.person_id).exists():
        raise SideTaken


def _chained(
    dossier: Dossier, parties: Sequence[Party], standing: Sequence[Representation], then: Entries, *, by: Actor, at: datetime
) -> Chain:
    chain = evidence.begin_chain(dossier, title=dossier.title, office_id=dossier.office_id, at=at)
    facts: list[tuple[str, dict[str, Any]]] = [("dossier.opened", {"number": dossier.number, "mark": marks.of("dossier", dossier)})]
    for party in parties:
        said = {"party": party.pk, "side": party.side, "has_account": party.has_account, "mark": marks.of("party", party)}
        facts.append(("party.added", said))
    for one in standing:
        facts.append(("representation.began", {"party": one.party_id, "representation": one.pk, "mark": marks.of("representation", one)}))
    evidence.append_many([(chain, kind, data) for kind, data in [*facts, *then]], by=by, at=at)
    return chain


def _parties(dossier: Dossier, sides: Sequence[Side], *, at: datetime) -> list[Party]:
    indexes = [index_of(text.to_ascii_digits(side.code)) if side.code else "" for side in sides]
    sought = {index for index, side in zip(indexes, sides, strict=True) if index and not (side.person or side.organisation)}
    persons, organisations = _accounts(sought)
    made = []
    for index, side in zip(indexes, sides, strict=True):
        person, organisation = side.person, side.organisation
        if person is None and organisation is None:
            person = _same(persons.get(index), side.name)
            organisation = _same(organisations.get(index), side.name)
        joined_at = at if person or organisation else None
        made.append(
            Party(
                dossier=dossier,
                side=side.side,
                name=side.name,
                person=person,
                organisation=organisation,
                code_index=index,
                mobile=side.mobile,
                address=side.address,
                joined_at=joined_at,
                added_at=at,
            )
        )
    _ensure_apart(made, sides)
    return made


def _accounts(indexes: set[str]) -> tuple[dict[str, Person], dict[str, Organisation]]:
    """The verified accounts of these blind indexes."""
    if not indexes:
        return {}, {}
    persons = Person.objects.filter(code_index__in=indexes, level__gte=1, state=Person.State.ACTIVE)
    organisations = Organisation.objects.filter(company_index__in=indexes, is_active=True)
    return {one.code_index or "": one for one in persons}, {one.company_index: one for one in organisations}


def _same(found: Account | None, name: str) -> Account | None:
    """The account where its name agrees too: a slip in one digit must not show a dossier to a stranger."""
    return found if found is not None and text.fold(found.name) == text.fold(name) else None


def _ensure_apart(parties: Sequence[Party], sides: Sequence[Side]) -> None:
    """Nobody is a side twice, or stands against a side that he is, stands for or reads; several of one side may have one agent."""
    people = [party.person_id for party in parties if party.person_id]
    standing = [(side.agent.pk, side.side) for side in sides if side.agent is not None]
    places = {(party.person_id, party.side) for party in parties if party.person_id} | set(standing)
    if len({someone for someone, _ in places}) < len(places) or any(
        side.agent is not None and party.person_id == side.agent.pk for party, side in zip(parties, sides, strict=True)
    ):
        raise SideTaken
    firms = [party.organisation_id for party in parties if party.organisation_id]
    if len(set(people)) < len(people) or len(set(firms)) < len(firms):
        raise SideTaken
    if any(side.agent is not None and (side.agent.level < 1 or not side.agent.is_active) for side in sides):
        raise NotVerified
    if firms and any(_reads_against(someone, side, parties) for someone, side in set(standing)):
        raise SideTaken(field="agent")


def _reads_against(agent: int, side: str, parties: Sequence[Party]) -> bool:
    """Whether he reads the papers of an organisation that is on another side."""
    against = {party.organisation_id for party in parties if party.side != side and party.organisation_id}
    return bool(against) and not against.isdisjoint(queries.organisations_of(agent))
