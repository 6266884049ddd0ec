"""Tickets: the right to be verified in person, issued to an attempt and good for sixteen days."""

from datetime import datetime

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.people import flow, policy
from kardad.people.models import Attempt, Ticket


def issue(attempt: Attempt, *, by: Actor, at: datetime) -> Ticket:
    """The attempt has a ticket; called inside the transaction that sends it to a counter."""
    ticket, made = Ticket.objects.get_or_create(attempt=attempt, defaults={"expires_at": at + policy.TICKET_LIFE, "made_at": at})
    if made:
        record("ticket.issued", ticket, by=by, at=at, person_id=attempt.person_id)
    return ticket


def cancel(attempt: Attempt, *, by: Actor, at: datetime) -> None:
    """The attempt's ticket, if it has one, is good no more."""
    ticket = Ticket.objects.select_for_update().filter(attempt=attempt).first()
    if ticket is None or not flow.TICKET.allows(ticket.state, "cancel", "applicant"):
        return
    ticket.state = flow.TICKET.after(ticket.state, "cancel", "applicant")
    ticket.save(update_fields=["state"])
    record("ticket.cancelled", ticket, by=by, at=at, person_id=attempt.person_id)
