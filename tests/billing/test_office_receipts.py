"""Receipts and slips in the office: looked at in a working day, by somebody else than who entered them, with what was seen before."""

from datetime import UTC, datetime, timedelta

import pytest

from kardad.billing.models import Payment
from kardad.core import hours
from kardad.work.models import WorkItem
from tests.billing import office_world as office
from tests.billing import world
from tests.conftest import NOW
from tests.people.staff_world import picture, stored

pytestmark = pytest.mark.django_db
SLIP = {"rials": "7700000", "trace": "A-77", "transferred_on": "1404/09/01"}


def test_finance_says_that_the_money_came(shop, clock):
    made, finance = world.invoice(), office.sits("finance_officer")
    row = office.submitted(7_700_000, made)
    assert office.press(finance, "receipt", row.pk, verdict="approve").status_code == 302
    assert (office.fresh(row).state, office.fresh(made).state) == ("succeeded", "paid")
    assert office.fresh(row).decided_by_id == finance.person.pk


def test_a_refused_receipt_says_why(shop, clock):
    finance, row = office.sits("finance_officer"), office.submitted()
    assert office.press(finance, "receipt", row.pk, verdict="decline").status_code == 422
    assert office.press(finance, "receipt", row.pk, verdict="decline", reason="در صورت‌حساب نیست").status_code == 302
    assert (office.fresh(row).state, office.fresh(row).reason) == ("rejected", "در صورت‌حساب نیست")
    assert "در صورت‌حساب نیست" in office.page(finance, "receipt", row.pk)


def test_a_receipt_is_judged_once(shop, clock):
    row = office.submitted()
    office.press(office.sits("finance_officer"), "receipt", row.pk, verdict="approve")
    late = office.press(office.sits("finance_officer"), "receipt", row.pk, verdict="decline", reason="نه")
    assert late.status_code == 409
    assert office.fresh(row).state == "succeeded"


def test_a_slip_wants_a_second_person(shop, clock):
    made, finance, other = world.invoice(), office.sits("finance_officer"), office.sits("finance_officer")
    answer = office.press(finance, "slip", made.pk, **SLIP)
    row = Payment.objects.get()
    assert (answer.status_code, row.method, row.state) == (302, "manual", "pending_verification")
    assert "همکار دیگری باید بررسی کند" in office.page(finance, "receipt", row.pk)
    assert office.press(finance, "receipt", row.pk, verdict="approve").status_code == 409
    assert office.fresh(made).paid == 0
    assert office.press(other, "receipt", row.pk, verdict="approve").status_code == 302
    assert office.fresh(made).state == "paid"


def test_only_finance_enters_a_slip(shop, clock):
    made, manager = world.invoice(), office.sits("manager")
    assert "ثبت فیش" not in office.page(manager, "invoice", made.pk)
    assert office.press(manager, "slip", made.pk, **SLIP).status_code == 404
    assert not Payment.objects.exists()


@pytest.mark.parametrize("wrong", [{"rials": ""}, {"trace": ""}, {"transferred_on": "1404/09/02"}, {"card": "12345"}])
def test_a_slip_that_cannot_be_is_refused(shop, clock, wrong):
    made = world.invoice()
    assert office.press(office.sits("finance_officer"), "slip", made.pk, **(SLIP | wrong)).status_code == 422
    assert not Payment.objects.exists()


def test_the_picture_of_a_slip_is_kept_and_opened_by_the_office_alone(shop, clock):
    made, finance = world.invoice(), office.sits("finance_officer")
    office.press(finance, "slip", made.pk, **SLIP, upload=picture("slip.png"))
    row = Payment.objects.get()
    answer = finance.get(office.address("receipt_file", row.pk))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "attachment" in answer["Content-Disposition"]
    for role in ("expert", "member"):
        assert office.sits(role).get(office.address("receipt_file", row.pk)).status_code == 404


