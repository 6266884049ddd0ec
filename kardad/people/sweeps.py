"""People's later work: what has a due time, and what is kept no longer than it is needed."""

from datetime import datetime

from kardad.core import drafts, limits
from kardad.core.sweeps import sweep
from kardad.people.actions import attempts, codes, mobiles
from kardad.people.models import Attempt, MobileChange

BATCH = 200


@sweep(minutes=1)
def resume_attempts(at: datetime) -> int:
    """Attempts that wait for a register were tried again."""
    due = Attempt.objects.filter(due_at__lte=at, state__in=["waiting_provider", "checking"]).order_by("due_at")
    return sum(attempts.resume_due(pk, at=at) for pk in list(due.values_list("pk", flat=True)[:BATCH]))


@sweep(minutes=5)
def expire_attempts(at: datetime) -> int:
    """Attempts past their time ended."""
    return attempts.expire(at, batch=BATCH)


@sweep(minutes=5)
def change_mobiles(at: datetime) -> int:
    """Held mobiles took effect and unproved ones ended."""
    due = MobileChange.objects.filter(due_at__lte=at).order_by("due_at")
    return sum(mobiles.apply_due(pk, at=at) for pk in list(due.values_list("pk", flat=True)[:BATCH]))


@sweep(minutes=60)
def forget(at: datetime) -> int:
    """Old codes, ended rate-limit windows and abandoned drafts are gone."""
    return codes.forget_old(at) + limits.forget_old(at) + drafts.forget_old(at)
