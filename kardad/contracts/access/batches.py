"""Who may reach a batch: the person who sent it, while he acts for its employer; everybody else gets 404."""

from django.http import Http404

from kardad.contracts.actions import batching
from kardad.contracts.actions.common import NotYours
from kardad.contracts.models import Batch
from kardad.core.actor import Actor
from kardad.people import access as people


def batch(actor: Actor, token: str, *kinds: str) -> Batch:
    """The actor's own batch, of one of these kinds where any is named."""
    me = people.person(actor)
    rows = Batch.objects.filter(token=token[:32], person=me).select_related("organisation", "employer", "person", "of")
    found = rows.first()
    if found is None or (kinds and found.kind not in kinds):
        raise Http404
    try:
        batching.ensure_keeps(found)
    except NotYours:
        raise Http404 from None
    return found
