"""Reads over deliveries: who may open one, what a person was sent, what waits for the secretary."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from kardad.evidence import queries as evidence
from kardad.evidence.models import Entry
from kardad.inbox.models import Delivery, Dossier, Notice, Party
from kardad.inbox.queries import dossiers
from kardad.people.models import Person


def of_notice(notice: Notice) -> QuerySet[Delivery]:
    """Every way the notice took, those made void too, in the order in which they were begun."""
    return Delivery.objects.filter(notice=notice).select_related("party", "agent", "notice").order_by("pk")


def of_dossier(dossier: Dossier) -> QuerySet[Delivery]:
    """Every delivery in the dossier, newest first."""
    return Delivery.objects.filter(notice__dossier=dossier).select_related("party", "agent", "notice").order_by("-pk")


def of_record(notice: Notice, party: Party) -> Delivery | None:
    """The one service of the notice on the party that counts."""
    return Delivery.objects.filter(notice=notice, party=party, is_copy=False, voided_at=None).select_related("notice", "party").first()


def of_person(person_id: int, *, at: datetime) -> QuerySet[Delivery]:
    """What the person may see: all that went to a side of his, since it is his, and what he was served as a representative."""
    mine = Q(party__in=dossiers.own_parties(person_id).order_by()) | Q(agent_id=person_id)
    return Delivery.objects.filter(mine, placed_at__lte=at).select_related("notice__dossier", "party").order_by("-pk")


def readers(party: Party, *, at: datetime) -> tuple[list[Person], Person | None]:
    """Into whose accounts a paper for the party goes, and which of them is its representative: he alone, while there is one."""
    stands = dossiers.representation(party, at=at)
    if stands is not None and stands.agent.is_active:
        return [stands.agent], stands.agent
    return dossiers.persons_of(party), None


def entitled(delivery: Delivery, person: Person, at: datetime) -> bool:
    """Whether his opening counts: the representative it went to while he is one and has an account, else the side itself."""
    if not person.is_active:
        return False
    if delivery.agent is not None and delivery.agent.is_active and not delivery.is_copy:
        stands = dossiers.representation(delivery.party, at=at)
        return delivery.agent_id == person.pk and stands is not None and stands.agent_id == person.pk
    return dossiers.is_own(delivery.party, person)


def may_see(delivery: Delivery, person: Person, at: datetime) -> bool:
    """Whether he may read it: who may open it, and a side all that went to it, by whichever way and through whomever."""
    return entitled(delivery, person, at) or (person.is_active and dossiers.is_own(delivery.party, person))


def stands(delivery: Delivery) -> bool:
    """Whether it is a service of ours that counts now."""
    is_ours = delivery.via != Delivery.Via.ELSEWHERE and not delivery.is_copy
    return is_ours and delivery.served_on is not None and delivery.voided_at is None


def failing(office_id: int | None = None) -> QuerySet[Delivery]:
    """What failed and nobody has mended, oldest first."""
    rows = Delivery.objects.exclude(problem="").filter(voided_at=None).select_related("notice__dossier", "party").order_by("pk")
    return rows if office_id is None else rows.filter(office_id=office_id)


def to_look_at(at: datetime) -> QuerySet[Delivery]:
    """What lies in accounts and wants its official copy, or lies there so long that somebody must look; the longest first."""
    rows = Delivery.objects.filter(via=Delivery.Via.ACCOUNT, due_at__lte=at, voided_at=None)
    return rows.order_by("due_at", "pk")


def by_sana(at: datetime) -> QuerySet[Delivery]:
    """What is due to be handed to SANA or asked about there, the longest first."""
    return Delivery.objects.filter(via=Delivery.Via.SANA, due_at__lte=at, voided_at=None).order_by("due_at", "pk")


def entries(delivery: Delivery) -> QuerySet[Entry]:
    """What proof keeps of the delivery, step by step."""
    chain = evidence.chain_of(delivery.notice.dossier)
    rows = Entry.objects.filter(chain=chain, kind__startswith="service.", body__contains=f'"delivery":{delivery.pk},')
    return rows.select_related("chain").order_by("seq")


def receipt(delivery: Delivery) -> dict[str, Any] | None:
    """The proof of the last step, which anybody can check without us; None for what has no proof, as a paper from elsewhere."""
    last = entries(delivery).last()
    return dict(evidence.receipt(last)) if last else None
