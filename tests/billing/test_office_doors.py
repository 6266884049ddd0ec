"""Who may open which page of the office of money: finance and managers; an expert, a reviewer and a member learn nothing of it."""

import pytest
from django.urls import reverse

from kardad.billing.actions import payments, tariff
from kardad.core.paging import SIZE
from tests.billing import office_world as office
from tests.billing import world
from tests.conftest import NOW
from tests.people.staff_world import questions

pytestmark = pytest.mark.django_db
STRANGERS = ("expert", "reviewer", "officer", "member")
LISTS = ("tariff", "setup", "receipts", "refunds", "creditors", "payouts", "invoices", "ledger", "ledger_csv")


@pytest.fixture
def things(shop):
    """One of each, by the name of its page."""
    made, receipt, refund, payout = world.invoice(), office.submitted(trace="9"), office.refund(), office.payout()
    online, _ = payments.begin(made, rials=made.total, gateway_name="memory", by=world.CLIENT, at=NOW)
    price = tariff.propose_price("training", rials=5, valid_from=world.TODAY, valid_to=None, by=world.FINANCE, at=NOW)
    seller = tariff.propose_seller("دیگر", is_vat_registered=False, valid_from=world.TODAY, by=world.FINANCE, at=NOW)
    vat = tariff.propose_vat_rate(900, legal_reference="x", valid_from=world.TODAY, valid_to=None, by=world.FINANCE, at=NOW)
    discount = tariff.propose_discount("A", percent=5, valid_from=world.TODAY, valid_to=None, by=world.FINANCE, at=NOW)
    return {
        "receipt": receipt.pk,
        "refund": refund.pk,
        "payout": payout.pk,
        "payout_new": payout.holder.replace(":", "-"),
        "invoice": made.pk,
        "paper": made.pk,
        "void": made.pk,
        "slip": made.pk,
        "refund_new": made.pk,
        "payment": online.pk,
        "price": price.pk,
        "seller": seller.pk,
        "vat_rate": vat.pk,
        "discount": discount.pk,
        "propose": "price",
    }


@pytest.mark.parametrize("role", STRANGERS)
def test_a_stranger_to_money_meets_nothing(things, clock, role):
    client = office.sits(role)
    for name in LISTS:
        assert client.get(office.address(name)).status_code == 404, name
    for name, key in things.items():
        assert client.get(office.address(name, key)).status_code == 404, name
        assert client.post(office.address(name, key), {}).status_code == 404, name


@pytest.mark.parametrize("role", ["finance_officer", "manager"])
def test_finance_and_managers_open_every_page_with_few_statements(things, clock, role):
    client = office.sits(role)
    pages = [office.address(name) for name in LISTS] + [office.address(name, key) for name, key in things.items()]
    pages += [office.address("tariff") + f"?of={kind}" for kind in ("vat", "seller", "discount")]
    if role == "manager":  # a slip is finance's to enter
        pages.remove(office.address("slip", things["slip"]))
    assert {page: count for page in pages if (count := questions(client, page)) > 10} == {}


def test_lists_ask_as_much_for_many_rows_as_for_one(things, clock):
    client = office.sits("finance_officer")
    before = {name: questions(client, office.address(name)) for name in LISTS}
    for place in range(6):
        office.submitted(trace=f"1{place}")
        office.refund(office.paid(trace=f"2{place}"))
        world.price(f"other_{place}", 1_000)
    assert {name: questions(client, office.address(name)) for name in LISTS} == before


def test_a_list_goes_on_after_its_last_row(shop, clock):
    client = office.sits("finance_officer")
    made = [office.submitted(trace=str(place)) for place in range(SIZE + 2)]
    first = client.get(office.address("receipts")).content.decode()
    after = first.split("?after=")[1].split('"')[0]
    second = client.get(office.address("receipts"), {"after": after.replace("&amp;", "&")}).content.decode()
    shown = [office.address("receipt", one.pk) in page for one in made for page in (first, second)]
    assert shown.count(True) == SIZE + 2
    assert office.address("receipt", made[-1].pk) in second


@pytest.mark.parametrize("kind", ["nothing", "prices", "x"])
def test_there_is_no_fifth_list(shop, clock, kind):
    client = office.sits("manager")
    assert client.get(office.address("propose", kind)).status_code == 404
    assert client.get(office.address("tariff") + f"?of={kind}").status_code == 404


def test_every_kind_of_work_leads_to_its_page(things, clock):
    finance, manager = office.sits("finance_officer"), office.sits("manager")
    for client, name, key in ((finance, "receipt", "receipt"), (manager, "refund", "refund"), (manager, "price", "price")):
        assert office.address(name, things[key]) in client.get(reverse("office:home")).content.decode()


def test_a_room_stands_once_for_who_holds_two_roles(shop, clock):
    shown = office.two_roles().get(reverse("office:home")).content.decode()
    assert shown.count(f'href="{office.address("tariff")}"') == 1
