"""Who may open a letter, a notice and a dossier: the person to whom it is written, and nobody else."""

from datetime import datetime

from django.db.models import Q
from django.http import Http404, HttpRequest

from kardad.core.actor import Actor
from kardad.documents import queries as documents
from kardad.documents.models import Document
from kardad.inbox.models import Delivery, Dossier, Letter, Party, Representation
from kardad.inbox.queries import deliveries, dossiers
from kardad.people import access as people
from kardad.people.models import Person

LONGEST_ID = 2**63 - 1


def person(actor: Actor) -> Person:
    """The person who acts; a visitor is led to the log-in page and back."""
    return people.person(actor)


def letter(actor: Actor, pk: int) -> Letter:
    """A letter to the actor himself; 404 for every other."""
    mine = Letter.objects.filter(person=person(actor), pk=min(pk, LONGEST_ID))
    found = mine.select_related("person", "delivery__notice__dossier__office", "delivery__party", "delivery__agent").first()
    if found is None:
        raise Http404
    return found


def notice(actor: Actor, pk: int, *, at: datetime) -> Letter:
    """A letter to the actor that brings a notice which he may see now; 404 for every other, and for who stands for nobody any more."""
    found = letter(actor, pk)
    if found.delivery is None or not deliveries.may_see(found.delivery, found.person, at):
        raise Http404
    return found


def opened(request: HttpRequest, pk: int, *, at: datetime) -> Letter:
    """A notice that the actor himself has opened; of a confidential one he shows once more that it is he."""
    found = notice(request.actor, pk, at=at)
    if found.read_at is None or found.delivery is None:
        raise Http404
    if found.delivery.notice.is_confidential:
        people.fresh(request)
    return found


def elsewhere(actor: Actor, pk: int, *, at: datetime, even_put_away: bool = False) -> tuple[Letter, Delivery]:
    """The letter and the delivery of a paper that another body served on the actor, in a folder of his own."""
    found = notice(actor, pk, at=at)
    delivery = found.delivery
    is_own = delivery is not None and delivery.via == Delivery.Via.ELSEWHERE and delivery.notice.dossier.owner_id == found.person_id
    if delivery is None or not is_own or (delivery.voided_at is not None and not even_put_away):
        raise Http404
    return found, delivery


def is_fresh(request: HttpRequest) -> bool:
    """Whether the actor has shown in the last minutes that it is he."""
    try:
        people.fresh(request)
    except people.StepUpFirst:
        return False
    return True


def paper(request: HttpRequest, pk: int, token: str, *, at: datetime) -> Document:
    """A sealed paper of a notice that the actor has opened."""
    found = opened(request, pk, at=at)
    rows = documents.of(found.delivery) if found.delivery else Document.objects.none()
    made = rows.filter(token=token, state=Document.State.SIGNED).select_related("file").first()
    if made is None:
        raise Http404
    return made


def dossier(actor: Actor, token: str, *, at: datetime) -> Dossier:
    """A dossier that the actor reads: as a side, for one, or his own; 404 for every other."""
    mine = dossiers.of_person(person(actor).pk, at=at)
    found = mine.filter(token=token).select_related("office").first()
    if found is None:
        raise Http404
    return found


def own_side(actor: Actor, token: str, pk: int) -> Party:
    """The actor's own side of an open dossier of an office, or that of an organisation whose papers he reads; 404 for every other."""
    rows = dossiers.own_parties(person(actor).pk).filter(dossier__kind=Dossier.Kind.OFFICE, dossier__closed_at=None)
    found = rows.filter(dossier__token=token, pk=min(pk, LONGEST_ID)).select_related("dossier").first()
    if found is None:
        raise Http404
    return found


def representation(actor: Actor, pk: int, *, at: datetime) -> tuple[Representation, Person]:
    """Who stands for a side now, for that side and for himself, and the person who asks; 404 for every other."""
    me = person(actor)
    mine = Q(agent=me) | Q(party__in=dossiers.own_parties(me.pk).order_by())
    rows = Representation.objects.filter(mine, pk=min(pk, LONGEST_ID), ended_at=None, began_at__lte=at)
    found = rows.select_related("party__dossier", "agent").first()
    if found is None:
        raise Http404
    return found, me


def served(actor: Actor, pk: int, *, at: datetime) -> tuple[Letter, Delivery]:
    """A notice of ours that the actor has opened and whose service stands: it can be certified; 404 for every other."""
    found = notice(actor, pk, at=at)
    delivery = found.delivery
    if found.read_at is None or delivery is None or not deliveries.stands(delivery):
        raise Http404
    return found, delivery
