"""Online payments: the browser's word is a hint, the bank's is the truth, and no fault loses or doubles money."""

from datetime import timedelta
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import IntegrityError, transaction

from kardad.billing import flow, policy, queries, sweeps
from kardad.billing.actions import invoices, payments
from kardad.billing.models import Invoice, Payment
from kardad.billing.signals import invoice_paid
from kardad.core import outside
from kardad.gateways.payments.memory import Memory
from kardad.gateways.payments.outcomes import Differs, Paid, Trouble, Unknown
from kardad.gateways.payments.port import Terms
from kardad.gateways.payments.twin import DEMO_TERMS, Button
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests.billing.world import CLIENT, EXPERT, invoice
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def bank(monkeypatch):
    """A bank in memory whose clock the test turns."""
    return use(monkeypatch, Memory(now=lambda: bank_time[0]))


bank_time = [NOW]


def use(monkeypatch, *gateways):
    bank_time[0] = NOW
    monkeypatch.setattr(outside, "payment_gateways", cache(lambda: gateways))
    return gateways[0]


def begin(made, rials=None, at=NOW):
    return payments.begin(made, rials=rials or made.total, gateway_name="memory", by=CLIENT, at=at)[0]


def carried(bank, payment, button=Button.PAY):
    way = bank.press(payment.authority, button)
    return {key: values[0] for key, values in parse_qs(urlsplit(way.url).query).items()}


def come_back(bank, payment, button=Button.PAY, at=NOW):
    return payments.come_back(payment, params=carried(bank, payment, button), at=at)


def power_cut(*_, **__):
    raise RuntimeError("power cut")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def heard():
    told = []

    def hear(sender, invoice, at, **_):
        told.append(invoice.pk)

    invoice_paid.connect(hear)
    yield told
    invoice_paid.disconnect(hear)


def test_a_payment_pays_its_invoice_and_those_above_are_told_once(shop, bank, heard):
    made = invoice()
    paid = come_back(bank, begin(made))
    made = fresh(made)
    assert (paid.state, paid.applied, made.state, made.paid, made.balance) == ("succeeded", 7_700_000, "paid", 7_700_000, 0)
    assert heard == [made.pk]
    assert sweeps.announce(NOW) == 0
    assert queries.balances() == {"bank": 7_700_000, "receivable": 0, "revenue": -7_000_000, "vat": -700_000}


def test_the_callback_says_nothing_but_where_to(shop, bank):
    payment = begin(invoice())
    url = payments.callback_url(payment)
    assert payment.token in url
    assert "?" not in url


def test_a_repeated_callback_adds_no_money(shop, bank, heard):  # A5
    payment = begin(invoice())
    params = carried(bank, payment)
    for _ in range(3):
        assert payments.come_back(payment, params=params, at=NOW).state == "succeeded"
    assert fresh(payment.invoice).paid == 7_700_000
    assert bank.asked("verify") == [str(payment.attempt)]
    assert len(heard) == 1


@pytest.mark.parametrize("button", [Button.PAY, Button.CANCEL])
def test_a_callback_opened_again_and_again_does_not_reach_the_bank_again(shop, bank, button):
    payment = begin(invoice())
    params = carried(bank, payment, button)
    bank.lose("verify", "before", times=9)
    bank.lose("inquire", "before", times=9)
    for second in range(0, 60, 5):
        payments.come_back(payment, params=params, at=NOW + timedelta(seconds=second))
    hits = len(bank.calls)
    assert hits == 2  # the payment was begun, and asked about once
    assert fresh(payment).state == "pending_verification"
    payments.come_back(payment, params=params, at=NOW + MINUTE)
    assert len(bank.calls) == hits + 1
    payments.come_back(payment, params=params, at=NOW + 1.5 * MINUTE)
    sweeps.reconcile(NOW + 2 * MINUTE)  # what was said too soon is not forgotten
    assert len(bank.calls) == hits + 2


