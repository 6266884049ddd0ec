"""Hours of experts: laid by quarters, held while one pays, taken once, moved by the rule of 24 and 4 hours."""

from datetime import timedelta

import pytest

from kardad.core.models import Event
from kardad.desk.actions import slots
from kardad.desk.models import Appointment, Slot
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests import factories
from tests.conftest import NOW
from tests.desk import delivery_world as world
from tests.desk.delivery_world import NINE

QUARTER = timedelta(minutes=15)
pytestmark = pytest.mark.django_db


def told(event):
    return Letter.objects.filter(event=event).count()


def test_a_shift_is_laid_quarter_by_quarter():
    expert = world.expert()
    shift = world.shift(expert)
    moments = list(Slot.objects.filter(shift=shift).order_by("starts_at").values_list("starts_at", flat=True))
    assert moments == [NINE + QUARTER * place for place in range(8)]
    assert Event.objects.filter(name="shift.laid").count() == 1


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (NOW - timedelta(hours=1), NOW + timedelta(hours=1)),
        (NINE, NINE),
        (NINE, NINE - QUARTER),
        (NINE + timedelta(minutes=5), NINE + timedelta(minutes=65)),
        (NINE, NINE + timedelta(minutes=20)),
        (NINE, NINE + timedelta(hours=13)),
    ],
)
def test_a_shift_that_cannot_be_is_refused(start, end):
    with pytest.raises(slots.BadShift):
        slots.lay(world.expert(), starts_at=start, ends_at=end, by=world.SYSTEM, at=NOW)
    assert not Slot.objects.exists()


def test_two_shifts_of_one_expert_do_not_overlap():
    expert = world.expert()
    world.shift(expert)
    with pytest.raises(slots.ShiftOverlaps):
        world.shift(expert, NINE + timedelta(hours=1))
    assert Slot.objects.count() == 8
    world.shift(world.expert(), NINE + timedelta(hours=1))


def test_a_shift_of_which_nothing_was_taken_is_lifted_and_one_of_which_something_was_stays():
    held = world.phone()
    shift = world.shift(held.request.assigned_to, NINE + timedelta(days=1))
    slots.lift(shift, by=world.SYSTEM, at=NOW)
    world.hold(held)
    with pytest.raises(slots.ShiftTaken):
        slots.lift(Slot.objects.first().shift, by=world.SYSTEM, at=NOW)
    assert Slot.objects.count() == 8


def test_free_hours_are_quarters_one_after_another_and_the_own_expert_comes_first():
    held = world.phone(quantity=3)
    own, other = held.request.assigned_to, world.expert("advice")
    world.shift(other, NINE, hours=1)
    world.expert("papers")  # has no skill for this
    found = world.free(held)
    assert [moment for pk, moment in found if pk == own.pk] == [NINE + QUARTER * place for place in range(6)]
    assert [moment for pk, moment in found if pk == other.pk] == [NINE, NINE + QUARTER]
    assert found[0][0] == own.pk


def test_an_hour_that_begins_at_once_or_in_a_month_is_not_offered():
    held = world.phone()
    world.shift(held.request.assigned_to, NINE + timedelta(days=30))
    assert world.free(held, at=NINE + timedelta(minutes=80)) == []
    assert all(moment < NOW + timedelta(days=14) for _, moment in world.free(held))


def test_nobody_calls_himself():
    held = world.phone()
    own = world.expert()
    held.request.applicant = own
    held.request.save()
    world.shift(own, NINE)
    assert own.pk not in {pk for pk, _ in world.free(held)}
    with pytest.raises(slots.SlotTaken):
        world.hold(held, of=own)


def test_an_hour_of_a_paid_request_is_booked_at_once_and_told():
    held = world.phone(quantity=2)
    assert not slots.is_ready(held)
    made = world.hold(held, may_record=True)
    assert (made.state, made.minutes, made.may_record, made.held_until) == ("booked", 30, True, None)
    assert made.phone == held.request.applicant.particulars.mobile
    assert Slot.objects.filter(appointment=made).count() == 2
    assert made.remind_at == NINE - timedelta(hours=24)
    assert told("appointment.booked") == 1
    assert slots.is_ready(held)


