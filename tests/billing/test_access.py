"""Who reaches which money, what a copy of all that is held tells, and who may end an invoice."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from kardad.billing import access, queries, receivers
from kardad.billing.actions import invoices, payments, receipts
from kardad.billing.actions.invoices import Buyer
from kardad.billing.models import Invoice, Posting
from kardad.core.actor import VISITOR, Actor
from kardad.kit.flow import NotAllowed
from kardad.people.access import LogInFirst
from kardad.people.models import Membership, Organisation
from tests import factories
from tests.billing import rules_of_moves as rules
from tests.billing.test_receipts import receipt
from tests.billing.world import CLIENT, EXPERT, FINANCE, asked, invoice
from tests.conftest import NOW
from tests.rulebook import states_of


@pytest.fixture
def firm(shop):
    return Organisation.objects.create(
        company_index="x", company_id="", registration_number="1", name="شرکت نمونه", checked_at=NOW, joined_at=NOW
    )


def member(firm, *rights, state="active"):
    person = factories.person()
    Membership.objects.create(organisation=firm, person=person, rights=list(rights), state=state, asked_at=NOW)
    return person


def test_ones_own_invoice_is_reached_and_no_one_elses(shop):
    made = invoice()
    assert access.invoice(factories.actor(made.person), made.token) == made
    with pytest.raises(Http404):
        access.invoice(factories.actor(factories.person()), made.token)
    with pytest.raises(Http404):
        access.invoice(factories.actor(made.person), "nothing")


@pytest.mark.parametrize("reach", [access.invoice, access.payment])
def test_a_visitor_does_not_learn_what_there_is(shop, reach):
    for token in (invoice().token, "nothing"):
        with pytest.raises(LogInFirst):
            reach(VISITOR, token)


def test_an_organisations_invoice_wants_the_right_to_pay(firm):
    payer, clerk, waiting = member(firm, "requests"), member(firm, "cases"), member(firm, "requests", state="awaiting")
    made = invoice(buyer=Buyer(person=payer, organisation=firm))
    assert access.invoice(factories.actor(payer), made.token) == made
    for other in (clerk, waiting):
        with pytest.raises(Http404):
            access.invoice(factories.actor(other), made.token)


def test_who_asked_for_an_organisation_and_left_sees_its_invoice_no_more(firm):
    payer = member(firm, "requests")
    made = invoice(buyer=Buyer(person=payer, organisation=firm))
    Membership.objects.update(state="ended")
    with pytest.raises(Http404):
        access.invoice(factories.actor(payer), made.token)


def test_a_payment_is_reached_through_its_invoice_and_its_callback_by_its_address_alone(shop):
    made = invoice()
    online, _ = payments.begin(made, rials=made.total, gateway_name="memory", by=CLIENT, at=NOW)
    assert access.payment(factories.actor(made.person), online.token) == online == access.returning(online.token)
    with pytest.raises(Http404):
        access.payment(factories.actor(factories.person()), online.token)
    with pytest.raises(Http404):
        access.payment(factories.actor(made.person), "nothing")
    card = receipts.submit(made, receipt=receipt(), by=CLIENT, at=NOW)
    for wrong in (card.token, "nothing"):
        with pytest.raises(Http404):
            access.returning(wrong)


def test_a_copy_of_all_that_is_held_names_invoices_and_credit(shop):
    made = invoice()
    receipts.approve(receipts.submit(made, receipt=receipt(8_000_000), by=CLIENT, at=NOW), by=FINANCE, at=NOW)
    name, rows = receivers.invoices(None, person=made.person)
    assert (name, rows[0]["number"], rows[0]["paid"], rows[0]["payments"][0]["rials"]) == ("invoices", made.number, 7_700_000, 8_000_000)
    assert receivers.credit(None, person=made.person) == ("credit", [{"rials": 300_000}])
    stranger = factories.person()
    assert (receivers.invoices(None, person=stranger)[1], receivers.credit(None, person=stranger)[1]) == ([], [])


@pytest.mark.parametrize("role", ["client", "expert", "manager", "finance_officer", "system"])
@pytest.mark.parametrize("state", states_of(rules.INVOICE))
def test_voiding_by_state_and_role(shop, state, role):
    made = invoice(asked("written"))
    Invoice.objects.filter(pk=made.pk).update(state=state)
    by = Actor(9_100, "member" if role == "client" else role)
    if (state, "void", role) in rules.INVOICE:
        assert invoices.void(made, reason="اشتباه بود", by=by, at=NOW).state == "void"
    else:
        with pytest.raises(NotAllowed):
            invoices.void(made, reason="اشتباه بود", by=by, at=NOW)
        assert queries.balance("receivable") == 4_400_000


def test_lists_of_finance_hold_what_waits(shop):
    made = invoice()
    shown = receipts.submit(made, receipt=receipt(), by=CLIENT, at=NOW)
    assert list(queries.receipts_to_check()) == [shown]
    assert [queries.refunds_to_decide().exists(), queries.refunds_to_send().exists()] == [False, False]
    assert list(queries.prices(made.issued_at.date()).values_list("service_code", flat=True)) == [
        "payslip",
        "phone_15",
        "settlement_calc",
        "written",
    ]
    with pytest.raises(invoices.PaymentOpen):
        invoices.void(made, reason="اشتباه بود", by=EXPERT, at=NOW)


def test_postgresql_itself_refuses_a_posting_that_is_not_zero(real_shop):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no check at commit")
    made = invoice()
    posting = Posting.objects.latest("pk")
    with pytest.raises(DatabaseError, match="not zero"), transaction.atomic():
        posting.entries.create(account="bank", rials=5)
    assert sum(queries.balances().values()) == 0
    assert made.balance == 7_700_000
