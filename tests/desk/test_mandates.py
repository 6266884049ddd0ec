"""An agent reaches what he wrote for his client while a mandate holds; revoked, it is the client's alone at the next request."""

import pytest
from django.test import Client
from django.urls import reverse

from kardad.core.models import Event
from kardad.desk import receivers
from kardad.desk.actions import talking
from kardad.desk.queries import requests as queries
from kardad.inbox.models import Letter
from kardad.people.models import Person
from tests import factories
from tests.conftest import NOW
from tests.desk import world
from tests.desk.test_submitting import mandate

pytestmark = pytest.mark.django_db


@pytest.fixture
def principal():
    return factories.person()


@pytest.fixture
def held(bureau, principal):
    """The mandate by which the bureau's client acts for the principal."""
    return mandate(principal, bureau.client)


def enter(person):
    client = Client()
    client.force_login(person)
    return client


def end(held, state="revoked"):
    held.state = state
    held.save()


def addresses(made):
    names = ("request", "request_cancel", "request_attach")
    return [reverse(f"desk:{name}", args=[made.pk]) for name in names]


@pytest.mark.parametrize("state", ["revoked", "resigned", "expired"])
def test_after_the_mandate_the_agent_finds_nothing_and_the_principal_all(bureau, principal, held, clock, state):
    made, own = world.in_review(bureau, client=principal), world.in_review(bureau)
    agent, theirs = enter(bureau.client), enter(principal)
    for one in addresses(made):
        assert agent.get(one).status_code == theirs.get(one).status_code == 200
    end(held, state)
    for one in addresses(made):
        assert (agent.get(one).status_code, theirs.get(one).status_code) == (404, 200)
    assert agent.post(reverse("desk:request_say", args=[made.pk]), {"body": "سلام"}).status_code == 404
    listed = agent.get(reverse("desk:requests")).content.decode()
    assert own.shown_number in listed
    assert made.shown_number not in listed
    assert made.shown_number in theirs.get(reverse("desk:requests")).content.decode()


def test_a_mandate_of_another_client_opens_nothing(bureau, principal, held, clock):
    made = world.in_review(bureau, client=principal)
    held.principal = factories.person()
    held.save()
    assert enter(bureau.client).get(reverse("desk:request", args=[made.pk])).status_code == 404


def test_a_revocation_that_is_taken_back_opens_it_again(bureau, principal, held, clock):
    made = world.in_review(bureau, client=principal)
    end(held)
    end(held, "active")
    assert enter(bureau.client).get(reverse("desk:request", args=[made.pk])).status_code == 200


def test_what_happens_later_is_told_to_the_principal_alone(bureau, principal, held, clock):
    made = world.in_review(bureau, client=principal)
    end(held)
    letters, events = Letter.objects.count(), Event.objects.count()
    talking.ask(made, body="فیش آخر را بفرستید.", missing=["فیش"], by=bureau.by("expert"), at=NOW)
    assert set(Letter.objects.order_by("pk")[letters:].values_list("person_id", flat=True)) == {principal.pk}
    told = Event.objects.order_by("pk")[events:]
    assert bureau.client.pk not in {one.person_id for one in told}
    assert principal.pk in {one.person_id for one in told}


def test_neither_his_panel_nor_the_copy_of_his_data_holds_it_any_more(bureau, principal, held):
    made = world.in_review(bureau, client=principal)
    talking.ask(made, body="فیش آخر را بفرستید.", missing=["فیش"], by=bureau.by("expert"), at=NOW)

    def waits():
        row = Person.objects.filter(pk=bureau.client.pk).annotate(found=queries.waiting_of().values("pk")[:1]).get()
        return row.found

    def copied(person):
        return [row["number"] for row in receivers.requests(None, person=person)[1]]

    assert (waits(), copied(bureau.client)) == (made.pk, [made.number])
    end(held)
    assert (waits(), copied(bureau.client)) == (None, [])
    assert copied(principal) == [made.number]
