"""Papers that go by SANA: handed over, asked about until they arrive and are opened, and what somebody read there taken down by hand."""

from datetime import UTC, date, datetime, timedelta

import structlog
from django.db import transaction

from kardad.core import outside
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.gateways.sana.port import Handover, Kind, Outcome, Paper, Standing, State
from kardad.inbox import flow, proof
from kardad.inbox.actions import failing, holding, ruling
from kardad.inbox.models import Delivery
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput
from kardad.people import particulars

log = structlog.get_logger()
WAIT, LONGEST = timedelta(minutes=2), timedelta(hours=6)
CLOCKS_DIFFER = timedelta(minutes=10)
ASKED_FOR = timedelta(days=60)  # whether an arrived paper was opened; after that nobody asks any more
HOPELESS = {Outcome.NO_ACCOUNT: "no_account", Outcome.REFUSED: "refused", State.NO_ACCOUNT: "no_account", State.FAILED: "refused"}
Via = Delivery.Via


class BadDays(BadInput):
    """A paper arrives after it was sent and is opened after it arrived, none of it tomorrow."""

    code = "SANA_DAYS"
    message = "روز رسیدن باید پس از فرستادن و پیش از فردا باشد، و روز باز شدن پس از روز رسیدن."


def due(pk: int, *, at: datetime) -> bool:
    """One paper was offered to SANA, or asked about, and what was answered is on record. Safe against a second sweep and a kill between."""
    gateway = outside.sana()
    claimed = _claimed(pk, at=at) if gateway else None
    if gateway is None or claimed is None:
        return False
    outside.ensure_no_transaction()
    if claimed.rung == flow.SANA.initial:
        paper = _paper(claimed)
        return paper is not None and _handed(claimed.pk, gateway.send(paper), at=at)
    return _heard(claimed.pk, gateway.status(claimed.outside_number), at=at)


@transaction.atomic
def note_by_hand(delivery: Delivery, *, number: str, arrived_on: date, by: Actor, at: datetime, opened_on: date | None = None) -> Delivery:
    """What the secretary read in SANA stands at the delivery; by the dated rules it is a service from its arrival on. Raises BadDays."""
    held = _held(delivery.pk)
    first = calendar.tehran_day(held.placed_at)
    if not first <= arrived_on <= calendar.tehran_day(at) or (opened_on and not arrived_on <= opened_on <= calendar.tehran_day(at)):
        raise BadDays(field="arrived_on")
    may = held.voided_at is None and flow.SANA.allows("sent", "arrive", by.role)  # a paper that arrived already makes no move to ask
    if held.served_on not in (None, arrived_on) or not may:
        raise NotAllowed(flow="sana", state=held.rung, move="arrive", role=by.role)
    if held.rung not in ("arrived", "opened"):
        held.rung = _after(held, "arrive", by.role)
    if opened_on and held.rung != "opened":
        held.rung = _after(held, "open", "system")
    number = held.outside_number or number  # SANA's own, where it gave one
    held.outside_number, held.due_at = number, None
    _judge(held, arrived_on, opened_on, at=at)
    said = {"number": number, "arrived_on": arrived_on.isoformat(), "opened_on": opened_on.isoformat() if opened_on else None}
    proof.served(held, "service.noted", by=by, at=at, **said)
    record("delivery.noted", held, by=by, at=at, number=held.notice.number)
    return held


def _claimed(pk: int, *, at: datetime) -> Delivery | None:
    """The row is ours for a while: its next time is set before anybody is asked, so that a kill leaves it to the next sweep."""
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("notice__dossier", "party")
        row = rows.filter(pk=pk, via=Via.SANA, due_at__lte=at, voided_at=None).first()
        if row is None:
            return None
        row.tries += 1
        row.due_at = at + min(WAIT * 2 ** min(row.tries - 1, 10), LONGEST)
        row.save(update_fields=["tries", "due_at"])
        return row


def _paper(held: Delivery) -> Paper | None:
    """What is handed over, under one key for ever; None while the official copy is not sealed yet."""
    pdf, party, dossier = proof.sealed_copy(held), held.party, held.notice.dossier
    if pdf is None:
        return None
    to = party.organisation.company_id if party.organisation else ""
    if held.agent or party.person:
        to = particulars.own(held.agent or party.person).code  # type: ignore[arg-type]
    return Paper(
        key=f"{dossier.token}.{held.pk}",
        kind=Kind.ORGANISATION if party.organisation and not held.agent else Kind.PERSON,
        identifier=to,
        notice=held.notice.code,
        case=dossier.number,
        title=held.notice.title,
        pdf=pdf,
        at=held.placed_at,
    )