def test_a_callback_of_a_settled_payment_never_reaches_the_bank_again(shop, bank):
    payment = begin(invoice())
    params = carried(bank, payment)
    payments.come_back(payment, params=params, at=NOW)
    hits = len(bank.calls)
    for day in range(3):
        assert payments.come_back(payment, params=params, at=NOW + timedelta(days=day, minutes=5)).state == "succeeded"
    assert len(bank.calls) == hits


def test_a_first_callback_asks_the_bank_though_the_sweep_has_just_asked(shop, bank):
    payment = begin(invoice())
    sweeps.reconcile(NOW + 2 * MINUTE)
    assert fresh(payment).asked_at == NOW + 2 * MINUTE
    assert come_back(bank, payment, at=NOW + 2 * MINUTE + timedelta(seconds=5)).state == "succeeded"


def test_a_callback_before_we_know_the_bank_is_refused(shop, bank):
    made = invoice()
    bank.lose("begin")
    with pytest.raises(payments.NotTaken):
        begin(made)
    payment = Payment.objects.get()
    assert payment.state == "failed"
    with pytest.raises(payments.Forged):
        payments.come_back(payment, params={"status": "paid"}, at=NOW)


@pytest.mark.parametrize("change", [{"authority": "other"}, {"reference": "1"}, {"status": "great"}, {"status": ""}])
def test_a_forged_callback_changes_nothing(shop, bank, change):
    payment = begin(invoice())
    with pytest.raises(payments.Forged):
        payments.come_back(payment, params=carried(bank, payment) | change, at=NOW)
    assert fresh(payment).state == "redirected"
    assert bank.asked("verify") == []


def test_a_callback_for_another_invoice_pays_neither(shop, bank):
    mine, other = begin(invoice()), begin(invoice())
    with pytest.raises(payments.Forged):
        payments.come_back(other, params=carried(bank, mine), at=NOW)
    assert (fresh(mine).state, fresh(other).state) == ("redirected", "redirected")


def test_an_unpaid_callback_that_says_paid_pays_nothing(shop, bank):
    payment = begin(invoice())
    lie = {"authority": payment.authority, "reference": str(payment.attempt), "status": "paid"}
    assert payments.come_back(payment, params=lie, at=NOW).state == "pending_verification"
    assert fresh(payment.invoice).paid == 0


def test_an_amount_that_differs_fulfils_nothing_and_a_person_looks(shop, bank):
    payment = begin(invoice())
    bank.answer("verify", Differs(provider="memory", code="x", is_taken=True, rials=5))
    assert come_back(bank, payment).state == "failed"
    assert fresh(payment.invoice).paid == 0
    assert WorkItem.objects.filter(kind="payment.unclear", closed_at=None).count() == 1


def test_a_bank_that_says_paid_of_another_amount_is_not_believed(shop, bank):
    payment = begin(invoice())
    bank.answer("verify", Paid(provider="memory", code="x", rials=5, reference="77"))
    assert come_back(bank, payment).state == "failed"
    assert fresh(payment.invoice).paid == 0


def test_a_banks_number_counts_once(shop, bank):
    first = come_back(bank, begin(invoice()))
    second = begin(invoice())
    bank.answer("verify", Paid(provider="memory", code="x", rials=second.rials, reference=first.bank_reference))
    assert come_back(bank, second).state == "failed"
    assert fresh(second.invoice).paid == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=second.pk).update(bank_reference=first.bank_reference)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_is_asked_for_again(shop, bank, heard, when):
    payment = begin(invoice())
    bank.lose("verify", when)
    assert come_back(bank, payment).state == "pending_verification"
    assert sweeps.reconcile(NOW + 3 * MINUTE) == 1
    assert fresh(payment).state == "succeeded"
    assert heard == [payment.invoice_id]


def test_a_crash_between_the_banks_yes_and_ours_is_made_good(shop, bank, heard, monkeypatch):
    payment = begin(invoice())
    with monkeypatch.context() as broken:
        broken.setattr(payments.taking, "take", power_cut)
        with pytest.raises(RuntimeError):
            come_back(bank, payment)
    assert fresh(payment).state == "pending_verification"
    assert sweeps.reconcile(NOW + 2 * MINUTE) == 1
    assert fresh(payment).state == "succeeded"
    assert fresh(payment.invoice).paid == 7_700_000


