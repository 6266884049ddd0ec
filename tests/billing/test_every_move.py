"""Every state, deed and role of money: what no table allows is refused and moves nothing, neither a row nor the ledger.

What is right stands in rules_of_moves.py, written by hand from the documents. Who may rule on a payment stands in test_office_payments,
who may end an invoice in test_access, what a bank says in test_payments.
"""

from itertools import product

import pytest
from django.db import transaction

from kardad.billing import queries
from kardad.billing.actions import payments, payouts, receipts, refunds, rulings, tariff
from kardad.billing.actions.invoices import Buyer
from kardad.billing.models import Credit, Invoice, Payment, Payout, Price, Refund, Ruling
from kardad.core.actor import Actor
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests.billing import office_world as office
from tests.billing import rules_of_moves as rules
from tests.billing import world
from tests.conftest import NOW
from tests.rulebook import names_of, states_of

ROLES = ("client", "expert", "manager", "finance_officer", "system")
SECOND = 4711  # whoever decides has asked for nothing, and is nobody's client
WHY = "در صورت‌حساب نیست"


class Back(Exception):
    """Whatever was done is undone."""


def by(role, pk=SECOND):
    """Somebody in this role who had no hand in the matter, unless it is told whose."""
    return Actor(pk, "member" if role == "client" else role)


def everything():
    """All that a deed of money could change, but the history."""
    kinds = (Price, Invoice, Payment, Refund, Payout, Ruling, Credit, WorkItem)
    return [list(kind.objects.order_by("pk").values()) for kind in kinds], dict(queries.balances())


def outcome(deed, row, actor):
    """The state afterwards, whether it was refused and whether anything changed; then all is undone."""
    before, found = everything(), {"refused": False}
    try:
        with transaction.atomic():
            try:
                deed(office.fresh(row), actor)
            except NotAllowed:
                found["refused"] = True
            found |= {"state": office.fresh(row).state, "changed": before != everything()}
            raise Back
    except Back:
        return found


def wrongs(told, row, deeds, *, hand=SECOND, **beside):
    """Where the deeds do something else than the rules say, over every state and role."""
    wrong = []
    for state, (name, deed), role in product(states_of(told), deeds.items(), ROLES):
        type(row).objects.filter(pk=row.pk).update(state=state, **beside)
        found = outcome(deed, row, by(role, hand))
        target = told.get((state, name, role))
        right = {"refused": target is None, "state": target or state, "changed": target is not None}
        if found != right:
            wrong.append((state, name, role, "should be", right, found))
    return wrong


def test_every_deed_on_a_row_of_the_tariff(shop):
    row = tariff.propose_price("petition", rials=1_000_000, valid_from=world.TODAY, valid_to=None, by=world.FINANCE, at=NOW)
    deeds = {
        "approve": lambda one, who: tariff.approve(one, by=who, at=NOW),
        "decline": lambda one, who: tariff.decline(one, reason=WHY, by=who, at=NOW),
    }
    decided = {"decided_by_id": world.OTHER_MANAGER.person_id}  # the database holds no approved row without its second person
    assert wrongs(rules.TARIFF, row, deeds, **decided) == []
    own = {"withdraw": lambda one, who: tariff.decline(one, reason=WHY, by=who, at=NOW)}
    taken_back = wrongs(rules.TARIFF, row, own, hand=world.FINANCE.person_id, **decided)
    assert [one for one in taken_back if one[2] != "manager"] == []  # a manager's no is a decline, whosever hand it was
    assert {*deeds, *own} == names_of(rules.TARIFF)


@pytest.mark.parametrize("is_slip", [False, True])
def test_every_deed_on_a_receipt_and_on_a_slip(shop, is_slip):
    told = receipts.Receipt(rials=3_000_000, trace="558213", on=world.TODAY)
    row = receipts.enter(world.invoice(), receipt=told, by=world.FINANCE, at=NOW) if is_slip else office.submitted()
    right = {move: target for move, target in rules.PAYMENT.items() if is_slip or move[2] != "manager"}  # a receipt is for finance alone
    deeds = {
        "approve": lambda one, who: receipts.approve(one, by=who, at=NOW),
        "reject": lambda one, who: receipts.reject(one, reason=WHY, by=who, at=NOW),
    }
    assert wrongs(right, row, deeds) == []


