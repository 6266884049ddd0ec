"""Clocks and days: what stands still, what runs on, what is told once, and what ends by itself."""

from datetime import timedelta

import pytest

from kardad.billing import sweeps as money_sweeps
from kardad.billing.actions import invoices
from kardad.core import hours
from kardad.core.models import Event
from kardad.desk import policy, sweeps
from kardad.desk.actions import assigning, pricing, requests, talking
from kardad.desk.models import Reminder
from kardad.desk.shown import timeline
from kardad.inbox.models import Letter
from kardad.work.models import WorkItem
from tests.billing import world as shop
from tests.conftest import NOW
from tests.desk import world

HOUR = 60


def late_items():
    return list(WorkItem.objects.filter(kind__in=["request.late", "request.reply_late"], closed_at=None).values_list("kind", flat=True))


def letters(event):
    return Letter.objects.filter(event=event).count()


def sweep(at):
    """Everything that the desk and billing do later, done now."""
    for run in (money_sweeps.expire_invoices, money_sweeps.announce, sweeps.assign, sweeps.end, sweeps.alarm, sweeps.remind):
        run(at)


def test_a_sent_request_is_to_be_assigned_in_two_working_hours(bureau):
    request = world.submitted(bureau)
    assert (request.clock, request.clock_due_at) == ("assign", hours.add(NOW, 2 * HOUR))


def test_the_first_response_is_counted_from_the_sending(bureau):
    request = world.submitted(bureau)
    later = hours.add(NOW, 3 * HOUR)
    assigning.assign(request, expert=bureau.expert, by=bureau.by("manager"), at=later)
    assert world.fresh(request).clock_due_at == hours.add(NOW, 8 * HOUR)


def test_a_word_of_the_expert_is_a_first_response(bureau):
    request = world.in_review(bureau)
    talking.say(request, body="در حال بررسی هستم.", by=bureau.by("expert"), at=NOW)
    request = world.fresh(request)
    assert (request.clock, request.clock_due_at, request.first_response_at) == ("", None, NOW)


def test_the_clock_stands_while_papers_are_awaited_and_goes_on_with_what_was_left(bureau):
    request = world.in_review(bureau)
    asked_at = hours.add(NOW, 3 * HOUR)
    talking.ask(request, body="فیش آخر؟", missing=["فیش"], by=bureau.by("expert"), at=asked_at)
    request = world.fresh(request)
    assert (request.clock_due_at, request.clock_left) == (None, 5 * HOUR)
    sweep(asked_at + 5 * world.DAY)
    assert late_items() == []
    answered_at = asked_at + 5 * world.DAY
    talking.answer(request, body="پیوست شد.", by=bureau.by("client"), at=answered_at)
    assert world.fresh(request).clock_due_at == hours.add(answered_at, 5 * HOUR)


def test_missing_papers_are_reminded_of_twice_then_the_request_expires_and_comes_back(bureau):  # A6
    request = world.info_requested(bureau)
    for days, reminded in ((2, 0), (3, 1), (4, 1), (6, 2)):
        sweep(NOW + days * world.DAY + world.MINUTE)
        assert letters("request.info_reminder") == reminded
    assert world.fresh(request).state == "info_requested"
    late = NOW + 7 * world.DAY
    sweep(late)
    request = world.fresh(request)
    assert (request.state, request.expired_from, letters("request.expired")) == ("expired", "info_requested", 1)
    with pytest.raises(requests.NothingNew):
        requests.restore(request, by=bureau.by("client"), at=late + world.DAY)
    requests.attach(request, files=[world.stored(bureau.client)], by=bureau.by("client"), at=late + world.DAY)
    back = requests.restore(request, by=bureau.by("client"), at=late + world.DAY)
    assert (back.state, back.ended_at, back.clock_left) == ("in_review", None, None)
    assert back.clock_due_at == hours.add(late + world.DAY, 8 * HOUR)


def test_after_thirty_days_an_expired_request_stays_expired(bureau):
    request = world.expired(bureau)
    with pytest.raises(requests.TooLate):
        requests.restore(request, by=bureau.by("client"), at=request.ended_at + policy.RESTORE_WITHIN + world.MINUTE)
    assert requests.restore(request, by=bureau.by("client"), at=request.ended_at + policy.RESTORE_WITHIN).state == "in_review"


