"""A list goes on exactly where it stopped, whatever is typed as its cursor."""

from datetime import timedelta

import pytest

from kardad.core.models import Incident
from kardad.core.paging import newest, oldest


@pytest.fixture
def rows(db, now):
    """Seven rows of three moments."""
    return [
        Incident.objects.create(part="site", title=str(number), text="", began_at=now + timedelta(seconds=number % 3))
        for number in range(7)
    ]


def walk(page):
    seen, after = [], ""
    while True:
        found = page(after)
        seen += [row.pk for row in found.rows]
        if not found.after:
            return seen
        assert found.next_url == f"?after={found.after}"
        after = found.after


def test_newest_first_sees_every_row_once(rows):
    assert walk(lambda after: newest(Incident.objects.all(), after=after, size=2)) == sorted((row.pk for row in rows), reverse=True)


def test_oldest_first_sees_every_row_once_even_of_one_moment(rows):
    wanted = [row.pk for row in sorted(rows, key=lambda row: (row.began_at, row.pk))]
    assert walk(lambda after: oldest(Incident.objects.all(), by="began_at", after=after, size=2)) == wanted


@pytest.mark.parametrize(
    "after", ["x", "-1", "۱۲", "9" * 40, "2025-01-01", "2025-01-01~x", "~", "9999-12-31T23:59:59+00:00~1", "0001-01-01~1"]
)
def test_a_cursor_that_cannot_be_read_breaks_nothing(rows, after):
    newest(Incident.objects.all(), after=after)
    oldest(Incident.objects.all(), by="began_at", after=after)


def test_the_last_page_says_that_nothing_follows(rows):
    assert newest(Incident.objects.all(), size=7).after == ""
    assert newest(Incident.objects.all(), size=7).next_url == ""
