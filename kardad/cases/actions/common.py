"""What every deed on a case does: hold the row, make the move, write it to history and into the chain."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from kardad.cases import flow, policy, proof, signals
from kardad.cases.models import Case
from kardad.core import hours
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox.actions import holding


def locked(case: Case, *, besides: Q | None = None) -> Case:
    """The case as it stands, held until the transaction ends, after its dossier: who serves a paper of it waits, nobody in a ring.

    `besides` names cases that the deed holds later: their dossiers are held here, for all are held in one order.
    """
    mine = Q(pk=case.pk)
    holding.dossiers(Case.objects.filter(mine | besides if besides else mine).values("dossier"))
    return Case.objects.select_for_update(of=("self",)).select_related("dossier", "office").get(pk=case.pk)


def free(pk: int) -> Case | None:
    """As `locked`, for a sweep: None where somebody holds the case or its dossier; it is looked at the next time."""
    found = Case.objects.filter(pk=pk)
    filed = set(found.filter(dossier__isnull=False).values_list("dossier_id", flat=True))
    if filed and not holding.free_of(filed):
        return None
    return found.select_for_update(skip_locked=True, of=("self",)).select_related("dossier", "office").first()


def step(case: Case, name: str, event: str, *, by: Actor, at: datetime, **data: Any) -> Case:
    """A case that is held has made the move; its desk's due day is set, `event` is in history and in the chain. Raises NotAllowed.

    `data` is what the event's sentence and the entry say: no personal identifier, no text that a side wrote.
    """
    move(case, name, by=by, at=at)
    case.save()
    number = case.class_number or case.number or ""
    proof.note(case, event, by=by, at=at, state=case.state, instance=case.instance, **data)
    record(event, case, by=by, at=at, number=number, **data)
    if case.state in flow.ENDED:
        signals.ended.send(Case, case=case, by=by, at=at)
    return case


def move(case: Case, name: str, *, by: Actor, at: datetime) -> None:
    """The case stands where the move leads, with its desk's due moment; not saved. Raises NotAllowed."""
    case.state = flow.CASE.after(case.state, name, flow.role_of(by.role))
    case.changed_at = at
    desk = flow.DESK.get(case.state)
    case.due_at = hours.after_days(at, policy.DESK_DAYS[desk]) if desk else None
    if case.state in flow.ENDED:
        case.ended_at, case.next_at = at, None
