"""Who may read what was certified: whoever it was made for; everyone else is answered as if there were none."""

from django.http import Http404

from kardad.availability import queries
from kardad.availability.models import Certificate
from kardad.core.actor import Actor


def certificate(actor: Actor, token: str) -> Certificate:
    """The actor's own certificate, or 404."""
    found = queries.certificates(actor.somebody).filter(token=token).first() if actor.is_person else None
    if found is None:
        raise Http404
    return found
