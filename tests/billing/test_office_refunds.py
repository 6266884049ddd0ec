"""Refunds in the office: a manager decides, never his own; finance sends and ends; a bank that can reverses the payment itself."""

from datetime import timedelta

import pytest

from kardad.billing import queries
from kardad.billing.actions import payments, refunds, reversing
from kardad.billing.models import CreditNote, Payment
from kardad.core import outside
from kardad.core.actor import Actor
from kardad.gateways.payments.outcomes import Trouble, Undone
from kardad.kit.flow import NotAllowed
from tests.billing import office_world as office
from tests.billing import world
from tests.billing.test_payments import come_back
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(shop):
    return outside.payment_gateway("memory")


def online(bank, made=None):
    """An invoice paid through the bank in one payment."""
    made = made or world.invoice()
    begun, _ = payments.begin(made, rials=made.total, gateway_name="memory", by=world.CLIENT, at=NOW)
    come_back(bank, begun)
    made.refresh_from_db()
    assert made.state == "paid"
    return made


def whole(bank, **more):
    """An approved refund of all of an online payment."""
    made = online(bank)
    return office.refund(made, rials=made.total, state="approved", **more)


def test_a_manager_lets_the_money_go_and_finance_sends_and_ends_it(shop, clock):
    row, manager, finance = office.refund(), office.sits("manager"), office.sits("finance_officer")
    assert "۱۰۰٬۰۰۰\u00a0ریال" in office.page(manager, "refund", row.pk)  # the tax in 1,100,000
    assert office.press(manager, "refund", row.pk, verdict="approve").status_code == 302
    assert office.press(finance, "refund", row.pk, do="send").status_code == 302
    assert office.press(finance, "refund", row.pk, verdict="finish").status_code == 422
    assert office.press(finance, "refund", row.pk, verdict="finish", trace="T-9").status_code == 302
    note = CreditNote.objects.get()
    assert (office.fresh(row).state, office.fresh(row).trace, note.vat) == ("done", "T-9", 100_000)
    assert "CN-" in office.page(finance, "refund", row.pk).translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    assert sum(queries.balances().values()) == 0


def test_nobody_decides_his_own_even_with_both_roles(shop, clock):
    both = office.two_roles()
    row = office.refund(by=office.acting(both, "finance_officer"))
    assert "مدیر دیگری باید تصمیم بگیرد" in office.page(both, "refund", row.pk)
    assert office.press(both, "refund", row.pk, verdict="approve").status_code == 409
    assert office.press(both, "refund", row.pk, verdict="decline", reason="نه").status_code == 409
    assert office.fresh(row).state == "requested"


def test_finance_does_not_decide_and_a_manager_does_not_send(shop, clock):
    row, manager, finance = office.refund(), office.sits("manager"), office.sits("finance_officer")
    assert office.press(finance, "refund", row.pk, verdict="approve").status_code == 404
    office.press(manager, "refund", row.pk, verdict="approve")
    assert "فرستادن وجه و ثبت نتیجه کار امور مالی است" in office.page(manager, "refund", row.pk)
    assert office.press(manager, "refund", row.pk, do="send").status_code == 404
    assert office.press(manager, "refund", row.pk, do="reverse").status_code == 404
    office.press(finance, "refund", row.pk, do="send")
    assert office.press(manager, "refund", row.pk, verdict="finish", trace="1").status_code == 404
    assert office.fresh(row).state == "sent"


def test_a_no_and_a_failure_say_why(shop, clock):
    manager, finance = office.sits("manager"), office.sits("finance_officer")
    row = office.refund()
    assert office.press(manager, "refund", row.pk, verdict="decline", reason="").status_code == 422
    office.press(manager, "refund", row.pk, verdict="decline", reason="کار انجام شده است")
    assert (office.fresh(row).state, office.fresh(row).note) == ("declined", "کار انجام شده است")
    sent = office.refund(office.paid(trace="2"), state="sent")
    assert office.press(finance, "refund", sent.pk, verdict="fail", reason="").status_code == 422
    office.press(finance, "refund", sent.pk, verdict="fail", reason="کارت بسته است")
    assert office.fresh(sent).state == "failed"