@transaction.atomic
def _handed(pk: int, said: Handover, *, at: datetime) -> bool:
    held = _held(pk)
    if held.voided_at is not None or held.rung != flow.SANA.initial:
        return False
    if said.outcome in HOPELESS:
        return _refused(held, HOPELESS[said.outcome], at=at)
    if said.outcome != Outcome.HANDED_OVER:  # an unclear answer too: sent again under the same key it stays one paper
        log.warning("sana took nothing", delivery=pk, outcome=said.outcome, code=said.code)
        return False
    held.rung = _after(held, "hand_over", "system")
    held.outside_number, held.handed_at, held.tries, held.due_at = said.number, at, 0, at + WAIT
    held.save(update_fields=["rung", "outside_number", "handed_at", "tries", "due_at"])
    proof.served(held, "service.sent", by=SYSTEM, at=at, number=said.number, provider=said.provider)
    return True


@transaction.atomic
def _heard(pk: int, said: Standing, *, at: datetime) -> bool:
    held = _held(pk)
    if held.voided_at is not None or held.outside_number != said.number:
        return False
    if said.state in HOPELESS and flow.SANA.allows(held.rung, "refuse", "system"):
        return _refused(held, HOPELESS[said.state], at=at)
    if said.state not in (State.ARRIVED, State.OPENED) or said.arrived_at is None or not _may_be(held, said.arrived_at, at=at):
        return False
    before, arrived_at = held.rung, held.arrived_at or _between(held.placed_at, said.arrived_at, at)
    opened_at = _opened(said, said.arrived_at, at=at)
    if opened_at and held.rung != "opened":
        held.rung = _after(held, "open", "system")
        held.opened_at = _between(arrived_at, opened_at, at)
    elif held.rung == "sent":
        held.rung = _after(held, "arrive", "system")
    if held.rung != before:  # a moment that no entry tells is not kept: what was noted by hand has its day alone
        held.arrived_at = arrived_at
    if held.rung == "opened" or at - held.placed_at > ASKED_FOR:
        held.due_at = None
    opened_on = calendar.tehran_day(held.opened_at) if held.opened_at else None
    _judge(held, calendar.tehran_day(arrived_at), opened_on, at=at)
    if held.rung != before:
        clock = {"arrived_at": _told(held.arrived_at), "opened_at": _told(held.opened_at)}
        proof.served(held, f"service.{held.rung}", by=SYSTEM, at=at, number=said.number, provider=said.provider, **clock)
    return held.rung != before


def _told(moment: datetime | None) -> str | None:
    """SANA's own clock as the entry says it."""
    return moment.astimezone(UTC).isoformat() if moment else None


def _may_be(held: Delivery, arrived_at: datetime, *, at: datetime) -> bool:
    """Whether a paper can have arrived at that moment: not before it was placed, not after now, give or take a clock that is not ours."""
    if held.placed_at - CLOCKS_DIFFER <= arrived_at <= at + CLOCKS_DIFFER:
        return True
    log.warning("sana tells an impossible moment", delivery=held.pk)
    return False


def _opened(said: Standing, arrived_at: datetime, *, at: datetime) -> datetime | None:
    """When it was opened by SANA's clock; None for what is not opened, or would be before it arrived or after now."""
    if said.state != State.OPENED or said.opened_at is None:
        return None
    if arrived_at <= said.opened_at <= at + CLOCKS_DIFFER:
        return said.opened_at
    log.warning("sana tells an impossible opening", number=said.number)
    return None


def _between(first: datetime, moment: datetime, last: datetime) -> datetime:
    """The moment, by a clock that may differ from ours: on no day before `first` and on none to come."""
    return max(first, min(moment, last))


def _judge(held: Delivery, arrived_on: date, opened_on: date | None, *, at: datetime) -> None:
    """The delivery is saved with what its days come to; the first service is told."""
    days = [("arrived", arrived_on), *([("opened", opened_on)] if opened_on else [])]
    is_first = ruling.judge(held, days, at=at)
    held.save()
    if is_first:
        failing.mend(held, outcome="arrived", at=at)
        ruling.tell(held, at=at)


def _refused(held: Delivery, problem: str, *, at: datetime) -> bool:
    """It will not arrive there: the next lawful way is paper."""
    held.rung, held.due_at = _after(held, "refuse", "system"), None
    held.save(update_fields=["rung", "due_at"])
    proof.served(held, "service.refused", by=SYSTEM, at=at, problem=problem)
    return failing.fail(held, problem, at=at)


def _held(pk: int) -> Delivery:
    holding.of_delivery(pk)
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("notice__dossier", "party")
    return rows.get(pk=pk, via=Via.SANA)


def _after(held: Delivery, move: str, role: str) -> str:
    if held.voided_at is not None:
        raise NotAllowed(flow="sana", state=held.rung, move=move, role=role)
    return flow.SANA.after(held.rung, move, role)
