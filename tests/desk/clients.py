"""A practitioner with a client book, and those who are in it."""

import re

from bs4 import BeautifulSoup
from django.urls import reverse

from kardad.desk.actions import assigning, clients, pricing, requests
from kardad.people import particulars
from kardad.people.models import Person
from tests import factories
from tests.conftest import NOW
from tests.desk import world

NAME = "خانم رضایی"


def practitioner(role="practitioner", **extra):
    """Somebody who may keep a client book."""
    return factories.person(role=role, first_name="نادر", last_name="مشاور", **extra)


def invited(keeper, person, *, at=NOW, code="", name=NAME):
    """The person stands in the keeper's book and has not answered."""
    mobile = particulars.own(person).mobile
    return clients.invite(keeper, name=name, mobile=mobile, code=code, by=factories.actor(keeper), at=at)


def agreed(keeper, person, *, at=NOW, name=NAME):
    """The person consented."""
    return clients.agree(invited(keeper, person, at=at, name=name), person=person, by=factories.actor(person), at=at)


def draft(engagement, *, is_client_buyer=False, at=NOW):
    """A draft that could be sent, made for the client."""
    by = factories.actor(engagement.practitioner)
    made = clients.begin(engagement, is_client_buyer=is_client_buyer, services=["written"], by=by, at=at)
    return requests.describe(made, description=world.TEXT, by=by, at=at)


def sent(bureau, engagement, *, is_client_buyer=False, at=NOW):
    """A request that was made for the client and lies with the expert."""
    by = factories.actor(engagement.practitioner)
    made = draft(engagement, is_client_buyer=is_client_buyer, at=at)
    for item in made.items.all():
        answers = world.answers_to(world_service(item.service_code))
        requests.fill(item, quantity=item.quantity, inputs=answers, by=by, at=at)
    made = requests.submit(made, rules_version=world.RULES, by=by, at=at)
    assigning.assign(made, expert=bureau.expert, by=bureau.by("manager"), at=at)
    return world.fresh(made)


def invoiced(bureau, engagement, *, is_client_buyer=False, at=NOW):
    """Such a request, with its invoice."""
    made = sent(bureau, engagement, is_client_buyer=is_client_buyer, at=at)
    for item in made.items.all():
        pricing.price(item, quantity=item.quantity, unit_price=None, by=bureau.by("expert"), at=at)
    pricing.invoice(made, by=bureau.by("expert"), at=at)
    return world.fresh(made)


def world_service(code):
    """The service of this code."""
    from kardad.desk import catalogue

    return catalogue.service(code)


def text(answer):
    """What of the page is read."""
    return re.sub(r"\s+", " ", BeautifulSoup(answer.content, "html.parser").get_text(" "))


def address(name, *args):
    """The address of a page of the book."""
    return reverse(f"desk:{name}", args=args)


def owner_of(row) -> Person:
    """Who is the client."""
    assert row.person is not None
    return row.person