def test_the_second_of_two_managers_is_told(shop, clock):
    row = office.refund()
    office.press(office.sits("manager"), "refund", row.pk, verdict="approve")
    late = office.press(office.sits("manager"), "refund", row.pk, verdict="decline", reason="نه")
    assert office.fresh(row).state == "approved"
    assert late.status_code in (404, 409)


def test_credit_is_given_in_one_deed(shop, clock):
    row, finance = office.refund(state="approved", target="credit"), office.sits("finance_officer")
    assert office.press(finance, "refund", row.pk, do="send").status_code == 302
    assert (office.fresh(row).state, queries.credit_of(row.invoice.holder)) == ("done", 1_100_000)
    with pytest.raises(NotAllowed):
        refunds.give_credit(office.refund(office.paid(trace="3"), state="approved"), by=world.FINANCE, at=NOW)


def test_staff_ask_for_a_refund_that_somebody_else_decides(shop, clock):
    made, both = office.paid(), office.two_roles()
    typed = {"rials": "1100000", "target": "source", "reason": "اشتباه بود"}
    assert office.press(both, "refund_new", made.pk, **(typed | {"rials": "7700001"})).status_code == 422
    assert office.press(both, "refund_new", made.pk, **typed).status_code == 302
    row = made.refunds.get()
    assert row.requested_by_id == both.person.pk
    assert office.press(both, "refund", row.pk, verdict="approve").status_code == 409
    assert office.press(office.sits("manager"), "refund", row.pk, verdict="approve").status_code == 302


def test_the_bank_gives_the_payment_back_itself(bank, clock):
    row, finance = whole(bank), office.sits("finance_officer")
    assert "برگرداندن از راه بانک" in office.page(finance, "refund", row.pk)
    assert office.press(finance, "refund", row.pk, do="reverse").status_code == 302
    row = office.fresh(row)
    payment = Payment.objects.get()
    assert (row.state, row.trace, payment.state) == ("done", payment.bank_reference, "refunded")
    assert bank.asked("reverse") == [str(payment.attempt)]
    assert set(queries.balances().values()) == {0}


def test_part_of_a_payment_is_not_for_the_bank(bank, clock):
    row, finance = office.refund(online(bank), state="approved"), office.sits("finance_officer")
    assert "برگرداندن از راه بانک" not in office.page(finance, "refund", row.pk)
    with pytest.raises(reversing.NotReversible):
        reversing.reverse(row, by=world.FINANCE, at=NOW)
    assert (office.fresh(row).state, bank.asked("reverse")) == ("approved", [])


def test_after_its_hours_the_bank_is_not_asked(bank, clock):
    row = whole(bank)
    with pytest.raises(reversing.NotReversible):
        reversing.reverse(row, by=world.FINANCE, at=NOW + timedelta(hours=3, minutes=1))
    assert (office.fresh(row).state, bank.asked("reverse")) == ("approved", [])


def test_money_that_came_by_card_is_not_for_a_bank(shop, clock):
    made = office.paid()
    row = office.refund(made, rials=made.total, state="approved")
    with pytest.raises(reversing.NotReversible):
        reversing.reverse(row, by=world.FINANCE, at=NOW)


@pytest.mark.parametrize("by", [world.CLIENT, world.EXPERT, world.MANAGER])
def test_only_finance_lets_the_bank_reverse(bank, by):
    row = whole(bank)
    with pytest.raises(NotAllowed):
        reversing.reverse(row, by=by, at=NOW)
    assert (office.fresh(row).state, bank.asked("reverse")) == ("approved", [])


def test_a_clear_no_of_the_bank_leaves_the_refund_to_be_sent_by_hand(bank, clock):
    row, finance = whole(bank), office.sits("finance_officer")
    bank.answer("reverse", Undone(provider="memory", trouble=Trouble.REFUSED))
    office.press(finance, "refund", row.pk, do="reverse")
    row = office.fresh(row)
    assert (row.state, row.payment_id, row.sent_by_id) == ("approved", None, None)
    assert "بانک برنگرداند" in office.page(finance, "refund", row.pk)
    office.press(finance, "refund", row.pk, do="send")
    office.press(finance, "refund", row.pk, verdict="finish", trace="1")
    assert office.fresh(row).state == "done"
    assert set(queries.balances().values()) == {0}


