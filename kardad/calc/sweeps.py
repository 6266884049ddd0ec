"""The later work of the calculators: payroll lists that wait to be computed, and those whose time is over."""

from datetime import datetime

import structlog
from django.utils import timezone
from django_q.tasks import async_task

from kardad.calc.payroll import actions, queries
from kardad.core.sweeps import run_by_schedule, sweep

log = structlog.get_logger()
BATCH = 50
NAME = "calc.compute_payroll_lists"


@sweep(minutes=1)
def compute_payroll_lists(at: datetime) -> int:
    """One list that is due went one turn; where more is due, the workers are called again at once."""
    due = queries.due(at).values_list("pk", flat=True).first()
    if due is None:
        return 0
    began = timezone.now()
    try:
        # A turn is measured by the real clock; the moment that was given decides only what is due.
        done = actions.work(due, clock=lambda: at + (timezone.now() - began))
    except Exception:
        log.exception("payroll list not computed", payroll_list=due)
        done = False
    if done and queries.due(at + (timezone.now() - began)).exists():
        call_workers()
    return int(done)


@sweep(minutes=15)
def expire_payroll_lists(at: datetime) -> int:
    """Lists whose time is over are gone."""
    return sum(actions.expire(pk, at=at) for pk in list(queries.expired(at).values_list("pk", flat=True)[:BATCH]))


def call_workers() -> None:
    """The sweep is in the queue of the job library now and not in a minute; a call that is lost does no harm."""
    async_task(f"{run_by_schedule.__module__}.{run_by_schedule.__name__}", NAME, q_options={"save": False})
