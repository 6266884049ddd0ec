"""History: added to inside a transaction, told in Persian, never changed."""

import pytest
from django.db import connection, transaction

from kardad.core import history
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.core.models import Event, Incident
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident():
    return Incident.objects.create(part="sms", title="پیامک", text="دیر می‌رسد", began_at=NOW)


@pytest.fixture
def event(incident):
    with transaction.atomic():
        return record("incident.opened", incident, by=Actor(7, "reviewer", "organisation:3", 3), at=NOW, title="پیامک")


def test_an_event_keeps_who_in_which_role_for_whom_and_at_which_level(event, incident):
    kept = Event.objects.get()
    assert (kept.actor_id, kept.role, kept.on_behalf_of, kept.level) == (7, "reviewer", "organisation:3", 3)
    assert (kept.subject_type, kept.subject_id, kept.at, kept.person_id) == ("core.incident", incident.pk, NOW, 7)


def test_an_event_is_told_in_persian_with_its_own_words(event):
    assert history.sentence(event) == "اختلال «پیامک» اعلام شد."


def test_a_word_that_an_old_event_lacks_leaves_a_gap_and_no_fault(event):
    event.data = {}
    assert history.sentence(event) == "اختلال «…» اعلام شد."


def test_an_event_without_a_sentence_is_refused(incident):
    with transaction.atomic(), pytest.raises(LookupError):
        record("incident.exploded", incident, by=SYSTEM, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused(incident):
    with pytest.raises(RuntimeError):
        record("incident.opened", incident, by=SYSTEM, at=NOW)


def test_the_event_goes_when_its_action_fails(incident):
    with transaction.atomic():
        record("incident.opened", incident, by=SYSTEM, at=NOW)
        transaction.set_rollback(True)
    assert not Event.objects.exists()


def test_an_event_is_neither_saved_again_nor_deleted(event):
    for deed in (event.save, event.delete, Event.objects.all().delete, lambda: Event.objects.update(name="x")):
        with pytest.raises(TypeError):
            deed()


REPLACED = "INSERT OR REPLACE INTO core_event SELECT * FROM core_event"


@pytest.mark.parametrize("statement", ["UPDATE core_event SET name = 'x'", "DELETE FROM core_event", REPLACED])
def test_the_database_itself_refuses_to_change_history(event, statement):
    if statement == REPLACED and connection.vendor != "sqlite":
        return  # a word of SQLite's alone
    with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.get().name == "incident.opened"


def test_a_person_reads_his_own_events_newest_first(incident):
    with transaction.atomic():
        first = record("incident.opened", incident, by=SYSTEM, at=NOW, person_id=5)
        record("incident.opened", incident, by=SYSTEM, at=NOW, person_id=6)
        last = record("incident.closed", incident, by=SYSTEM, at=NOW, person_id=5)
    assert list(history.of_person(5)) == [last, first]
    assert history.of(incident).count() == 3
