"""The proof: so many payments with faults at random, real threads and a real database; no rial is lost and none counted twice."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Lock

import pytest
from django.db import connection
from django.db.models import F, Sum

from kardad.billing import flow, queries, sweeps
from kardad.billing.actions import reversing
from kardad.billing.models import Credit, CreditNote, Entry, Invoice, Payment, Refund
from kardad.billing.signals import invoice_paid
from kardad.core import outside
from kardad.gateways.payments.twin import State
from tests import factories, proofs
from tests.billing import crowd, payers
from tests.billing.world import FINANCE, asked, invoice

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
PAYMENTS = 10_000
THREADS = 8
BEFELL = {
    "amount altered",
    "back before he left",
    "callback for another",
    "never came back",
    "paid an ended invoice",
    "paid in two windows",
    "receipt reused",
    "two asked at once",
}


def test_random_faults_lose_no_money_and_pay_nothing_twice(real_shop, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("many writers at once are PostgreSQL's business")
    count, bank, dice = proofs.length(PAYMENTS), outside.payment_gateway("memory"), crowd.dice(1404)
    lock, told, tally = Lock(), Counter(), Counter()
    bank.fate = lambda deed, reference: dice.choices(["", "before", "after"], [70, 15, 15])[0]
    buyers = [factories.person(password=None) for _ in range(20)]
    made = [invoice(asked("payslip"), buyer=crowd.buyer(dice.choice(buyers)), at=datetime.now(UTC)) for _ in range(max(1, count // 3))]

    def hear(sender, invoice, at, **_):
        with lock:
            told[invoice.pk] += 1

    invoice_paid.connect(hear)
    try:
        with monkeypatch.context() as patch, crowd.watched() as waits:
            crowd.cut_power_at_random(patch, crowd.dice(7))
            payers.hurry(patch, bank, crowd.dice(8), tally)
            crowd.run([payers.Payer(bank, made, seed, tally).turn for seed in range(count)], threads=THREADS)
        bank.fate = lambda deed, reference: ""
        _finish()
    finally:
        invoice_paid.disconnect(hear)
    assert set(+tally) == BEFELL
    assert len(waits) > 10  # they really met in the database
    _judge_payments(bank)
    _judge_refunds(bank)
    _judge_invoices(told)
    _judge_ledger()


def _finish():
    """The sweeps run until the banks have nothing more to say, and finance asks again what became of its reversals."""
    at = datetime.now(UTC)
    for _ in range(100):
        at += timedelta(minutes=2)
        for _ in range(queries.due_payments(at).count() // sweeps.BATCH + 1):
            for run in (sweeps.reconcile, sweeps.settle, sweeps.announce):
                run(at)
        for row in Refund.objects.filter(state="sent", payment__isnull=False):
            reversing.reverse(row, by=FINANCE, at=at)
        if not any(rows.exists() for rows in (Payment.objects.filter(due_at__isnull=False), queries.untold_invoices(at))):
            break


def _verified(bank):
    """The payments of the bank's own book that it gave us, by its numbers."""
    return {one.number: one for one in bank._shelf.values() if one.verified_at is not None}


def _judge_payments(bank):
    taken = {number: one.rials for number, one in _verified(bank).items()}
    online = Payment.objects.filter(method=Payment.Method.ONLINE)
    ours = dict(online.filter(state__in=flow.TAKEN_PAYMENTS).values_list("bank_reference", "rials"))
    assert len(ours) > 0
    assert ours == taken  # none lost, none made up
    assert not Payment.objects.filter(due_at__isnull=False).exists()
    assert not Payment.objects.exclude(state__in=flow.TAKEN_PAYMENTS).exclude(applied=0, surplus=0).exists()
    wanting = Payment.objects.filter(state__in=flow.TAKEN_PAYMENTS).exclude(rials=F("applied") + F("surplus"))
    assert not wanting.exists()


def _judge_refunds(bank):
    reversed_by_bank = {number for number, one in _verified(bank).items() if one.state is State.REVERSED}
    done = Refund.objects.filter(state="done")
    # A list: two refunds that name one payment would be money that went back once and was written twice.
    assert sorted(done.filter(payment__isnull=False).values_list("payment__bank_reference", flat=True)) == sorted(reversed_by_bank)
    assert reversed_by_bank
    assert done.filter(payment=None, target="source").exists()
    assert done.filter(target="credit").exists()
    assert CreditNote.objects.count() == done.count()
    assert not Refund.objects.filter(state="sent", payment__isnull=False).exists()


def _judge_invoices(told):
    for row in Invoice.objects.all():
        got = row.payments.aggregate(sum=Sum("applied"), back=Sum("refunded"))
        back = row.refunds.filter(state="done").aggregate(sum=Sum("rials"))["sum"] or 0
        assert row.paid == (got["sum"] or 0) <= row.total
        assert row.refunded == back == (got["back"] or 0) <= row.paid
        assert row.state == _state_of(row)
        assert told[row.pk] <= (row.paid == row.total)
        assert told[row.pk] == 1 or row.state != "paid"


def _state_of(row):
    """What the sums say of the invoice."""
    if row.paid and row.refunded == row.paid:
        return "credited"
    if row.paid:
        return "paid" if row.paid == row.total else "partially_paid"
    return "void" if row.has_lapsed else "issued"


def _judge_ledger():
    unequal = Entry.objects.values("posting").annotate(sum=Sum("rials")).exclude(sum=0)
    assert list(unequal) == []
    assert set(queries.balances()) == {"bank", "credit", "receivable", "revenue", "vat"}
    assert sum(queries.balances().values()) == 0
    came = Payment.objects.filter(state__in=flow.TAKEN_PAYMENTS).exclude(method=Payment.Method.CREDIT)
    left = Refund.objects.filter(state="done", target="source")
    assert queries.balance("bank") == _sum(came, "rials") - _sum(left, "rials")
    owed = Invoice.objects.filter(state__in=("issued", "partially_paid"))
    assert queries.balance("receivable") == _sum(owed, "total") - _sum(owed, "paid")
    spent = Payment.objects.filter(method=Payment.Method.CREDIT, state__in=flow.TAKEN_PAYMENTS)
    kept = _sum(Payment.objects, "surplus") + _sum(Refund.objects.filter(state="done", target="credit"), "rials") - _sum(spent, "rials")
    assert -queries.balance("credit") == kept == _sum(Credit.objects, "rials")
    for credit in Credit.objects.all():
        assert credit.rials == -queries.balance("credit", credit.holder)
    billed = Invoice.objects.exclude(state="void")
    assert -queries.balance("vat") == _sum(billed, "vat") - _sum(CreditNote.objects, "vat")


def _sum(rows, column):
    return rows.aggregate(sum=Sum(column))["sum"] or 0
