"""Who may at a counter: an officer at the desk of his office, a guardian for his wards, a manager over a closed account."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.http import Http404, HttpRequest

from kardad.core.actor import Actor
from kardad.core.models import StoredFile
from kardad.core.requests import caller_ip
from kardad.people import access, flow
from kardad.people.actions import attesting
from kardad.people.models import Attempt, LabourOffice, Paper, Person, Ticket, Visit
from kardad.people.queries import counters


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer at work: who acts, where, and the staff number that his receipts show."""

    actor: Actor
    office: LabourOffice
    number: int

    @property
    def officer_id(self) -> int:
        """The officer himself."""
        return self.actor.person_id or 0


def desk(request: HttpRequest) -> Desk:
    """The officer's desk: a staff role bound to an open office, a second factor, and a network of the office; 404 for everyone else."""
    grant = access.staff(request.actor, "officer")
    office = grant.office
    if grant.role != "officer" or office is None or not office.is_open or not _within(caller_ip(request), office.networks):
        raise Http404
    return Desk(request.actor.acting_as("officer"), office, grant.pk)


def ticket(desk: Desk, tracking: str) -> Ticket:
    """A ticket whose code the officer was shown; one that is decided is seen only where it was decided."""
    found = _ticket(tracking)
    is_open = flow.TICKET.allows(found.state, "attest", "officer") or found.state in ("expired", "cancelled")
    if not is_open and not found.visits.filter(office=desk.office).exists():
        raise Http404
    return found


def visit(desk: Desk, tracking: str) -> Visit:
    """The officer's own visit under way over the ticket."""
    found = counters.running(ticket(desk, tracking))
    if found is None or found.officer_id != desk.officer_id:
        raise Http404
    return found


def second(desk: Desk, tracking: str) -> Ticket:
    """A ticket that waits for a second officer; whoever has seen it already is refused, and so is its own office."""
    found = _ticket(tracking)
    if found.state != "second_needed":
        raise Http404
    attesting.judge_second(found, office=desk.office, by=desk.actor)
    return found


def seen(desk: Desk, tracking: str) -> Visit:
    """The last finished visit of the officer's office over the ticket."""
    found = counters.last_visit(_ticket(tracking), office_id=desk.office.pk)
    if found is None:
        raise Http404
    return found


def scan(desk: Desk, tracking: str, token: str) -> StoredFile:
    """A scan of the ticket, for the officer whose visit is under way and for the second officer."""
    found = _ticket(tracking)
    if found.state == "second_needed":
        attesting.judge_second(found, office=desk.office, by=desk.actor)
    else:
        visit(desk, tracking)
    paper = Paper.objects.filter(attempt=found.attempt, visit__isnull=False, file__token=token).select_related("file").first()
    if paper is None or paper.file is None:
        raise Http404
    return paper.file


def guardian(request: HttpRequest) -> Person:
    """A verified person, who may bring someone under age."""
    return access.level(request, 1)


def ward_ticket(request: HttpRequest, tracking: str) -> Attempt:
    """An attempt that the person began for a ward."""
    found = counters.ward_attempts(guardian(request).pk).filter(tracking=_read(tracking)).first()
    if found is None:
        raise Http404
    return found


def frozen(request: HttpRequest, pk: int) -> tuple[Actor, Person]:
    """A manager, and a person about whose closed account something was reported or done."""
    grant = access.staff(request.actor, "manager")
    found = Person.objects.filter(pk=pk).first()
    if found is None or not (found.state == Person.State.FROZEN or counters.alive_reports(found).exists()):
        raise Http404
    return request.actor.acting_as(grant.role), found


def _ticket(tracking: str) -> Ticket:
    found = counters.ticket(_read(tracking))
    if found is None:
        raise Http404
    return found


def _read(tracking: str) -> str:
    return flow.read_tracking_code(tracking) or "-"


def _within(ip: str, networks: list[str]) -> bool:
    return not networks or (bool(ip) and any(ip_address(ip) in ip_network(network) for network in networks))
