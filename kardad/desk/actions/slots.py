"""Hours of experts: laid as shifts of quarters, held while the client pays, booked, moved, given back; each quarter is taken once."""

from datetime import datetime, timedelta
from fractions import Fraction

from django.db import IntegrityError, transaction

from kardad.billing.actions import refunds
from kardad.billing.models import Invoice
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.desk import catalogue, flow, policy
from kardad.desk.actions import assigning, common
from kardad.desk.actions.common import deed
from kardad.desk.models import Appointment, Item, Request, Shift, Slot
from kardad.desk.queries import delivery as queries
from kardad.kit import calendar, money, text
from kardad.kit.refusal import BadInput, Refusal
from kardad.people import particulars
from kardad.people.models import Person
from kardad.work import actions as work

ABSENT_CREDIT_PERCENT = 20  # of the item's price, with a new hour
LONGEST_SHIFT = timedelta(hours=12)
YEAR = timedelta(days=365)
Cause = Appointment.Cause


class BadShift(BadInput):
    """A shift lies ahead, begins and ends on a quarter of an hour, and lasts at most half a day."""

    code = "SHIFT_BAD"
    message = "نوبت کاری باید در آینده باشد، سر ربع ساعت آغاز و تمام شود و بیش از ۱۲ ساعت نباشد."


class ShiftOverlaps(Refusal):
    """The expert has hours in that time already."""

    code = "SHIFT_OVERLAPS"
    message = "در این ساعت‌ها نوبت کاری دیگری برای این کارشناس گذاشته‌اید."


class ShiftTaken(Refusal):
    """A client holds an hour of the shift."""

    code = "SHIFT_TAKEN"
    message = "از این نوبت کاری ساعتی گرفته شده است؛ نخست آن نوبت را جابه‌جا کنید."


class SlotTaken(Refusal):
    """Somebody else has taken the hour, or it is not offered."""

    code = "SLOT_TAKEN"
    message = "این ساعت دیگر آزاد نیست. ساعت دیگری انتخاب کنید."


class NoHour(Refusal):
    """The item is not given at an hour, or not in this state."""

    code = "SLOT_NOT_NOW"
    message = "برای این خدمت اکنون نمی‌توان نوبت گرفت. پس از صدور صورتحساب ساعت را انتخاب کنید."


class SlotUsed(Refusal):
    """The hour counts as used: the free move and the year's goodwill are spent."""

    code = "SLOT_USED"
    message = "کمتر از {hours} ساعت به نوبت مانده و جابه‌جایی رایگان شما به کار رفته است؛ این نوبت استفاده‌شده به حساب می‌آید."


class MissedTooLong(SlotUsed):
    """The client missed the hour and took no other in time."""

    code = "SLOT_MISSED_TOO_LONG"
    message = "به تماس‌های نوبت پاسخ داده نشد و تا {days} روز ساعت دیگری گرفته نشد؛ این نوبت استفاده‌شده به حساب می‌آید."


class NotLateYet(Refusal):
    """The expert still has time to call."""

    code = "EXPERT_NOT_LATE"
    message = "تا {minutes} دقیقه پس از آغاز نوبت منتظر تماس بمانید؛ سپس این دکمه کار می‌کند."


class HasCalled(Refusal):
    """The expert did call in time."""

    code = "EXPERT_CALLED"
    message = "در این نوبت تماس ثبت شده است. اگر گفت‌وگو انجام نشد، در درخواست پیام بگذارید."


@transaction.atomic
def lay(expert: Person, *, starts_at: datetime, ends_at: datetime, by: Actor, at: datetime) -> Shift:
    """The expert takes calls in these hours, quarter by quarter."""
    quarters, rest = divmod(ends_at - starts_at, queries.QUARTER)
    is_even = not rest and starts_at.minute % policy.SLOT_MINUTES == 0 and not starts_at.second and not starts_at.microsecond
    if starts_at < at or quarters <= 0 or not is_even or ends_at - starts_at > LONGEST_SHIFT:
        raise BadShift(field="starts")
    shift = Shift(expert=expert, starts_at=starts_at, ends_at=ends_at)
    try:
        with transaction.atomic():
            shift.save()
            Slot.objects.bulk_create(
                Slot(shift=shift, expert=expert, starts_at=starts_at + queries.QUARTER * place) for place in range(quarters)
            )
    except IntegrityError:
        raise ShiftOverlaps(field="starts") from None
    record("shift.laid", shift, by=by, at=at, day=calendar.long(calendar.tehran_day(starts_at)))
    return shift