def test_an_offer_that_nobody_takes_expires_and_is_priced_again_by_the_tariff_of_that_day(bureau):  # T15, T16
    request = world.invoiced(bureau)
    left = request.clock_left
    late = NOW + 7 * world.DAY
    sweep(late)
    request = world.fresh(request)
    assert (request.state, request.expired_from, request.invoice.state) == ("expired", "invoiced", "void")
    back = requests.restore(request, by=bureau.by("client"), at=late)
    assert (back.state, back.invoice, world.states(back)) == ("in_review", None, ["pending"])
    assert back.clock_due_at == hours.add(late, left)
    with pytest.raises(pricing.NotPriced):
        pricing.invoice(back, by=bureau.by("expert"), at=late)


def test_an_offer_that_the_house_takes_back_is_no_delay_of_the_client(bureau):
    request = world.invoiced(bureau)
    left, taken_back = request.clock_left, request.invoice
    at = NOW + world.DAY
    invoices.void(taken_back, reason="مبلغ نادرست بود.", by=bureau.by("manager"), at=at)
    invoices.announce_due(taken_back.pk, at=at)
    request = world.fresh(request)
    assert (request.state, request.invoice, request.end_reason, world.states(request)) == ("in_review", None, "", ["pending"])
    assert request.clock_due_at == (hours.add(at, left) if left is not None else None)
    item = WorkItem.objects.get(kind="request.assigned", subject_id=request.pk, closed_at=None)
    assert (item.assigned_to_id, "دوباره قیمت‌گذاری" in item.title) == (bureau.expert.pk, True)
    letter = Letter.objects.get(event="request.invoice_voided")
    assert (letter.person, "مبلغ نادرست بود." in letter.text) == (bureau.client, True)
    assert not Letter.objects.filter(event="request.expired").exists()
    assert "مهلت" not in letter.text + letter.title
    assert any("باطل شد و کارشناس آن را دوباره قیمت‌گذاری می‌کند: مبلغ نادرست بود." in one.text for one in timeline.of(request))
    item = request.items.get()
    pricing.price(item, quantity=item.quantity, unit_price=None, by=bureau.by("expert"), at=at)
    again = pricing.invoice(request, by=bureau.by("expert"), at=at)
    assert (again.number != taken_back.number, world.fresh(request).state) == (True, "invoiced")
    invoices.announce_due(taken_back.pk, at=at)  # told again by the net: the new offer stands
    assert world.fresh(request).state == "invoiced"


def test_a_void_of_an_invoice_after_a_cancelled_request_moves_nothing(bureau):
    request = world.invoiced(bureau)
    requests.cancel(request, by=bureau.by("client"), at=NOW)
    invoices.announce_due(request.invoice_id, at=NOW)
    assert world.fresh(request).state == "cancelled"
    assert not Letter.objects.filter(event="request.invoice_voided").exists()


def test_no_clock_runs_while_a_payment_waits_for_the_client(bureau):
    request = world.invoiced(bureau)
    sweep(NOW + 6 * world.DAY)
    assert (world.fresh(request).clock_due_at, late_items()) == (None, [])


def test_work_has_the_hours_of_its_service_and_more_for_every_ten(bureau):
    request = world.invoiced(bureau, "payslip")
    item = request.items.get()
    item.quantity = 21
    assert assigning.work_minutes(item) == (16 + 2 * 2) * HOUR
    request = world.pay(request)
    assert (request.clock, request.clock_due_at) == ("work", hours.add(NOW, 16 * HOUR))
    assert request.items.get().due_at == hours.add(NOW, 16 * HOUR)


def test_a_call_is_late_by_its_own_hour_and_not_by_the_clock(bureau):
    request = world.paid(bureau, "phone_15")
    assert (request.clock, request.clock_due_at, request.items.get().due_at) == ("", None, None)


def test_a_correction_has_half_of_the_time(bureau):
    request = world.reopened(bureau)
    assert request.clock_due_at == hours.add(NOW, 8 * HOUR)


