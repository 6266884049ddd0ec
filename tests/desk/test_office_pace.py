"""Lists among many requests are read by their indexes: nothing sorts all that is under way, nothing reads a whole table."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from kardad.desk.models import Request
from kardad.desk.shown import listing
from kardad.desk.shown.office import lists
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
MANY = 4_000


@pytest.fixture
def person(make):
    """Who has one request among many that others have, all under way; the planner knows of them."""
    mine, other = make.person(), make.person()
    Request.objects.bulk_create(
        Request(
            number=f"SR-1399-{number:06d}",
            applicant=other if number else mine,
            state="in_review",
            made_at=NOW,
            changed_at=NOW,
            submitted_at=NOW,
            clock_due_at=NOW + timedelta(minutes=number),
        )
        for number in range(MANY)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE desk_request")
    return mine


def plan(read):
    """How the database means to answer the first statement of a reading, its values bound as they are in the reading."""
    asked = []

    def keep(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        read()
    sql, params = asked[0]
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql, params)
        return "\n".join(str(line[-1]) for line in cursor.fetchall())


def reads_whole(found):
    """Whether the plan reads the whole table of requests, by whatever name the statement gives it."""
    if connection.vendor == "postgresql":
        return "Seq Scan on desk_request" in found
    return re.search(r"SCAN (desk_request|U\d+)(?! USING (COVERING )?INDEX)", found) is not None


def test_the_most_pressing_come_first(person):
    first = lists.under_way().rows[:3]
    assert [one.number for one in first] == ["SR-1399-000000", "SR-1399-000001", "SR-1399-000002"]


def test_what_presses_is_read_by_its_index(person):
    found = plan(lists.under_way)
    assert "request_pressing" in found, found
    assert not reads_whole(found), found


def test_my_requests_are_read_by_their_indexes(make, person):
    found = plan(lambda: list(listing.rows(make.actor(person, "member"), "")[:26]))
    assert "request_applicant" in found, found
    assert "request_client" in found, found
    assert not reads_whole(found), found
