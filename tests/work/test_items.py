"""Work items: at most one open a kind and subject, found by who may do them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kardad.core.models import Incident
from kardad.work import actions, queries
from kardad.work.models import WorkItem
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject():
    return Incident.objects.create(part="sms", title="پیامک", text="دیر می‌رسد", began_at=NOW)


def open_item(subject, kind="review", role="reviewer", at=NOW, **extra):
    return actions.open_item(kind, subject, title="بازبینی", role=role, at=at, **extra)


def test_an_item_says_what_to_do_about_what_and_until_when(subject):
    item = open_item(subject, due_at=NOW + timedelta(days=2), office_id=4)
    assert (item.subject_type, item.subject_id, item.office_id) == ("core.incident", subject.pk, 4)
    assert (item.role, item.opened_at, item.due_at, item.closed_at) == ("reviewer", NOW, NOW + timedelta(days=2), None)


def test_opening_twice_leaves_one_open_item_with_its_first_moment(subject):
    first = open_item(subject)
    assert open_item(subject, at=NOW + timedelta(hours=1)) == first
    assert WorkItem.objects.get().opened_at == NOW


def test_the_database_refuses_a_second_open_item(subject):
    first = open_item(subject)
    first.pk = None
    with transaction.atomic(), pytest.raises(IntegrityError):
        first.save(force_insert=True)


def test_a_closed_item_keeps_its_outcome_and_a_new_one_may_open(subject):
    first = open_item(subject)
    assert actions.close_item("review", subject, outcome="approved", at=NOW) == 1
    first.refresh_from_db()
    assert (first.outcome, first.closed_at) == ("approved", NOW)
    assert open_item(subject) != first


def test_closing_what_is_not_open_changes_nothing(subject):
    open_item(subject)
    assert actions.close_item("other", subject, outcome="approved", at=NOW) == 0
    actions.close_item("review", subject, outcome="approved", at=NOW)
    assert actions.close_item("review", subject, outcome="refused", at=NOW + timedelta(hours=1)) == 0
    assert WorkItem.objects.get().outcome == "approved"


def test_items_wait_oldest_first_for_those_who_may_do_them(subject):
    late = open_item(subject, kind="late", at=NOW + timedelta(hours=1))
    early = open_item(subject, kind="early")
    open_item(subject, kind="manager", role="manager")
    open_item(subject, kind="done")
    actions.close_item("done", subject, outcome="done", at=NOW)
    assert list(queries.waiting({"reviewer"})) == [early, late]
    assert list(queries.waiting(set())) == []


def test_a_role_of_some_offices_waits_for_their_items_and_for_those_of_no_office(subject):
    ours = actions.open_item("ours", subject, title="کار", role="secretary", at=NOW, office_id=1)
    theirs = actions.open_item("theirs", subject, title="کار", role="secretary", at=NOW, office_id=2)
    nobodys = open_item(subject, kind="nobodys", role="secretary")
    managers = actions.open_item("managers", subject, title="کار", role="manager", at=NOW, office_id=2)
    found = queries.waiting({"secretary", "manager"}, offices={"secretary": [1]})
    assert set(found) == {ours, nobodys, managers}
    assert set(queries.waiting({"secretary"})) == {ours, theirs, nobodys}
    assert actions.move_items(type(subject), [subject.pk], to_office=1) == 3
    assert theirs in queries.waiting({"secretary"}, offices={"secretary": [1]})
    assert WorkItem.objects.get(kind="nobodys").office_id is None
