"""Who may reach the paper by which somebody signs: who may end it, and the person it names; everybody else gets 404."""

from django.http import Http404

from kardad.contracts.access import GREATEST_ID
from kardad.contracts.models import Authority
from kardad.contracts.queries import authorities as queries
from kardad.core.actor import Actor
from kardad.people import access as people


def mine(actor: Actor, pk: int) -> Authority:
    """A paper that counts and that the actor may end."""
    found = queries.given(people.person(actor)).filter(pk=min(pk, GREATEST_ID), ended_at=None).first()
    if found is None:
        raise Http404
    return found


def readable(actor: Actor, pk: int) -> Authority:
    """A paper that the actor may end, or that names him."""
    me, key = people.person(actor), min(pk, GREATEST_ID)
    found = queries.given(me).filter(pk=key).first() or queries.held(me).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
