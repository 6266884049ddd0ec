"""The later work of contracts."""

from datetime import datetime
from typing import Final

import structlog
from django.utils import timezone
from django_q.tasks import async_task

from kardad.contracts import policy
from kardad.contracts.actions import activating, amending, batch_work, batching, ending, marking, renewing, sending, settling, wording
from kardad.contracts.forms import rosters
from kardad.contracts.models import Amendment, Batch, Contract, Ending, Settlement, Version
from kardad.core.sweeps import run_by_schedule, sweep
from kardad.kit import calendar

log = structlog.get_logger()
BATCHES: Final = "contracts.work_batches"

MARKED = 1000  # contracts at a time


@sweep(minutes=1)
def mark(at: datetime) -> int:
    """Let employers find contracts by the workers that these name now."""
    fresh = Contract.objects.filter(is_marked=False).order_by("pk")
    return marking.mark(list(fresh.values_list("pk", flat=True)[:MARKED]))


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


@sweep(minutes=1)
def work_batches(at: datetime) -> int:
    """One batch that is due went one turn; where more is due, the workers are called again at once."""
    due = batch_work.due(at).values_list("pk", flat=True).first()
    if due is None:
        return 0
    began = timezone.now()
    try:
        # A turn is measured by the real clock; the moment that was given decides only what is due.
        done = batch_work.work(due, read=rosters.reader(calendar.tehran_day(at)), clock=lambda: at + (timezone.now() - began))
    except Exception:
        log.exception("contract batch not done", batch=due)
        done = False
    if done and batch_work.due(at + (timezone.now() - began)).exists():
        call_workers()
    return int(done)


@sweep(minutes=60)
def forget_batches(at: datetime) -> int:
    """What was told of the rows of old batches is gone."""
    return sum(batch_work.forget(pk, at=at) for pk in list(batch_work.expired(at).values_list("pk", flat=True)[: policy.BATCH]))


def go_on(row: Batch) -> None:
    """A small batch is done at once; for another the workers are called."""
    if not batching.is_due(row):
        return
    if row.expected <= policy.AT_ONCE:
        batch_work.work(row.pk, read=rosters.reader(calendar.tehran_day(timezone.now())), clock=timezone.now)
    else:
        call_workers()


def call_workers() -> None:
    """The sweep is in the queue of the job library now and not in a minute; a call that is lost does no harm."""
    async_task(f"{run_by_schedule.__module__}.{run_by_schedule.__name__}", BATCHES, q_options={"save": False})
