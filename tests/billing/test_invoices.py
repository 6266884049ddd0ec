"""Invoices: frozen when issued, numbered without a gap, ended when nobody pays."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from kardad.billing import policy, queries, sweeps
from kardad.billing.actions import invoices, ledger, tariff
from kardad.billing.actions.invoices import Buyer
from kardad.billing.models import Entry, Invoice, Posting
from kardad.inbox.models import Letter
from kardad.kit import money
from kardad.kit.flow import NotAllowed
from kardad.outbox.models import Message
from tests.billing import world
from tests.billing.world import CLIENT, EXPERT, FINANCE, MANAGER, TODAY, asked, invoice
from tests.conftest import NOW

DAY = timedelta(days=1)


def test_two_services_make_one_invoice(shop):  # A2
    made = invoice()
    assert (made.subtotal, made.vat, made.total, made.state) == (7_000_000, 700_000, 7_700_000, "issued")
    assert made.due_at == NOW + timedelta(days=7)
    assert money.in_words(made.total) == "هفت میلیون و هفتصد هزار ریال"
    assert made.number == "INV-1404-000001"
    world.price("written", 9_000_000, valid_from=TODAY + DAY)
    made.refresh_from_db()
    line = made.lines.get(service_code="written")
    assert (made.total, line.unit_price, line.price.unit_price) == (7_700_000, 4_000_000, 4_000_000)


def test_one_service_of_a_mixed_request(shop):  # A4
    made = invoice(asked("settlement_calc"))
    assert (made.taxable, made.vat, made.total) == (2_500_000, 250_000, 2_750_000)


def test_the_ledger_knows_what_is_owed(shop):
    made = invoice()
    assert queries.balances() == {"receivable": 7_700_000, "revenue": -7_000_000, "vat": -700_000}
    assert queries.balance("receivable", made.holder) == 7_700_000


def test_without_a_rate_nothing_is_issued(db):
    world.price("written", 4_000_000)
    world.seller()
    with pytest.raises(invoices.NoVatRate):
        invoice(asked("written"))
    assert not Invoice.objects.exists()


def test_a_rate_that_has_ended_is_no_rate(db):
    world.price("written", 4_000_000)
    world.seller()
    world.vat(valid_to=TODAY + DAY)
    assert invoice(asked("written")).vat == 400_000
    with pytest.raises(invoices.NoVatRate):
        invoice(asked("written"), at=NOW + DAY)


def test_a_seller_who_is_not_registered_takes_no_tax(db):
    world.price("written", 4_000_000)
    world.seller(is_vat_registered=False)
    made = invoice(asked("written"))
    assert (made.vat, made.total, made.vat_row) == (0, 4_000_000, None)


def test_without_a_seller_or_a_price_nothing_is_issued(db):
    with pytest.raises(invoices.NoPrice):
        invoice(asked("written"))
    world.price("written", 4_000_000)
    with pytest.raises(invoices.NoSeller):
        invoice(asked("written"))


def test_a_price_by_hand_says_why(shop):
    with pytest.raises(invoices.ReasonNeeded):
        invoice(asked("written", unit_price=3_000_000))
    line = invoice(asked("written", unit_price=3_000_000, reason="کار کوتاه است")).lines.get()
    assert (line.amount, line.price, line.reason) == (3_000_000, None, "کار کوتاه است")


@pytest.mark.parametrize("bad", [{"quantity": 0}, {"unit_price": -1, "reason": "x"}])
def test_a_line_is_of_something(shop, bad):
    with pytest.raises(invoices.NothingAsked):
        invoice(asked("written", **bad))


def test_an_expert_has_a_limit_and_a_manager_none(shop):
    many = asked("written", 1 + policy.EXPERT_LIMIT // 4_000_000)
    with pytest.raises(invoices.OverLimit):
        invoice(many)
    assert invoice(many, by=MANAGER).state == "issued"


@pytest.mark.parametrize("by", [CLIENT, FINANCE])
def test_clients_and_finance_issue_nothing(shop, by):
    with pytest.raises(NotAllowed):
        invoice(by=by)


def test_a_discount_comes_before_the_tax(shop):
    world.discount(percent=10)
    made = invoice(discount_code=" nowruz ")
    assert (made.discount, made.taxable, made.vat, made.total) == (700_000, 6_300_000, 630_000, 6_930_000)


def test_a_discount_is_used_as_often_as_it_may_and_no_more(shop, make):
    world.discount(rials=1_000_000)
    buyer = Buyer(person=make.person())
    first = invoice(buyer=buyer, discount_code="NOWRUZ")
    with pytest.raises(invoices.NoSuchDiscount):
        invoice(buyer=buyer, discount_code="NOWRUZ")
    invoices.void(first, reason="اشتباه بود", by=EXPERT, at=NOW)
    assert invoice(buyer=buyer, discount_code="NOWRUZ").discount == 1_000_000


def test_a_discount_past_its_day_is_none(shop):
    world.discount(percent=10, valid_to=TODAY + DAY)
    with pytest.raises(invoices.NoSuchDiscount):
        invoice(discount_code="NOWRUZ", at=NOW + DAY)
    with pytest.raises(invoices.NoSuchDiscount):
        invoice(discount_code="OTHER")


def test_what_costs_nothing_is_paid_at_once(shop):
    world.discount(percent=100)
    made = invoice(discount_code="NOWRUZ")
    assert (made.total, made.state, made.announce_due_at) == (0, "paid", NOW)


def test_a_void_number_stays_and_the_next_follows_it(shop):
    first = invoice()
    invoices.void(first, reason="اشتباه بود", by=EXPERT, at=NOW)
    first.refresh_from_db()
    assert (first.state, first.reason) == ("void", "اشتباه بود")
    assert invoice().number == "INV-1404-000002"
    assert sum(queries.balances().values()) == 0
    assert queries.balance("receivable", first.holder) == 0


def test_a_refused_invoice_takes_no_number(shop):
    with pytest.raises(ValueError, match="subject_id"), transaction.atomic():
        invoice(buyer=Buyer(person=world.factories.person(), subject=("x" * 10, "no number")))
    assert invoice().number == "INV-1404-000001"


def test_voiding_says_why_and_is_no_clients_business(shop):
    made = invoice()
    with pytest.raises(invoices.ReasonNeeded):
        invoices.void(made, reason=" ", by=EXPERT, at=NOW)
    with pytest.raises(NotAllowed):
        invoices.void(made, reason="نمی‌خواهم", by=CLIENT, at=NOW)
    invoices.void(made, reason="اشتباه بود", by=EXPERT, at=NOW)
    with pytest.raises(NotAllowed):
        invoices.void(made, reason="دوباره", by=EXPERT, at=NOW)


def test_nobody_pays_and_the_invoice_ends(shop):
    made = invoice()
    assert sweeps.expire_invoices(NOW + 6 * DAY) == 0
    assert [sweeps.expire_invoices(NOW + 7 * DAY), sweeps.expire_invoices(NOW + 7 * DAY)] == [1, 0]
    made.refresh_from_db()
    assert made.state == "void"
    assert set(queries.balances().values()) == {0}


def test_the_buyer_is_reminded_once_a_day_that_is_due(shop):
    invoice()
    assert sweeps.remind(NOW + 3 * DAY) == 0
    assert [sweeps.remind(NOW + 4 * DAY), sweeps.remind(NOW + 4 * DAY), sweeps.remind(NOW + 6 * DAY)] == [1, 0, 1]
    assert Letter.objects.filter(event="invoice.reminder").count() == 2
    assert Message.objects.filter(template="invoice.reminder").count() == 2


def test_who_owes_nothing_is_not_reminded(shop):
    invoices.void(invoice(), reason="اشتباه بود", by=EXPERT, at=NOW)
    assert sweeps.remind(NOW + 6 * DAY) == 0


def test_an_organisation_buys_in_its_own_name(shop, make):
    from kardad.people.models import Organisation

    firm = Organisation.objects.create(
        company_index="x", company_id="", registration_number="1", name="شرکت نمونه", checked_at=NOW, joined_at=NOW
    )
    made = invoice(buyer=Buyer(person=make.person(), organisation=firm, subject=("desk.request", 7)))
    assert (made.buyer_name, made.holder) == ("شرکت نمونه", f"organisation:{firm.pk}")
    assert list(queries.invoices_of_organisation(firm.pk)) == [made] == list(queries.invoices_about("desk.request", 7))
    assert not queries.invoices_of(made.person_id).exists()


def test_a_posting_that_is_not_zero_is_refused(shop):
    made = invoice()
    before = Posting.objects.count()
    with pytest.raises(ledger.Unbalanced), transaction.atomic():
        ledger.post("wrong", made, [("bank", "", 5), ("revenue", "", -4)], by=MANAGER, at=NOW)
    assert Posting.objects.count() == before


DEEDS = ["UPDATE billing_entry SET rials = 1", "DELETE FROM billing_entry", "DELETE FROM billing_posting"]
REPLACED = "INSERT OR REPLACE INTO billing_{0} SELECT * FROM billing_{0} LIMIT 1"


@pytest.mark.parametrize("statement", [*DEEDS, REPLACED.format("entry"), REPLACED.format("posting")])
def test_the_database_keeps_the_ledger(shop, statement):
    if "REPLACE" in statement and connection.vendor != "sqlite":
        return  # a word of SQLite's alone
    invoice()
    with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.aggregate(sum=Sum("rials"))["sum"] == 0
    with pytest.raises(TypeError):
        Entry.objects.all().delete()
    with pytest.raises(TypeError):
        Entry.objects.first().save()


def test_the_database_adds_the_sums_up(shop):
    made = invoice()
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=made.pk).update(total=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=made.pk).update(paid=7_700_001)


def test_a_seller_is_somebody(db):
    with pytest.raises(tariff.BadRow):
        tariff.propose_seller(" ", is_vat_registered=True, valid_from=TODAY, by=MANAGER, at=NOW)
