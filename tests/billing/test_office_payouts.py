"""Payouts: credit leaves for the buyer's account by two persons' word, never more than he has, and the ledger stays zero."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kardad.billing import queries
from kardad.billing.actions import ledger, payouts, receipts
from kardad.billing.actions.invoices import Buyer
from kardad.billing.actions.refunds import ReasonNeeded
from kardad.billing.actions.tariff import SamePerson
from kardad.billing.models import Payout
from kardad.core.actor import Actor
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput
from kardad.people.models import AccessRead
from tests import factories
from tests.billing import office_world as office
from tests.billing import rules_of_moves as rules
from tests.billing import world
from tests.billing.office_world import IBAN, fresh
from tests.billing.world import FINANCE, MANAGER, OTHER_FINANCE, OTHER_MANAGER
from tests.conftest import NOW
from tests.rulebook import states_of

pytestmark = pytest.mark.django_db
ASK = {"rials": "۱٬۰۰۰٬۰۰۰", "iban": IBAN, "reason": "تلفنی خواست"}


def test_credit_leaves_by_two_persons_and_the_ledger_is_zero(shop, clock):
    made = office.paid(10_000_000)  # 2,300,000 more than it needs
    finance, manager = office.sits("finance_officer"), office.sits("manager")
    assert office.press(finance, "payout_new", made.holder.replace(":", "-"), **ASK).status_code == 302
    row = Payout.objects.get()
    assert (row.state, row.iban, queries.credit_of(made.holder)) == ("requested", IBAN, 2_300_000)
    assert office.press(manager, "payout", row.pk, verdict="approve").status_code == 302
    assert queries.credit_of(made.holder) == 2_300_000
    assert office.press(finance, "payout", row.pk, do="send").status_code == 302
    assert fresh(row).state == "sent"
    assert (queries.credit_of(made.holder), queries.balance("credit", made.holder)) == (1_300_000, -1_300_000)
    assert office.press(finance, "payout", row.pk, verdict="finish", trace="").status_code == 422
    assert office.press(finance, "payout", row.pk, verdict="finish", trace="P-1").status_code == 302
    assert (fresh(row).state, fresh(row).trace) == ("done", "P-1")
    assert queries.balance("bank") == 9_000_000
    assert sum(queries.balances().values()) == 0


def test_whoever_asks_for_a_payout_shows_himself_anew(shop, clock):
    made, finance = office.paid(10_000_000), office.sits("finance_officer")
    session = finance.session
    del session["step_up"]
    session.save()
    key = made.holder.replace(":", "-")
    assert office.page(finance, "payout_new", key)
    led = office.press(finance, "payout_new", key, **ASK)
    assert (led.status_code, Payout.objects.count()) == (302, 0)
    assert led["Location"].startswith(reverse("people:step_up"))
    factories.show(finance, finance.person, "totp")
    assert office.press(finance, "payout_new", key, **ASK).status_code == 302
    assert Payout.objects.get().requested_by_id == finance.person.pk


def test_nobody_lets_his_own_payout_go(shop, clock):
    both = office.two_roles()
    row = office.payout(by=office.acting(both, "manager"))
    assert "مدیر دیگری باید تصمیم بگیرد" in office.page(both, "payout", row.pk)
    assert office.press(both, "payout", row.pk, verdict="approve").status_code == 409
    with pytest.raises(SamePerson):
        payouts.decline(row, reason="نه", by=office.acting(both, "manager"), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.filter(pk=row.pk).update(decided_by_id=both.person.pk)
    assert fresh(row).state == "requested"


def test_the_account_is_sealed_and_shown_whole_only_to_who_sends(shop, clock):
    row = office.payout()
    with connection.cursor() as cursor:
        cursor.execute("SELECT iban FROM billing_payout WHERE id = %s", [row.pk])
        assert IBAN not in cursor.fetchone()[0]
    manager, finance = office.sits("manager"), office.sits("finance_officer")
    assert IBAN not in office.page(manager, "payout", row.pk)
    assert IBAN not in office.page(finance, "payout", row.pk)
    payouts.approve(row, by=MANAGER, at=NOW)
    assert IBAN not in office.page(manager, "payout", row.pk)
    assert not AccessRead.objects.exists()
    assert IBAN in office.page(finance, "payout", row.pk)
    assert AccessRead.objects.get().reader_id == finance.person.pk


@pytest.mark.parametrize("typed", [{"rials": "2300001"}, {"rials": "0"}, {"rials": ""}, {"iban": "IR12"}, {"reason": ""}])
def test_what_cannot_be_paid_out_is_not_asked_for(shop, clock, typed):
    made = office.paid(10_000_000)
    answer = office.press(office.sits("finance_officer"), "payout_new", made.holder.replace(":", "-"), **(ASK | typed))
    assert (answer.status_code, Payout.objects.count()) == (422, 0)


def test_payouts_under_way_count_against_the_credit(shop):
    made = office.paid(10_000_000)
    told = {"iban": IBAN, "reason": "x", "at": NOW}
    first = payouts.pay_out_credit(made.holder, rials=2_000_000, by=FINANCE, **told)
    with pytest.raises(payouts.PayoutTooLarge):
        payouts.pay_out_credit(made.holder, rials=300_001, by=FINANCE, **told)
    payouts.decline(first, reason="نه", by=MANAGER, at=NOW)
    assert payouts.pay_out_credit(made.holder, rials=2_300_000, by=FINANCE, **told).state == "requested"


@pytest.mark.parametrize("holder", ["person-999999", "person-x", "nobody", "organisation-1"])
def test_who_is_owed_nothing_is_paid_nothing(shop, clock, holder):
    assert office.sits("finance_officer").get(office.address("payout_new", holder)).status_code == 404


@pytest.mark.parametrize("by", [world.CLIENT, world.EXPERT])
def test_a_stranger_to_money_asks_for_no_payout(shop, by):
    made = office.paid(10_000_000)
    with pytest.raises(NotAllowed):
        payouts.pay_out_credit(made.holder, rials=1, iban=IBAN, reason="x", by=by, at=NOW)


def test_what_the_buyer_spent_meanwhile_does_not_leave(shop):
    row = office.payout(rials=2_300_000, state="approved")
    pk = int(row.holder.partition(":")[2])
    from kardad.people.models import Person

    following = world.invoice(world.asked("payslip"), buyer=Buyer(person=Person.objects.get(pk=pk)))
    receipts.spend_credit(following, rials=1_650_000, by=world.CLIENT, at=NOW)
    with pytest.raises(ledger.CreditTooSmall):
        payouts.send(row, by=FINANCE, at=NOW)
    assert (fresh(row).state, queries.credit_of(row.holder)) == ("approved", 650_000)
    payouts.fail(row, reason="خرج شد", by=FINANCE, at=NOW)
    assert (fresh(row).state, queries.credit_of(row.holder)) == ("failed", 650_000)
    assert sum(queries.balances().values()) == 0


def test_money_that_came_back_is_credit_again(shop):
    row = office.payout(state="sent")
    assert queries.credit_of(row.holder) == 1_300_000
    payouts.fail(row, reason="حساب بسته است", by=FINANCE, at=NOW)
    assert (queries.credit_of(row.holder), queries.balance("credit", row.holder)) == (2_300_000, -2_300_000)
    assert sum(queries.balances().values()) == 0


def test_reasons_and_numbers_are_not_left_out(shop):
    row = office.payout()
    with pytest.raises(ReasonNeeded):
        payouts.decline(row, reason=" ", by=MANAGER, at=NOW)
    payouts.send(payouts.approve(row, by=MANAGER, at=NOW), by=FINANCE, at=NOW)
    with pytest.raises(payouts.TraceNeeded):
        payouts.finish(row, trace=" ", by=FINANCE, at=NOW)
    with pytest.raises(BadInput):
        payouts.pay_out_credit(row.holder, rials=1, iban="IR00", reason="x", by=FINANCE, at=NOW)


DEEDS = {
    "approve": (payouts.approve, {}),
    "decline": (payouts.decline, {"reason": "نه"}),
    "send": (payouts.send, {}),
    "finish": (payouts.finish, {"trace": "1"}),
    "fail": (payouts.fail, {"reason": "نه"}),
}


@pytest.mark.parametrize("role", ["client", "expert", "manager", "finance_officer", "system"])
@pytest.mark.parametrize("state", states_of(rules.PAYOUT))
@pytest.mark.parametrize("move", sorted(DEEDS))
def test_every_move_of_a_payout_by_state_and_role(shop, move, state, role):
    row = office.payout()
    Payout.objects.filter(pk=row.pk).update(state=state)
    deed, more = DEEDS[move]
    by = Actor(4711, "member" if role == "client" else role)
    before = queries.credit_of(row.holder)
    if (state, move, role) in rules.PAYOUT:
        deed(row, by=by, at=NOW, **more)
        assert fresh(row).state == rules.PAYOUT[state, move, role]
    else:
        with pytest.raises(NotAllowed):
            deed(row, by=by, at=NOW, **more)
        assert (fresh(row).state, queries.credit_of(row.holder)) == (state, before)
    assert sum(queries.balances().values()) == 0


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(1, 900_000), st.sampled_from(["finish", "fail", "decline", "stay"])), max_size=6))
def test_however_payouts_end_credit_and_ledger_say_the_same(shop, steps):
    made = office.paid(10_000_000, trace=str(Payout.objects.count()) + str(len(steps)) + str(hash(tuple(steps))))
    for rials, end in steps:
        if rials > queries.credit_of(made.holder):
            continue
        try:
            row = payouts.pay_out_credit(made.holder, rials=rials, iban=IBAN, reason="x", by=OTHER_FINANCE, at=NOW)
        except payouts.PayoutTooLarge:
            continue
        if end == "decline":
            payouts.decline(row, reason="نه", by=OTHER_MANAGER, at=NOW)
        elif end != "stay":
            payouts.send(payouts.approve(row, by=OTHER_MANAGER, at=NOW), by=FINANCE, at=NOW)
            DEEDS[end][0](row, by=FINANCE, at=NOW, **DEEDS[end][1])
        assert queries.credit_of(made.holder) == -queries.balance("credit", made.holder) >= 0
        assert sum(queries.balances().values()) == 0
