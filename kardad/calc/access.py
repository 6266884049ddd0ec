"""Who may read a kept sheet: its owner, and nobody else."""

from django.http import Http404

from kardad.calc.models import SavedSheet
from kardad.core.actor import Actor
from kardad.people import access
from kardad.people.models import Person


def person(actor: Actor) -> Person:
    """The person who acts; a visitor is led to the log-in page and back."""
    return access.person(actor)


def sheet(actor: Actor, pk: int) -> SavedSheet:
    """A sheet that the actor himself keeps; 404 for every other."""
    found = SavedSheet.objects.filter(person=person(actor), pk=pk).first()
    if found is None:
        raise Http404
    return found
