"""Calls through the bridge: no number is shown, three tries make a miss, the summary is what the client gets."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from kardad.billing.models import Refund
from kardad.core import outside
from kardad.core.models import Event
from kardad.desk import entitlements, maintenance, policy, sweeps
from kardad.desk.actions import calls, common, deliverables, slots, withdrawing
from kardad.desk.models import Call, Deliverable
from kardad.gateways.calls.port import Outcome
from kardad.inbox.models import Letter
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests.conftest import NOW
from tests.desk import delivery_world as world
from tests.desk.delivery_world import NINE

pytestmark = pytest.mark.django_db
SUMMARY = "موضوع مزد و اضافه‌کاری بررسی شد و گام‌های بعدی به متقاضی گفته شد. " * 4
FIVE = timedelta(minutes=5)


@pytest.fixture
def shop(db):
    """A tariff, a seller and a rate."""
    world.shop.open_shop()


@pytest.fixture
def booked(shop):
    """A booked call of two units, paid for."""
    held = world.phone(quantity=2)
    world.pay(world.paid_invoice(held.request, quantity=2))
    return world.hold(held)


def expert_of(made):
    return world.as_expert(made.expert)


def dial(made, at=NINE, by=None):
    return calls.dial(made, by=by or expert_of(made), at=at)


def tried(made, at, *, is_answered=False):
    return calls.note(dial(made, at), is_answered=is_answered, by=expert_of(made), at=at)


def test_the_bridge_rings_both_and_the_row_knows_no_number(booked):
    call = dial(booked)
    (bridge,) = outside.exchange().placed
    assert bridge.reference == f"call-{call.pk}"
    assert bridge.client == "0" + booked.item.request.applicant.particulars.mobile.removeprefix("+98")
    assert bridge.expert == "0" + booked.expert.particulars.mobile.removeprefix("+98")
    assert (bridge.is_recorded, bridge.seconds) == (False, 30 * 60 + 60)
    assert call.outcome == "ringing"
    assert not [event for event in Event.objects.all() if bridge.client[1:] in str(event.data)]


def test_a_call_is_recorded_only_when_the_client_agreed(shop):
    dial(world.hold(world.phone(), may_record=True))
    assert outside.exchange().placed[0].is_recorded


def test_nobody_is_called_before_his_hour_or_by_another(booked):
    with pytest.raises(calls.TooEarly):
        dial(booked, NINE - timedelta(minutes=6))
    with pytest.raises(NotAllowed):
        dial(booked, by=world.as_expert(world.expert()))
    assert not Call.objects.exists()
    assert outside.exchange().placed == []


def test_a_call_that_the_exchange_did_not_place_is_on_record_and_is_no_try(booked):
    outside.exchange().fail(Outcome.UNAVAILABLE)
    with pytest.raises(calls.ExchangeDown):
        dial(booked)
    assert Call.objects.get().outcome == "failed"
    assert dial(booked).outcome == "ringing"


def test_a_call_of_which_nobody_knows_counts_as_a_try(booked):
    outside.exchange().fail(Outcome.UNSURE)
    assert dial(booked).outcome == "ringing"


def test_no_second_call_while_the_first_is_open_or_too_soon_after_it(booked):
    call = dial(booked)
    with pytest.raises(calls.StillRinging):
        dial(booked, NINE + FIVE)
    calls.note(call, is_answered=False, by=expert_of(booked), at=NINE)
    with pytest.raises(calls.TooSoon):
        dial(booked, NINE + timedelta(minutes=4))
    assert dial(booked, NINE + FIVE).outcome == "ringing"


def test_what_became_of_a_call_is_told_once(booked):
    call = tried(booked, NINE, is_answered=True)
    with pytest.raises(NotAllowed):
        calls.note(call, is_answered=False, by=expert_of(booked), at=NINE)


def test_three_tries_five_minutes_apart_make_a_miss(booked):
    for place in range(3):
        with pytest.raises(calls.TooFewTries):
            calls.miss(booked, by=expert_of(booked), at=NINE)
        tried(booked, NINE + FIVE * place)
    missed = calls.miss(booked, by=expert_of(booked), at=NINE + FIVE * 3)
    assert missed.state == "missed"
    assert Letter.objects.filter(event="appointment.missed").count() == 1
    assert slots.right(booked.item, at=NINE + FIVE * 3) == "goodwill"


def test_who_answered_once_was_not_missed(booked):
    for place in range(3):
        tried(booked, NINE + FIVE * place)
    tried(booked, NINE + FIVE * 3, is_answered=True)
    with pytest.raises(calls.TooFewTries):
        calls.miss(booked, by=expert_of(booked), at=NINE + FIVE * 4)


def test_goodwill_for_a_missed_call_is_given_once_a_year(booked):
    for place in range(3):
        tried(booked, NINE + FIVE * place)
    calls.miss(booked, by=expert_of(booked), at=NINE + FIVE * 3)
    again = world.hold(booked.item, NINE + timedelta(minutes=90), at=NINE + FIVE * 3)
    assert (again.state, again.cause) == ("booked", "goodwill")
    again.state = "missed"
    again.save()
    with pytest.raises(slots.SlotUsed):
        world.hold(booked.item, NINE + timedelta(minutes=90), at=NINE + FIVE * 4)


def test_the_summary_of_an_answered_call_is_what_the_client_gets(booked):
    tried(booked, NINE, is_answered=True)
    paper = calls.finish(booked, summary=SUMMARY, by=expert_of(booked), at=NINE + FIVE)
    booked.refresh_from_db()
    booked.item.refresh_from_db()
    assert (booked.state, booked.item.state) == ("done", "delivered")
    assert (paper.kind, paper.version, paper.body["text"]) == (Deliverable.Kind.SUMMARY, 1, SUMMARY)
    assert paper.released_at == NINE + FIVE
    booked.item.request.refresh_from_db()
    assert booked.item.request.state == "delivered"


def test_a_short_summary_or_an_unanswered_call_ends_nothing(booked):
    tried(booked, NINE, is_answered=False)
    with pytest.raises(calls.NotAnswered):
        calls.finish(booked, summary=SUMMARY, by=expert_of(booked), at=NINE + FIVE)
    tried(booked, NINE + FIVE, is_answered=True)
    with pytest.raises(deliverables.ShortSummary):
        calls.finish(booked, summary="  " + "کوتاه " * 20, by=expert_of(booked), at=NINE + FIVE)
    assert not Deliverable.objects.exists()


def test_another_expert_with_the_skill_gives_the_hour_and_delivers_it(shop):
    held, other = world.phone(), world.expert()
    world.pay(world.paid_invoice(held.request))
    world.shift(other)
    made = world.hold(held, of=other)
    tried(made, NINE, is_answered=True)
    with pytest.raises(common.NotYours):
        calls.finish(made, summary=SUMMARY, by=world.as_expert(world.expert()), at=NINE)
    assert calls.finish(made, summary=SUMMARY, by=expert_of(made), at=NINE).made_by == other


def test_a_training_hour_ends_with_its_material_and_no_call(shop):
    held = world.phone()
    held.service_code, held.delivery = "training", "training_session"
    held.save()
    world.pay(world.paid_invoice(held.request))
    made = world.hold(held)
    with pytest.raises(calls.TooEarly):
        calls.finish(made, summary=SUMMARY, by=expert_of(made), at=NOW)
    paper = calls.finish(made, summary=SUMMARY, by=expert_of(made), at=NINE + FIVE)
    assert paper.kind == Deliverable.Kind.TRAINING


def test_a_longer_talk_is_for_a_manager_to_agree(booked):
    calls.offer_more(booked, units=2, by=expert_of(booked), at=NINE)
    (item,) = WorkItem.objects.filter(kind="appointment.overrun")
    assert (item.role, item.subject_id) == ("manager", booked.pk)
    with pytest.raises(NotAllowed):
        calls.offer_more(booked, units=9, by=expert_of(booked), at=NINE)


def test_a_new_hour_after_an_absent_expert_asks_a_manager_for_a_fifth_as_credit(booked):
    late = NINE + timedelta(minutes=10)
    client = world.as_client(booked.item.request)
    slots.report(booked, by=client, at=late)
    again = world.hold(booked.item, NINE + timedelta(minutes=60), at=late)
    refund = Refund.objects.get()
    assert (again.state, again.cause) == ("booked", "absent")
    assert (refund.rials, refund.target, refund.state) == (660_000, "credit", "requested")  # a fifth of 3,300,000
    assert refund.requested_by_id == client.person_id
    assert not WorkItem.objects.filter(kind="appointment.absent", closed_at=None).exists()
    booked.item.request.refresh_from_db()
    assert booked.item.request.state == "in_progress"


def test_the_credit_reaches_the_client_after_two_persons_and_the_request_goes_on(booked):
    from kardad.billing import queries as billing
    from kardad.billing.actions import refunds
    from tests.billing import world as shop

    slots.report(booked, by=world.as_client(booked.item.request), at=NINE + timedelta(minutes=10))
    world.hold(booked.item, NINE + timedelta(minutes=60), at=NINE + timedelta(minutes=10))
    refund = Refund.objects.get()
    refunds.approve(refund, by=shop.MANAGER, at=NINE)
    refunds.send(refund, by=shop.FINANCE, at=NINE)
    refunds.finish(refund, by=shop.FINANCE, at=NINE)
    assert billing.credit_of(f"person:{booked.item.request.applicant_id}") == 660_000
    booked.item.request.refresh_from_db()
    assert booked.item.request.state == "in_progress"


def test_the_summary_can_be_called_back_by_a_manager_only_with_a_reason(booked):
    tried(booked, NINE, is_answered=True)
    paper = calls.finish(booked, summary=SUMMARY, by=expert_of(booked), at=NINE + FIVE)
    _, manager = world.manager()
    with pytest.raises(deliverables.ReasonNeeded):
        deliverables.recall(paper, reason="کوتاه", by=manager, at=NINE)
    with pytest.raises(NotAllowed):
        deliverables.recall(paper, reason="رقم مرخصی درست نوشته نشده است.", by=expert_of(booked), at=NINE)
    assert not booked.item.deliverables.filter(recalled_at__isnull=False).exists()
    deliverables.recall(paper, reason="رقم مرخصی درست نوشته نشده است.", by=manager, at=NINE)
    booked.item.refresh_from_db()
    assert booked.item.state == "in_progress"
    assert Letter.objects.filter(event="deliverable.recalled").count() == 1
    told = {"kind": "summary", "law_on": NINE.date(), "by": expert_of(booked), "at": NINE}
    with pytest.raises(deliverables.ShortSummary):
        deliverables.write(booked.item, body={"text": "کوتاه"}, **told)
    mended = deliverables.write(booked.item, body={"text": SUMMARY}, **told)  # the hour was held: its summary may be mended
    assert deliverables.release(mended, by=expert_of(booked), at=NINE).version == 2


def used_up(made):
    """The client missed his hour a second time in a year."""
    for place in range(3):
        tried(made, NINE + FIVE * place)
    calls.miss(made, by=expert_of(made), at=NINE + FIVE * 3)
    again = world.hold(made.item, NINE + timedelta(minutes=90), at=NINE + FIVE * 3)
    for place in range(3):
        tried(again, again.starts_at + FIVE * place)
    assert not WorkItem.objects.filter(kind="appointment.used").exists()
    return calls.miss(again, by=expert_of(again), at=again.starts_at + FIVE * 3)


def test_a_service_whose_hour_is_used_up_is_ended_by_a_manager_and_gives_nothing_back(booked):
    made, (_, manager) = used_up(booked), world.manager()
    assert WorkItem.objects.get(kind="appointment.used").closed_at is None
    with pytest.raises(NotAllowed):
        withdrawing.end_used(made.item, by=expert_of(made), at=made.ended_at)
    withdrawing.end_used(made.item, by=manager, at=made.ended_at)
    booked.item.refresh_from_db()
    booked.item.request.refresh_from_db()
    assert (booked.item.state, booked.item.request.state) == ("cancelled", "cancelled")
    assert (booked.item.reason, booked.item.request.end_reason) == (withdrawing.USED_UP, withdrawing.USED_UP)
    assert not Refund.objects.exists()
    assert WorkItem.objects.get(kind="appointment.used").closed_at == made.ended_at


def test_what_the_policy_gives_for_a_used_hour_is_asked_back(booked, monkeypatch):
    half = tuple(replace(one, percent=50) if one.name == "slot_missed" else one for one in entitlements.RULES)
    monkeypatch.setattr(entitlements, "RULES", half)
    made = used_up(booked)
    withdrawing.end_used(made.item, by=world.manager()[1], at=made.ended_at)
    assert Refund.objects.get().rials == 1_650_000  # half of 3,300,000


def test_the_other_services_of_a_used_hour_go_on_and_what_was_given_is_delivered(booked):
    request = booked.item.request
    world.item(request, "written", state="delivered")
    made = used_up(booked)
    withdrawing.end_used(made.item, by=world.manager()[1], at=made.ended_at)
    request.refresh_from_db()
    assert request.state == "delivered"
    assert Letter.objects.filter(event="appointment.used").count() == 1


def test_an_hour_that_may_be_taken_again_is_not_ended(booked):
    _, manager = world.manager()
    with pytest.raises(withdrawing.NotUsed):
        withdrawing.end_used(booked.item, by=manager, at=NINE)
    for place in range(3):
        tried(booked, NINE + FIVE * place)
    calls.miss(booked, by=expert_of(booked), at=NINE + FIVE * 3)
    with pytest.raises(withdrawing.NotUsed):  # the year's goodwill is still his
        withdrawing.end_used(booked.item, by=manager, at=NINE + FIVE * 3)


DAY = timedelta(days=1)


def missed(made):
    """The client missed his hour; the year's goodwill is still his."""
    for place in range(3):
        tried(made, NINE + FIVE * place)
    return calls.miss(made, by=expert_of(made), at=NINE + FIVE * 3)


