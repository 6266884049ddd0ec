"""How many statements the page of a case and of its enforcement ask: no row twice, and no more where there is more to show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kardad.cases.models import Collection, Enforcement, Filing, FilingFile, Instalment
from kardad.core.models import StoredFile
from kardad.people.models import Person
from tests import factories
from tests.cases import scenes
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
SIDE, OFFICE = 14, 13


@pytest.fixture(autouse=True)
def _scene(settings, time_machine):
    settings.OPERATOR = "authority"
    time_machine.move_to(NOW, tick=False)


def browser(person, factor="sms"):
    person.rules_version = "1405-09-01"
    person.save()
    client = Client()
    client.force_login(person)
    factories.show(client, person, factor)
    return client


def desk(made):
    return browser(Person.objects.get(pk=made.secretary.person_id), "totp")


def statements(client, name, key):
    """The statements of the page, each with what it asked."""
    where = reverse(name, args=[key])
    client.get(where)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(where).status_code == 200
    return [one["sql"] for one in asked]


@pytest.mark.parametrize("scene", ["filed", "accepted", "window", "at_table", "settled", "sent", "expert"])
def test_the_page_of_a_case_reads_each_row_once(scene):
    made = scenes.SCENES[scene]().made
    for client, name, key, most in (
        (browser(made.worker), "cases:case", made.case.token, SIDE),
        (browser(made.employer), "cases:case", made.case.token, SIDE),
        (desk(made), "cases_office:case", made.case.pk, OFFICE + (scene == "at_table")),
    ):
        asked = statements(client, name, key)
        assert len(asked) <= most, "\n".join(asked)
        assert len(set(asked)) == len(asked), "the same is asked twice"


def test_a_longer_file_asks_for_no_more():
    made = scenes.accepted().made
    client = browser(made.worker)
    before = len(statements(client, "cases:case", made.case.token))
    for place in range(5):
        told = {
            "party": made.sides["claimant"],
            "by_id": made.worker.pk,
            "kind": "evidence",
            "title": "مدرک",
            "filed_at": NOW,
            "shown_at": NOW,
        }
        filing = Filing.objects.create(case=made.case, **told)
        kept = StoredFile.objects.create(token=f"{place:032x}", name="الف.pdf", media_type="application/pdf", size=4, stored_at=NOW)
        FilingFile.objects.create(case=made.case, filing=filing, file=kept, added_at=NOW)
    assert len(statements(client, "cases:case", made.case.token)) == before


def test_an_enforcement_with_a_long_history_asks_for_no_more():
    made = scenes.sent().made
    reading = (
        (desk(made), "cases_office:enforcement", made.case.pk, 18),
        (browser(made.worker), "cases:enforcement", made.case.token, 15),
        (browser(made.employer), "cases:enforcement", made.case.token, 10),
    )
    before = [len(statements(*one[:3])) for one in reading]
    running = Enforcement.objects.get()
    money = {"amount": 1, "received_on": NOW.date(), "noted_at": NOW, "by_id": made.worker.pk, "state": "counted"}
    for place in range(4):
        told = {"decision": running.decision, "party": running.party, "state": "recalled", "owed": 9}
        past = Enforcement.objects.create(case=made.case, requested_at=NOW - timedelta(days=place + 1), **told)
        for held in (running, past):
            Collection.objects.create(enforcement=held, **money)
            Instalment.objects.create(case=made.case, enforcement=held, position=place + 1, due_on=NOW.date(), amount=5)
    after = [len(statements(*one[:3])) for one in reading]
    for count, then, (*_, most) in zip(after, before, reading, strict=True):
        assert count <= then <= most, (before, after)
