"""Who may reach a client book: the practitioner his own, he who was invited his consent; for everybody else nothing is there."""

from django.db.models import Q
from django.http import Http404

from kardad.core.actor import Actor
from kardad.desk.models import Engagement
from kardad.desk.queries import clients as queries
from kardad.people import access as people
from kardad.people.models import Person
from kardad.people.queries import roles

KEEPERS = ("practitioner", "lawyer", "representative")


def keeper(actor: Actor) -> Person:
    """The person, if he may keep a client book; 404 for everyone else."""
    mine = people.person(actor)
    if not roles.held(mine.pk).filter(role__in=KEEPERS).exists():
        raise Http404
    return mine


def client(actor: Actor, pk: int) -> Engagement:
    """A client in the actor's own book."""
    found = queries.book(keeper(actor).pk).select_related("practitioner").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def consent(actor: Actor, token: str) -> Engagement:
    """What the actor was asked to consent to, or answered; 404 for whoever was not meant, the practitioner included."""
    mine = people.person(actor)
    rows = Engagement.objects.select_related("practitioner").exclude(practitioner=mine).filter(token=token)
    meant = Q(state="invited") & queries.expected(mine)
    found = rows.filter(Q(person=mine) | meant).first()
    if found is None:
        raise Http404
    return found