def test_the_client_for_whom_another_wrote_is_rung_himself_when_he_takes_the_hour():
    held, client = world.phone(), factories.person()
    held.request.client = client
    held.request.save()
    expert = held.request.assigned_to
    made = slots.hold(held, expert=expert, starts_at=NINE, may_record=False, by=factories.actor(client), at=NOW)
    assert made.phone == client.particulars.mobile


def test_an_hour_is_held_while_the_invoice_is_paid_and_booked_with_it():
    held = world.phone(state="invoiced", item_state="priced")
    made = world.hold(held)
    assert (made.state, made.held_until) == ("held", NOW + timedelta(minutes=15))
    assert told("appointment.booked") == 0
    assert slots.book_held(held.request_id, at=NOW + timedelta(minutes=10)) == 1
    made.refresh_from_db()
    assert (made.state, made.held_until) == ("booked", None)
    assert told("appointment.booked") == 1


def test_a_hold_that_was_not_paid_in_time_is_free_again_and_twice_swept_is_once():
    made = world.hold(world.phone(state="invoiced", item_state="priced"))
    assert slots.release(made.pk, at=NOW + timedelta(minutes=14)) == 0
    assert slots.release(made.pk, at=NOW + timedelta(minutes=15)) == 1
    assert slots.release(made.pk, at=NOW + timedelta(minutes=16)) == 0
    made.refresh_from_db()
    assert made.state == "released"
    assert not Slot.objects.filter(appointment__isnull=False).exists()


def test_whoever_changes_his_mind_holds_one_hour_only():
    held = world.phone(state="invoiced", item_state="priced")
    world.hold(held)
    second = world.hold(held, NINE + QUARTER)
    assert list(Appointment.objects.filter(state="held")) == [second]
    assert Slot.objects.filter(appointment__isnull=False).count() == 1


@pytest.mark.parametrize("state", ["submitted", "in_review", "delivered", "closed", "cancelled"])
def test_no_hour_is_taken_before_there_is_an_invoice_or_after_the_end(state):
    with pytest.raises(slots.NoHour):
        world.hold(world.phone(state=state))


def test_a_service_that_needs_no_hour_is_ready_and_takes_none():
    held = world.item(world.request(assigned_to=world.expert()), "written")
    assert slots.is_ready(held)
    with pytest.raises(slots.NoHour):
        world.hold(held)


def test_an_hour_taken_by_another_or_never_offered_is_refused():
    first = world.phone()
    expert = first.request.assigned_to
    world.hold(first)
    second = world.item(world.request(assigned_to=expert), quantity=2)
    for moment in (NINE - QUARTER, NINE, NINE + QUARTER * 7, NINE + timedelta(days=1)):
        with pytest.raises(slots.SlotTaken):
            world.hold(second, moment)
    assert world.hold(second, NINE + QUARTER).state == "booked"


def test_a_second_booking_of_the_item_is_a_move_and_not_another_hour():
    held = world.phone()
    world.hold(held)
    with pytest.raises(slots.NoHour):
        world.hold(held, NINE + QUARTER)


def move(made, to, at, by=None):
    return slots.move(made, expert=made.expert, starts_at=to, by=by or world.as_client(made.item.request), at=at)


def test_a_day_before_it_moves_freely_and_the_old_hour_is_free():
    made = world.hold(world.phone())
    for place in (1, 2, 3):
        made = move(made, NINE + QUARTER * place, NOW)
    assert (made.state, made.moves, made.cause) == ("booked", 3, "move")
    assert Slot.objects.filter(appointment__isnull=False).count() == 1
    assert told("appointment.moved") == 3
    assert Appointment.objects.filter(state="moved").count() == 3


def test_under_a_day_it_moves_once_then_once_a_year_by_goodwill_and_then_not():
    made = world.hold(world.phone())
    late = NINE - timedelta(hours=5)
    made = move(made, NINE + QUARTER, late)
    assert made.cause == "late_move"
    made = move(made, NINE + QUARTER * 2, late)
    assert made.cause == "goodwill"
    with pytest.raises(slots.SlotUsed):
        move(made, NINE + QUARTER * 3, late)
    made.refresh_from_db()
    assert made.state == "booked"


