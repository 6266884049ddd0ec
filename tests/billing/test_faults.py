"""The proof: so many payments with faults at random, real threads and a real database; no rial is lost and none counted twice."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Lock

import pytest
from django.db import connection
from django.db.models import Sum

from kardad.billing import queries, sweeps
from kardad.billing.actions import payments
from kardad.billing.models import Entry, Invoice, Payment
from kardad.billing.signals import invoice_paid
from kardad.core import outside
from kardad.gateways.payments.twin import TAKEN, Button
from kardad.kit.refusal import Refusal
from tests import factories, proofs
from tests.billing import crowd
from tests.billing.world import CLIENT, asked, invoice

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
PAYMENTS = 10_000
THREADS = 8
BUTTONS = [Button.PAY] * 7 + [Button.CANCEL, Button.INSUFFICIENT, Button.TIMEOUT]


class Payer:
    """One who pays as people and wires do: twice, late, not at all, in two windows, with a forged callback now and then."""

    def __init__(self, bank, invoices, seed):
        self.bank, self.invoices, self.dice = bank, invoices, random.Random(seed)

    def pay(self):
        """One try, with its faults."""
        at = datetime.now(UTC)
        made = self.dice.choice(self.invoices)
        rials = self.dice.choice([made.total, made.total // 2])
        try:
            payment, _ = payments.begin(made, rials=rials, gateway_name="memory", by=CLIENT, at=at)
        except Refusal:
            return
        way = self.bank.press(payment.authority, self.dice.choice(BUTTONS))
        if self.dice.random() < 0.15:
            return  # the browser never comes back
        params = crowd.fields(way)
        if self.dice.random() < 0.1:
            with pytest.raises(payments.Forged):
                payments.come_back(payment, params=params | {"reference": "1"}, at=at)
        for _ in range(self.dice.choice([1, 1, 2, 3])):
            crowd.survive(lambda: payments.come_back(payment, params=params, at=at))


def test_random_faults_lose_no_money_and_pay_nothing_twice(real_shop, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("many writers at once are PostgreSQL's business")
    count = proofs.length(PAYMENTS)
    bank, dice, lock, told = outside.payment_gateway("memory"), random.Random(1404), Lock(), Counter()
    bank.fate = lambda deed, reference: dice.choices(["", "before", "after"], [70, 15, 15])[0]
    crowd.cut_power_at_random(monkeypatch, chance=0.05)
    buyers = [factories.person(password=None) for _ in range(20)]
    made = [invoice(asked("payslip"), buyer=crowd.buyer(dice.choice(buyers))) for _ in range(max(1, count // 3))]

    def hear(sender, invoice, at, **_):
        with lock:
            told[invoice.pk] += 1

    invoice_paid.connect(hear)
    try:
        crowd.run([Payer(bank, made, seed).pay for seed in range(count)], threads=THREADS)
        crowd.mend(monkeypatch)
        bank.fate = lambda deed, reference: ""
        _finish()
    finally:
        invoice_paid.disconnect(hear)
    _judge(bank, told)


def _finish():
    """The sweeps run until the banks have nothing more to say."""
    at = datetime.now(UTC)
    for _ in range(60):
        at += timedelta(minutes=2)
        done = 1
        while done:
            done = sum(run(at) for run in (sweeps.reconcile, sweeps.settle, sweeps.announce))
        if not Payment.objects.filter(due_at__isnull=False).exists():
            break


def _judge(bank, told):
    taken = {one.number: one.rials for one in bank._shelf.values() if one.state in TAKEN}
    ours = dict(Payment.objects.filter(state="succeeded").values_list("bank_reference", "rials"))
    assert ours == taken  # none lost, none made up
    assert len(ours) > 0
    assert set(queries.balances()) == {"bank", "credit", "receivable", "revenue", "vat"}
    assert sum(queries.balances().values()) == 0
    assert queries.balance("bank") == sum(taken.values())
    unequal = Entry.objects.values("posting").annotate(sum=Sum("rials")).exclude(sum=0)
    assert list(unequal) == []
    for row in Invoice.objects.annotate(got=Sum("payments__applied")):
        assert row.paid == (row.got or 0) <= row.total
        assert (row.state == "paid") == (row.paid == row.total)
        assert told[row.pk] == (row.state == "paid")
    surplus = Payment.objects.aggregate(sum=Sum("surplus"))["sum"] or 0
    assert surplus == sum(queries.credit_of(holder) for holder in _holders()) == -queries.balance("credit")
    assert not Payment.objects.filter(due_at__isnull=False).exists()


def _holders():
    return {row.holder for row in Invoice.objects.all()}
