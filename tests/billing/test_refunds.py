"""Refunds: two persons, never more than was paid, a credit note with its share of the tax."""

from itertools import count

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kardad.billing import queries
from kardad.billing.actions import receipts, refunds
from kardad.billing.actions.receipts import Receipt
from kardad.billing.actions.tariff import SamePerson
from kardad.billing.models import Credit, CreditNote, Refund
from kardad.core.actor import Actor
from kardad.kit.flow import NotAllowed
from tests.billing import rules_of_moves as rules
from tests.billing.world import CLIENT, EXPERT, FINANCE, MANAGER, OTHER_MANAGER, TODAY, asked, invoice
from tests.conftest import NOW
from tests.rulebook import states_of

TRACES = count(1)


def paid(*wanted, rials=None, trace="1"):
    made = invoice(*wanted)
    shown = Receipt(rials=rials or made.total, trace=trace, on=TODAY)
    receipts.approve(receipts.submit(made, receipt=shown, by=CLIENT, at=NOW), by=FINANCE, at=NOW)
    made.refresh_from_db()
    return made


def requested(made, rials=None, by=CLIENT, **more):
    return refunds.request(made, rials=rials or made.paid, reason="انصراف", by=by, at=NOW, **more)


def given_back(made, rials=None, **more):
    row = refunds.approve(requested(made, rials, **more), by=MANAGER, at=NOW)
    refunds.send(row, by=FINANCE, at=NOW)
    return refunds.finish(row, trace="99", by=FINANCE, at=NOW)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_the_money_of_a_missed_call_goes_back(shop):  # A7
    made = paid(asked("phone_15", 2))
    assert made.total == 3_300_000
    row = requested(made, by=MANAGER)
    with pytest.raises(SamePerson):
        refunds.approve(row, by=MANAGER, at=NOW)
    refunds.approve(row, by=OTHER_MANAGER, at=NOW)
    refunds.send(row, by=FINANCE, at=NOW)
    assert not CreditNote.objects.exists()
    note = refunds.finish(row, trace="99", by=FINANCE, at=NOW)
    assert (note.total, note.vat, note.number) == (3_300_000, 300_000, "CN-1404-000001")
    assert (fresh(made).state, fresh(made).refunded, made.payments.get().state) == ("credited", 3_300_000, "refunded")
    assert set(queries.balances().values()) == {0}


def test_the_database_knows_two_persons_too(shop):
    row = requested(paid())
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.filter(pk=row.pk).update(decided_by_id=CLIENT.person_id)


def test_part_of_the_money_goes_back_with_its_part_of_the_tax(shop):
    made = paid()
    note = given_back(made, 2_200_000)
    assert (note.vat, fresh(made).state, made.payments.get().state) == (200_000, "paid", "partially_refunded")
    assert queries.balances() == {"bank": 5_500_000, "receivable": 0, "revenue": -5_000_000, "vat": -500_000}


def test_never_more_goes_back_than_was_paid(shop):
    made = paid()
    with pytest.raises(refunds.RefundTooLarge):
        requested(made, 7_700_001)
    first = requested(made, 5_000_000)
    with pytest.raises(refunds.RefundTooLarge):
        requested(made, 2_700_001)
    refunds.decline(first, reason="کار انجام شده است", by=MANAGER, at=NOW)
    assert requested(made, 7_700_000).state == "requested"


def test_a_refund_is_not_refunded(shop):
    made = paid()
    given_back(made)
    with pytest.raises(refunds.NothingToRefund):
        requested(made, 1)


def test_an_unpaid_invoice_gives_nothing_back(shop):
    with pytest.raises(refunds.NothingToRefund):
        requested(invoice(), 1)


@pytest.mark.parametrize("rials", [0, -1])
def test_nothing_is_no_refund(shop, rials):
    made = paid()
    with pytest.raises(refunds.RefundTooLarge):
        refunds.request(made, rials=rials, reason="x", by=CLIENT, at=NOW)


def test_what_was_paid_of_an_unfinished_invoice_goes_back_whole_and_ends_it(shop):
    made = paid(rials=3_000_000)
    with pytest.raises(refunds.WholeOnly):
        requested(made, 1_000_000)
    note = given_back(made)
    assert (note.total, note.vat, fresh(made).state) == (7_700_000, 700_000, "credited")
    assert set(queries.balances().values()) == {0}


def test_who_wants_it_keeps_the_money_as_credit(shop):
    made = paid()
    given_back(made, target="credit")
    assert queries.credit_of(made.holder) == 7_700_000 == -queries.balance("credit", made.holder)
    assert sum(queries.balances().values()) == 0


def test_a_refund_that_failed_is_asked_for_again(shop):
    made = paid()
    row = refunds.approve(requested(made), by=MANAGER, at=NOW)
    refunds.send(row, by=FINANCE, at=NOW)
    refunds.fail(row, reason="کارت بسته است", by=FINANCE, at=NOW)
    assert (fresh(made).state, fresh(made).refunded) == ("paid", 0)
    assert given_back(made).total == 7_700_000


@pytest.mark.parametrize("deed", [refunds.decline, refunds.fail])
def test_a_refusal_says_why(shop, deed):
    with pytest.raises(refunds.ReasonNeeded):
        deed(requested(paid()), reason=" ", by=MANAGER, at=NOW)
    with pytest.raises(refunds.ReasonNeeded):
        refunds.request(invoice(), rials=1, reason="", by=CLIENT, at=NOW)


@pytest.mark.parametrize("by", [CLIENT, EXPERT, FINANCE])
def test_only_a_manager_decides(shop, by):
    row = requested(paid(), by=OTHER_MANAGER)
    with pytest.raises(NotAllowed):
        refunds.approve(row, by=by, at=NOW)
    assert fresh(row).state == "requested"


DEEDS = {
    "approve": (refunds.approve, {}),
    "decline": (refunds.decline, {"reason": "نه"}),
    "send": (refunds.send, {}),
    "finish": (refunds.finish, {}),
    "fail": (refunds.fail, {"reason": "نه"}),
}


@pytest.mark.parametrize("role", ["client", "expert", "manager", "finance_officer", "system"])
@pytest.mark.parametrize("state", states_of(rules.REFUND))
@pytest.mark.parametrize("move", sorted(DEEDS))
def test_every_move_of_a_refund_by_state_and_role(shop, move, state, role):
    row = requested(paid())
    Refund.objects.filter(pk=row.pk).update(state=state)
    deed, more = DEEDS[move]
    by = Actor(4711, "member" if role == "client" else role)
    if (state, move, role) in rules.REFUND:
        deed(row, by=by, at=NOW, **more)
        assert fresh(row).state == rules.REFUND[state, move, role]
    else:
        with pytest.raises(NotAllowed):
            deed(row, by=by, at=NOW, **more)
        assert fresh(row).state == state
        assert not CreditNote.objects.exists()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.integers(1, 3_000_000), min_size=1, max_size=4))
def test_however_it_goes_back_the_tax_is_whole_and_the_ledger_zero(shop, parts):
    made = paid(trace=str(next(TRACES)))
    for part in parts:
        if part <= made.paid - fresh(made).refunded:
            given_back(made, part, target="credit")
    left = made.paid - fresh(made).refunded
    if left:
        given_back(made, left)
    notes = list(made.credit_notes.all())
    assert (sum(note.total for note in notes), sum(note.vat for note in notes)) == (made.total, made.vat)
    assert fresh(made).state == "credited"
    assert sum(queries.balances().values()) == 0
    assert sum(Credit.objects.values_list("rials", flat=True)) == -queries.balance("credit")
