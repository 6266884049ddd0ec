"""The later work of contracts."""

from datetime import datetime

from kardad.contracts import policy
from kardad.contracts.actions import activating, amending, ending, renewing, sending, settling, wording
from kardad.contracts.models import Amendment, Contract, Ending, Settlement, Version
from kardad.core.sweeps import sweep


@sweep(minutes=10)
def lapse(at: datetime) -> int:
    """Let expire what the worker did not sign in its days."""
    late = Contract.objects.filter(state__in=("sent", "revision_requested"), due_at__lte=at).order_by("due_at", "pk")
    return sum(sending.lapse(pk, at=at) for pk in list(late.values_list("pk", flat=True)[: policy.BATCH]))


@sweep(minutes=10)
def lapse_wordings(at: datetime) -> int:
    """Let expire every other wording whose days for signing are over."""
    late = Version.objects.filter(state__in=sending.OPEN, until__lte=at).exclude(kind=Version.Kind.CONTRACT).order_by("until", "pk")
    return sum(wording.lapse(pk, at=at) for pk in list(late.values_list("pk", flat=True)[: policy.BATCH]))


@sweep(minutes=10)
def end(at: datetime) -> int:
    """Let come the ends whose last day is over."""
    due = Ending.objects.filter(due_at__lte=at).order_by("due_at", "pk")
    return sum(ending.come(pk, at=at) for pk in list(due.values_list("pk", flat=True)[: policy.BATCH]))


@sweep(minutes=30)
def late_settlements(at: datetime) -> int:
    """Tell both sides of the settlements that are late."""
    late = Settlement.objects.filter(alert_at__lte=at).order_by("alert_at", "pk")
    return sum(settling.alert(pk, at=at) for pk in list(late.values_list("pk", flat=True)[: policy.BATCH]))


@sweep(minutes=10)
def activate(at: datetime) -> int:
    """Let begin the signed contracts whose first day has come."""
    due = Contract.objects.filter(state__in=activating.BEFORE, due_at__lte=at).order_by("due_at", "pk")
    return sum(activating.activate(pk, at=at) for pk in list(due.values_list("pk", flat=True)[: policy.BATCH]))


@sweep(minutes=10)
def amend(at: datetime) -> int:
    """Let count the amendments whose day has come."""
    due = Amendment.objects.filter(due_at__lte=at).order_by("due_at", "pk")
    return sum(amending.come(pk, at=at) for pk in list(due.values_list("pk", flat=True)[: policy.BATCH]))


@sweep(minutes=30)
def remind_of_ends(at: datetime) -> int:
    """Tell both sides of the terms that come to their end, and of those that are over while nobody recorded the end."""
    done = 0
    for days in (*policy.REMIND_BEFORE, renewing.PAST):
        rows = list(renewing.due(days, at=at).values_list("pk", flat=True)[: policy.BATCH])
        done += sum(renewing.tell(pk, days, at=at) for pk in rows)
    return done