def test_a_clock_that_runs_out_is_a_managers_work_once(bureau):
    request = world.in_review(bureau)
    late = hours.add(NOW, 8 * HOUR) + timedelta(minutes=1)
    for _ in range(3):
        sweeps.alarm(late)
    assert late_items() == ["request.late"]
    assert Event.objects.filter(name="request.breached").count() == 1
    talking.say(request, body="ببخشید، بررسی شد.", by=bureau.by("expert"), at=late)
    assert late_items() == []


def test_a_clients_word_waits_eight_hours_for_an_answer_from_his_first_one_on(bureau):
    request = world.in_progress(bureau)
    for minutes in (0, 30):
        talking.say(request, body="چه خبر؟", by=bureau.by("client"), at=NOW + timedelta(minutes=minutes))
    request = world.fresh(request)
    assert request.reply_due_at == hours.add(NOW, 8 * HOUR)
    assert request.clock == "work"  # which runs beside it
    sweeps.alarm(request.reply_due_at)
    assert late_items() == ["request.reply_late"]
    talking.say(request, body="فردا آماده است.", by=bureau.by("expert"), at=NOW + world.DAY)
    assert (world.fresh(request).reply_due_at, late_items()) == (None, [])


def test_silence_after_a_delivery_closes_the_request_after_a_word(bureau):  # T11
    request = world.delivered(bureau)
    sweep(NOW + 5 * world.DAY)
    assert (letters("request.closing_soon"), world.fresh(request).state) == (1, "delivered")
    sweep(NOW + 7 * world.DAY)
    request = world.fresh(request)
    assert (request.state, letters("rating.ask")) == ("closed", 1)
    sweep(NOW + 9 * world.DAY)
    assert letters("rating.ask") == 1


def test_a_correction_is_free_once_and_within_seven_days_with_a_reason(bureau):  # T12
    request = world.delivered(bureau)
    mine = bureau.by("client")
    with pytest.raises(requests.ReopenReason):
        requests.reopen(request, reason="غلط است", by=mine, at=NOW)
    with pytest.raises(requests.TooLate):
        requests.reopen(request, reason=world.WHY, by=mine, at=NOW + 7 * world.DAY + world.MINUTE)
    again = requests.reopen(request, reason=world.WHY, by=mine, at=NOW + 7 * world.DAY)
    assert (again.assigned_to_id, world.states(again)) == (bureau.expert.pk, ["in_progress"])
    again = world.done(again, bureau)
    with pytest.raises(requests.ReopenedBefore):
        requests.reopen(again, reason=world.WHY, by=mine, at=NOW)


def test_a_closed_request_is_corrected_too_while_the_days_run(bureau):
    request = world.closed(bureau)
    assert requests.reopen(request, reason=world.WHY, by=bureau.by("client"), at=NOW + world.DAY).ended_at is None


def test_a_draft_is_reminded_of_once_two_days_after_its_last_change(bureau):
    draft = world.begun(bureau)
    requests.describe(draft, description=world.TEXT, by=bureau.by("client"), at=NOW + world.DAY)
    sweeps.remind(NOW + 2 * world.DAY)
    assert letters("draft.reminder") == 0
    for days in (3, 4, 9):
        sweeps.remind(NOW + days * world.DAY)
    assert letters("draft.reminder") == 1


def test_a_sent_draft_is_not_reminded_of(bureau):
    world.submitted(bureau)
    sweeps.remind(NOW + 9 * world.DAY)
    assert (letters("draft.reminder"), Reminder.objects.filter(due_at__isnull=False).count()) == (0, 0)


def test_an_offer_that_ran_out_owes_nothing(bureau):
    request = world.invoiced(bureau)
    invoice = request.invoice
    sweep(NOW + 8 * world.DAY)
    assert world.fresh(invoice).state == "void"
    assert shop.invoices.queries.balance("receivable") == 0
    assert world.fresh(request).state == "expired"


def test_one_request_that_cannot_be_swept_stops_no_other(bureau, monkeypatch):
    request, other = world.info_requested(bureau), world.delivered(bureau)
    monkeypatch.setattr("kardad.desk.actions.paying.expire", lambda *_, **__: 1 / 0)
    assert sweeps.end(NOW + 8 * world.DAY) == 1
    assert (world.fresh(request).state, world.fresh(other).state) == ("info_requested", "closed")