def test_a_crash_before_those_above_are_told_is_made_good(shop, bank):
    made, told = invoice(), []

    def hear(sender, invoice, at, **_):
        told.append(invoice.pk)
        if len(told) == 1:
            raise RuntimeError("power cut")

    invoice_paid.connect(hear)
    try:
        come_back(bank, begin(made))
        assert sweeps.announce(NOW) == 1
        assert sweeps.announce(NOW + MINUTE) == 0
    finally:
        invoice_paid.disconnect(hear)
    assert told == [made.pk, made.pk]


def test_who_never_came_back_is_found_by_the_sweep(shop, bank):
    payment = begin(invoice())
    bank.pay(payment.authority)
    assert sweeps.reconcile(NOW + MINUTE) == 0
    assert sweeps.reconcile(NOW + 2 * MINUTE) == 1
    assert fresh(payment).state == "succeeded"
    assert DEMO_TERMS.verify_within > policy.CHECK_EVERY * 4


def test_who_never_paid_is_asked_about_until_the_page_is_over(shop, bank):
    payment = begin(invoice())
    sweeps.reconcile(NOW + 3 * MINUTE)
    assert fresh(payment).state == "redirected"
    bank_time[0] = NOW + 41 * MINUTE
    sweeps.reconcile(NOW + 41 * MINUTE)
    assert (fresh(payment).state, fresh(payment).due_at) == ("failed", None)


def test_who_cancelled_may_try_again(shop, bank):
    made = invoice()
    assert come_back(bank, begin(made), Button.CANCEL).state == "pending_verification"
    assert come_back(bank, begin(made)).state == "succeeded"
    assert fresh(made).state == "paid"


def test_a_payment_never_announced_is_given_up(shop, bank, monkeypatch):
    made = invoice()
    with monkeypatch.context() as broken:
        broken.setattr(bank, "begin", power_cut)
        with pytest.raises(RuntimeError):
            begin(made)
    assert sweeps.reconcile(NOW + 2 * MINUTE) == 1
    assert Payment.objects.get().state == "failed"


def test_two_pending_payments_never_pay_more_than_the_total(shop, bank, heard):
    made = invoice()
    first, second = begin(made), begin(made)
    come_back(bank, first)
    late = come_back(bank, second)
    made = fresh(made)
    assert (made.paid, made.state) == (7_700_000, "paid")
    assert (late.state, late.applied, late.surplus) == ("succeeded", 0, 7_700_000)
    assert queries.credit_of(made.holder) == 7_700_000 == -queries.balance("credit", made.holder)
    assert sum(queries.balances().values()) == 0
    assert len(heard) == 1


def test_an_invoice_that_ended_meanwhile_turns_money_into_credit(shop, bank, heard):
    made = invoice()
    payment = begin(made)
    with pytest.raises(invoices.PaymentOpen):
        invoices.void(made, reason="اشتباه بود", by=EXPERT, at=NOW)
    assert sweeps.expire_invoices(NOW + 8 * timedelta(days=1)) == 0
    assert fresh(made).state == "issued"
    Payment.objects.filter(pk=payment.pk).update(state="failed", due_at=None)
    invoices.void(made, reason="اشتباه بود", by=EXPERT, at=NOW)
    assert come_back(bank, payment).state == "succeeded"
    assert (fresh(made).state, fresh(made).paid, queries.credit_of(made.holder)) == ("void", 0, 7_700_000)
    assert heard == []
    assert sum(queries.balances().values()) == 0


def test_a_bank_that_stays_silent_becomes_a_persons_matter(shop, bank):
    payment = begin(invoice())
    bank.fate = lambda deed, reference: "before" if deed == "inquire" else ""
    sweeps.reconcile(NOW + 3 * MINUTE)
    assert fresh(payment).due_at == NOW + 5 * MINUTE
    sweeps.reconcile(NOW + 50 * MINUTE)
    assert (fresh(payment).state, fresh(payment).due_at) == ("redirected", NOW + 110 * MINUTE)
    sweeps.reconcile(NOW + timedelta(days=4))
    assert (fresh(payment).state, fresh(payment).due_at) == ("expired", None)
    assert WorkItem.objects.filter(kind="payment.unclear", closed_at=None).count() == 1