def test_under_four_hours_only_goodwill_moves_it_and_staff_move_it_whenever():
    made = world.hold(world.phone())
    near = NINE - timedelta(hours=2)
    assert move(made, NINE + QUARTER, near, by=world.as_expert(made.expert)).cause == "move"
    assert move(Appointment.objects.get(state="booked"), NINE + QUARTER * 2, near).cause == "goodwill"
    with pytest.raises(slots.SlotUsed):
        move(Appointment.objects.get(state="booked"), NINE + QUARTER * 3, near)


def test_goodwill_comes_back_after_a_year():
    made = world.hold(world.phone())
    Appointment.objects.create(
        item=made.item, expert=made.expert, starts_at=NOW, minutes=15, state="done", made_at=NOW - timedelta(days=366), cause="goodwill"
    )
    assert move(made, NINE + QUARTER, NINE - timedelta(hours=1)).cause == "goodwill"


def test_who_cancels_late_gets_no_more_than_who_moves_late():
    held = world.phone()
    client = world.as_client(held.request)
    slots.cancel(world.hold(held), by=client, at=NOW)
    assert slots.right(held, at=NOW) == "move"
    slots.cancel(world.hold(held), by=client, at=NINE - timedelta(hours=5))
    assert slots.right(held, at=NOW) == "late_move"
    assert not Slot.objects.filter(appointment__isnull=False).exists()


def test_only_a_client_cancels_and_only_what_is_booked():
    made = world.hold(world.phone())
    with pytest.raises(NotAllowed):
        slots.cancel(made, by=world.as_expert(made.expert), at=NOW)
    slots.cancel(made, by=world.as_client(made.item.request), at=NOW)
    with pytest.raises(NotAllowed):
        slots.cancel(made, by=world.as_client(made.item.request), at=NOW)


def test_the_client_is_reminded_a_day_and_an_hour_before_once_each():
    made = world.hold(world.phone())
    assert slots.remind(made.pk, at=NINE - timedelta(hours=25)) == 0
    for moment in (NINE - timedelta(hours=24), NINE - timedelta(hours=23), NINE - timedelta(hours=1), NINE - timedelta(minutes=30)):
        slots.remind(made.pk, at=moment)
    assert told("appointment.reminder") == 2
    made.refresh_from_db()
    assert made.remind_at is None


def test_a_sweep_that_comes_late_reminds_of_nothing_that_has_begun():
    made = world.hold(world.phone())
    slots.remind(made.pk, at=NINE + QUARTER)
    assert told("appointment.reminder") == 0


def test_the_sweeps_find_what_is_due():
    from kardad.desk import maintenance

    world.hold(world.phone(state="invoiced", item_state="priced"))
    made = world.hold(world.phone())
    assert maintenance.release_hours(NOW + timedelta(minutes=20)) == 1
    assert maintenance.remind_of_hours(made.remind_at) == 1
    assert maintenance.release_hours(NOW + timedelta(minutes=21)) == 0


def test_an_absent_expert_is_reported_from_ten_minutes_on():
    made = world.hold(world.phone())
    client = world.as_client(made.item.request)
    with pytest.raises(slots.NotLateYet):
        slots.report(made, by=client, at=NINE + timedelta(minutes=9, seconds=59))
    slots.report(made, by=client, at=NINE + timedelta(minutes=10))
    made.refresh_from_db()
    assert made.state == "expert_absent"
    assert told("appointment.expert_absent") == 1
    assert WorkItem.objects.filter(kind="appointment.absent", role="manager", closed_at=None).count() == 1
    with pytest.raises(NotAllowed):
        slots.report(made, by=client, at=NINE + timedelta(minutes=11))


def test_who_was_called_in_time_reports_no_absence():
    made = world.hold(world.phone())
    made.calls.create(at=NINE, outcome="no_answer", by=made.expert)
    with pytest.raises(slots.HasCalled):
        slots.report(made, by=world.as_client(made.item.request), at=NINE + timedelta(minutes=12))