def told(event):
    return Letter.objects.filter(event=event).count()


def test_a_missed_hour_for_which_no_other_is_taken_is_used_after_thirty_days(booked):
    end = missed(booked).ended_at + policy.MISSED_LASTS
    assert policy.MISSED_LASTS == 30 * DAY
    assert sweeps.end_missed(end - timedelta(seconds=1)) == 0
    assert slots.right(booked.item, at=end - timedelta(seconds=1)) == "goodwill"
    with pytest.raises(slots.MissedTooLong):
        world.hold(booked.item, NINE + timedelta(minutes=90), at=end)
    assert [sweeps.end_missed(end) for _ in range(2)] == [1, 0]
    booked.item.refresh_from_db()
    booked.item.request.refresh_from_db()
    assert (booked.item.state, booked.item.request.state) == ("cancelled", "cancelled")
    assert booked.item.reason == booked.item.request.end_reason == withdrawing.LAPSED
    assert "تا ۳۰ روز" in withdrawing.LAPSED
    assert (told("request.cancelled"), Event.objects.filter(name="request.hour_used").count()) == (1, 1)
    assert not Refund.objects.exists()


def test_the_other_services_of_a_lapsed_hour_go_on_and_the_client_reads_why(booked):
    request = booked.item.request
    world.item(request, "written", state="in_progress")
    end = missed(booked).ended_at + policy.MISSED_LASTS
    assert [sweeps.end_missed(end) for _ in range(2)] == [1, 0]
    request.refresh_from_db()
    assert (request.state, sorted(request.items.values_list("state", flat=True))) == ("in_progress", ["cancelled", "in_progress"])
    assert withdrawing.LAPSED in Letter.objects.get(event="appointment.used").text


