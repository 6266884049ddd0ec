"""Every staff page of hours, calls and papers and every role: whoever does not belong there finds nothing, and changes nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kardad.core.models import Event
from kardad.desk.actions import slots
from kardad.desk.models import Attachment, Deliverable
from kardad.desk.urls import delivery
from kardad.work import queries
from kardad.work.actions import open_item
from tests import factories, samples
from tests.conftest import NOW
from tests.desk import delivery_world as world
from tests.desk import test_delivery_papers as writing
from tests.people.staff_world import stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
OUTSIDE = ("client", "stranger", "another expert", "finance_officer", "reviewer", "officer", "visitor")
POSTED = {"answered": "yes", "units": 1, "verdict": "sign", "words": "x", "text": "x", "summary": "x" * 300}
OF_CALLS = ("call", "call_dial", "call_note", "call_miss", "call_more", "call_settle", "call_end")
OF_PAPERS = ("deliverable", "paper_sign", "paper_signer", "paper_release", "paper_workbook")
OF_ANY_EXPERT = {"calendar", "shift_lift"}  # an expert's own week: test_delivery_pages sees whose


@pytest.fixture
def matter(db, settings, tmp_path):
    """A call that its expert missed, a document with a file, and the address of every page of staff about them."""
    settings.MEDIA_ROOT = tmp_path
    world.shop.open_shop()
    held = world.phone()
    world.pay(world.paid_invoice(held.request))
    call = world.hold(held)
    call.calls.create(at=NOW, outcome="ringing", by=call.expert)
    open_item("appointment.absent", call, title="تماس نگرفت", role="manager", at=NOW)
    browser = Client()
    letter = writing.paid("petition")
    browser.force_login(letter.request.assigned_to)
    told = {"text": "متن", "law_on": "۱۴۰۴/۰۹/۰۱", "file": SimpleUploadedFile("x.pdf", samples.PDF)}
    assert browser.post(reverse("desk_office:paper_write", args=[letter.pk]), told).status_code == 302
    paper = Deliverable.objects.get()
    pages = {name: reverse(f"desk_office:{name}", args=[call.pk]) for name in OF_CALLS}
    pages |= {name: reverse(f"desk_office:{name}", args=[paper.pk]) for name in OF_PAPERS}
    pages["paper_write"] = reverse("desk_office:paper_write", args=[letter.pk])
    pages["paper_file"] = reverse("desk_office:paper_file", args=[paper.pk, paper.files.get().pk])
    return call, paper, pages


def somebody(role, call, paper):
    """Who knocks: the client of the call, who has nothing to do with it, or one of the house who was not given it."""
    if role == "client":
        return call.item.request.applicant
    if role == "stranger":
        return factories.person(level=2)
    if role == "another expert":
        return world.expert()
    return factories.staff(role, at_office=factories.office() if role == "officer" else None)


def test_every_staff_page_of_delivery_stands_in_this_table(matter):
    assert {one.name for one in delivery.staff} == matter[2].keys() | OF_ANY_EXPERT


@pytest.mark.parametrize("role", OUTSIDE)
def test_a_page_is_not_there_for_those_who_do_not_belong_and_a_press_changes_nothing(matter, role):
    call, paper, pages = matter
    client = Client()
    if role != "visitor":
        client.force_login(somebody(role, call, paper))
    before = Event.objects.count()
    for name, place in pages.items():
        answers = [client.get(place), client.post(place, POSTED)]
        if role == "visitor":
            assert all(one.status_code in (302, 405) for one in answers), name
            assert all(reverse("people:login") in one["Location"] for one in answers if one.status_code == 302), name
        else:
            assert [one.status_code for one in answers] in ([404, 404], [405, 404], [404, 405]), name
    assert Event.objects.count() == before
    call.refresh_from_db()
    assert (call.state, call.calls.get().outcome) == ("booked", "ringing")


def test_the_client_of_the_paper_finds_it_at_his_own_address_alone(matter):
    _, paper, pages = matter
    client = Client()
    client.force_login(paper.item.request.applicant)
    assert {client.get(pages[name]).status_code for name in ("paper_write", "paper_file", *OF_PAPERS[:1])} == {404}


def test_what_the_hour_left_is_settled_by_a_manager_and_by_nobody_else(matter):
    call, _, pages = matter
    client = Client()
    client.force_login(call.expert)
    assert client.post(pages["call_settle"]).status_code == 302  # the page tells him that it is not his to settle
    assert queries.is_open("appointment.absent", call)
    client.force_login(world.manager()[0])
    client.post(pages["call_settle"])
    assert not queries.is_open("appointment.absent", call)


def test_an_expert_whose_hour_was_moved_to_another_finds_the_call_no_more(matter):
    call, _, pages = matter
    other = world.expert()
    world.shift(other)
    held = call.item
    slots.move(call, expert=other, starts_at=world.NINE, by=world.manager()[1], at=NOW)
    made = held.appointments.get(state="booked")
    client = Client()
    client.force_login(other)
    assert client.get(reverse("desk_office:call", args=[made.pk])).status_code == 200
    assert client.get(pages["call"]).status_code == 404


def test_a_file_of_the_desk_is_for_the_expert_and_managers_alone(matter):
    call, _, _ = matter
    request = call.item.request
    kept = stored(call.expert, NOW)
    for is_internal in (False, True):
        row = Attachment.objects.create(
            request=request, file_id=kept, added_by=call.expert, side="staff", added_at=NOW, is_internal=is_internal
        )
        page, client = reverse("desk_office:file", args=[request.pk, row.pk]), Client()
        for role in OUTSIDE[:-1]:
            client.force_login(somebody(role, call, None))
            assert client.get(page).status_code == 404, role
        for person in (call.expert, world.manager()[0]):
            client.force_login(person)
            assert client.get(page).status_code == 200
        row.delete()
