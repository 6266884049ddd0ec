"""What a client who wants his money back is due: every row of the table of rules, and the way of the refund."""

from datetime import timedelta

import pytest

from kardad.billing.actions import refunds
from kardad.billing.models import CreditNote
from kardad.core import hours
from kardad.desk import entitlements
from kardad.desk.actions import requests, slots, withdrawing, working
from kardad.desk.actions.working import WithdrawalOpen
from kardad.desk.entitlements import Facts, rule_of, shares
from kardad.desk.models import Appointment
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from tests import factories
from tests.billing import world as shop
from tests.billing.world import FINANCE
from tests.conftest import NOW
from tests.desk import world

HOUR = timedelta(hours=1)
AFTER_WINDOW = NOW + 20 * world.DAY

ROWS = [
    ("expert_absent", {"state": "priced", "is_by_hour": True, "is_expert_absent": True}, 100),
    ("slot_missed", {"state": "in_progress", "is_by_hour": True, "is_missed": True, "is_in_window": True}, 0),
    ("wrong_again", {"state": "delivered", "is_corrected": True, "is_in_window": True}, 100),
    ("late", {"state": "delivered", "is_late": True}, 100),
    ("delivered", {"state": "delivered", "is_in_window": True}, 0),
    ("undone", {"state": "in_progress", "is_in_window": True}, 100),
    ("undone", {"state": "in_progress"}, 100),
    ("window", {"state": "priced", "is_in_window": True}, 100),
    ("window", {"state": "in_progress", "is_by_hour": True, "left": HOUR, "is_in_window": True}, 100),
    ("slot_early", {"state": "in_progress", "is_by_hour": True, "left": 24 * HOUR}, 100),
    ("slot_near", {"state": "in_progress", "is_by_hour": True, "left": 24 * HOUR - world.MINUTE}, 50),
    ("slot_near", {"state": "priced", "is_by_hour": True, "left": 4 * HOUR}, 50),
    ("slot_used", {"state": "priced", "is_by_hour": True, "left": 4 * HOUR - world.MINUTE}, 0),
    ("not_started", {"state": "priced"}, 100),
]


@pytest.mark.parametrize(("name", "facts", "percent"), ROWS)
def test_a_rule_gives_what_its_row_says(name, facts, percent):
    rule = rule_of(Facts(**({"is_in_window": False} | facts)))
    assert (rule.name, rule.percent) == (name, percent)


def test_every_rule_has_a_row_here_and_a_sentence_there():
    assert {name for name, _, _ in ROWS} == {rule.name for rule in entitlements.RULES}
    assert all(rule.text.endswith((".", "؟")) for rule in entitlements.RULES)


def test_what_a_manager_must_weigh_is_not_automatic():
    assert [rule.name for rule in entitlements.RULES if not rule.is_automatic] == ["wrong_again", "late"]


@pytest.mark.parametrize("amounts", [[1], [1, 1, 1], [3, 333, 77_777], [0, 5]])
def test_shares_add_up_to_the_rial(amounts):
    assert sum(shares(1_000_001, amounts)) == 1_000_001


def due(request, at=NOW):
    found = withdrawing.entitlement(world.fresh(request), at=at)
    return found.rials, found.rule


def test_before_payment_nothing_is_due(bureau):
    assert due(world.invoiced(bureau)) == (0, "before_payment")


def test_what_was_paid_of_an_unfinished_invoice_is_due_whole(bureau):
    request = world.partially_paid(bureau)
    assert due(request) == (request.invoice.paid, "part_paid")


def test_within_seven_working_days_all_is_due_with_the_tax_and_later_too_while_nothing_is_begun(bureau):
    request = world.paid(bureau, "written", "payslip")
    assert due(request) == (6_050_000, "window")
    assert due(request, AFTER_WINDOW) == (6_050_000, "not_started")


