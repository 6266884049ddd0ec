"""Every vendor end to end: our pages, the bank's page on the local server, and the way back; nothing in between is pretended."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kardad.billing import queries
from kardad.billing.actions import payments
from kardad.core import outside
from kardad.gateways.payments.outcomes import Way
from tests.billing import pages, world
from tests.billing.pages import newest, text, url
from tests.conftest import NOW
from tests.gateways.payments_payer import Payer
from tests.vendors import credentials as keys
from tests.vendors.fixtures import _running_vendor_server, vendor_server

__all__ = ["_running_vendor_server", "vendor_server"]

pytestmark = pytest.mark.usefixtures("clock")
CONTRACTS = {
    "zarinpal": {"merchant_id": keys.ZARINPAL_MERCHANT},
    "zibal": {"merchant": keys.ZIBAL_MERCHANT},
    "saman": {"terminal": keys.SAMAN_TERMINAL},
    "mellat": {"terminal": keys.MELLAT_TERMINAL, "user": keys.MELLAT_USER, "password": keys.MELLAT_PASSWORD},
}


@pytest.fixture(params=sorted(CONTRACTS))
def vendor(request, settings, shop, vendor_server):
    """This vendor alone stands behind the pages."""
    name = request.param
    vendor_server.clock(NOW)
    settings.SITE_URL = "https://kardad.example"
    settings.GATEWAYS = settings.GATEWAYS | {"payments": [name]}
    settings.GATEWAY_OPTIONS = {name: {"contract": CONTRACTS[name] | {"base_url": vendor_server.url(name)}}}
    outside.forget()
    return name


def leave(client, made, vendor, **typed):
    """The way on which our page sends the browser to the bank, as the browser reads it."""
    answer = pages.pay(client, made, way=f"online-{vendor}", **typed)
    if answer.status_code == 302:
        return Way("GET", answer["Location"])
    assert answer.status_code == 200, text(answer)
    form = BeautifulSoup(answer.content, "html.parser").select_one("k-leave form")
    fields = {one["name"]: one["value"] for one in form.find_all("input")}
    needs = answer["Referrer-Policy"] == "strict-origin"
    return Way(form["method"].upper(), form["action"], fields, needs_referrer=needs)


def walk(way, button="pay", payment=None):
    """What the browser brings back after this button of the bank's own page."""
    return Payer().press(way, button, payments.callback_url(payment or newest()))


def bring(client, payment, fields):
    """The browser is back; some banks post, and a posted browser has no session."""
    gateway = outside.payment_gateway(payment.gateway)
    return getattr(client, gateway.terms.comes_back_by.lower())(url("back", payment), fields)


def test_paying_at_the_bank_pays_the_invoice(vendor, client):
    made = pages.mine(client)
    fields = walk(leave(client, made, vendor))
    assert bring(client, newest(), fields)["Location"] == url("payment", newest())
    made.refresh_from_db()
    assert (made.state, made.paid) == ("paid", 7_700_000)
    told = text(client.get(url("payment", newest())))
    assert "پرداخت شما رسید" in told
    assert newest().bank_reference
    assert sum(queries.balances().values()) == 0


@pytest.mark.parametrize("button", ["cancel", "insufficient"])
def test_what_is_not_paid_at_the_bank_is_tried_again(vendor, client, button):
    made = pages.mine(client)
    way = leave(client, made, vendor)
    bring(client, newest(), walk(way, button))
    made.refresh_from_db()
    assert made.paid == 0
    first = newest()
    again = {"again": "on"} if queries.under_way(made).exists() else {}
    fields = walk(leave(client, made, vendor, **again))
    assert newest() != first
    bring(client, newest(), fields)
    made.refresh_from_db()
    assert made.state == "paid"


def test_a_callback_counts_once_whoever_brings_it_first(vendor, client):
    made = pages.mine(client)
    fields = walk(leave(client, made, vendor))
    payment = newest()
    stranger = Client(enforce_csrf_checks=True)
    assert bring(stranger, payment, fields)["Location"] == url("back", payment)  # before the payer's own browser
    for _ in range(2):
        assert bring(client, payment, fields)["Location"] == url("payment", payment)
    made.refresh_from_db()
    assert (made.paid, queries.credit_of(made.holder)) == (7_700_000, 0)


def test_a_callback_brought_to_another_payment_pays_neither(vendor, client):
    made, other = pages.mine(client), world.invoice()
    fields = walk(leave(client, made, vendor))
    mine = newest()
    theirs, _ = payments.begin(other, rials=other.total, gateway_name=vendor, by=world.CLIENT, at=NOW)
    assert bring(client, theirs, fields).status_code == 400
    theirs.refresh_from_db()
    mine.refresh_from_db()
    assert (theirs.state, mine.state) == ("redirected", "redirected")
    bring(client, mine, fields)
    made.refresh_from_db()
    other.refresh_from_db()
    assert (made.state, other.paid) == ("paid", 0)


def test_a_made_up_callback_pays_nothing(vendor, client):
    made = pages.mine(client)
    leave(client, made, vendor)
    payment = newest()
    assert bring(client, payment, {"Status": "OK", "success": "1", "State": "OK", "ResCode": "0"}).status_code == 400
    payment.refresh_from_db()
    made.refresh_from_db()
    assert (payment.state, made.paid) == ("redirected", 0)


def test_a_bank_that_is_away_costs_nothing(vendor, client, vendor_server):
    made = pages.mine(client)
    deed = {"zarinpal": "request", "zibal": "request", "saman": "token", "mellat": "bpPayRequest"}[vendor]
    vendor_server.rule(vendor, deed, drop=True, times=1)
    assert pages.pay(client, made, way=f"online-{vendor}").status_code == 502
    fields = walk(leave(client, made, vendor))
    bring(client, newest(), fields)
    made.refresh_from_db()
    assert made.state == "paid"