@pytest.mark.parametrize("role", ROLES)
def test_who_may_show_a_receipt_enter_a_slip_and_spend_credit(shop, role):
    made = office.paid(20_000_000)
    other = world.invoice(buyer=Buyer(person=made.person))
    told = receipts.Receipt(rials=3_000_000, trace="77", on=world.TODAY)
    may_show, may_spend = [("initiated", name, role) in rules.PAYMENT for name in ("submit", "spend")]
    shown = outcome(lambda one, who: receipts.submit(one, receipt=told, by=who, at=NOW), other, by(role))
    assert (shown["refused"], shown["changed"]) == (not may_show, may_show)
    entered = outcome(lambda one, who: receipts.enter(one, receipt=told, by=who, at=NOW), other, by(role))
    assert (entered["refused"], entered["changed"]) == (role != "finance_officer", role == "finance_officer")
    spent = outcome(lambda one, who: receipts.spend_credit(one, rials=other.total, by=who, at=NOW), other, by(role))
    assert (spent["state"] == "paid", spent["refused"]) == (may_spend, not may_spend)


@pytest.mark.parametrize("target", ["source", "credit"])
def test_every_deed_on_a_refund(shop, target):
    row = office.refund(state="sent", target=target)
    deeds = {
        "approve": lambda one, who: refunds.approve(one, by=who, at=NOW),
        "decline": lambda one, who: refunds.decline(one, reason=WHY, by=who, at=NOW),
        "send": lambda one, who: refunds.send(one, by=who, at=NOW),
        "finish": lambda one, who: refunds.finish(one, trace="T-1", by=who, at=NOW),
        "fail": lambda one, who: refunds.fail(one, reason=WHY, by=who, at=NOW),
    }
    assert wrongs(rules.REFUND, row, deeds) == []
    assert {*deeds, "bounce"} == names_of(rules.REFUND)  # a bank bounces: test_office_refunds


def test_what_a_refund_does_to_its_payment_and_invoice_is_finances_alone(shop):
    made = office.paid()
    for rials, paid, state in ((1_100_000, "partially_refunded", "paid"), (6_600_000, "refunded", "credited")):
        row = office.refund(made, rials=rials, state="sent")
        refunds.finish(row, trace=str(rials), by=world.FINANCE, at=NOW)
        assert (made.payments.get().state, office.fresh(made).state) == (paid, state)
    assert sum(queries.balances().values()) == 0


def test_every_deed_on_a_payout(shop):
    row = office.payout(state="sent")
    deeds = {
        "approve": lambda one, who: payouts.approve(one, by=who, at=NOW),
        "decline": lambda one, who: payouts.decline(one, reason=WHY, by=who, at=NOW),
        "send": lambda one, who: payouts.send(one, by=who, at=NOW),
        "finish": lambda one, who: payouts.finish(one, trace="T-1", by=who, at=NOW),
        "fail": lambda one, who: payouts.fail(one, reason=WHY, by=who, at=NOW),
    }
    assert wrongs(rules.PAYOUT, row, deeds) == []
    assert set(deeds) == names_of(rules.PAYOUT)


def test_every_deed_on_a_ruling(shop):
    made = world.invoice()
    payment, _ = payments.begin(made, rials=made.total, gateway_name="memory", by=world.CLIENT, at=NOW)
    row = rulings.propose(payment, is_paid=True, reference="R-1", reason="در صورت‌حساب هست", by=world.FINANCE, at=NOW)
    deeds = {
        "approve": lambda one, who: rulings.approve(one, by=who, at=NOW),
        "decline": lambda one, who: rulings.decline(one, reason=WHY, by=who, at=NOW),
    }
    assert wrongs(rules.RULING, row, deeds) == []
    assert set(deeds) == names_of(rules.RULING)
