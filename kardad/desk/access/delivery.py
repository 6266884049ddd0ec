"""Who may reach an hour, a call or a paper: the client his own, staff theirs, a second expert the paper that he was asked to sign."""

from django.http import Http404

from kardad.core.actor import Actor
from kardad.core.models import StoredFile
from kardad.desk.access import requests as access
from kardad.desk.models import Appointment, Deliverable, Item
from kardad.desk.queries import requests as queries
from kardad.people import access as people
from kardad.people.models import RoleGrant

PAPERS = ("item__request__applicant", "item__request__assigned_to", "made_by", "signed_by", "signer")


def item(actor: Actor, request_pk: int, item_pk: int) -> tuple[Item, Actor]:
    """An item of a request that the actor sees as its client."""
    found = access.sent(actor, request_pk)
    row = found.items.filter(pk=item_pk).first()
    if row is None:
        raise Http404
    row.request = found
    return row, access.as_client(actor)


def appointment(actor: Actor, pk: int) -> tuple[Appointment, Actor]:
    """An hour of a request that the actor sees as its client."""
    people.person(actor)
    row = Appointment.objects.select_related("item", "expert").filter(pk=pk).first()
    if row is None:
        raise Http404
    row.item.request = access.sent(actor, row.item.request_id)
    return row, access.as_client(actor)


def paper(actor: Actor, token: str) -> tuple[Deliverable, Actor]:
    """A paper that was released to the actor as a client; one that nobody was given is not there."""
    people.person(actor)
    row = Deliverable.objects.select_related(*PAPERS).filter(token=token, released_at__isnull=False).first()
    if row is None:
        raise Http404
    row.item.request = access.sent(actor, row.item.request_id)
    return row, access.as_client(actor)


def file_of(row: Deliverable, pk: int) -> StoredFile:
    """A file of a paper that the reader may read."""
    found = row.files.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def staffs_item(actor: Actor, pk: int) -> tuple[Item, Actor]:
    """An item of a request that lies with the expert, or any for a manager."""
    people.staff(actor, "expert", "manager")
    row = Item.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    row.request, by = access.staffs_request(actor, row.request_id)
    return row, by


def call(actor: Actor, pk: int) -> tuple[Appointment, Actor]:
    """The call that this expert gives, whoever's the request is; a manager sees every one."""
    grant = people.staff(actor, "expert", "manager")
    row = Appointment.objects.select_related("item__request__applicant", "item__request__assigned_to", "expert").filter(pk=pk).first()
    if row is None:
        raise Http404
    request = row.item.request
    if row.expert_id == grant.person_id and not queries.is_own(request, grant.person_id) and _is(actor, "expert"):
        return row, actor.acting_as("expert")
    row.item.request, by = access.staffs_request(actor, row.item.request_id)
    return row, by


def version(actor: Actor, pk: int) -> tuple[Deliverable, Actor, bool]:
    """A version for staff, and whether the reader sees it only as its second expert, who sees nothing else of the request."""
    grant = people.staff(actor, "expert", "manager")
    row = Deliverable.objects.select_related(*PAPERS).filter(pk=pk).first()
    if row is None:
        raise Http404
    if row.signer_id == grant.person_id and _is(actor, "expert"):
        return row, actor.acting_as("expert"), row.item.request.assigned_to_id != grant.person_id
    row.item.request, by = access.staffs_request(actor, row.item.request_id)
    return row, by, False


def calendar(actor: Actor) -> tuple[RoleGrant, Actor]:
    """An expert for his own hours, a manager for everybody's."""
    grant = people.staff(actor, "manager", "expert")
    return grant, actor.acting_as("manager" if _is(actor, "manager") else "expert")


def _is(actor: Actor, role: str) -> bool:
    try:
        people.staff(actor, role)
    except Http404:
        return False
    return True
