"""The demo's bureau: a request in every state, rooms that open for every account, money that adds up, nothing told that is sealed."""

from argparse import Namespace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kardad.billing.models import CreditNote, Entry, Invoice, Payment
from kardad.calc.models import SavedSheet
from kardad.cases import demo as disputes
from kardad.commands import demo as command
from kardad.contracts import demo as contracts
from kardad.core import hours
from kardad.core.models import Event
from kardad.desk import demo, flow
from kardad.desk.models import Appointment, Approval, Deliverable, Engagement, Item, Message, Rating, Request
from kardad.desk.queries import delivery
from kardad.inbox.models import Letter
from kardad.kit import calendar
from kardad.outbox.models import Message as Text
from kardad.people import demo as people_demo
from kardad.people import demo_accounts
from kardad.people.models import Person, RoleGrant
from kardad.work.models import WorkItem

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
SATURDAY = datetime(2026, 11, 21, 7, 40, tzinfo=UTC)
NIGHT_OF_FRIDAY = datetime(2026, 11, 27, 21, 5, tzinfo=UTC)
AFTER_NOWRUZ = datetime(2027, 3, 28, 5, 10, tzinfo=UTC)
ROOMS = {
    "worker": ("portal:panel", "desk:requests", "billing:invoices", "inbox:inbox", "desk:request_new"),
    "employer_natural": ("portal:panel", "desk:requests", "billing:invoices", "inbox:inbox"),
    "practitioner": ("portal:panel", "desk:clients", "desk:requests", "billing:invoices"),
    "expert": ("desk_office:mine", "desk_office:calendar"),
    "manager": ("desk_office:queue", "desk_office:picture", "desk_office:experts", "billing_office:refunds", "billing_office:tariff"),
    "finance_officer": ("billing_office:receipts", "billing_office:invoices", "billing_office:ledger"),
}


@pytest.fixture
def opened(settings, time_machine, monkeypatch):
    """The demo of a moment, as `kardad demo` makes it, without its disputes and contracts: those have their own test."""
    settings.DEMO = True
    for room in (disputes, contracts):
        monkeypatch.setattr(room, "stories", lambda *made, **told: [])
    monkeypatch.setattr(people_demo, "others", lambda *, at: [])

    def make(at=SATURDAY):
        time_machine.move_to(at, tick=False)
        assert command.run(Namespace()) == 0
        return at

    return make


def person(role, place=0):
    """An account of the demo."""
    return [grant.person for grant in RoleGrant.objects.filter(role=role, state="active").order_by("pk")][place]


@pytest.mark.parametrize("at", [SATURDAY, NIGHT_OF_FRIDAY, AFTER_NOWRUZ])
def test_there_is_a_request_in_every_state_and_the_ledger_is_zero(opened, capsys, at):
    opened(at)
    found = dict.fromkeys(Request.objects.values_list("state", flat=True))
    assert set(found) == set(flow.STATES)
    assert sum(Entry.objects.values_list("rials", flat=True)) == 0
    assert CreditNote.objects.count() == 1
    assert Payment.objects.filter(method="card_to_card", state="pending_verification").count() == 1
    assert set(Approval.objects.filter(state="asked").values_list("kind", flat=True)) == {"invoice", "objection"}
    assert Request.objects.exclude(breached_at=None).count() == WorkItem.objects.filter(kind="request.late", closed_at=None).count() >= 1
    printed = capsys.readouterr().out
    for account in demo_accounts.ACCOUNTS:
        assert account.code not in printed
        assert account.mobile not in printed
    assert not Request.objects.filter(submitted_at__gt=at).exists()


def test_what_there_is_came_about_as_it_would_have(opened):
    at = opened()  # making it takes seconds: whoever only reads, reads the same one
    in_its_order_in_working_hours_and_before_now(at)
    deliveries_are_of_every_sort_and_hours_are_free_for_two_weeks(at)
    texts_of_the_past_are_not_sent_again_when_the_site_starts(at)


def in_its_order_in_working_hours_and_before_now(at):
    sent = list(Request.objects.exclude(number=None).order_by("number").values_list("submitted_at", flat=True))
    assert sent == sorted(sent)
    assert sent[0] < at - timedelta(days=28)
    assert all(hours.between(moment, moment + timedelta(minutes=2)) > 0 for moment in sent)
    assert not Event.objects.filter(at__gt=at).exists()
    assert not Letter.objects.filter(at__gt=at).exists()
    numbers = list(Invoice.objects.order_by("issued_at", "pk").values_list("number", flat=True))
    assert numbers == sorted(numbers)


