"""The demo as it is made, and a day later: who is there stays there, texts arrive, and finance and experts have something of every sort."""

from argparse import Namespace
from datetime import UTC, datetime, timedelta

import pytest

from kardad.billing.models import Entry, Invoice, Payment, Refund
from kardad.cases import demo as disputes
from kardad.commands import demo as command
from kardad.contracts import demo as contracts
from kardad.core import sweeps
from kardad.core.models import Event
from kardad.inbox.models import Letter
from kardad.outbox.models import Message
from kardad.people import demo as people_demo
from kardad.people import particulars
from kardad.people.actions import sims
from kardad.people.demo_accounts import ACCOUNTS
from kardad.people.models import Person
from kardad.qa.models import Comment, Question
from kardad.work.models import WorkItem

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
SATURDAY = datetime(2026, 11, 21, 7, 40, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def made(settings, time_machine, monkeypatch):
    """The demo of a Saturday morning, without its disputes and contracts: those have their own test."""
    settings.DEMO = True
    for room in (disputes, contracts):
        monkeypatch.setattr(room, "stories", lambda *made, **told: [])
    monkeypatch.setattr(people_demo, "others", lambda *, at: [])
    time_machine.move_to(SATURDAY, tick=False)
    assert command.run(Namespace()) == 0
    return SATURDAY


def test_a_day_later_nobody_of_the_demo_is_asked_to_renew_his_mobile(made, time_machine):
    for person in Person.objects.all():
        sims.note_new_device(person, at=made)
    asked = Person.objects.exclude(sim_check_due_at=None).count()
    time_machine.move_to(made + DAY, tick=False)
    sweeps.run_all(made + DAY)
    assert asked == len(ACCOUNTS)
    assert not Person.objects.exclude(sms_suspended_at=None).exists()
    assert not Event.objects.filter(name="person.sms_suspended").exists()
    assert Person.objects.exclude(sim_checked_at=None).count() == len(ACCOUNTS)
    assert all(particulars.reachable(person) for person in Person.objects.all())


def test_everybody_has_something_of_every_sort_before_him_and_no_text_of_the_past_failed(made):
    assert Refund.objects.get(state="requested").rials > 0
    unclear = Payment.objects.get(state="expired")
    assert WorkItem.objects.get(kind="payment.unclear", closed_at=None).subject_id == unclear.pk
    overdue = WorkItem.objects.get(kind="invoice.overdue", closed_at=None)
    assert Invoice.objects.get(pk=overdue.subject_id).state == "partially_paid"
    assert Invoice.objects.get(state="void").has_lapsed
    assert sum(Entry.objects.values_list("rials", flat=True)) == 0
    assert not Event.objects.filter(at__gt=made).exists()
    assert not Letter.objects.filter(at__gt=made).exists()
    assert not Message.objects.filter(state__in=["blocked", "failed"]).exists()
    assert Message.objects.filter(state="delivered").count() > 60
    question = Question.objects.get(state="needs_update")
    assert question.answers.get().stale_reason
    assert sorted(Comment.objects.values_list("state", flat=True)) == ["pending", "published"]
    waiting = set(WorkItem.objects.filter(closed_at=None, kind__startswith="qa_").values_list("kind", flat=True))
    assert waiting == {"qa_review", "qa_answer", "qa_update", "qa_comment"}
