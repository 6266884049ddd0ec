"""People's later work: what waits for a register or a day, what lapses, what is kept no longer."""

from datetime import datetime

from kardad.core.sweeps import sweep
from kardad.people.actions import attempts, codes, mandates, mobiles, retention, seats, sims, tickets, undoing, wards
from kardad.people.models import Attempt, MobileChange
from kardad.people.queries import mandates as mandate_queries

BATCH = 200


@sweep(minutes=60)
def lapse_invitations(at: datetime) -> int:
    """End every invitation that nobody took in time."""
    return mandates.expire_due(at)


@sweep(minutes=5)
def lapse_undos(at: datetime) -> int:
    """Let what a code by SMS confirmed stand for good once its day is over."""
    return sum(undoing.lapse_due(pk, at=at) for pk in list(mandate_queries.due_undos(at).values_list("pk", flat=True)[:BATCH]))


@sweep(minutes=5)
def recheck_sims(at: datetime) -> int:
    """Ask the register silently whose the SIMs are of those who logged in on a new device."""
    return sims.recheck_due(at)


@sweep(minutes=60)
def recheck_seats(at: datetime) -> int:
    """Ask the register again about seats whose last answer is too old."""
    return seats.recheck_due(at)


@sweep(minutes=1)
def resume_attempts(at: datetime) -> int:
    """Ask the registers again for attempts that wait, and for those whose asker crashed."""
    due = Attempt.objects.filter(due_at__lte=at, state__in=["waiting_provider", "checking"]).order_by("due_at")
    return sum(attempts.resume_due(pk, at=at) for pk in list(due.values_list("pk", flat=True)[:BATCH]))


@sweep(minutes=5)
def expire_attempts(at: datetime) -> int:
    """End attempts past their time."""
    return attempts.expire(at, batch=BATCH)


@sweep(minutes=60)
def forget_codes(at: datetime) -> int:
    """Drop codes older than a day."""
    return codes.forget_old(at)


@sweep(minutes=5)
def change_mobiles(at: datetime) -> int:
    """Let held mobiles take effect, and end those never proved."""
    due = MobileChange.objects.filter(due_at__lte=at).order_by("due_at")
    return sum(mobiles.apply_due(pk, at=at) for pk in list(due.values_list("pk", flat=True)[:BATCH]))


@sweep(minutes=5)
def expire_tickets(at: datetime) -> int:
    """End tickets past their sixteen days."""
    return tickets.expire(at, batch=BATCH)


@sweep(minutes=60)
def come_of_age(at: datetime) -> int:
    """End the authority of guardians whose wards are eighteen."""
    return wards.come_of_age(at, batch=BATCH)


@sweep(minutes=60)
def forget_judged(at: datetime) -> int:
    """Drop what old judgements no longer need: typed details, scans."""
    return retention.forget_attempts(at) + retention.forget_scans(at)
