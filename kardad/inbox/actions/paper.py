"""Service on paper: a process agent takes it out, and what became of each call is taken down with its hour in words (LP 36–53)."""

from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction

from kardad.core import history
from kardad.core.actor import Actor
from kardad.core.models import StoredFile
from kardad.inbox import flow, marks, policy, proof
from kardad.inbox.actions import failing, holding, placing, ruling
from kardad.inbox.models import Delivery, Visit
from kardad.inbox.queries import deliveries
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput
from kardad.work import actions as work

VISIT = "delivery.visit"
Outcome = Visit.Outcome
RECEIVED = (Outcome.HANDED, Outcome.REPRESENTATIVE, Outcome.RELATIVE, Outcome.OFFICE)  # somebody took it into his hand


class BadMoment(BadInput):
    """A call happens after the paper was handed out, and before it is taken down."""

    code = "VISIT_MOMENT"
    message = "ساعت ابلاغ باید پس از سپردن برگه به مأمور و پیش از اکنون باشد."


class ReceiverMissing(BadInput):
    """Whoever took the paper is named; of relatives and servants also what they are to the addressee (LP 40)."""

    code = "VISIT_RECEIVER"
    message = "نام گیرنده را بنویسید؛ اگر خود مخاطب نیست، نسبت او را هم بنویسید."


class Found(TypedDict, total=False):
    """What the agent brought back."""

    receiver: str
    relation: str
    note: str
    photo: StoredFile | None


@transaction.atomic
def hand_out(delivery: Delivery, *, agent_name: str, by: Actor, at: datetime) -> Visit:
    """The paper is with a process agent, who has two days (LP 38); raises NotAllowed while another call is open."""
    placing.ensure_authority()
    held = _held(delivery)
    held.rung = _after(held, "hand_out", by)
    held.save(update_fields=["rung"])
    due_on = calendar.tehran_day(at) + timedelta(days=policy.AGENT_DAYS)
    try:
        with transaction.atomic():
            visit = Visit.objects.create(delivery=held, agent_name=agent_name, given_at=at, due_on=due_on)
    except IntegrityError as error:
        raise NotAllowed(flow="paper", state=held.rung, move="hand_out", role=by.role) from error
    failing.mend(held, outcome="handed_out", at=at)
    work.close_item(placing.PAPER, held, outcome="handed_out", at=at)
    title = f"مأمور، ابلاغیه {held.notice.number} را تا {calendar.slashed(due_on)} ابلاغ کند"
    due_at = calendar.day_start_end(due_on)[1]
    work.open_item(VISIT, held, title=title, role="secretary", at=at, due_at=due_at, office_id=held.office_id)
    proof.served(held, "service.handed_out", by=by, at=at, visit=visit.pk, due_on=due_on.isoformat(), mark=marks.of("call", visit))
    history.record("delivery.handed_out", held, by=by, at=at, number=held.notice.number)
    return visit


@transaction.atomic
def record(visit: Visit, *, outcome: str, at: datetime, by: Actor, now: datetime, **found: Unpack[Found]) -> Delivery:
    """What became of the call at `at` is taken down, once; by the dated rules it is a service from that day on, or the paper came back.

    Raises BadMoment, ReceiverMissing, and NotAllowed for a call that is taken down already.
    """
    held = _held(visit.delivery)
    is_back = outcome == Outcome.RETURNED
    rung = _after(held, "return" if is_back else "serve", by)
    call = Visit.objects.select_for_update().get(pk=visit.pk)
    if call.outcome:
        raise NotAllowed(flow="paper", state=held.rung, move="record", role=by.role)
    if not call.given_at <= at <= now:
        raise BadMoment(field="at")
    if (outcome in RECEIVED and not found.get("receiver")) or (outcome == Outcome.RELATIVE and not found.get("relation")):
        raise ReceiverMissing(field="receiver")
    _take_down(call, Outcome(outcome), at=at, by=by, found=found)
    held.rung = rung
    is_served = not is_back and ruling.judge(held, [(outcome, calendar.tehran_day(at))], at=now)
    held.save(update_fields=["rung", *ruling.JUDGED])
    work.close_item(VISIT, held, outcome=outcome, at=now)
    _told(held, call, by=by, now=now)
    if is_back:
        failing.fail(held, "returned", at=now)
    else:
        _mend(held, at=now)
    if is_served:
        ruling.tell(held, at=now)
    return held


def _take_down(call: Visit, outcome: Visit.Outcome, *, at: datetime, by: Actor, found: Found) -> None:
    call.outcome, call.at, call.in_words, call.recorded_by_id = outcome, at, calendar.in_words(at), by.person_id
    call.receiver, call.relation = found.get("receiver", ""), found.get("relation", "")
    call.note, call.photo = found.get("note", ""), found.get("photo")
    call.save()


def _told(held: Delivery, call: Visit, *, by: Actor, now: datetime) -> None:
    """The call stands in proof, with the digest of what was photographed."""
    kind = "service.returned" if call.outcome == Outcome.RETURNED else "service.served"
    photo = call.photo.sha256 if call.photo else ""
    happened = call.at.isoformat() if call.at else ""
    said = {"visit": call.pk, "outcome": call.outcome, "happened": happened, "photo": photo, "mark": marks.of("found", call)}
    proof.served(held, kind, by=by, at=now, **said)
    name = "delivery.returned" if call.outcome == Outcome.RETURNED else "delivery.served"
    history.record(name, held, by=by, at=now, number=held.notice.number, outcome=Outcome(call.outcome).label)


def _mend(held: Delivery, *, at: datetime) -> None:
    """The paper was served; of a copy, the one that it is a copy of has reached somebody too."""
    failing.mend(held, outcome="served", at=at)
    of_record = deliveries.of_record(held.notice, held.party) if held.is_copy else None
    if of_record is not None:
        failing.mend(of_record, outcome="copy_served", at=at)


def _held(delivery: Delivery) -> Delivery:
    holding.of_delivery(delivery.pk)
    return Delivery.objects.select_for_update(of=("self",)).select_related("notice__dossier", "party").get(pk=delivery.pk)


def _after(held: Delivery, move: str, by: Actor) -> str:
    if held.voided_at is not None or held.via != Delivery.Via.PAPER:
        raise NotAllowed(flow="paper", state=held.rung, move=move, role=by.role)
    return flow.PAPER.after(held.rung, move, by.role)
