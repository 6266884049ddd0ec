"""Who may reach a work diary: its owner alone; everybody else gets 404."""

from django.http import Http404, HttpRequest

from kardad.contracts.models import Diary, DiaryEntry
from kardad.contracts.queries import diary as queries
from kardad.core.actor import Actor
from kardad.people import access as people
from kardad.people.models import Person


def person(actor: Actor) -> Person:
    """The person who acts; a visitor is led to the log-in page and back."""
    return people.person(actor)


def verified(request: HttpRequest) -> Person:
    """The person who acts, whose identity is known; another is led to verification and back."""
    return people.level(request, 1)


def diary(actor: Actor, token: str) -> Diary:
    """The actor's own diary."""
    found = queries.of(people.person(actor)).filter(token=token[:32]).first()
    if found is None:
        raise Http404
    return found


def entry(actor: Actor, token: str, number: int) -> DiaryEntry:
    """An entry of the actor's own diary."""
    mine = diary(actor, token)
    found = queries.entries(mine).filter(number=min(number, 2**31 - 1)).first()
    if found is None:
        raise Http404
    found.diary = mine
    return found
