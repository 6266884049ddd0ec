"""The people of the fault proof: they pay twice, late, not at all, in two windows, with forged callbacks, and want it back meanwhile."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kardad.billing.actions import invoices, payments, receipts, refunds, reversing
from kardad.billing.actions.receipts import Receipt
from kardad.billing.models import Invoice, Payment, Refund
from kardad.gateways.payments.outcomes import Begun
from kardad.gateways.payments.twin import Button
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from tests.billing import crowd
from tests.billing.world import CLIENT, FINANCE, MANAGER, OTHER_FINANCE, OTHER_MANAGER

BUTTONS = [Button.PAY] * 7 + [Button.CANCEL, Button.INSUFFICIENT, Button.TIMEOUT]
SOON, LATE = timedelta(minutes=2), timedelta(hours=1)  # the lease of who asks is over; the bank's page is over
LONG_AFTER = timedelta(days=8)  # the invoice's last day has passed


class Payer:
    """One who pays as people and wires do; `tally` counts what befell him, so that the proof can say that it happened."""

    def __init__(self, bank, made, seed, tally):
        self.bank, self.made, self.tally, self.dice = bank, made, tally, crowd.dice(seed)

    def turn(self):
        """One try to pay, with its faults; and what others do to the same invoice."""
        made = self.dice.choice(self.made)
        deeds = {self.pay: 80, self.pay_in_two_windows: 8, self.pay_late: 4, self.transfer: 5, self.spend: 3}
        self.dice.choices(list(deeds), list(deeds.values()))[0](made)
        if self.happens(0.12):
            self.want_back(made)

    def pay(self, made):
        """Through the bank."""
        at = datetime.now(UTC)
        payment = self.begun(made, at)
        if payment is None:
            return
        if is_altered := self.happens(0.03):
            bill = self.bank.bill(payment.authority)
            self.bank._shelf[payment.authority] = replace(bill, rials=bill.rials - 1)
            self.tally["amount altered"] += 1
        params = crowd.fields(self.bank.press(payment.authority, self.dice.choice(BUTTONS)))
        if self.happens(0.15):
            self.tally["never came back"] += 1
            return
        self.forge(payment, params, at)
        if self.happens(0.05):
            params |= {"rials": "1", "amount": "1"}
        if self.happens(0.3):
            self.tally["two asked at once"] += 1
            crowd.together(*[lambda n=n: self.back(payment, params, at, n) for n in range(3)])
        for _ in range(self.dice.choice([1, 1, 2])):
            crowd.survive(lambda: payments.come_back(payment, params=params, at=at))
        assert not is_altered or Payment.objects.get(pk=payment.pk).applied == 0

    def back(self, payment, params, at, turn):
        """The callback, or an asker for whom the lease of the one before him is over."""
        return payments.check(payment, at=at + SOON) if turn else payments.come_back(payment, params=params, at=at)

    def forge(self, payment, params, at):
        """Callbacks that are not of this payment."""
        if self.happens(0.1):
            with pytest.raises(payments.Forged):
                payments.come_back(payment, params=params | {"reference": "1"}, at=at)
        other = Payment.objects.exclude(pk=payment.pk).exclude(authority="").order_by("-pk").first()
        if other is not None and self.happens(0.1):
            with pytest.raises(payments.Forged):
                payments.come_back(other, params=params, at=at)
            self.tally["callback for another"] += 1

    def pay_in_two_windows(self, made):
        """Two payments of one invoice, whose callbacks come in the same instant."""
        at = datetime.now(UTC)
        begun = [row for row in (self.begun(made, at), self.begun(made, at)) if row is not None]
        carried = [(row, crowd.fields(self.bank.press(row.authority, Button.PAY))) for row in begun]
        crowd.together(*[lambda row=row, params=params: payments.come_back(row, params=params, at=at) for row, params in carried])
        self.tally["paid in two windows"] += len(begun) == 2

    def pay_late(self, made):
        """The page was over and given up, the invoice ended if it could; then the bank says that it was paid after all."""
        at = datetime.now(UTC)
        payment = self.begun(made, at)
        if payment is None:
            return
        crowd.survive(lambda: payments.check(payment, at=at + LATE))
        crowd.survive(lambda: invoices.expire_due(made.pk, at=at + LONG_AFTER))
        params = crowd.fields(self.bank.press(payment.authority, Button.PAY))
        crowd.survive(lambda: payments.come_back(payment, params=params, at=at + LATE))
        self.tally["paid an ended invoice"] += Invoice.objects.get(pk=made.pk).state == "void"

    def begun(self, made, at):
        """A payment that the bank knows, or nothing when it was refused."""
        try:
            return payments.begin(made, rials=self.dice.choice([made.total, made.total // 2]), gateway_name="memory", by=CLIENT, at=at)[0]
        except Refusal:
            return None

    def transfer(self, made):
        """By card; the same receipt is shown for another invoice in the same instant, and two of finance approve at once."""
        at = datetime.now(UTC)
        told = Receipt(rials=made.total, trace=str(self.dice.randrange(10**12)), on=calendar.tehran_day(at))
        shown = crowd.together(*[lambda one=one: receipts.submit(one, receipt=told, by=CLIENT, at=at) for one in (made, self.another())])
        assert len(shown) <= 1
        for row in shown:
            self.tally["receipt reused"] += 1
            done = crowd.together(*[lambda row=row, by=by: receipts.approve(row, by=by, at=at) for by in (FINANCE, OTHER_FINANCE)])
            assert len(done) <= 1

    def spend(self, made):
        """From the buyer's credit, in two windows."""
        at = datetime.now(UTC)
        crowd.together(*[lambda: receipts.spend_credit(made, rials=made.total // 2, by=CLIENT, at=at) for _ in range(2)])

    def want_back(self, made):
        """All or half of what was paid goes back, asked for twice at once; it leaves in one of the ways, and not once more."""
        at = datetime.now(UTC)
        found = Invoice.objects.get(pk=made.pk)
        left = found.paid - found.refunded
        rials = self.dice.choice([left, left, max(left // 2, 1)])
        how, target = self.dice.choice([("bank", "source"), ("bank", "source"), ("hand", "source"), ("hand", "credit")])
        wish = {"rials": rials, "reason": "انصراف", "target": target, "at": at}
        asked = crowd.together(*[lambda by=by: refunds.request(made, by=by, **wish) for by in (CLIENT, MANAGER)])
        for row in asked:
            if crowd.together(lambda row=row: refunds.approve(row, by=OTHER_MANAGER, at=at)):
                self.send(row, how, at)

    def send(self, row, how, at):
        """The bank reverses the payment where it would, else finance sends; either by two at once."""
        if how == "bank":
            crowd.together(*[lambda by=by: reversing.reverse(row, by=by, at=at) for by in (FINANCE, OTHER_FINANCE)])
        crowd.together(*[lambda by=by: refunds.send(row, by=by, at=at) for by in (FINANCE, OTHER_FINANCE)])
        if Refund.objects.get(pk=row.pk).payment_id is None:
            crowd.together(*[lambda by=by: refunds.finish(row, trace="1", by=by, at=at) for by in (FINANCE, OTHER_FINANCE)])

    def another(self):
        """Some invoice of the house."""
        return self.dice.choice(self.made)

    def happens(self, chance):
        """Whether it happens this time."""
        return self.dice.random() < chance


def hurry(patch, bank, dice, tally):
    """Now and then the payer is back before we have written down that he left."""
    begin = bank.begin

    def begun(order):
        answer = begin(order)
        if isinstance(answer, Begun) and dice.random() < 0.05:
            row = Payment.objects.get(attempt=int(order.reference))
            params = crowd.fields(bank.press(answer.authority, Button.PAY))
            with pytest.raises(payments.Forged):
                payments.come_back(row, params=params, at=datetime.now(UTC))
            tally["back before he left"] += 1
        return answer

    patch.setattr(bank, "begin", begun)