@transaction.atomic
def lift(shift: Shift, *, by: Actor, at: datetime) -> None:
    """The expert takes no calls in these hours; nobody had taken one."""
    if list(Slot.objects.select_for_update().filter(shift=shift, appointment__isnull=False)[:1]):
        raise ShiftTaken
    record("shift.lifted", shift, by=by, at=at, day=calendar.long(calendar.tehran_day(shift.starts_at)))
    shift.delete()


def _who_asks(request: Request, by: Actor) -> Person:
    """Whoever takes the hour is rung: the client himself, or who asks for him."""
    return request.client if request.client is not None and request.client_id == by.person_id else request.applicant


@deed
def hold(item: Item, *, expert: Person, starts_at: datetime, may_record: bool, phone: str = "", by: Actor, at: datetime) -> Appointment:
    """The hour is the client's: booked when the request is paid, else held for a quarter of an hour while he pays."""
    held, invoice = _item(item)
    flow.APPOINTMENT.after("held", "book", flow.role_of(by.role))  # hours are taken by clients; staff move them
    cause = right(held, at=at)
    _let_go(held, by=by, at=at)
    made = _take(held, expert, starts_at, cause, at=at)
    made.may_record, made.phone = may_record, phone or particulars.reachable(_who_asks(held.request, by))
    made.save()
    if cause == Cause.ABSENT and invoice is not None:
        _make_good(held, invoice, by=by, at=at)
    if held.request.state in queries.paid_states():
        return _book(made, "appointment.booked", by=by, at=at)
    made.held_until = at + policy.SLOT_HOLD
    made.save()
    record("appointment.held", made, by=by, at=at, when=calendar.with_time(starts_at))
    return made


def book_held(request_id: int, *, at: datetime) -> int:
    """What was held for a request that is paid now is booked; what was released by then is chosen again by the client."""
    booked = 0
    for row in Appointment.objects.select_for_update().filter(item__request_id=request_id, state="held").order_by("pk"):
        _book(row, "appointment.booked", by=SYSTEM, at=at)
        booked += 1
    return booked


@transaction.atomic
def release(appointment_id: int, *, at: datetime) -> int:
    """An hour that was held and not paid in time is free again."""
    row = Appointment.objects.select_for_update().filter(pk=appointment_id).first()
    if row is None or row.state != "held" or row.held_until is None or row.held_until > at:
        return 0
    _end(row, "release", by=SYSTEM, at=at)
    record("appointment.released", row, by=SYSTEM, at=at, person_id=common.readers(row.item.request)[0].pk)
    return 1


@deed
def move(appointment: Appointment, *, expert: Person, starts_at: datetime, by: Actor, at: datetime) -> Appointment:
    """Another hour stands for the old one; staff move freely, a client by the rule of 24 and 4 hours and once a year by goodwill."""
    old, item = _appointment(appointment)
    is_staff = flow.role_of(by.role) != "client"
    if is_staff and old.expert_id != by.person_id:
        common.ensure_yours(item.request, "move", by=by)
    cause = Cause.MOVE if is_staff else _right_to_move(item, old.starts_at - at, at=at)
    _end(old, "move", by=by, at=at)
    made = _take(item, expert, starts_at, cause, at=at)
    made.may_record, made.phone, made.moves = old.may_record, old.phone, old.moves + 1
    made.save()
    _book(made, "appointment.moved", by=by, at=at)
    return made


@deed
def cancel(appointment: Appointment, *, reason: str = "", by: Actor, at: datetime) -> Appointment:
    """The client does not want this hour; money and another hour follow their rules, and where none may come a manager ends the service."""
    row, item = _appointment(appointment)
    row.reason = reason
    _end(row, "cancel", by=by, at=at)
    record("appointment.cancelled", row, by=by, at=at, when=calendar.with_time(row.starts_at))
    if is_used_up(item, at=at):
        hand_over(row, at=at)
        _tell(row, "appointment.cancelled_late", at=at)
    return row


