"""Many rows at once: as whole as saved one by one, in as few statements as one."""

from datetime import timedelta

import pytest
from django.db import DataError, connection, transaction

from kardad.core import bulk
from kardad.outbox.models import Message
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
MANY = bulk.FEW + 5


def rows(**more):
    """So many messages that differ by their subject, not kept yet."""
    first = Message(template="x", mobile="+989990000001", parameters="{}", made_at=NOW, **more)
    return [bulk.like(first, subject_id=place) for place in range(MANY)]


def sealed(column):
    """What the table holds there."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM outbox_message")
        return [value for (value,) in cursor.fetchall()]


def test_rows_that_are_like_another_are_rows_of_their_own():
    made = bulk.insert(rows())
    assert [one.pk for one in Message.objects.order_by("subject_id")] == [one.pk for one in made]
    made[0].state = "sent"
    assert (made[1].state, made[0]._state.adding, len({id(one._state) for one in made})) == ("waiting", False, MANY)


def test_a_sealed_value_is_sealed_anew_in_each_row_unless_another_column_tells_that_it_is_the_same():
    bulk.insert(rows())
    assert len(set(sealed("mobile"))) == MANY
    Message.objects.all().delete()
    bulk.insert(rows(), alike={"mobile"})
    assert len(set(sealed("parameters"))) == MANY
    if connection.vendor == "postgresql":  # elsewhere Django writes the rows, and seals each
        assert len(set(sealed("mobile"))) == 1
    assert {one.mobile for one in Message.objects.all()} == {"+989990000001"}


def test_each_row_is_given_its_own_values(django_assert_num_queries):
    made = bulk.insert(rows())
    for one in made:
        one.sent_at, one.tries, one.parameters = (NOW + timedelta(hours=one.subject_id), one.subject_id, f"{one.subject_id}")
        one.due_at, one.state = (None, "sent") if one.subject_id % 2 else (NOW, "failed")
    with django_assert_num_queries(1):
        bulk.update(made[1:], ["sent_at", "tries", "parameters", "due_at", "state"])
    kept = {one.subject_id: one for one in Message.objects.all()}
    assert (kept[0].sent_at, kept[0].tries, kept[0].parameters) == (None, 0, "{}")
    for place in range(1, MANY):
        one = kept[place]
        assert (one.sent_at, one.tries, one.parameters) == (NOW + timedelta(hours=place), place, str(place))
        assert (one.due_at, one.state) == ((None, "sent") if place % 2 else (NOW, "failed"))
    assert bulk.update([], ["state"]) == 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no lengths")
def test_a_text_that_is_too_long_is_refused_and_not_cut():
    made = bulk.insert(rows())
    made[3].state = "far too long for it"
    with pytest.raises(DataError), transaction.atomic():
        bulk.update(made, ["state"])