def test_where_the_policy_gives_money_back_for_a_lapsed_hour_a_manager_ends_it(booked, monkeypatch):
    half = tuple(replace(one, percent=50) if one.name == "slot_missed" else one for one in entitlements.RULES)
    monkeypatch.setattr(entitlements, "RULES", half)
    end = missed(booked).ended_at + policy.MISSED_LASTS
    assert [sweeps.end_missed(end) for _ in range(2)] == [0, 0]
    assert WorkItem.objects.filter(kind="appointment.used", closed_at=None).count() == 1
    withdrawing.end_used(booked.item, by=world.manager()[1], at=end)
    booked.item.refresh_from_db()
    assert (booked.item.state, booked.item.reason, Refund.objects.get().rials) == ("cancelled", withdrawing.LAPSED, 1_650_000)
    assert not WorkItem.objects.filter(kind="appointment.used", closed_at=None).exists()


def test_an_hour_taken_in_time_or_a_withdrawal_that_waits_is_not_ended(booked, monkeypatch):
    end = missed(booked).ended_at + policy.MISSED_LASTS
    monkeypatch.setattr(entitlements, "RULES", tuple(replace(one, percent=50) for one in entitlements.RULES))
    withdrawing.withdraw(booked.item.request, reason="نمی‌خواهم", by=world.as_client(booked.item.request), at=NINE + DAY)
    monkeypatch.undo()
    assert (sweeps.end_missed(end), withdrawing.end_lapsed(booked.pk, at=end)) == (0, False)
    Refund.objects.update(state="declined")
    again = world.hold(booked.item, NINE + timedelta(minutes=90), at=NINE + FIVE * 3)
    assert (sweeps.end_missed(end), withdrawing.end_lapsed(booked.pk, at=end)) == (0, False)
    assert again.state == "booked"