def test_a_bank_that_refuses_us_calls_for_a_person_and_is_asked_again(shop, bank):
    payment = begin(invoice())
    bank.answer("verify", Unknown(provider="memory", trouble=Trouble.SETTINGS))
    assert come_back(bank, payment).state == "pending_verification"
    assert WorkItem.objects.filter(kind="payment.unclear", closed_at=None).count() == 1
    sweeps.reconcile(NOW + timedelta(hours=1))
    assert fresh(payment).state == "succeeded"


def test_a_second_asker_waits_for_the_first(shop, bank):
    payment = begin(invoice())
    Payment.objects.filter(pk=payment.pk).update(claimed_until=NOW + MINUTE)
    bank.pay(payment.authority)
    assert payments.check(payment, at=NOW).state == "redirected"
    assert bank.asked("inquire") == []


def test_a_bank_that_wants_to_be_told_is_told_again_until_it_hears(shop, monkeypatch):
    terms = Terms(returns_after=20 * MINUTE, needs_settle=True, needs_sale=True)
    bank = use(monkeypatch, Memory(terms=terms, now=lambda: bank_time[0]))
    payment = begin(invoice())
    bank.lose("settle", "after")
    paid = come_back(bank, payment)
    assert (paid.state, paid.sale != "", fresh(payment).settled_at) == ("succeeded", True, None)
    assert sweeps.settle(NOW + MINUTE) == 0
    assert sweeps.settle(NOW + 10 * MINUTE) == 1
    assert fresh(payment).settled_at == NOW + 10 * MINUTE


@pytest.mark.parametrize("rials", [0, -1, 999_999, 7_700_001])
def test_a_first_part_has_a_least_and_a_most(shop, bank, rials):
    made = invoice()
    with pytest.raises((payments.AmountRefused, payments.NoGateway)):
        payments.begin(made, rials=rials, gateway_name="memory", by=CLIENT, at=NOW)
    assert not Payment.objects.exists()


def test_parts_pay_an_invoice(shop, bank):
    made = invoice()
    come_back(bank, begin(made, 3_000_000))
    assert (fresh(made).state, fresh(made).balance) == ("partially_paid", 4_700_000)
    come_back(bank, begin(made, 4_700_000))
    assert fresh(made).state == "paid"
    with pytest.raises(payments.NothingToPay):
        begin(made, 1)


def test_an_unknown_gateway_takes_nothing(shop, bank):
    with pytest.raises(payments.NoGateway):
        payments.begin(invoice(), rials=7_700_000, gateway_name="other", by=CLIENT, at=NOW)


def test_a_gateway_that_left_the_settings_is_asked_about_later(shop, bank, monkeypatch):
    payment = begin(invoice())
    monkeypatch.setattr(outside, "payment_gateways", cache(lambda: ()))
    sweeps.reconcile(NOW + 3 * MINUTE)
    assert (fresh(payment).state, fresh(payment).verdict) == ("redirected", "no gateway")
    with pytest.raises(payments.Forged):
        payments.come_back(payment, params={}, at=NOW)


@pytest.mark.parametrize("table", [flow.INVOICE, flow.PAYMENT, flow.REFUND], ids=lambda one: one.name)
def test_every_state_by_role(table):
    for state, move, role in table.forbidden():
        assert not table.allows(state, move, role)
        with pytest.raises(NotAllowed):
            table.after(state, move, role)
    for move in table.moves:
        for state in move.sources:
            for role in move.roles:
                assert table.after(state, move.name, role) == move.target


def test_an_invoice_is_never_paid_by_a_client_or_an_expert_directly():
    online = {(step.name, role) for step in flow.PAYMENT.moves for role in step.roles}
    assert {role for name, role in online if name == "verify"} == {"system"}
    assert {role for name, role in online if name == "approve"} == {"finance_officer", "manager"}
    assert Invoice._meta.get_field("state").default == "issued"
