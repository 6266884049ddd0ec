"""Two presses in the same instant in the office: one is done, the other told, and the ledger is zero."""

from datetime import timedelta

import pytest

from kardad.billing import queries
from kardad.billing.actions import payments, payouts, receipts, refunds, reversing, rulings, tariff
from kardad.billing.models import CreditNote, Payment, Payout, Price, Ruling
from kardad.core import outside
from kardad.core.actor import Actor
from kardad.gateways.payments.outcomes import Trouble, Unknown
from kardad.kit.refusal import Refusal
from tests.billing import office_world as office
from tests.billing import world
from tests.billing.office_world import IBAN, fresh
from tests.billing.test_payments import carried, come_back
from tests.billing.world import FINANCE, MANAGER, OTHER_FINANCE, OTHER_MANAGER, TODAY
from tests.conftest import NOW
from tests.people.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def done(results):
    """What went through; everything else was refused, not broken."""
    assert all(isinstance(one, Refusal) for one in results if isinstance(one, Exception)), results
    return [one for one in results if not isinstance(one, Exception)]


@pytest.fixture
def bank(real_shop):
    return outside.payment_gateway("memory")


def test_a_price_approved_and_declined_at_once_is_one_of_both(real_shop):
    row = tariff.propose_price("training", rials=5, valid_from=TODAY + timedelta(days=1), valid_to=None, by=FINANCE, at=NOW)
    results = at_once(
        [
            lambda: tariff.approve(row, by=MANAGER, at=NOW),
            lambda: tariff.decline(row, reason="نه", by=OTHER_MANAGER, at=NOW),
            lambda: tariff.approve(row, by=OTHER_MANAGER, at=NOW),
        ]
    )
    assert len(done(results)) == 1
    assert Price.objects.get(pk=row.pk).state == done(results)[0].state


def test_a_receipt_approved_and_rejected_at_once_is_one_of_both(real_shop):
    row = office.submitted()
    results = at_once(
        [lambda: receipts.approve(row, by=FINANCE, at=NOW), lambda: receipts.reject(row, reason="نه", by=OTHER_FINANCE, at=NOW)]
    )
    assert len(done(results)) == 1
    assert fresh(row.invoice).paid == (3_000_000 if fresh(row).state == "succeeded" else 0)
    assert sum(queries.balances().values()) == 0


def test_a_refund_approved_and_declined_at_once_is_one_of_both(real_shop):
    row = office.refund()
    results = at_once(
        [lambda: refunds.approve(row, by=MANAGER, at=NOW), lambda: refunds.decline(row, reason="نه", by=OTHER_MANAGER, at=NOW)]
    )
    assert len(done(results)) == 1
    assert fresh(row).state == done(results)[0].state


def test_a_refund_reversed_and_sent_by_hand_at_once_leaves_once(bank):
    made = world.invoice()
    begun, _ = payments.begin(made, rials=made.total, gateway_name="memory", by=world.CLIENT, at=NOW)
    come_back(bank, begun)
    row = office.refund(made, rials=made.total, state="approved")
    results = at_once(
        [
            lambda: reversing.reverse(row, by=FINANCE, at=NOW),
            lambda: refunds.send(row, by=OTHER_FINANCE, at=NOW),
            lambda: reversing.reverse(row, by=OTHER_FINANCE, at=NOW),
        ]
    )
    assert done(results)
    assert len(bank.asked("reverse")) <= 1
    if fresh(row).state == "sent":  # the hand was quicker: the bank was not asked
        assert bank.asked("reverse") == []
        refunds.finish(row, trace="1", by=FINANCE, at=NOW)
    assert (fresh(row).state, CreditNote.objects.count()) == ("done", 1)
    assert set(queries.balances().values()) == {0}


def test_payouts_asked_for_at_once_are_never_more_than_the_credit(real_shop):
    made = office.paid(10_000_000)
    results = at_once(
        [lambda: payouts.pay_out_credit(made.holder, rials=2_000_000, iban=IBAN, reason="x", by=FINANCE, at=NOW) for _ in range(3)]
    )
    assert len(done(results)) == 1
    assert Payout.objects.count() == 1


def test_a_payout_approved_sent_and_ended_twice_at_once_leaves_once(real_shop):
    row = office.payout()
    assert len(done(at_once([lambda n=n: payouts.approve(row, by=Actor(n, "manager"), at=NOW) for n in (1, 2)]))) == 1
    assert len(done(at_once([lambda: payouts.send(row, by=FINANCE, at=NOW) for _ in range(3)]))) == 1
    assert queries.credit_of(row.holder) == 1_300_000
    ends = [lambda: payouts.finish(row, trace="1", by=FINANCE, at=NOW), lambda: payouts.fail(row, reason="نه", by=FINANCE, at=NOW)]
    assert len(done(at_once(ends))) == 1
    assert queries.credit_of(row.holder) == (1_300_000 if fresh(row).state == "done" else 2_300_000) == -queries.balance("credit")
    assert sum(queries.balances().values()) == 0


def test_credit_spent_and_sent_at_once_goes_one_way(real_shop):
    row = office.payout(rials=2_300_000, state="approved")
    made = fresh_invoice_of(row)
    results = at_once(
        [
            lambda: payouts.send(row, by=FINANCE, at=NOW),
            lambda: receipts.spend_credit(made, rials=1_650_000, by=world.CLIENT, at=NOW),
        ]
    )
    assert len(done(results)) == 1
    assert queries.credit_of(row.holder) == -queries.balance("credit", row.holder) >= 0
    assert sum(queries.balances().values()) == 0


def fresh_invoice_of(row):
    """One more invoice for the buyer whose credit it is."""
    from kardad.billing.actions.invoices import Buyer
    from kardad.people.models import Person

    person = Person.objects.get(pk=int(row.holder.partition(":")[2]))
    return world.invoice(world.asked("payslip"), buyer=Buyer(person=person))


def test_a_ruling_approved_declined_and_overtaken_by_the_bank_counts_the_money_once(bank):
    made = world.invoice()
    begun, _ = payments.begin(made, rials=made.total, gateway_name="memory", by=world.CLIENT, at=NOW)
    params = carried(bank, begun)
    bank.answer("verify", Unknown(provider="memory", trouble=Trouble.UNPROVED))
    payments.come_back(begun, params=params, at=NOW)
    ruling = rulings.propose(begun, is_paid=True, reference="R-1", reason="هست", by=FINANCE, at=NOW)
    late = NOW + timedelta(minutes=5)
    at_once(
        [
            lambda: rulings.approve(ruling, by=MANAGER, at=NOW),
            lambda: rulings.approve(ruling, by=OTHER_FINANCE, at=NOW),
            lambda: rulings.decline(ruling, reason="نه", by=OTHER_MANAGER, at=NOW),
            lambda: payments.ask(begun, by=FINANCE, at=late),
        ]
    )
    payments.check(Payment.objects.get(pk=begun.pk), at=late + timedelta(minutes=5))
    assert fresh(made).paid in (0, 7_700_000)
    assert (fresh(begun).state == "succeeded") == (fresh(made).paid == 7_700_000)
    assert queries.balance("bank") == fresh(made).paid
    assert sum(queries.balances().values()) == 0


def test_two_rulings_at_once_are_one(bank):
    made = world.invoice()
    begun, _ = payments.begin(made, rials=made.total, gateway_name="memory", by=world.CLIENT, at=NOW)
    results = at_once([lambda by=by: rulings.propose(begun, is_paid=False, reason="نیست", by=by, at=NOW) for by in (FINANCE, MANAGER)])
    assert len(done(results)) == 1
    assert Ruling.objects.count() == 1
