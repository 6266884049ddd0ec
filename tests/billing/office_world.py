"""Who sits in the office of money, and what lies before them, for the tests of its pages."""

from django.test import Client
from django.urls import reverse

from kardad.billing.actions import payouts, receipts, refunds
from kardad.billing.actions.receipts import Receipt
from kardad.core.actor import Actor
from tests import factories
from tests.billing import world
from tests.conftest import NOW

IBAN = "IR062960000000100324200001"


def sits(role):
    """A browser in which somebody of this role is logged in and has just shown himself, and who he is."""
    person = factories.staff(role) if role in ("finance_officer", "manager", "expert", "reviewer", "officer") else factories.person(level=2)
    client = Client()
    client.force_login(person)
    factories.show(client, person, "totp")
    client.person = person
    return client


def two_roles():
    """A browser of somebody who holds both roles of money."""
    client = sits("finance_officer")
    from kardad.people.models import RoleGrant

    RoleGrant.objects.create(person=client.person, role="manager", state="active", asked_at=factories.JOINED)
    return client


def acting(client, role):
    """The person of the browser as actions see him."""
    return Actor(client.person.pk, role)


def address(name, *args):
    """The address of a page of the office."""
    return reverse(f"billing_office:{name}", args=args)


def submitted(rials=3_000_000, made=None, **more):
    """A receipt that waits for finance."""
    told = {"rials": rials, "trace": "558213", "on": world.TODAY, "card": "1234"} | more
    return receipts.submit(made or world.invoice(), receipt=Receipt(**told), by=world.CLIENT, at=NOW)


def paid(rials=None, **more):
    """An invoice that is paid, with more than it needs when told so."""
    made = world.invoice()
    receipts.approve(submitted(rials or made.total, made, **more), by=world.FINANCE, at=NOW)
    made.refresh_from_db()
    return made


def refund(made=None, *, rials=1_100_000, state="requested", by=world.CLIENT, **more):
    """A refund that has come so far."""
    row = refunds.request(made or paid(), rials=rials, reason="انصراف", by=by, at=NOW, **more)
    if state in ("approved", "sent"):
        row = refunds.approve(row, by=world.OTHER_MANAGER, at=NOW)
    return refunds.send(row, by=world.OTHER_FINANCE, at=NOW) if state == "sent" else row


def payout(*, rials=1_000_000, state="requested", by=world.OTHER_FINANCE):
    """A payout of a buyer's credit that has come so far."""
    made = paid(10_000_000)
    row = payouts.pay_out_credit(made.holder, rials=rials, iban=IBAN, reason="خواست", by=by, at=NOW)
    if state in ("approved", "sent"):
        row = payouts.approve(row, by=world.OTHER_MANAGER, at=NOW)
    return payouts.send(row, by=world.OTHER_FINANCE, at=NOW) if state == "sent" else row


def fresh(row):
    """The row as the database has it now."""
    return type(row).objects.get(pk=row.pk)


def page(client, name, *args):
    """The text of a page that opens."""
    answer = client.get(address(name, *args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def press(client, page, /, *args, **typed):
    """What the page answers to a form."""
    return client.post(address(page, *args), typed)
