"""Tickets: the right to be verified in person, issued to an attempt and good for sixteen days."""

from datetime import datetime

from django.db import transaction

from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.kit.refusal import Refusal
from kardad.outbox import actions as outbox
from kardad.people import flow, particulars, policy
from kardad.people.actions import sims
from kardad.people.models import Attempt, Ticket, Visit
from kardad.people.queries import counters
from kardad.work import actions as work


class TicketExpired(Refusal):
    """The sixteen days are over."""

    code = "TICKET_EXPIRED"
    status = 410
    message = "مهلت این نوبت تمام شده است. نوبت تازه بگیرید."


def issue(attempt: Attempt, *, by: Actor, at: datetime) -> Ticket:
    """The attempt has a ticket; called inside the transaction that sends it to a counter."""
    ticket, made = Ticket.objects.get_or_create(attempt=attempt, defaults={"expires_at": at + policy.TICKET_LIFE, "made_at": at})
    if made:
        whose = counters.whose(attempt) if by.role == "officer" else attempt.person_id
        record("ticket.issued", ticket, by=by, at=at, person_id=whose)
    return ticket


def cancel(attempt: Attempt, *, by: Actor, at: datetime) -> None:
    """The attempt's ticket, if it has one, is good no more; a visit that is under way over it ends."""
    ticket = Ticket.objects.select_for_update().filter(attempt=attempt).first()
    if ticket is None or not flow.TICKET.allows(ticket.state, "cancel", "applicant"):
        return
    ticket.state = flow.TICKET.after(ticket.state, "cancel", "applicant")
    ticket.save(update_fields=["state"])
    end_visits(ticket, at=at)
    work.close_item("second_look", ticket, outcome="cancelled", at=at)
    record("ticket.cancelled", ticket, by=by, at=at, person_id=attempt.person_id)


def require_live(ticket: Ticket, *, at: datetime) -> None:
    """The ticket's time is not over; a late one is expired at once, whether or not the sweep came by, and TicketExpired raised."""
    ticket.refresh_from_db()
    if ticket.expires_at <= at:
        _expire(ticket.pk, at=at)
        ticket.refresh_from_db()
    if ticket.state == "expired":
        raise TicketExpired


def expire(at: datetime, *, batch: int = 200) -> int:
    """Tickets past their sixteen days are expired, and their attempts with them."""
    late = Ticket.objects.filter(state__in=["open", "incomplete", "second_needed"], expires_at__lte=at).order_by("expires_at", "pk")
    return sum(_expire(pk, at=at) for pk in list(late.values_list("pk", flat=True)[:batch]))


@transaction.atomic
def _expire(pk: int, *, at: datetime) -> bool:
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("attempt").get(pk=pk)
    if ticket.expires_at > at or not flow.TICKET.allows(ticket.state, "expire", SYSTEM.role):
        return False
    ticket.state = flow.TICKET.after(ticket.state, "expire", SYSTEM.role)
    ticket.save(update_fields=["state"])
    attempt = Attempt.objects.select_for_update().get(pk=ticket.attempt_id)
    if flow.ATTEMPT.allows(attempt.state, "expire", SYSTEM.role):
        attempt.state = flow.ATTEMPT.after(attempt.state, "expire", SYSTEM.role)
        attempt.ended_at = at
        attempt.save(update_fields=["state", "ended_at"])
    end_visits(ticket, at=at)
    work.close_item("second_look", ticket, outcome="expired", at=at)
    record("ticket.expired", ticket, by=SYSTEM, at=at, person_id=counters.whose(attempt))
    return True


def end_visits(ticket: Ticket, *, at: datetime) -> None:
    """No visit over the ticket is under way; called inside the transaction that ended the ticket."""
    for visit in Visit.objects.select_for_update().filter(ticket=ticket, state="begun"):
        visit.state = flow.VISIT.after(visit.state, "drop", SYSTEM.role)
        visit.ended_at = at
        visit.save(update_fields=["state", "ended_at"])
        record("visit.dropped", visit, by=SYSTEM, at=at, person_id=counters.whose(ticket.attempt))


def tell(attempt: Attempt, template: str, *, at: datetime) -> None:
    """A text about the ticket is queued to its person, or to the guardian of a ward; called inside a transaction."""
    guardian, mobile = counters.guardian(attempt), mobile_of(attempt)
    if mobile:
        words = {"tracking": flow.show_tracking_code(attempt.tracking)}
        about = ("people.attempt", attempt.pk)
        outbox.queue_text(
            template, mobile, at=at, subject=about, person_id=guardian.pk if guardian else attempt.person_id, parameters=words
        )


def mobile_of(attempt: Attempt) -> str:
    """Where texts about the attempt go: the guardian's mobile, or the one that was left; never one the register called another's."""
    if guardian := counters.guardian(attempt):
        return particulars.reachable(guardian)
    typed = particulars.typed(attempt)
    mobile = typed.get("mobile") or typed.get("contact") or ""
    return "" if mobile and sims.was_refused(attempt.code_index, mobile) else mobile
