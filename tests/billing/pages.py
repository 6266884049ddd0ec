"""A buyer with a browser, a bank in memory, and what he does on the pages of money."""

import re
from functools import cache
from urllib.parse import parse_qsl, urlsplit

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kardad.billing.actions.invoices import Buyer
from kardad.billing.models import Payment
from kardad.core import outside
from kardad.gateways.payments.memory import Memory
from kardad.gateways.payments.twin import Button
from kardad.people.models import Membership, Organisation
from tests import factories
from tests.billing import world
from tests.conftest import NOW
from tests.people.staff_world import picture

ONLINE = "online-memory"


def use(monkeypatch, *gateways):
    """These gateways stand behind the pages; the first, if any, is given back."""
    monkeypatch.setattr(outside, "payment_gateways", cache(lambda: gateways))
    return gateways[0] if gateways else None


def bank(monkeypatch, **given):
    """A bank in memory whose clock stands at NOW."""
    return use(monkeypatch, Memory(now=lambda: NOW, **given))


def mine(client, *wanted, **more):
    """An invoice of somebody who is logged in."""
    made = world.invoice(*wanted, buyer=Buyer(person=factories.person()), **more)
    client.force_login(made.person)
    return made


def firm(name="شرکت نمونه"):
    """An organisation."""
    index = str(Organisation.objects.count())
    given = {"company_index": index, "company_id": "10100000001", "registration_number": "1", "name": name}
    return Organisation.objects.create(**given, checked_at=NOW, joined_at=NOW)


def seat(place, person, *rights):
    """The person's active place in it."""
    return Membership.objects.create(organisation=place, person=person, rights=list(rights), state="active", asked_at=NOW)


def url(name, thing):
    """The address of a page of this invoice or payment."""
    return reverse(f"billing:{name}", args=[thing.token])


def text(answer):
    """What of the page is read."""
    return re.sub(r"\s+", " ", BeautifulSoup(answer.content, "html.parser").get_text(" "))


def pay(client, made, **typed):
    """Press «pay» on the page of ways, for the whole unless told otherwise."""
    return client.post(url("pay", made), {"way": ONLINE, "much": "whole", **typed})


def newest():
    """The payment that was begun last."""
    return Payment.objects.latest("pk")


def carried(bank, payment, button=Button.PAY):
    """What the bank gives the browser to bring back."""
    way = bank.press(payment.authority, button)
    return dict(way.fields) or dict(parse_qsl(urlsplit(way.url).query))


def come_back(client, bank, payment, button=Button.PAY):
    """The browser is back from the bank."""
    return client.get(url("back", payment), carried(bank, payment, button))


def transfer(**changed):
    """The form of a transfer as people fill it."""
    typed = {"rials": "۳٬۰۰۰٬۰۰۰", "on": "۱۴۰۴/۰۹/۰۱", "hour": "۹:۱۵", "card": "۱۲۳۴", "trace": "۵۵۸۲۱۳", "receipt": picture("رسید.png")}
    return typed | changed


def virus():
    """The file that every scanner knows."""
    sign = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    return SimpleUploadedFile("r.pdf", b"%PDF-1.4\n" + sign, content_type="application/pdf")