def test_who_missed_his_hour_is_told_until_when_he_may_take_another_and_reminded_twice(booked):
    end = missed(booked).ended_at + policy.MISSED_LASTS
    until = calendar.with_time(end)
    assert until in Letter.objects.get(event="appointment.missed").text
    for moment in (end - 8 * DAY, end - 7 * DAY, end - 6 * DAY, end - DAY, end - DAY / 2, end):
        maintenance.remind_of_hours(moment)
    assert told("appointment.missed_reminder") == 2
    assert all(until in letter.text + letter.title for letter in Letter.objects.filter(event="appointment.missed_reminder"))
    assert told("appointment.reminder") == 0


def test_who_took_another_hour_or_may_take_none_is_not_reminded(booked):
    again = used_up(booked)
    for moment in (again.ended_at + 23 * DAY, again.ended_at + 29 * DAY):
        maintenance.remind_of_hours(moment)
    assert told("appointment.missed_reminder") == 0


@pytest.mark.usefixtures("clock")
def test_the_page_of_hours_says_until_when_another_may_be_taken(client, booked):
    made = missed(booked)
    client.force_login(booked.item.request.applicant)
    shown = client.get(reverse("desk:slots", args=[booked.item.request_id, booked.item_id])).content.decode()
    assert calendar.with_time(made.ended_at + policy.MISSED_LASTS) in shown