def deliveries_are_of_every_sort_and_hours_are_free_for_two_weeks(at):
    kinds = set(Deliverable.objects.exclude(released_at=None).values_list("kind", flat=True))
    assert kinds == {"opinion", "calculation", "summary"}
    assert Deliverable.objects.filter(kind="calculation", released_at=None, signed_by=None).exclude(signer=None).count() == 1
    for row in Deliverable.objects.filter(kind="calculation").exclude(released_at=None):
        assert row.signed_by_id not in (None, row.made_by_id)
    booked = Appointment.objects.get(state="booked")
    assert calendar.tehran_day(booked.starts_at) > calendar.tehran_day(at)
    item = Item.objects.get(pk=booked.item_id)
    assert len(delivery.by_day(delivery.free_hours(item, at=at))) >= 8
    assert Rating.objects.count() == 6
    assert Message.objects.filter(is_internal=True).count() >= 3


def texts_of_the_past_are_not_sent_again_when_the_site_starts(at):
    assert Text.objects.exclude(due_at=None).filter(due_at__lte=at).count() == 0
    assert Letter.objects.filter(read_at=None).exists()
    assert not Letter.objects.filter(read_at=None, delivery=None, at__lt=at - timedelta(days=4)).exists()


@pytest.fixture
def bureau_of(opened):
    """The demo, and a browser of each of its accounts."""
    opened()

    def enter(role, place=0):
        browser, found = Client(), person(role, place)
        browser.force_login(found)
        return browser, found

    return enter


def test_every_account_opens_its_rooms_and_everything_of_its_own(bureau_of):
    for role, rooms in ROOMS.items():
        browser, _ = bureau_of(role)
        assert {name: browser.get(reverse(name)).status_code for name in rooms} == dict.fromkeys(rooms, 200), role
    clients_open_everything_of_theirs(bureau_of)
    an_expert_opens_what_lies_with_him_and_no_other(bureau_of)


def clients_open_everything_of_theirs(bureau_of):
    for role in ("worker", "employer_natural", "practitioner"):
        browser, found = bureau_of(role)
        for request in Request.objects.filter(applicant=found):
            name = "desk:request_edit" if request.state == "draft" else "desk:request"
            assert browser.get(reverse(name, args=[request.pk])).status_code == 200, request.state
        for row in Deliverable.objects.filter(item__request__applicant=found).exclude(released_at=None):
            assert browser.get(reverse("desk:deliverable", args=[row.token])).status_code == 200


def test_a_practitioner_has_a_client_who_consented_with_a_request_and_one_who_has_not_answered(bureau_of):
    browser, keeper = bureau_of("practitioner")
    agreed, asked = Engagement.objects.filter(practitioner=keeper).order_by("pk")
    assert (agreed.state, agreed.person, asked.state) == ("agreed", person("employer_natural"), "invited")
    made = Request.objects.get(engagement=agreed)
    assert (made.applicant, made.client, made.state, made.invoice.person) == (keeper, agreed.person, "invoiced", keeper)
    shown = browser.get(reverse("desk:client", args=[agreed.pk])).content.decode()
    assert made.invoice.total > 0
    assert reverse("desk:request", args=[made.pk]) in shown
    theirs, _ = bureau_of("employer_natural")
    assert theirs.get(reverse("desk:request", args=[made.pk])).status_code == 200
    invited, _ = bureau_of("worker")
    assert invited.get(reverse("desk:consent", args=[asked.token])).status_code == 200


def an_expert_opens_what_lies_with_him_and_no_other(bureau_of):
    browser, found = bureau_of("expert")
    for request in Request.objects.filter(assigned_to=found):
        assert browser.get(reverse("desk_office:request", args=[request.pk])).status_code == 200, request.state


def test_where_people_are_real_no_request_is_made(settings):
    settings.DEMO = False
    with pytest.raises(RuntimeError):
        demo.make([], at=SATURDAY)
    assert not Request.objects.exists()
    assert not SavedSheet.objects.exists()


def test_a_second_run_changes_nothing(opened, capsys):
    opened()
    before = (Request.objects.count(), Person.objects.count(), Letter.objects.count())
    assert command.run(Namespace()) == 0
    assert (Request.objects.count(), Person.objects.count(), Letter.objects.count()) == before
    assert "already there" in capsys.readouterr().out
