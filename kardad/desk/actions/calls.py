"""Calls of an appointment: placed through the bridge, their outcome told by the expert, missed after three tries, ended with a summary."""

from datetime import datetime, timedelta

from django.db import transaction

from kardad.core import outside
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.desk import flow, policy
from kardad.desk.actions import common, deliverables, slots
from kardad.desk.actions.common import deed
from kardad.desk.models import Appointment, Call, Deliverable, Item
from kardad.gateways.calls.port import Bridge, Outcome
from kardad.kit import calendar, text
from kardad.kit.refusal import Refusal
from kardad.people import particulars
from kardad.people.models import Person
from kardad.work import actions as work

EARLY = timedelta(minutes=5)
RINGS = 60  # seconds that a bridge may take before both are joined
MORE_UNITS = 4
MANAGERS_WORK = ("appointment.absent", "appointment.overrun")


class TooEarly(Refusal):
    """The hour has not come."""

    code = "CALL_TOO_EARLY"
    message = "تا آغاز نوبت بیش از {minutes} دقیقه مانده است."


class TooSoon(Refusal):
    """The try before was a moment ago."""

    code = "CALL_TOO_SOON"
    message = "میان دو تماس {minutes} دقیقه فاصله بگذارید."


class NoNumber(Refusal):
    """The expert or the client has no number to call."""

    code = "CALL_NO_NUMBER"
    message = "شماره‌ای برای تماس نداریم. برای متقاضی پیام بگذارید."


class ExchangeDown(Refusal):
    """The exchange did not place the call; nobody was rung."""

    code = "CALL_NOT_PLACED"
    status = 503
    message = "تماس برقرار نشد؛ مرکز تلفن پاسخ نمی‌دهد. چند دقیقه دیگر دوباره «تماس» را بزنید."


class StillRinging(Refusal):
    """What became of the try before was not told."""

    code = "CALL_OPEN"
    message = "نخست بگویید تماس پیش چه شد: پاسخ داد یا نداد."


class TooFewTries(Refusal):
    """A client is missed only after so many tries with their pauses."""

    code = "CALL_FEW_TRIES"
    message = "پیش از ثبت «پاسخ نداد» باید {tries} بار با فاصله {minutes} دقیقه تماس گرفته باشید."


class NotAnswered(Refusal):
    """No call of the appointment was answered."""

    code = "CALL_NOT_ANSWERED"
    message = "هنوز تماسی که متقاضی پاسخ داده باشد ثبت نشده است."


def dial(appointment: Appointment, *, by: Actor, at: datetime) -> Call:
    """The exchange rings the expert and then the client; the try is on record whatever came of it. Not for use inside a transaction."""
    outside.ensure_no_transaction()
    call, bridge = _claim(appointment, by=by, at=at)
    placed = outside.exchange().place(bridge)
    is_placed = placed.outcome in (Outcome.PLACED, Outcome.UNSURE)  # unsure: the client's phone may ring, so it counts as a try
    with transaction.atomic():
        call = Call.objects.select_for_update().get(pk=call.pk)
        call.outcome = "ringing" if is_placed else "failed"
        call.save(update_fields=["outcome"])
        record("call.placed" if is_placed else "call.failed", call, by=by, at=at, number=_number(call.appointment))
    if not is_placed:
        raise ExchangeDown
    return call


@deed
def note(call: Call, *, is_answered: bool, by: Actor, at: datetime) -> Call:
    """What became of the call, as the expert says."""
    row = Call.objects.select_for_update().select_related("appointment__item__request").get(pk=call.pk)
    if row.outcome not in ("ringing", "placing") or flow.role_of(by.role) != "expert":
        raise common.forbid(row.appointment.item.request, "note", by=by)
    _ensure_yours(row.appointment, "note", by=by)
    row.outcome = "answered" if is_answered else "no_answer"
    row.save(update_fields=["outcome"])
    record("call.answered" if is_answered else "call.unanswered", row, by=by, at=at, number=_number(row.appointment))
    return row


@deed
def miss(appointment: Appointment, *, by: Actor, at: datetime) -> Appointment:
    """The client did not answer three calls five minutes apart; the hour counts as used, and the client knows."""
    row = _held(appointment)
    _ensure_yours(row, "miss", by=by)
    tries = list(row.calls.filter(outcome="no_answer").order_by("at").values_list("at", flat=True))
    apart = [one for place, one in enumerate(tries) if place == 0 or one - tries[place - 1] >= policy.CALL_EVERY]
    if len(apart) < policy.CALL_TRIES or row.calls.filter(outcome="answered").exists():
        raise TooFewTries(tries=_fa(policy.CALL_TRIES), minutes=_minutes(policy.CALL_EVERY))
    row.state = flow.APPOINTMENT.after(row.state, "miss", flow.role_of(by.role))
    row.ended_at = at
    row.remind_at = slots.next_reminder(row, at=at)
    row.save()
    record("appointment.missed", row, by=by, at=at, number=_number(row))
    when, until = calendar.with_time(row.starts_at), calendar.with_time(row.lapses_at)
    common.tell(row.item.request, "appointment.missed", at=at, when=when, until=until)
    if slots.is_used_up(row.item, at=at):
        slots.hand_over(row, at=at)
    return row


