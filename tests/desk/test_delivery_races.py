"""Two hands on one hour, on real transactions: exactly one has it."""

from datetime import timedelta

import pytest
from django.db import transaction

from kardad.core.models import Event
from kardad.desk import policy
from kardad.desk.actions import common, slots, withdrawing
from kardad.desk.models import Appointment, Item, Slot
from kardad.people.models import Person
from tests.conftest import NOW
from tests.desk import delivery_world as world
from tests.desk.delivery_world import NINE
from tests.people.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)
QUARTER = timedelta(minutes=15)


def taking(item_pk, expert_pk, starts_at, client):
    def deed():
        held = Item.objects.select_related("request").get(pk=item_pk)
        expert = Person.objects.get(pk=expert_pk)
        return slots.hold(held, expert=expert, starts_at=starts_at, may_record=False, by=client, at=NOW)

    return deed


def test_two_clients_who_press_at_once_do_not_get_the_same_hour():
    first = world.phone(quantity=2)
    expert = first.request.assigned_to
    others = [world.item(world.request(assigned_to=expert), quantity=2) for _ in range(3)]
    # Of three quarters each wants two: whoever comes second finds the middle one taken.
    deeds = [
        taking(one.pk, expert.pk, NINE + QUARTER * (place % 2), world.as_client(one.request)) for place, one in enumerate([first, *others])
    ]
    done = at_once(deeds)
    booked = [one for one in done if isinstance(one, Appointment)]
    assert len(booked) == 1
    assert all(isinstance(one, slots.SlotTaken) for one in done if one not in booked)
    assert set(Slot.objects.filter(appointment__isnull=False).values_list("appointment_id", flat=True)) == {booked[0].pk}
    assert Slot.objects.filter(appointment=booked[0]).count() == 2


def test_one_client_who_presses_twice_at_once_has_one_hour():
    held = world.phone()
    client = world.as_client(held.request)
    done = at_once([taking(held.pk, held.request.assigned_to_id, NINE + QUARTER * place, client) for place in range(3)])
    assert sum(isinstance(one, Appointment) for one in done) == 1
    assert all(isinstance(one, slots.NoHour) for one in done if not isinstance(one, Appointment))
    assert Slot.objects.filter(appointment__isnull=False).count() == 1


@pytest.mark.parametrize("again", range(3))
def test_a_payment_and_the_end_of_the_hold_leave_the_hour_booked_or_free_and_nothing_between(again):
    held = world.phone(state="invoiced", item_state="priced")
    made = world.hold(held)
    late = NOW + timedelta(minutes=16)

    def pay():
        with transaction.atomic():
            common.locked(held.request_id)
            return slots.book_held(held.request_id, at=late)

    booked, released = at_once([pay, lambda: slots.release(made.pk, at=late)])
    made.refresh_from_db()
    assert (booked, released, made.state) in [(1, 0, "booked"), (0, 1, "released")]
    assert Slot.objects.filter(appointment=made).count() == booked
    assert made.held_until is None


def test_a_move_and_a_cancel_at_once_do_one_of_them():
    made = world.hold(world.phone())
    client = world.as_client(made.item.request)
    done = at_once(
        [
            lambda: slots.move(made, expert=made.expert, starts_at=NINE + QUARTER, by=client, at=NOW),
            lambda: slots.cancel(made, by=client, at=NOW),
        ]
    )
    assert sum(isinstance(one, Appointment) for one in done) == 1
    assert Appointment.objects.filter(state__in=["held", "booked"]).count() == Slot.objects.filter(appointment__isnull=False).count()


def test_two_sweeps_at_once_end_the_service_of_a_missed_hour_once():
    world.shop.open_shop()
    held = world.phone()
    world.pay(world.paid_invoice(held.request))
    made = world.hold(held)
    Appointment.objects.filter(pk=made.pk).update(state="missed", ended_at=NINE)
    end = NINE + policy.MISSED_LASTS
    done = at_once([lambda: withdrawing.end_lapsed(made.pk, at=end)] * 3)
    assert sorted(done) == [False, False, True]
    held.refresh_from_db()
    assert held.state == "cancelled"
    assert Event.objects.filter(name="request.hour_used").count() == 1
