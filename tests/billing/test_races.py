"""What only a lock keeps apart: two presses, two workers, a callback and a sweep in the same instant."""

from datetime import timedelta

import pytest

from kardad.billing import queries, sweeps
from kardad.billing.actions import invoices, payments, receipts, refunds, tariff
from kardad.billing.actions.invoices import Buyer
from kardad.billing.models import CreditNote, Invoice, Payment, Price
from kardad.core import outside
from kardad.core.actor import Actor
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from tests import factories
from tests.billing.test_payments import begin, carried, come_back, fresh
from tests.billing.test_receipts import receipt, submitted
from tests.billing.world import CLIENT, FINANCE, OTHER_FINANCE, OTHER_MANAGER, TODAY, asked, invoice
from tests.conftest import NOW
from tests.people.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bank(real_shop):
    return outside.payment_gateway("memory")


def succeeded(results):
    return [one for one in results if not isinstance(one, Exception)]


def test_two_verifications_at_once_take_the_money_once(bank):
    made = invoice()
    payment = begin(made)
    params = carried(bank, payment)
    at_once([lambda: payments.come_back(payment, params=params, at=NOW) for _ in range(4)])
    sweeps.reconcile(NOW + timedelta(minutes=3))
    assert (fresh(made).paid, fresh(made).state, fresh(payment).state) == (7_700_000, "paid", "succeeded")
    assert queries.balance("bank") == 7_700_000


def test_expiry_and_callback_at_once_lose_nothing(bank):
    made = invoice()
    payment = begin(made)
    params = carried(bank, payment)
    late = NOW + timedelta(days=8)
    at_once([lambda: payments.come_back(payment, params=params, at=NOW), lambda: invoices.expire_due(made.pk, at=late)])
    sweeps.reconcile(NOW + timedelta(minutes=3))
    made = fresh(made)
    assert made.paid + queries.credit_of(made.holder) == 7_700_000
    assert sum(queries.balances().values()) == 0


def test_two_payments_at_once_pay_the_total_and_no_more(bank):
    made = invoice()
    tries = [begin(made) for _ in range(3)]
    at_once([lambda one=one: come_back(bank, one) for one in tries])
    sweeps.reconcile(NOW + timedelta(minutes=3))
    made = fresh(made)
    assert (made.paid, queries.credit_of(made.holder)) == (7_700_000, 15_400_000)
    assert sum(queries.balances().values()) == 0


def test_a_receipt_approved_twice_at_once_counts_once(bank):
    made = invoice()
    payment = submitted(made)
    done = at_once([lambda by=by: receipts.approve(payment, by=by, at=NOW) for by in (FINANCE, OTHER_FINANCE, FINANCE)])
    assert [type(one) for one in done if isinstance(one, Exception)] == [NotAllowed, NotAllowed]
    assert fresh(made).paid == 3_000_000


def test_one_receipt_for_two_invoices_at_once_is_taken_once(bank):
    made = [invoice(), invoice()]
    done = at_once([lambda one=one: submitted(one) for one in made])
    assert len(succeeded(done)) == 1
    assert Payment.objects.count() == 1


def test_a_price_approved_twice_at_once_holds_once(bank):
    rows = [
        tariff.propose_price("phone_15", rials=n, valid_from=TODAY + timedelta(days=1), valid_to=None, by=FINANCE, at=NOW) for n in (5, 6)
    ]
    at_once([lambda row=row: tariff.approve(row, by=OTHER_MANAGER, at=NOW) for row in rows])
    assert Price.objects.filter(service_code="phone_15", state="approved", valid_to=None).count() == 1


def test_numbers_given_at_once_have_no_gap(bank):
    people = [factories.person() for _ in range(6)]
    done = at_once([lambda one=one: invoice(buyer=Buyer(person=one)) for one in people])
    assert len(succeeded(done)) == 6
    assert sorted(Invoice.objects.values_list("number", flat=True)) == [f"INV-1404-{n:06d}" for n in range(1, 7)]


def test_a_refund_asked_for_and_finished_twice_at_once_is_given_once(bank):
    made = invoice()
    come_back(bank, begin(made))
    asked_for = at_once([lambda: refunds.request(made, rials=7_700_000, reason="x", by=CLIENT, at=NOW) for _ in range(3)])
    assert len(succeeded(asked_for)) == 1
    row = succeeded(asked_for)[0]
    approvals = at_once([lambda n=n: refunds.approve(row, by=Actor(n, "manager"), at=NOW) for n in (1, 2)])
    assert len(succeeded(approvals)) == 1
    refunds.send(row, by=FINANCE, at=NOW)
    done = at_once([lambda: refunds.finish(row, by=FINANCE, at=NOW) for _ in range(3)])
    assert len(succeeded(done)) == 1
    assert (CreditNote.objects.count(), fresh(made).refunded) == (1, 7_700_000)


def test_credit_spent_at_once_never_goes_below_nothing(bank):
    made = invoice()
    receipts.approve(receipts.submit(made, receipt=receipt(9_350_000), by=CLIENT, at=NOW), by=FINANCE, at=NOW)
    following = [invoice(asked("payslip"), buyer=Buyer(person=made.person)) for _ in range(2)]
    done = at_once([lambda one=one: receipts.spend_credit(one, rials=1_650_000, by=CLIENT, at=NOW) for one in following])
    assert len(succeeded(done)) == 1
    assert all(isinstance(one, Refusal) for one in done if isinstance(one, Exception))
    assert (queries.credit_of(made.holder), queries.balance("credit")) == (0, 0)