def test_a_lost_answer_is_asked_again_and_counts_once(bank, clock):
    row, finance = whole(bank), office.sits("finance_officer")
    bank.lose("reverse", "after")
    office.press(finance, "refund", row.pk, do="reverse")
    assert (office.fresh(row).state, office.fresh(row).is_unclear) == ("sent", True)
    assert "پاسخ بانک روشن نیست" in office.page(finance, "refund", row.pk)
    office.press(finance, "refund", row.pk, do="reverse")
    assert (office.fresh(row).state, CreditNote.objects.count()) == ("done", 1)
    assert set(queries.balances().values()) == {0}


def test_after_a_lost_answer_a_no_is_not_believed(bank, clock):
    row = whole(bank)
    bank.lose("reverse", "after")
    reversing.reverse(row, by=world.FINANCE, at=NOW)
    bank.answer("reverse", Undone(provider="memory", trouble=Trouble.NOT_FOUND))
    reversing.reverse(row, by=world.FINANCE, at=NOW)
    assert office.fresh(row).state == "sent"  # a person looks: sent by hand, the money could leave twice
    refunds.finish(row, trace="S-1", by=world.FINANCE, at=NOW)
    assert office.fresh(Payment.objects.get()).state == "refunded"


def test_while_somebody_asks_the_bank_nobody_else_does(bank, clock):
    row = whole(bank)
    held, _ = reversing._claim(row, by=world.FINANCE, at=NOW)
    assert held.state == "sent"
    with pytest.raises(reversing.BeingAsked):
        reversing.reverse(row, by=world.OTHER_FINANCE, at=NOW + timedelta(seconds=30))
    # Whoever claimed it died: after the lease the bank is asked again.
    reversing.reverse(row, by=world.OTHER_FINANCE, at=NOW + timedelta(seconds=61))
    assert office.fresh(row).state == "done"


def test_another_refund_does_not_take_the_payment_that_the_bank_reverses(bank, clock):
    made = world.invoice()
    office.submitted(3_300_000, made)
    from kardad.billing.actions import receipts

    receipts.approve(made.payments.get(), by=world.FINANCE, at=NOW)
    begun, _ = payments.begin(made, rials=4_400_000, gateway_name="memory", by=world.CLIENT, at=NOW)
    come_back(bank, begun)
    made.refresh_from_db()
    first = office.refund(made, rials=4_400_000, state="approved")
    second = office.refund(made, rials=1_100_000, state="sent")
    bank.lose("reverse", "after")
    reversing.reverse(first, by=world.FINANCE, at=NOW)
    refunds.finish(second, trace="2", by=world.FINANCE, at=NOW)
    reversing.reverse(first, by=Actor(world.FINANCE.person_id, "finance_officer"), at=NOW)
    given = {row.method: (row.state, row.refunded) for row in made.payments.all()}
    assert given == {"card_to_card": ("partially_refunded", 1_100_000), "online_gateway": ("refunded", 4_400_000)}
    assert sum(queries.balances().values()) == 0


def test_two_refunds_never_have_the_same_payment_reversed(bank, clock):
    made = world.invoice()
    for _ in range(2):
        begun, _way = payments.begin(made, rials=made.total // 2, gateway_name="memory", by=world.CLIENT, at=NOW)
        come_back(bank, begun)
    made.refresh_from_db()
    first, second = (office.refund(made, rials=made.total // 2, state="approved", by=by) for by in (world.CLIENT, world.EXPERT))
    bank.lose("reverse", "after")
    reversing.reverse(first, by=world.FINANCE, at=NOW)  # done, and its answer lost
    with pytest.raises(reversing.NotReversible):
        reversing.reverse(second, by=world.FINANCE, at=NOW)
    reversing.reverse(first, by=world.FINANCE, at=NOW + timedelta(minutes=2))
    reversing.reverse(second, by=world.FINANCE, at=NOW + timedelta(minutes=2))
    assert {office.fresh(row).state for row in (first, second)} == {"done"}
    assert office.fresh(first).payment_id != office.fresh(second).payment_id
    assert sum(row.refunded for row in Payment.objects.all()) == made.total
    assert sorted(set(bank.asked("reverse"))) == sorted(str(row.attempt) for row in Payment.objects.all())
