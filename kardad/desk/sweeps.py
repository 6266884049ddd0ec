"""The desk's later work: requests that nobody has, steps whose days are over, clocks that ran out, reminders."""

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog

from kardad.core.sweeps import sweep
from kardad.desk import official
from kardad.desk.actions import assigning, clients, deliverables, timing, usual, withdrawing
from kardad.desk.queries import clients as client_queries
from kardad.desk.queries import delivery
from kardad.desk.queries import requests as queries

log = structlog.get_logger()
BATCH = 200


@sweep(minutes=5)
def assign(at: datetime) -> int:
    """Give requests that lie with nobody to experts who are free by now."""
    return _each(list(queries.unassigned()[:BATCH]), lambda one: assigning.assign_by_load(one, at=at) is not None)


@sweep(minutes=15)
def end(at: datetime) -> int:
    """End requests whose papers never came, and those that were delivered without objection."""
    return _each(queries.due_requests(at).values_list("pk", flat=True)[:BATCH], lambda pk: timing.end_due(pk, at=at))


@sweep(minutes=5)
def alarm(at: datetime) -> int:
    """Tell managers of clocks that ran out."""
    return _each(queries.late_requests(at).values_list("pk", flat=True)[:BATCH], lambda pk: timing.alarm_due(pk, at=at))


@sweep(minutes=15)
def remind(at: datetime) -> int:
    """Remind clients of drafts, of papers that were asked for, and of deliveries that close soon."""
    return _each(queries.due_reminders(at).values_list("pk", flat=True)[:BATCH], lambda pk: timing.remind_due(pk, at=at))


@sweep(minutes=60)
def end_missed(at: datetime) -> int:
    """End the services whose hour was missed and for which no other was taken in time."""
    return _each(delivery.lapsed(at), lambda pk: withdrawing.end_lapsed(pk, at=at))


@sweep(minutes=1)
def papers(at: datetime) -> int:
    """Ask for the official papers of what was released."""
    return _each(
        delivery.due_papers(at).values_list("pk", flat=True)[:BATCH], lambda pk: deliverables.paper_due(pk, say=official.paper, at=at)
    )


@sweep(minutes=24 * 60)
def end_invitations(at: datetime) -> int:
    """End invitations to consent that nobody answered."""
    return _each(client_queries.due_invitations(at).values_list("pk", flat=True)[:BATCH], lambda pk: clients.expire_due(pk, at=at))


@sweep(minutes=24 * 60)
def usual_times(at: datetime) -> int:
    """Measure how long each service usually takes."""
    return usual.measure(at=at)


def _each(found: Iterable[object], do: Callable[..., bool]) -> int:
    """How many were done; one that fails is logged and stops none of the others."""
    done = 0
    for one in list(found):
        try:
            done += do(one)
        except Exception:
            log.exception("request not swept", request=getattr(one, "pk", one))
    return done