def test_the_window_ends_with_the_seventh_working_day(bureau):
    request = world.paid(bureau)
    last = hours.last_day(calendar.tehran_day(NOW), 7)
    _, end = calendar.day_start_end(last)
    assert due(request, end - world.MINUTE)[1] == "window"
    assert due(request, end)[1] == "not_started"


def test_of_work_begun_the_undone_part_is_due_by_item(bureau):
    request = world.in_progress(bureau, "written", "payslip")
    working.item_delivered(request.items.get(service_code="written"), by=bureau.by("expert"), at=NOW)
    found = withdrawing.entitlement(world.fresh(request), at=NOW)
    assert found.rials == 1_650_000
    assert [(one.item.service_code, one.rials, one.rule.name) for one in found.items] == [
        ("written", 0, "delivered"),
        ("payslip", 1_650_000, "undone"),
    ]


def test_what_was_delivered_is_corrected_first_and_then_weighed(bureau):
    request = world.delivered(bureau)
    assert due(request) == (0, "delivered")
    again = requests.reopen(request, reason=world.WHY, by=bureau.by("client"), at=NOW)
    world.done(again, bureau)
    found = withdrawing.entitlement(world.fresh(request), at=NOW)
    assert (found.rials, found.rule, found.is_automatic) == (2_750_000, "wrong_again", False)


def test_a_late_delivery_may_be_complained_of_for_48_hours(bureau):
    late = NOW + 10 * world.DAY
    request = world.done(world.in_progress(bureau), bureau, at=late)
    assert due(request, late + timedelta(hours=48)) == (2_750_000, "late")
    assert due(request, late + timedelta(hours=48, minutes=1)) == (0, "delivered")


@pytest.mark.parametrize(
    ("state", "starts_in", "expected"),
    [
        ("booked", 25 * HOUR, (3_300_000, "slot_early")),
        ("booked", 5 * HOUR, (1_650_000, "slot_near")),
        ("booked", 3 * HOUR, (0, "slot_used")),
        ("missed", -HOUR, (0, "slot_missed")),
        ("expert_absent", -HOUR, (3_300_000, "expert_absent")),
    ],
)
def test_an_hour_is_given_back_by_how_near_it_is(bureau, state, starts_in, expected):
    request = world.paid(bureau, "phone_15")
    assert request.invoice.total == 1_650_000
    item = request.items.get()
    hour = Appointment(item=item, expert=bureau.expert, minutes=15, state=state, starts_at=AFTER_WINDOW + starts_in, made_at=NOW)
    hour.save()
    rials, rule = expected
    assert due(request, AFTER_WINDOW) == (rials // 2, rule)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (24 * HOUR, (1_650_000, "slot_early")),
        (24 * HOUR - world.MINUTE, (825_000, "slot_near")),
        (4 * HOUR, (825_000, "slot_near")),
        (4 * HOUR - world.MINUTE, (0, "slot_used")),
        (-HOUR, (0, "slot_used")),
    ],
)
def test_an_hour_that_was_cancelled_is_given_back_by_when_it_was(bureau, before, expected):
    request = world.paid(bureau, "phone_15")
    starts_at, item = AFTER_WINDOW + world.DAY, request.items.get()
    hour = Appointment.objects.create(item=item, expert=bureau.expert, minutes=15, state="booked", starts_at=starts_at, made_at=NOW)
    slots.cancel(hour, by=bureau.by("client"), at=starts_at - before)
    assert due(request, starts_at + 9 * world.DAY) == expected
    if not expected[0]:
        with pytest.raises(withdrawing.NothingDue):
            withdrawing.withdraw(world.fresh(request), reason=world.WHY, by=bureau.by("client"), at=starts_at + 9 * world.DAY)


def test_within_seven_working_days_a_cancelled_hour_costs_nothing_as_a_booked_one(bureau):
    request = world.paid(bureau, "phone_15")
    soon = {"starts_at": NOW + HOUR, "made_at": NOW, "minutes": 15}
    hour = Appointment.objects.create(item=request.items.get(), expert=bureau.expert, state="booked", **soon)
    assert due(request) == (1_650_000, "window")
    slots.cancel(hour, by=bureau.by("client"), at=NOW)
    assert due(request) == (1_650_000, "window")