def test_a_receipt_without_a_picture_has_none_to_open(shop, clock):
    row = office.submitted()
    assert office.sits("finance_officer").get(office.address("receipt_file", row.pk)).status_code == 404


def test_the_same_number_on_another_day_is_warned_of(shop, clock):
    first, finance = office.submitted(), office.sits("finance_officer")
    second = office.submitted(on=world.TODAY - timedelta(days=1))
    third = office.submitted(trace="1")
    assert office.address("receipt", first.pk) in office.page(finance, "receipt", second.pk)
    assert "شبیه این پیش‌تر دیده شده است" in office.page(finance, "receipt", second.pk)
    assert "شبیه این پیش‌تر دیده شده است" not in office.page(finance, "receipt", third.pk)


def test_the_same_file_of_one_buyer_is_warned_of(shop, clock, make):
    from kardad.core.models import StoredFile

    made = world.invoice()
    files = [StoredFile.objects.get(pk=stored(made.person, NOW, colour=(1, 2, 3))) for _ in range(2)]
    office.submitted(made=made, trace="1", file=files[0])
    again = office.submitted(made=made, trace="2", file=files[1])
    assert "شبیه این پیش‌تر دیده شده است" in office.page(office.sits("finance_officer"), "receipt", again.pk)


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        (datetime(2025, 11, 22, 6, 30, tzinfo=UTC), datetime(2025, 11, 23, 6, 30, tzinfo=UTC)),  # Saturday: Sunday
        (datetime(2025, 11, 27, 6, 30, tzinfo=UTC), datetime(2025, 11, 29, 6, 30, tzinfo=UTC)),  # Thursday: Saturday
        (datetime(2025, 11, 28, 6, 30, tzinfo=UTC), datetime(2025, 11, 30, 6, 30, tzinfo=UTC)),  # Friday counts from Saturday
        (datetime(2026, 3, 20, 6, 30, tzinfo=UTC), None),  # Nowruz: some days of holidays lie between
    ],
)
def test_a_working_day_leaves_out_fridays_and_holidays(sent, due):
    found = hours.after_days(sent, 1)
    assert found == due if due else found - sent > timedelta(days=3)


def test_a_receipt_past_its_working_day_is_red_and_its_work_item_due(shop, clock):
    row, finance = office.submitted(), office.sits("finance_officer")
    item = WorkItem.objects.get(kind="payment.receipt", subject_id=row.pk)
    assert item.due_at == NOW + timedelta(days=1)
    assert "tag-good" in office.page(finance, "receipts")
    clock.move_to(NOW + timedelta(days=1, minutes=1))
    shown = office.page(finance, "receipts")
    assert "tag-bad" in shown
    assert "دیر شده است" in shown


def test_an_online_payment_is_no_receipt(shop, clock):
    from kardad.billing.actions import payments

    made = world.invoice()
    online, _ = payments.begin(made, rials=made.total, gateway_name="memory", by=world.CLIENT, at=NOW)
    finance = office.sits("finance_officer")
    assert finance.get(office.address("receipt", online.pk)).status_code == 404
    assert office.press(finance, "receipt", online.pk, verdict="approve").status_code == 404


def test_a_manager_reads_a_receipt_and_leaves_it_to_finance(shop, clock):
    row, manager = office.submitted(), office.sits("manager")
    assert "منتظر امور مالی است" in office.page(manager, "receipt", row.pk)
    assert office.press(manager, "receipt", row.pk, verdict="approve").status_code == 409
    assert office.fresh(row).state == "pending_verification"


def test_whoever_holds_both_roles_judges_a_receipt_as_finance(shop, clock):
    row, both = office.submitted(), office.two_roles()
    assert "ثبت نتیجه بررسی" in office.page(both, "receipt", row.pk)
    assert office.press(both, "receipt", row.pk, verdict="approve").status_code == 302
    assert office.fresh(row).state == "succeeded"