@deed
def finish(appointment: Appointment, *, summary: str, by: Actor, at: datetime) -> Deliverable:
    """The call is over and its summary lies in the client's request: that is what he gets."""
    deliverables.ensure_long(summary, field="summary")
    row = _held(appointment)
    _ensure_yours(row, "finish", by=by)
    is_training = row.item.delivery == "training_session"  # held online, not over the bridge
    if at < row.starts_at - EARLY:
        raise TooEarly(minutes=_minutes(EARLY))
    if not is_training and not row.calls.filter(outcome="answered").exists():
        raise NotAnswered
    row.state = flow.APPOINTMENT.after(row.state, "finish", flow.role_of(by.role))
    row.ended_at, row.remind_at = at, None
    row.save()
    record("appointment.finished", row, by=by, at=at, number=_number(row))
    kind = Deliverable.Kind.TRAINING if is_training else Deliverable.Kind.SUMMARY
    day = calendar.tehran_day(row.starts_at)
    paper = deliverables.write(row.item, kind=kind, body={"text": summary}, law_on=day, by=by, at=at)
    return deliverables.release(paper, by=by, at=at)


@deed
def offer_more(appointment: Appointment, *, units: int, by: Actor, at: datetime) -> None:
    """The talk takes longer than was paid for: a manager agrees a further unit with the client, who pays before it goes on."""
    row = _held(appointment)
    if row.state not in ("booked", "done") or not 1 <= units <= MORE_UNITS:
        raise common.forbid(row.item.request, "offer_more", by=by)
    title = f"واحد اضافه برای گفت‌وگوی درخواست {row.item.request.shown_number}: {_fa(units)}"
    work.open_item("appointment.overrun", row, title=title, role="manager", at=at)
    record("appointment.overrun", row, by=by, at=at, units=units, number=_number(row))


@deed
def settle(appointment: Appointment, *, by: Actor, at: datetime) -> None:
    """A manager has dealt with what the hour left: an expert who was absent, a talk that took longer."""
    row = _held(appointment)
    if flow.role_of(by.role) != "manager":
        raise common.forbid(row.item.request, "settle", by=by)
    for kind in MANAGERS_WORK:
        work.close_item(kind, row, outcome="settled", at=at)
    record("appointment.settled", row, by=by, at=at, number=_number(row))


@deed
def _claim(appointment: Appointment, *, by: Actor, at: datetime) -> tuple[Call, Bridge]:
    """The try stands on record before anybody is rung."""
    row = _held(appointment)
    if not flow.APPOINTMENT.allows(row.state, "finish", flow.role_of(by.role)) or row.expert_id != by.person_id:
        raise common.forbid(row.item.request, "dial", by=by)
    if at < row.starts_at - EARLY:
        raise TooEarly(minutes=_minutes(EARLY))
    last = row.calls.exclude(outcome="failed").order_by("-pk").first()
    if last is not None and last.outcome in ("ringing", "placing"):
        raise StillRinging
    if last is not None and last.outcome == "no_answer" and at - last.at < policy.CALL_EVERY:
        raise TooSoon(minutes=_minutes(policy.CALL_EVERY))
    expert = particulars.own(Person.objects.get(pk=row.expert_id)).mobile
    client = row.phone or ""
    if not expert or not client:
        raise NoNumber
    call = Call.objects.create(appointment=row, at=at, outcome="placing", by_id=by.somebody)
    seconds = row.minutes * 60 + RINGS
    bridge = Bridge(
        reference=f"call-{call.pk}", expert=_national(expert), client=_national(client), seconds=seconds, is_recorded=row.may_record
    )
    return call, bridge


def _held(appointment: Appointment) -> Appointment:
    request = common.locked(appointment.item.request_id)
    row = Appointment.objects.select_for_update().get(pk=appointment.pk)
    row.item = Item.objects.get(pk=row.item_id)
    row.item.request = request
    return row


def _ensure_yours(row: Appointment, name: str, *, by: Actor) -> None:
    if row.expert_id != by.person_id:
        common.ensure_yours(row.item.request, name, by=by)


def _number(row: Appointment) -> str:
    return row.item.request.number or ""


def _national(mobile: str) -> str:
    """`+98912…` as an Iranian exchange dials it."""
    return "0" + mobile.removeprefix("+98") if mobile.startswith("+98") else mobile


def _minutes(span: timedelta) -> str:
    return _fa(int(span.total_seconds()) // 60)


def _fa(number: int) -> str:
    return text.to_persian_digits(str(number))