@deed
def report(appointment: Appointment, *, by: Actor, at: datetime) -> Appointment:
    """The expert did not call: the client has his money or another hour with a credit, and a manager knows."""
    row, item = _appointment(appointment)
    if at < row.starts_at + policy.EXPERT_LATE:
        raise NotLateYet(minutes=text.to_persian_digits(str(policy.EXPERT_LATE.seconds // 60)))
    if row.calls.exclude(outcome="failed").exists():
        raise HasCalled
    _end(row, "report", by=by, at=at)
    title = f"کارشناس در نوبت درخواست {item.request.shown_number} تماس نگرفت"
    work.open_item("appointment.absent", row, title=title, role="manager", at=at)
    record("appointment.reported", row, by=by, at=at, when=calendar.with_time(row.starts_at))
    _tell(row, "appointment.expert_absent", at=at)
    return row


@transaction.atomic
def remind(appointment_id: int, *, at: datetime) -> int:
    """The client knows how long it is until his hour, or until none stands for the one he missed, and when he will be told again."""
    row = Appointment.objects.select_for_update().filter(pk=appointment_id).first()
    if row is None or row.state not in ("booked", "missed") or row.remind_at is None or row.remind_at > at:
        return 0
    row.remind_at = next_reminder(row, at=at)
    row.save(update_fields=["remind_at"])
    if row.state == "booked" and row.starts_at > at:
        _tell(row, "appointment.reminder", at=at)
    if row.state == "missed" and _may_be_taken_again(row, at=at):
        _tell(row, "appointment.missed_reminder", at=at, until=calendar.with_time(row.lapses_at))
    return 1


def next_reminder(row: Appointment, *, at: datetime) -> datetime | None:
    """When the client is to be told next of his hour, or of the one he missed."""
    end, spans = (row.lapses_at, policy.MISSED_REMINDERS) if row.state == "missed" else (row.starts_at, policy.SLOT_REMINDERS)
    return min((moment for moment in (end - before for before in spans) if moment > at), default=None)


def is_ready(item: Item) -> bool:
    """Whether the item has its hour, or needs none: what must be so before work on it starts."""
    if not catalogue.service(item.service_code).needs_hour:
        return True
    return item.appointments.filter(state__in=("booked", "done")).exists()


def experts(item: Item, *, at: datetime) -> list[Person]:
    """Who may give the hour, the expert of the request first; nobody who serves the other side."""
    against = assigning.conflicting(item.request, at=at)
    return [one for one in queries.experts_for(item) if one.pk not in against]


def right(item: Item, *, at: datetime) -> Appointment.Cause:
    """By what right the item may get an hour now; raises NoHour or SlotUsed."""
    if not catalogue.service(item.service_code).needs_hour or item.state not in ("priced", "in_progress"):
        raise NoHour
    if item.request.state not in ("invoiced", "partially_paid", *queries.paid_states()):
        raise NoHour
    last = item.appointments.exclude(state__in=("held", "released")).order_by("-pk").first()
    if last is None:
        return Cause.FIRST
    if last.state == "expert_absent":
        return Cause.ABSENT
    if last.state == "missed":
        if last.lapses_at <= at:
            raise MissedTooLong(days=text.to_persian_digits(policy.MISSED_LASTS.days))
        return _goodwill(item, at=at)
    if last.state == "cancelled" and last.ended_at is not None:
        return _right_to_move(item, last.starts_at - last.ended_at, at=at)
    raise NoHour


def is_used_up(item: Item, *, at: datetime) -> bool:
    """Whether the client missed the item's hour, or gave it back too late, and has no right to another one."""
    last = queries.last_appointment(item)
    if last is None or last.state not in queries.NOT_HELD:
        return False
    try:
        right(item, at=at)
    except SlotUsed:
        return True
    except NoHour:
        return False
    return False


def has_lapsed(item: Item, *, at: datetime) -> bool:
    """Whether the client missed the item's hour and let the time for another one pass."""
    last = queries.last_appointment(item)
    return last is not None and last.state == "missed" and last.lapses_at <= at and is_used_up(item, at=at)


def hand_over(row: Appointment, *, at: datetime) -> None:
    """A manager is to end the service of an hour that counts as used."""
    title = f"نوبت درخواست {row.item.request.shown_number} استفاده‌شده است؛ خدمت آن را پایان دهید"
    work.open_item("appointment.used", row, title=title, role="manager", at=at)


def right_after(row: Appointment, *, at: datetime) -> Appointment.Cause | None:
    """By what right another hour could stand for this one if it were given back now; None where by none."""
    try:
        return _right_to_move(row.item, row.starts_at - at, at=at)
    except SlotUsed:
        return None


def _may_be_taken_again(row: Appointment, *, at: datetime) -> bool:
    """Whether the hour is the item's last and the client still has a right to another one."""
    last = queries.last_appointment(row.item)
    try:
        return last is not None and last.pk == row.pk and bool(right(row.item, at=at))
    except (SlotUsed, NoHour):
        return False


def _right_to_move(item: Item, left: timedelta, *, at: datetime) -> Appointment.Cause:
    if left >= policy.FREE_CANCEL:
        return Cause.MOVE
    if left >= policy.LATE_CANCEL and not item.appointments.filter(cause=Cause.LATE_MOVE).exclude(state="released").exists():
        return Cause.LATE_MOVE
    return _goodwill(item, at=at)


def _goodwill(item: Item, *, at: datetime) -> Appointment.Cause:
    """Once a year, whatever the clock says."""
    given = Appointment.objects.filter(item__request__applicant_id=item.request.applicant_id, cause=Cause.GOODWILL, made_at__gt=at - YEAR)
    if given.exclude(state="released").exists():
        raise SlotUsed(hours=text.to_persian_digits(str(policy.FREE_CANCEL // timedelta(hours=1))))
    return Cause.GOODWILL


def _take(item: Item, expert: Person, starts_at: datetime, cause: Appointment.Cause, *, at: datetime) -> Appointment:
    """An appointment on these quarters, which were all free and of an expert who may give it; saved, held, and told to nobody yet."""
    wanted = item.quantity
    if not any(one.pk == expert.pk for one in experts(item, at=at)) or starts_at < at + queries.LEAD:
        raise SlotTaken(field="hour")
    moments = [starts_at + queries.QUARTER * place for place in range(wanted)]
    rows = Slot.objects.select_for_update().filter(expert=expert, starts_at__in=moments, appointment=None).order_by("starts_at")
    slots = [row.pk for row in rows]
    if len(slots) != wanted:
        raise SlotTaken(field="hour")
    made = Appointment.objects.create(
        item=item, expert=expert, starts_at=starts_at, minutes=wanted * policy.SLOT_MINUTES, made_at=at, cause=cause
    )
    # The condition again: where rows are not locked by reading them, only one of two writers finds them free.
    if Slot.objects.filter(pk__in=slots, appointment=None).update(appointment=made) != wanted:
        raise SlotTaken(field="hour")
    return made


def _book(row: Appointment, event: str, *, by: Actor, at: datetime) -> Appointment:
    row.state = flow.APPOINTMENT.after(row.state, "book", "system")
    row.held_until, row.remind_at = None, next_reminder(row, at=at)
    row.save()
    record(event, row, by=by, at=at, person_id=common.readers(row.item.request)[0].pk, when=calendar.with_time(row.starts_at))
    _tell(row, event, at=at)
    return row


def _end(row: Appointment, move_name: str, *, by: Actor, at: datetime) -> None:
    """The appointment is over and its quarters are free; what has begun is offered to nobody."""
    row.state = flow.APPOINTMENT.after(row.state, move_name, flow.role_of(by.role))
    row.ended_at, row.held_until, row.remind_at = at, None, None
    row.save()
    Slot.objects.filter(appointment=row).update(appointment=None)


def _let_go(item: Item, *, by: Actor, at: datetime) -> None:
    """An hour that the client thought of before is free; a booked one is moved, not taken anew."""
    row = Appointment.objects.select_for_update().filter(item=item, state__in=("held", "booked")).first()
    if row is None:
        return
    if row.state == "booked":
        raise NoHour
    _end(row, "release", by=by, at=at)


def _make_good(item: Item, invoice: Invoice, *, by: Actor, at: datetime) -> None:
    """A fifth of the item's price is asked for as credit, for a manager to approve, since the expert was absent."""
    row = item.appointments.filter(state="expert_absent").order_by("-pk").first()
    line = invoice.lines.filter(service_code=item.service_code).first()
    if row is None or line is None or not invoice.subtotal:
        return
    rials = money.whole_rials(Fraction(line.amount * invoice.total * ABSENT_CREDIT_PERCENT, invoice.subtotal * 100))
    refunds.request(invoice, rials=rials, reason="جبران غیبت کارشناس در نوبت تلفنی", target="credit", by=by, at=at)
    work.close_item("appointment.absent", row, outcome="new_slot", at=at)


def _item(item: Item) -> tuple[Item, Invoice | None]:
    """The item, whose request and invoice are held in billing's own order."""
    request, invoice = common.held(item.request_id)
    held = Item.objects.get(pk=item.pk)
    held.request = request
    return held, invoice


def _appointment(appointment: Appointment) -> tuple[Appointment, Item]:
    item, _ = _item(appointment.item)
    row = Appointment.objects.select_for_update().get(pk=appointment.pk)
    row.item = item
    return row, item


def _tell(row: Appointment, event: str, *, at: datetime, **words: str) -> None:
    common.tell(row.item.request, event, at=at, when=calendar.with_time(row.starts_at), **words)
