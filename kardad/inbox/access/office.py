"""What staff of service reach: a secretary the dossiers of his offices, a manager all; nobody his own, or one that an upper room shuts."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, OuterRef, Q, QuerySet
from django.http import Http404

from kardad.core.actor import Actor
from kardad.documents import queries as documents
from kardad.documents.models import Document
from kardad.inbox import signals
from kardad.inbox.models import Deadline, Delivery, Dossier, Notice, Party, Representation, Visit
from kardad.inbox.queries import dossiers as queries
from kardad.people import access as people
from kardad.people.queries import roles as grants

SECRETARY, MANAGER = "secretary", "manager"
GREATEST_ID = 2**63 - 1
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works here, in which role, and over which offices: None for all; an office that is None is the house itself."""

    by: Actor
    offices: frozenset[int | None] | None
    serves: frozenset[int | None]  # where he is the secretary himself

    def may_serve(self, dossier: Dossier) -> bool:
        """Whether a secretary's deeds are his in this dossier."""
        return dossier.office_id in self.serves

    def within(self, path: str = "") -> Q:
        """What narrows rows to the dossiers that he reaches; `path` leads from a row to its dossier."""
        found = Q(**{f"{path}kind": Dossier.Kind.OFFICE}) & ~Q(**{f"{path}pk__in": queries.touching(self.by.somebody)})
        told = {"dossier": OuterRef(f"{path}pk"), "person_id": self.by.somebody}
        for _, shut in signals.asked_what_is_shut.send(sender=Dossier, **told):
            found &= ~Q(shut) if shut is not None else Q()
        if self.offices is None:
            return found
        held = Q(**{f"{path}office__in": [one for one in self.offices if one is not None]})
        return found & ((held | Q(**{f"{path}office": None})) if None in self.offices else held)


def desk(actor: Actor, *roles: str) -> Desk:
    """The place of a member of staff in service (in one of these roles, where they are named); 404 for everyone else."""
    grant = people.staff(actor, *(roles or (SECRETARY, MANAGER)))
    rows = grants.held(grant.person_id).filter(role=SECRETARY)
    serves = frozenset(rows.values_list("office_id", flat=True))
    return Desk(actor.acting_as(grant.role), None if grant.role == MANAGER else serves, serves)


def dossiers(at: Desk) -> QuerySet[Dossier]:
    """The dossiers that he reaches."""
    return Dossier.objects.filter(at.within()).select_related("office")


def deliveries(at: Desk) -> QuerySet[Delivery]:
    """The deliveries in them."""
    return Delivery.objects.filter(at.within("notice__dossier__")).select_related("notice__dossier__office", "party", "agent")


def deadlines(at: Desk) -> QuerySet[Deadline]:
    """The deadlines in them that count."""
    rows = Deadline.objects.filter(at.within("delivery__notice__dossier__"), superseded_at=None)
    return rows.select_related("delivery__notice__dossier__office", "delivery__party")


def joining(at: Desk) -> QuerySet[Party]:
    """The sides in them whose place somebody asks for."""
    rows = Party.objects.filter(at.within("dossier__"), asked_by__isnull=False, joined_at=None)
    return rows.select_related("dossier__office", "asked_by", "asked_for")


def dossier(actor: Actor, pk: int, *roles: str) -> tuple[Dossier, Desk]:
    """A dossier that he reaches, and his place; else 404."""
    at = desk(actor, *roles)
    return _one(dossiers(at), pk), at


def notice(actor: Actor, pk: int, *roles: str) -> tuple[Notice, Desk]:
    """A notice in such a dossier."""
    at = desk(actor, *roles)
    rows = Notice.objects.filter(at.within("dossier__")).select_related("dossier__office", "filer", "corrects")
    return _one(rows, pk), at


def delivery(actor: Actor, pk: int, *roles: str) -> tuple[Delivery, Desk]:
    """A delivery in such a dossier."""
    at = desk(actor, *roles)
    return _one(deliveries(at), pk), at


def deadline(actor: Actor, pk: int) -> tuple[Deadline, Desk]:
    """A deadline in such a dossier that counts."""
    at = desk(actor)
    return _one(deadlines(at), pk), at


def asking(actor: Actor, pk: int) -> tuple[Party, Desk]:
    """A side in such a dossier whose place somebody asks for."""
    at = desk(actor)
    return _one(joining(at), pk), at


def side(actor: Actor, pk: int) -> tuple[Party, Desk]:
    """A side in such a dossier that is open."""
    at = desk(actor)
    return _one(Party.objects.filter(at.within("dossier__"), dossier__closed_at=None).select_related("dossier"), pk), at


def representation(actor: Actor, pk: int) -> tuple[Representation, Desk]:
    """Who stands for a side in such a dossier now."""
    at = desk(actor)
    rows = Representation.objects.filter(at.within("party__dossier__"), ended_at=None)
    return _one(rows.select_related("party__dossier", "agent"), pk), at


def by_sana(actor: Actor, pk: int) -> tuple[Delivery, Desk]:
    """A delivery in such a dossier that goes by SANA and is not void."""
    at = desk(actor)
    return _one(deliveries(at).filter(via=Delivery.Via.SANA, voided_at=None), pk), at


def certificate(actor: Actor, pk: int, token: str) -> Document:
    """The sealed certificate of a service in such a dossier."""
    found, _ = delivery(actor, pk)
    made = documents.of(found).filter(kind="service_certificate", token=token, state=Document.State.SIGNED).select_related("file").first()
    if made is None:
        raise Http404
    return made


def visit(actor: Actor, pk: int) -> Visit:
    """A process agent's call in such a dossier."""
    at = desk(actor)
    rows = Visit.objects.filter(at.within("delivery__notice__dossier__")).select_related("photo")
    return _one(rows, pk)


def _one(rows: QuerySet[Row], pk: int) -> Row:
    found = rows.filter(pk=min(pk, GREATEST_ID)).first()
    if found is None:
        raise Http404
    return found
