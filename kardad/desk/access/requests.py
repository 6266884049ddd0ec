"""Who may reach which request: its writer, his organisation with the right, the client for whom it was written – or staff whose it is."""

from dataclasses import dataclass

from django.http import Http404

from kardad.core.actor import Actor
from kardad.desk import flow
from kardad.desk.models import Attachment, Message, Request
from kardad.desk.queries import requests as queries
from kardad.people import access as people
from kardad.people.models import Membership, Organisation, Person


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and for whom: himself, the organisation for which he acts, or a person who gave him a mandate."""

    person: Person
    organisation: Organisation | None = None
    client: Person | None = None


def asker(actor: Actor) -> Asker:
    """Who may ask here, for whom he acts now; 404 where he may not ask for them."""
    mine = people.person(actor)
    kind, _, pk = actor.on_behalf_of.partition(":")
    if kind == "organisation":
        return Asker(mine, organisation=people.membership(actor, int(pk), Membership.Right.REQUESTS).organisation)
    if kind == "person":
        return Asker(mine, client=people.principal_of(actor, int(pk)))
    return Asker(mine)


def as_client(actor: Actor) -> Actor:
    """The same person as a client, whatever he does here at other times: staff ask for themselves too."""
    return actor.acting_as("member") if flow.role_of(actor.role) != "client" else actor


def draft(actor: Actor, pk: int) -> Request:
    """The request while it is not sent, for those who see it as clients."""
    found = request(actor, pk)
    if found.state != "draft":
        raise Http404
    return found


def sent(actor: Actor, pk: int) -> Request:
    """The request after it was sent, for those who see it as clients."""
    found = request(actor, pk)
    if found.state == "draft":
        raise Http404
    return found


def attachment(actor: Actor, pk: int) -> Attachment:
    """A file of a request, for those who see the request as clients; what is between staff, or hidden, is not there."""
    rows = Attachment.objects.select_related("file", "request").filter(is_internal=False, hidden_at=None)
    found = rows.filter(pk=pk).first()
    if found is None:
        people.person(actor)
        raise Http404
    request(actor, found.request_id)
    return found


def request(actor: Actor, pk: int) -> Request:
    """The request, for those who see it as clients; 404 for everyone else, staff included."""
    mine = people.person(actor)
    sides = ("applicant", "organisation", "client", "engagement__practitioner")
    rows = Request.objects.select_related(*sides, "assigned_to", "invoice")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.organisation_id is not None:
        people.membership(actor, found.organisation_id, Membership.Right.REQUESTS)
    elif mine.pk != found.client_id and (mine.pk != found.applicant_id or not queries.writer_reaches(found)):
        raise Http404
    return found


def staffs_request(actor: Actor, pk: int) -> tuple[Request, Actor]:
    """The request and the actor in the role in which he may read it: an expert his own, a manager every one that was sent."""
    grant = people.staff(actor, "expert", "manager")
    found = (
        Request.objects.select_related("applicant", "organisation", "client", "assigned_to", "invoice")
        .exclude(state="draft")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    is_mine = found.assigned_to_id == grant.person_id
    role = "expert" if is_mine and _holds(actor, "expert") else "manager"
    if role == "manager" and not _holds(actor, "manager"):
        raise Http404
    if queries.is_own(found, grant.person_id):  # nobody works on his own request, nor on his firm's
        raise Http404
    return found, actor.acting_as(role)


def manager(actor: Actor) -> Actor:
    """The actor as a manager; 404 for everyone else."""
    return actor.acting_as(people.staff(actor, "manager").role)


def expert(actor: Actor) -> Actor:
    """The actor as an expert; 404 for everyone else."""
    return actor.acting_as(people.staff(actor, "expert").role)


def opinion(actor: Actor, pk: int) -> Message:
    """The question to a colleague, for that colleague alone, while he is an expert."""
    asked = expert(actor)
    rows = Message.objects.select_related("request", "author").filter(pk=pk, kind=Message.Kind.OPINION, asked_of_id=asked.somebody)
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _holds(actor: Actor, role: str) -> bool:
    try:
        people.staff(actor, role)
    except Http404:
        return False
    return True