def test_a_withdrawal_waits_for_another_and_ends_the_request(bureau):
    request = world.in_progress(bureau)
    refund = world.withdrawn(request, bureau)
    assert (refund.rials, refund.requested_by_id, world.fresh(request).state) == (2_750_000, bureau.client.pk, "in_progress")
    with pytest.raises(WithdrawalOpen):
        working.deliver(request, by=bureau.by("expert"), at=NOW)
    with pytest.raises(withdrawing.AskedBefore):
        world.withdrawn(request, bureau)
    refunds.approve(refund, by=bureau.by("manager"), at=NOW)
    assert (world.fresh(request).state, world.states(request)) == ("cancelled", ["refunded"])
    refunds.send(refund, by=FINANCE, at=NOW)
    note = refunds.finish(refund, by=FINANCE, at=NOW)
    assert (note.total, note.vat, world.fresh(refund.invoice).state) == (2_750_000, 250_000, "credited")


def test_a_declined_withdrawal_leaves_the_request_and_may_be_asked_again(bureau):
    request = world.paid(bureau)
    refunds.decline(world.withdrawn(request, bureau), reason="کار رو به پایان است.", by=bureau.by("manager"), at=NOW)
    assert world.fresh(request).state == "paid"
    assert world.withdrawn(request, bureau).rials == 2_750_000


def test_a_part_that_was_delivered_stays_with_the_client(bureau):
    request = world.in_progress(bureau, "written", "payslip")
    working.item_delivered(request.items.get(service_code="written"), by=bureau.by("expert"), at=NOW)
    refund = world.withdrawn(request, bureau)
    refunds.approve(refund, by=bureau.by("manager"), at=NOW)
    assert (world.fresh(request).state, sorted(world.states(request))) == ("cancelled", ["delivered", "refunded"])
    refunds.send(refund, by=FINANCE, at=NOW)
    refunds.finish(refund, by=FINANCE, at=NOW)
    assert (CreditNote.objects.get().total, world.fresh(refund.invoice).state) == (1_650_000, "paid")


def test_nothing_is_asked_for_where_nothing_is_due(bureau):
    request = world.delivered(bureau)
    with pytest.raises(withdrawing.NothingDue) as refused:
        world.withdrawn(request, bureau)
    assert "اصلاح رایگان" in refused.value.text


@pytest.mark.parametrize("role", ["expert", "finance_officer", "system"])
def test_only_the_client_or_a_manager_withdraws(bureau, role):
    request = world.paid(bureau)
    with pytest.raises(NotAllowed):
        withdrawing.withdraw(request, reason="نمی‌خواهم", by=bureau.by(role), at=NOW)


@pytest.mark.parametrize("state", ["draft", "in_review", "invoiced", "closed", "cancelled"])
def test_there_is_nothing_to_withdraw_from_in_other_states(bureau, state):
    with pytest.raises(NotAllowed):
        world.withdrawn(world.request_in(state, bureau), bureau)


def test_a_withdrawal_says_why(bureau):
    with pytest.raises(withdrawing.WhyWithdraw):
        withdrawing.withdraw(world.paid(bureau), reason=" ", by=bureau.by("client"), at=NOW)


def test_who_asked_for_his_money_does_not_approve_it(bureau):
    request = world.paid(bureau)
    refund = withdrawing.withdraw(request, reason="اشتباه ما", by=bureau.by("manager"), at=NOW)
    with pytest.raises(shop.tariff.SamePerson):
        refunds.approve(refund, by=bureau.by("manager"), at=NOW)
    refunds.approve(refund, by=factories.actor(bureau.other_manager, "manager"), at=NOW)
    assert world.fresh(request).state == "cancelled"
