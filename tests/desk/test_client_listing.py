"""The list of requests: what waits first, filters, pages – and as many statements for a hundred rows as for ten."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kardad.desk.models import Item, Message, Request
from tests import factories
from tests.conftest import NOW
from tests.desk import world

LIST = reverse("desk:requests")
MANY = 100


@pytest.fixture
def desk(bureau, client, clock):
    client.force_login(bureau.client)
    return bureau


def rows(owner, count, state="in_review"):
    """So many requests of the person, one a minute, each with two services and something unread."""
    made = Request.objects.bulk_create(
        Request(applicant=owner, state=state, number=f"SR-1404-{state}-{n}", made_at=NOW, changed_at=NOW - timedelta(minutes=n))
        for n in range(count)
    )
    for code in ("written", "payslip"):
        Item.objects.bulk_create(Item(request=one, service_code=code, title=code, delivery="document_draft") for one in made)
    Message.objects.bulk_create(Message(request=one, side="staff", body="سلام", at=NOW) for one in made)
    return made


def test_what_waits_for_me_stands_first_and_once(desk, client):
    waiting, running = world.info_requested(desk), world.in_review(desk)
    ended, draft = world.cancelled(desk), world.draft(desk)
    answer = client.get(LIST)
    assert {row.request.pk for row in answer.context["waiting"]} == {waiting.pk, draft.pk}
    assert {row.request.pk for row in answer.context["rows"]} == {running.pk, ended.pk}
    shown = answer.content.decode()
    assert reverse("desk:request_edit", args=[draft.pk]) in shown
    assert reverse("desk:request_drop", args=[draft.pk]) in shown


@pytest.mark.parametrize(("show", "kept"), [("waiting", "info_requested"), ("open", "in_review"), ("ended", "cancelled")])
def test_a_filter_keeps_its_own(desk, client, show, kept):
    made = {"info_requested": world.info_requested(desk), "in_review": world.in_review(desk), "cancelled": world.cancelled(desk)}
    found = {row.request.pk for row in client.get(LIST, {"show": show}).context["rows"]}
    assert made[kept].pk in found
    assert (made["cancelled"].pk in found) == (show == "ended")


def test_pages_follow_one_another_without_a_gap(desk, client):
    made, seen, address = rows(desk.client, 60), [], LIST
    while address:
        context = client.get(address).context
        seen += [row.request.pk for row in context["rows"]]
        address = LIST + context["more"] if context["more"] else ""
    assert seen == [one.pk for one in made]


def test_the_list_costs_ten_statements_at_most_however_long(desk, client):
    counts = []
    for count in (10, MANY - 10):
        rows(desk.client, count, state="in_review" if count == 10 else "paid")
        rows(desk.client, count, state="invoiced" if count == 10 else "delivered")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(LIST).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10


def test_the_requests_of_others_are_not_in_it(desk, client):
    rows(factories.person(), 3)
    assert client.get(LIST).context["rows"] == []
    assert "هنوز درخواستی ندارید" in client.get(LIST).content.decode()


def test_a_cursor_or_filter_that_says_nothing_begins_anew(desk, client):
    rows(desk.client, 2)
    assert len(client.get(LIST, {"after": "x~y", "show": "all"}).context["rows"]) == 2
