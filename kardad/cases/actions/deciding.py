"""Who has a hand in a decision: members in their seats, one writing at a time, one leading; the decision held while they do."""

from datetime import datetime

from kardad.cases import flow, policy
from kardad.cases.actions import holding
from kardad.cases.actions.common import locked
from kardad.cases.models import Case, Decision, Seat
from kardad.cases.queries import decisions as queries
from kardad.cases.queries import standing
from kardad.core.actor import Actor
from kardad.kit.flow import NotAllowed


class NotSeated(NotAllowed):
    """Only the members who sit in the case write and vote, and only who leads it ends the vote."""

    code = "DECISION_NOT_SEATED"
    message = "تنها اعضای حاضر همین هیئت در این رأی دست دارند."


def seat_of(case: Case, by: Actor) -> Seat:
    """The actor's seat in the present panel; raises NotSeated."""
    found = standing.seat(case, by.somebody) if by.is_person else None
    if found is None or by.role != policy.MEMBER:
        raise NotSeated(flow="decision", state="", move="write", role=by.role)
    return found


def held(decision: Decision, move: str, *, by: Actor, at: datetime, is_written: bool = True) -> tuple[Case, Decision]:
    """The case and the decision, held; the state is that after `move`, not saved. Who writes has the hold. Raises the refusals."""
    case = locked(decision.case)
    found = Decision.objects.select_for_update(of=("self",)).select_related("hearing", "corrects").get(pk=decision.pk)
    seat_of(case, by)
    found.case = case
    if found.instance != case.instance:  # the case has gone on to another body
        raise NotAllowed(flow="decision", state=found.state, move=move, role=by.role)
    found.state = flow.DECISION.after(found.state, move, by.role)
    if is_written:
        holding.hold(case, by=by, at=at)
    return case, found


def ensure_leads(decision: Decision, by: Actor) -> None:
    """The actor chairs, or votes where the chair is not among those who vote; raises NotSeated."""
    if not queries.leads(decision, seat_of(decision.case, by)):
        raise NotSeated(flow="decision", state=decision.state, move="lead", role=by.role)
