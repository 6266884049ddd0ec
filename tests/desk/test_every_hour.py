"""Every state, deed and role of an appointment: what the table does not hold is refused, kept in history, and changes nothing."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction

from kardad.core.actor import SYSTEM
from kardad.core.models import Event
from kardad.desk.actions import calls, deliverables, ratings, slots
from kardad.desk.models import Appointment, Call, Deliverable, Item, Request, Slot
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.work import actions as work
from kardad.work.models import WorkItem
from tests import factories
from tests.desk import delivery_world as world
from tests.desk import rules_of_moves as rules
from tests.desk.delivery_world import NINE
from tests.rulebook import names_of, states_of

pytestmark = pytest.mark.django_db
ROLES = ("client", "expert", "manager", "finance_officer", "system")
LATER = NINE + timedelta(minutes=30)  # within the hour, and late enough to say that nobody called
TOMORROW = NINE + timedelta(days=1)
SUMMARY = "موضوع مزد و اضافه‌کاری بررسی شد و گام‌های بعدی به متقاضی گفته شد. " * 4


class Back(Exception):
    """Whatever was done is undone."""


def tries(row, outcome, count):
    """So many calls that had this outcome, five minutes apart."""
    for place in range(count):
        row.calls.create(at=NINE + timedelta(minutes=5 * place), outcome=outcome, by=row.expert)


def move(row, by):
    slots.move(row, expert=row.expert, starts_at=TOMORROW, by=by, at=NINE - timedelta(hours=30))


def cancel(row, by):
    slots.cancel(row, by=by, at=NINE - timedelta(hours=30))


def report(row, by):
    slots.report(row, by=by, at=LATER)


def finish(row, by):
    tries(row, "answered", 1)
    calls.finish(row, summary=SUMMARY, by=by, at=LATER)


def miss(row, by):
    tries(row, "no_answer", 3)
    calls.miss(row, by=by, at=LATER)


DEEDS = {"move": move, "cancel": cancel, "report": report, "finish": finish, "miss": miss}


@pytest.fixture
def taken(db):
    """An hour of a paid request, with another shift on the day after."""
    world.shop.open_shop()
    held = world.phone()
    world.pay(world.paid_invoice(held.request))
    world.shift(held.request.assigned_to, TOMORROW)
    return world.hold(held)


def actor(row, role):
    """Whoever acts in this role: its client, its expert, or one of the house."""
    known = {"client": (row.item.request.applicant, "member"), "expert": (row.expert, "expert"), "system": None}
    if role == "system":
        return SYSTEM
    return factories.actor(*(known.get(role) or (factories.staff(role), role)))


def stands(row, state):
    """The appointment as it would be in this state, with its quarters while it is open."""
    row.state, row.ended_at = state, None if state in ("held", "booked") else NINE
    row.held_until = NINE - timedelta(hours=31) if state == "held" else None
    row.save()
    if row.ended_at:
        Slot.objects.filter(appointment=row).update(appointment=None)
    return row


def everything():
    """All that a deed on an hour could change, but the history and the tries that the test itself makes."""
    kinds = (Appointment, Slot, Item, Request, Deliverable, WorkItem, Letter)
    return [list(kind.objects.order_by("pk").values()) for kind in kinds]


def outcome(deed, row, by):
    """The state of the row afterwards, whether it was refused, whether anything changed and the refusal was kept; then undone."""
    before, found = everything(), {"refused": False}
    try:
        with transaction.atomic():
            try:
                deed(Appointment.objects.get(pk=row.pk), by)
            except NotAllowed:
                found["refused"] = True
            found["state"] = Appointment.objects.get(pk=row.pk).state
            found["changed"] = before != everything()
            found["kept"] = Event.objects.filter(name="request.refused_move", subject_id=row.item.request_id, person_id=None).exists()
            raise Back
    except Back:
        return found


@pytest.mark.parametrize("state", states_of(rules.APPOINTMENT))
def test_every_deed_of_every_role_on_an_hour(taken, state):
    row, wrong = stands(taken, state), []
    for (name, deed), role in product(DEEDS.items(), ROLES):
        found = outcome(deed, row, actor(row, role))
        if target := rules.APPOINTMENT.get((state, name, role)):
            right = {"refused": False, "state": target, "changed": True, "kept": False}
        else:
            right = {"refused": True, "state": state, "changed": False, "kept": True}
        if found != right:
            wrong.append((name, role, "should be", right, found))
    assert wrong == []


def take(row, by):
    """The client takes the hour of the day after, which lets go what he held."""
    slots.hold(row.item, expert=row.expert, starts_at=TOMORROW, may_record=False, by=by, at=NINE - timedelta(hours=30))


@pytest.mark.parametrize("state", ["held", "released"])
@pytest.mark.parametrize("role", ROLES)
def test_an_hour_is_taken_and_let_go_by_clients_alone(taken, state, role):
    row = stands(taken, state)
    found = outcome(take, row, actor(row, role))
    if role in ("client", "system"):
        assert (found["refused"], found["state"], found["changed"]) == (False, "released", True)
        take(row, actor(row, role))
        assert row.item.appointments.get(state="booked").starts_at == TOMORROW
    else:
        assert found == {"refused": True, "state": state, "changed": False, "kept": True}
    assert (
        (("held", "book", role) in rules.APPOINTMENT) == (("held", "release", role) in rules.APPOINTMENT) == (role in ("client", "system"))
    )


@pytest.mark.parametrize("state", states_of(rules.APPOINTMENT))
def test_the_house_books_and_releases_what_is_held_and_nothing_else(taken, state):
    row = stands(taken, state)
    booked = outcome(lambda one, _: slots.book_held(one.item.request_id, at=LATER), row, SYSTEM)
    released = outcome(lambda one, _: slots.release(one.pk, at=LATER), row, SYSTEM)
    if state == "held":
        assert (booked["state"], released["state"]) == ("booked", "released")
    else:
        assert [one["changed"] for one in (booked, released)] == [False, False]


def test_these_deeds_make_every_move_of_the_table():
    assert {*DEEDS, "book", "release"} == names_of(rules.APPOINTMENT)


def test_another_expert_neither_moves_nor_misses_nor_ends_an_hour(taken):
    other = world.as_expert(world.expert())
    for deed in (move, miss, finish):
        assert outcome(deed, taken, other) == {"refused": True, "state": "booked", "changed": False, "kept": True}


@pytest.mark.parametrize("role", ROLES)
def test_only_the_expert_of_the_hour_tells_what_became_of_a_try(taken, role):
    call = Call.objects.create(appointment=taken, at=NINE, outcome="ringing", by=taken.expert)
    found = outcome(lambda *_: calls.note(call, is_answered=True, by=actor(taken, role), at=LATER), taken, None)
    assert (found["refused"], found["kept"]) == ((False, False) if role == "expert" else (True, True))
    other = outcome(lambda *_: calls.note(call, is_answered=True, by=world.as_expert(world.expert()), at=LATER), taken, None)
    assert other["refused"]


@pytest.mark.parametrize("role", ROLES)
def test_what_an_hour_left_is_settled_by_a_manager_and_nobody_else(taken, role):
    stands(taken, "expert_absent")
    work.open_item("appointment.absent", taken, title="تماس نگرفت", role="manager", at=NINE)
    found = outcome(lambda one, by: calls.settle(one, by=by, at=LATER), taken, actor(taken, role))
    assert found["refused"] == found["kept"] == (role != "manager")
    assert found["changed"] == (role == "manager")


def test_a_refused_deed_on_a_paper_is_kept_in_the_history_of_its_request(taken):
    stands(taken, "done")
    paper = Deliverable.objects.create(
        item=taken.item, version=1, number="D-1", token="t", kind="summary", body={"text": SUMMARY}, made_by=taken.expert, made_at=NINE
    )
    stranger = world.as_expert(world.expert())
    found = outcome(lambda *_: deliverables.ask_signature(paper, of=taken.expert, by=stranger, at=LATER), taken, None)
    assert (found["refused"], found["changed"], found["kept"]) == (True, False, True)


@pytest.mark.parametrize("role", ROLES)
def test_a_score_is_given_by_a_client_alone(taken, role):
    taken.item.request.state = "delivered"
    taken.item.request.save()
    Item.objects.filter(pk=taken.item_id).update(state="delivered")
    found = outcome(lambda *_: ratings.rate(taken.item, score=5, by=actor(taken, role), at=LATER), taken, None)
    assert (found["refused"], found["kept"]) == ((False, False) if role == "client" else (True, True))
