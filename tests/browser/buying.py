"""The money that a visit of a buyer's pages finds: an invoice, ways to pay it, payments in their states."""

from django.conf import settings

from kardad.billing.actions import payments, receipts
from kardad.billing.actions.invoices import Buyer
from kardad.billing.models.payments import attempt_number
from kardad.core import outside
from kardad.gateways.payments.port import Order
from tests import factories
from tests.billing import world as shop
from tests.people.staff_world import by


def invoice(world, *, person=None):
    """An invoice of the member who is logged in."""
    if not shop.tariff.Price.objects.exists():
        shop.open_shop()
    return shop.invoice(buyer=Buyer(person=person or world.member()), at=world.now)


def online(world, made):
    """A payment whose payer is at the bank."""
    begun, _ = payments.begin(made, rials=made.total, gateway_name="memory", by=by(made.person), at=world.now)
    return begun


def transferred(world, made, rials):
    """A transfer that finance found."""
    told = receipts.Receipt(rials=rials, trace="558213", on=world.now.date(), card="1234")
    return receipts.approve(receipts.submit(made, receipt=told, by=by(made.person), at=world.now), by=shop.FINANCE, at=world.now)


def _paid_in_part(world):
    made = invoice(world)
    transferred(world, made, 3_000_000)
    return (made.token,)


def _already_open(world):
    made = invoice(world)
    online(world, made)
    return (made.token,)


def _with_credit(world):
    first = invoice(world)
    transferred(world, first, 20_000_000)
    return (invoice(world, person=first.person).token,)


def _taken(world):
    return (transferred(world, invoice(world), 7_700_000).token,)


def _demo_bank(world):
    settings.GATEWAYS["payments"] = ["console"]
    outside.forget()
    # Its buttons lead back to a path, wherever the site of this test runs.
    order = Order(reference=str(attempt_number()), rials=7_700_000, callback_url="/pay/back/nobody/", description="صورتحساب")
    return ({"authority": outside.payment_gateways()[0].begin(order).authority},)


NOT_PAGES = {"billing:payment_file": "a download"}
VISITS = {
    "billing:invoices": lambda world: invoice(world) and (),
    "billing:invoice": _paid_in_part,
    "billing:pay": _already_open,
    "billing:receipt": lambda world: (invoice(world).token,),
    "billing:credit": _with_credit,
    "billing:paper": _paid_in_part,
    "billing:payment": lambda world: (online(world, invoice(world)).token,),
    "billing:payment_paper": _taken,
    "billing:back": lambda world: (online(world, invoice(world, person=factories.person())).token,),
    "billing:demo_bank": _demo_bank,
}
