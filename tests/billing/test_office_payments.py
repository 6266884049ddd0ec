"""Payments of which the bank says nothing clear: asked again, or ruled by two persons who saw its statement."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kardad.billing import queries
from kardad.billing.actions import payments, receipts, rulings
from kardad.billing.actions.refunds import ReasonNeeded
from kardad.billing.actions.tariff import SamePerson
from kardad.billing.models import Payment, Ruling
from kardad.core import outside
from kardad.core.actor import Actor
from kardad.gateways.payments.outcomes import Trouble, Unknown
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests.billing import office_world as office
from tests.billing import rules_of_moves as rules
from tests.billing import world
from tests.billing.office_world import fresh
from tests.billing.test_payments import carried
from tests.billing.world import FINANCE, MANAGER, OTHER_FINANCE
from tests.conftest import NOW
from tests.rulebook import states_of

pytestmark = pytest.mark.django_db
YES = {"is_paid": True, "reference": "R-100", "reason": "در صورت‌حساب هست"}
NO = {"is_paid": False, "reason": "در صورت‌حساب نیست"}


@pytest.fixture
def bank(shop):
    return outside.payment_gateway("memory")


@pytest.fixture
def unclear(bank):
    """A payment of which the bank said something that proves nothing: a person must look."""
    made = world.invoice()
    payment, _ = payments.begin(made, rials=made.total, gateway_name="memory", by=world.CLIENT, at=NOW)
    params = carried(bank, payment)
    bank.answer("verify", Unknown(provider="memory", trouble=Trouble.UNPROVED))
    payments.come_back(payment, params=params, at=NOW)
    assert WorkItem.objects.filter(kind="payment.unclear", subject_id=payment.pk, closed_at=None).exists()
    return fresh(payment)


def open_items(payment):
    return set(
        WorkItem.objects.filter(subject_id=payment.pk, subject_type="billing.payment", closed_at=None).values_list("kind", flat=True)
    )


def test_the_page_tells_three_sayings_and_asks_again(unclear, bank, clock):
    finance = office.sits("finance_officer")
    shown = office.page(finance, "payment", unclear.pk)
    assert "بانک پاسخ روشنی نداد" in shown
    assert "پرداخت شد" in shown
    assert office.press(finance, "payment", unclear.pk, do="ask").status_code == 302
    assert (fresh(unclear).state, fresh(unclear.invoice).state, open_items(unclear)) == ("succeeded", "paid", set())


def test_a_payment_that_was_given_up_is_asked_about_again(unclear, bank, clock):
    Payment.objects.filter(pk=unclear.pk).update(state="expired", due_at=None)
    payments.ask(fresh(unclear), by=FINANCE, at=NOW + timedelta(minutes=5))
    assert fresh(unclear).state == "succeeded"


@pytest.mark.parametrize("by", [world.CLIENT, world.EXPERT])
def test_only_money_asks_the_bank(unclear, by):
    with pytest.raises(NotAllowed):
        payments.ask(unclear, by=by, at=NOW)


def test_what_is_settled_is_not_asked_about(unclear, bank, clock):
    payments.ask(unclear, by=FINANCE, at=NOW + timedelta(minutes=5))
    with pytest.raises(payments.NothingToAsk):
        payments.ask(unclear, by=FINANCE, at=NOW + timedelta(minutes=6))


def test_two_persons_see_the_money_in_the_statement(unclear, clock):
    finance, other = office.sits("finance_officer"), office.sits("finance_officer")
    typed = {"verdict": "paid", "reference": "R-100", "reason": "در صورت‌حساب هست"}
    assert office.press(finance, "payment", unclear.pk, **typed).status_code == 302
    assert (fresh(unclear).state, fresh(unclear.invoice).paid) == ("pending_verification", 0)
    assert "منتظر شخص دوم" in office.page(finance, "payment", unclear.pk)
    assert office.press(finance, "payment", unclear.pk, verdict="approve").status_code == 409
    assert office.press(other, "payment", unclear.pk, verdict="approve").status_code == 302
    row = fresh(unclear)
    assert (row.state, row.bank_reference, fresh(unclear.invoice).state, open_items(row)) == ("succeeded", "R-100", "paid", set())
    assert sum(queries.balances().values()) == 0


def test_two_persons_see_no_money(unclear):
    ruling = rulings.propose(unclear, **NO, by=FINANCE, at=NOW)
    rulings.approve(ruling, by=MANAGER, at=NOW)
    row = fresh(unclear)
    assert (row.state, row.due_at, fresh(unclear.invoice).paid, open_items(row)) == ("failed", None, 0, set())


def test_a_bank_that_says_paid_after_all_is_believed(unclear, bank):
    rulings.approve(rulings.propose(unclear, **NO, by=FINANCE, at=NOW), by=MANAGER, at=NOW)
    payments.ask(unclear, by=FINANCE, at=NOW + timedelta(minutes=5))
    assert (fresh(unclear).state, fresh(unclear.invoice).state) == ("succeeded", "paid")


def test_a_bank_that_speaks_first_leaves_nothing_to_rule(unclear, bank):
    ruling = rulings.propose(unclear, **YES, by=FINANCE, at=NOW)
    payments.ask(unclear, by=FINANCE, at=NOW + timedelta(minutes=5))
    with pytest.raises(NotAllowed):
        rulings.approve(ruling, by=OTHER_FINANCE, at=NOW)
    rulings.decline(ruling, reason="بانک خود گفت", by=OTHER_FINANCE, at=NOW)
    assert (fresh(unclear.invoice).paid, open_items(unclear)) == (7_700_000, set())
    assert queries.balance("bank") == 7_700_000


def test_money_that_came_for_an_ended_invoice_is_credit(unclear):
    from kardad.billing.models import Invoice

    Invoice.objects.filter(pk=unclear.invoice_id).update(state="void")
    rulings.approve(rulings.propose(unclear, **YES, by=FINANCE, at=NOW), by=MANAGER, at=NOW)
    assert queries.credit_of(unclear.invoice.holder) == 7_700_000


def test_nobody_is_his_own_second(unclear):
    ruling = rulings.propose(unclear, **YES, by=FINANCE, at=NOW)
    with pytest.raises(SamePerson):
        rulings.approve(ruling, by=Actor(FINANCE.person_id, "manager"), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ruling.objects.filter(pk=ruling.pk).update(state="approved", decided_by_id=FINANCE.person_id)
    assert (fresh(ruling).state, fresh(unclear).state) == ("proposed", "pending_verification")


def test_its_author_takes_a_ruling_back(unclear, clock):
    finance = office.sits("finance_officer")
    ruling = rulings.propose(unclear, **YES, by=office.acting(finance, "finance_officer"), at=NOW)
    assert office.press(finance, "payment", unclear.pk, do="withdraw").status_code == 302
    assert (fresh(ruling).state, open_items(unclear)) == ("declined", {"payment.unclear"})
    assert rulings.propose(unclear, **NO, by=OTHER_FINANCE, at=NOW).state == "proposed"


def test_one_ruling_at_a_time_with_reason_and_number(unclear):
    rulings.propose(unclear, **YES, by=FINANCE, at=NOW)
    with pytest.raises(rulings.RulingOpen):
        rulings.propose(unclear, **NO, by=OTHER_FINANCE, at=NOW)
    with pytest.raises(ReasonNeeded):
        rulings.propose(unclear, **(NO | {"reason": " "}), by=OTHER_FINANCE, at=NOW)
    with pytest.raises(rulings.ReferenceNeeded):
        rulings.propose(unclear, **(YES | {"reference": " "}), by=OTHER_FINANCE, at=NOW)


def test_a_number_of_another_payment_counts_nothing(unclear, bank):
    other = world.invoice()
    payment, _ = payments.begin(other, rials=other.total, gateway_name="memory", by=world.CLIENT, at=NOW)
    payments.come_back(payment, params=carried(bank, payment), at=NOW)
    with pytest.raises(rulings.ReferenceUsed):
        rulings.propose(unclear, **(YES | {"reference": fresh(payment).bank_reference}), by=FINANCE, at=NOW)


def test_a_receipt_is_ruled_by_nobody(shop):
    row = receipts.submit(world.invoice(), receipt=receipts.Receipt(rials=5, trace="1", on=world.TODAY), by=world.CLIENT, at=NOW)
    with pytest.raises(NotAllowed):
        rulings.propose(row, **YES, by=FINANCE, at=NOW)


@pytest.mark.parametrize("role", ["client", "expert", "manager", "finance_officer", "system"])
@pytest.mark.parametrize("state", states_of(rules.PAYMENT))
@pytest.mark.parametrize("told", [YES, NO], ids=["believe", "close"])
def test_who_may_rule_in_which_state(unclear, state, role, told):
    Payment.objects.filter(pk=unclear.pk).update(state=state)
    by = Actor(4711, "member" if role == "client" else role)
    if (state, "believe" if told["is_paid"] else "close", role) in rules.PAYMENT:
        assert rulings.propose(unclear, **told, by=by, at=NOW).state == "proposed"
    else:
        with pytest.raises(NotAllowed):
            rulings.propose(unclear, **told, by=by, at=NOW)
        assert not Ruling.objects.exists()


@pytest.mark.parametrize("role", ["client", "expert", "manager", "finance_officer", "system"])
@pytest.mark.parametrize("state", states_of(rules.RULING))
@pytest.mark.parametrize("move", ["approve", "decline"])
def test_every_move_of_a_ruling_by_state_and_role(unclear, state, role, move):
    ruling = rulings.propose(unclear, **NO, by=FINANCE, at=NOW)
    Ruling.objects.filter(pk=ruling.pk).update(state=state)
    by = Actor(4711, "member" if role == "client" else role)
    more = {"reason": "نه"} if move == "decline" else {}
    if (state, move, role) in rules.RULING:
        getattr(rulings, move)(ruling, by=by, at=NOW, **more)
        assert fresh(ruling).state == rules.RULING[state, move, role]
    else:
        with pytest.raises(NotAllowed):
            getattr(rulings, move)(ruling, by=by, at=NOW, **more)
        assert (fresh(ruling).state, fresh(unclear).state) == (state, "pending_verification")


def test_a_second_word_without_a_first_is_refused(unclear, clock):
    answer = office.press(office.sits("manager"), "payment", unclear.pk, verdict="approve")
    assert answer.status_code == 422
    assert office.press(office.sits("manager"), "payment", unclear.pk, do="withdraw").status_code == 409
    assert fresh(unclear).state == "pending_verification"
