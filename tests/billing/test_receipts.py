"""Card to card, slips and credit: nothing counts before finance, or a second person, has looked."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kardad.billing import queries
from kardad.billing.actions import invoices, ledger, payments, receipts
from kardad.billing.actions.receipts import Receipt
from kardad.billing.actions.tariff import SamePerson
from kardad.billing.models import Credit, Payment
from kardad.core import outside
from kardad.core.actor import Actor
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests.billing.world import CLIENT, EXPERT, FINANCE, MANAGER, OTHER_FINANCE, TODAY, asked, invoice
from tests.conftest import NOW


def receipt(rials=3_000_000, trace="558213", **more):
    return Receipt(**({"rials": rials, "trace": trace, "on": TODAY, "card": "1234"} | more))


def submitted(made, **more):
    return receipts.submit(made, receipt=receipt(**more), by=CLIENT, at=NOW)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_card_to_card_in_parts(shop):  # A5
    made = invoice()
    payment = submitted(made)
    assert (payment.state, fresh(made).state, fresh(made).balance) == ("pending_verification", "issued", 7_700_000)
    assert queries.receipts_to_check().get() == payment
    receipts.approve(payment, by=FINANCE, at=NOW)
    assert (fresh(made).state, fresh(made).balance) == ("partially_paid", 4_700_000)
    with pytest.raises(receipts.ReceiptUsed):
        submitted(invoice())
    bank = outside.payment_gateway("memory")
    online, _ = payments.begin(made, rials=4_700_000, gateway_name="memory", by=CLIENT, at=NOW)
    bank.pay(online.authority)
    back = {"authority": online.authority, "reference": str(online.attempt), "status": "paid"}
    for _ in range(2):
        payments.come_back(online, params=back, at=NOW)
    assert (fresh(made).state, fresh(made).paid) == ("paid", 7_700_000)
    assert sum(queries.balances().values()) == 0
    assert WorkItem.objects.filter(kind="payment.receipt", closed_at=None).count() == 0


@pytest.mark.parametrize("other", [{"trace": "558214"}, {"on": TODAY - timedelta(days=1)}, {"rials": 3_000_001}])
def test_another_receipt_is_another(shop, other):
    made = invoice()
    submitted(made)
    assert submitted(made, **other).state == "pending_verification"


def test_a_rejected_receipt_counts_for_nothing_and_may_be_shown_again(shop):
    made = invoice()
    payment = submitted(made)
    with pytest.raises(receipts.ReasonNeeded):
        receipts.reject(payment, reason=" ", by=FINANCE, at=NOW)
    receipts.reject(payment, reason="در صورت‌حساب بانک نیست", by=FINANCE, at=NOW)
    assert (fresh(made).paid, fresh(payment).state) == (0, "rejected")
    with pytest.raises(NotAllowed):
        receipts.approve(payment, by=FINANCE, at=NOW)
    assert submitted(made).state == "pending_verification"


@pytest.mark.parametrize("by", [CLIENT, EXPERT, MANAGER])
def test_a_receipt_is_judged_by_finance_alone(shop, by):
    payment = submitted(invoice())
    with pytest.raises(NotAllowed):
        receipts.approve(payment, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        receipts.reject(payment, reason="نه", by=by, at=NOW)
    assert fresh(payment).state == "pending_verification"


def test_a_receipt_is_approved_once(shop):
    made = invoice()
    payment = submitted(made)
    receipts.approve(payment, by=FINANCE, at=NOW)
    with pytest.raises(NotAllowed):
        receipts.approve(payment, by=MANAGER, at=NOW)
    assert fresh(made).paid == 3_000_000


def test_a_slip_wants_two_persons(shop):
    made = invoice()
    for by in (CLIENT, EXPERT, MANAGER):
        with pytest.raises(NotAllowed):
            receipts.enter(made, receipt=receipt(), by=by, at=NOW)
    slip = receipts.enter(made, receipt=receipt(7_700_000), by=FINANCE, at=NOW)
    with pytest.raises(SamePerson):
        receipts.approve(slip, by=FINANCE, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=slip.pk).update(decided_by_id=FINANCE.person_id)
    receipts.approve(slip, by=OTHER_FINANCE, at=NOW)
    assert fresh(made).state == "paid"


def test_a_manager_may_be_the_second_person_of_a_slip(shop):
    made = invoice()
    slip = receipts.enter(made, receipt=receipt(7_700_000), by=FINANCE, at=NOW)
    with pytest.raises(SamePerson):
        receipts.approve(slip, by=Actor(FINANCE.person_id, "manager"), at=NOW)
    receipts.approve(slip, by=MANAGER, at=NOW)
    assert fresh(made).state == "paid"


def test_finance_does_not_approve_its_own_transfer(shop):
    payment = receipts.submit(invoice(), receipt=receipt(), by=Actor(FINANCE.person_id, "member"), at=NOW)
    with pytest.raises(SamePerson):
        receipts.approve(payment, by=FINANCE, at=NOW)


@pytest.mark.parametrize("wrong", [{"trace": " "}, {"trace": "1" * 41}, {"on": TODAY + timedelta(days=1)}, {"rials": 0}, {"rials": -5}])
def test_an_impossible_receipt_is_refused(shop, wrong):
    with pytest.raises(receipts.ReceiptWrong):
        submitted(invoice(), **wrong)


def test_an_ended_invoice_takes_no_receipt(shop):
    made = invoice()
    invoices.void(made, reason="اشتباه بود", by=EXPERT, at=NOW)
    with pytest.raises(payments.NothingToPay):
        submitted(made)


def test_what_is_over_becomes_credit_and_is_spent(shop):
    made = invoice()
    receipts.approve(submitted(made, rials=10_000_000), by=FINANCE, at=NOW)
    assert (fresh(made).paid, queries.credit_of(made.holder)) == (7_700_000, 2_300_000)
    from kardad.billing.actions.invoices import Buyer

    following = invoice(asked("payslip"), buyer=Buyer(person=made.person))
    with pytest.raises(payments.AmountRefused):
        receipts.spend_credit(following, rials=2_000_000, by=CLIENT, at=NOW)
    spent = receipts.spend_credit(following, rials=1_650_000, by=CLIENT, at=NOW)
    assert (spent.state, fresh(following).state, queries.credit_of(made.holder)) == ("succeeded", "paid", 650_000)
    assert queries.balance("credit", made.holder) == -650_000
    assert sum(queries.balances().values()) == 0


def test_nobody_spends_credit_he_has_not(shop):
    made = invoice()
    with pytest.raises(ledger.CreditTooSmall):
        receipts.spend_credit(made, rials=7_700_000, by=CLIENT, at=NOW)
    assert (fresh(made).paid, Payment.objects.count()) == (0, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Credit.objects.create(holder="person:1", rials=-1)


def test_what_a_bank_says_is_not_for_finance_to_say(shop):
    online, _ = payments.begin(invoice(), rials=7_700_000, gateway_name="memory", by=CLIENT, at=NOW)
    Payment.objects.filter(pk=online.pk).update(state="pending_verification")
    with pytest.raises(NotAllowed):
        receipts.approve(online, by=FINANCE, at=NOW)
    with pytest.raises(NotAllowed):
        receipts.reject(online, reason="نه", by=FINANCE, at=NOW)
