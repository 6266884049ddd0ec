"""The demo's bank: its page is there only in a demo, and every button of it has its outcome."""

import io

import pytest
from django.core.cache import cache
from django.urls import reverse

from kardad.billing import sweeps
from kardad.core import outside
from kardad.core.shelf import Shelf
from kardad.gateways.payments.console import Console
from tests.billing import pages
from tests.billing.pages import newest, text, url
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("clock")
ADDRESS = "http://testserver/demo/pay/"


@pytest.fixture
def bank(monkeypatch, settings):
    settings.DEMO, settings.SITE_URL = True, "http://testserver"
    return pages.use(monkeypatch, Console(page_url=ADDRESS, shelf=Shelf("test-bank"), stream=io.StringIO(), now=lambda: NOW))


def leave(client, made):
    there = pages.pay(client, made, way="online-console")["Location"]
    assert there.startswith(ADDRESS)
    return there.removeprefix("http://testserver")


@pytest.mark.parametrize(
    ("button", "state", "said"),
    [("pay", "paid", "پرداخت شما رسید"), ("cancel", "issued", "لغو کرده‌اید"), ("insufficient", "issued", "موجودی حساب کافی نبود")],
)
def test_every_button_has_its_outcome(shop, client, bank, button, state, said):
    made = pages.mine(client)
    there = leave(client, made)
    page = client.get(there)
    assert "این‌جا بانک نیست" in text(page)
    assert "۷٬۷۰۰٬۰۰۰ ریال" in text(page)
    back = client.post(there, {"do": button})
    assert back["Location"].startswith(f"http://testserver{url('back', newest())}?")
    assert said in text(client.get(back["Location"], follow=True))
    made.refresh_from_db()
    assert made.state == state


def test_who_pays_and_never_comes_back_is_found_by_the_sweep(shop, client, bank):
    made = pages.mine(client)
    page = client.post(leave(client, made), {"do": "lost"})
    assert "خودش از بانک می‌پرسد" in text(page)
    made.refresh_from_db()
    assert made.state == "issued"
    assert sweeps.reconcile(newest().due_at) == 1
    made.refresh_from_db()
    assert made.state == "paid"


def test_a_wrong_button_does_nothing(shop, client, bank):
    made = pages.mine(client)
    there = leave(client, made)
    assert client.post(there, {"do": "rob"}).status_code == 200
    assert bank.bill(newest().authority).state == "open"


def test_outside_a_demo_or_without_a_bill_there_is_no_page(shop, client, bank, settings, monkeypatch):
    made = pages.mine(client)
    there = leave(client, made)
    for wrong in (reverse("billing:demo_bank"), reverse("billing:demo_bank") + "?authority=x"):
        assert client.get(wrong).status_code == 404
        assert client.post(wrong, {"do": "pay"}).status_code == 404
    settings.DEMO = False
    assert client.post(there, {"do": "pay"}).status_code == 404
    settings.DEMO = True
    pages.bank(monkeypatch)
    assert client.get(there).status_code == 404


def test_the_demo_bank_of_the_settings_keeps_its_bills_where_all_processes_see_them(db, settings):
    settings.GATEWAYS = settings.GATEWAYS | {"payments": ["console"]}
    outside.forget()
    one, other = outside.payment_gateways()[0], Shelf("demo-bank")
    assert one._shelf._name == other._name
    one._shelf["a"] = 1
    assert other["a"] == 1
    assert "a" in other
    assert "b" not in other
    del other["a"]
    assert one._shelf.get("a") is None
    with pytest.raises(KeyError):
        del other["a"]
    for refused in (len, list):
        with pytest.raises(TypeError):
            refused(other)
    assert cache.get("a") is None
