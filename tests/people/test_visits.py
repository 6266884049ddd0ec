"""Visits: one at a time, resumed and taken over; whose, how many a day, which papers; no move that the table does not have."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kardad.core.actor import Actor
from kardad.kit.flow import NotAllowed
from kardad.outbox.models import Message
from kardad.people import flow, policy
from kardad.people.actions import attesting, tickets, visits, walk_ins
from kardad.people.models import Attempt, Paper, Ticket, Visit
from tests.people import desks
from tests.people.racing import at_once

pytestmark = pytest.mark.django_db


# One visit at a time


def test_an_interrupted_visit_goes_on_where_it_was_left(officer, found, now):
    visit = desks.begin(found, officer, at=now)
    visits.save(visit, seen={"identity_card": "9G-1"}, no_sim="", by=desks.actor(officer), at=now)
    again = desks.begin(found, officer, at=now + timedelta(hours=2))
    assert again.pk == visit.pk
    assert again.checklist["papers"] == {"identity_card": "9G-1"}
    assert len(desks.events("visit.begun")) == 1


def test_nobody_sits_down_over_another_officers_visit_without_a_reason(officer, other, found, now):
    desks.begin(found, officer, at=now)
    with pytest.raises(visits.VisitTaken):
        desks.begin(found, other, at=now)
    assert Visit.objects.count() == 1


def test_a_visit_taken_over_with_a_reason_begins_with_papers_unseen(officer, other, found, now):
    first = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    second = desks.begin(found, other, at=now, reason="برق دفتر رفت")
    first.refresh_from_db()
    assert (first.state, second.state, second.officer_id) == ("dropped", "begun", other.pk)
    assert visits.lacking(second) == ["identity_card", "birth_certificate"]
    assert desks.events("visit.taken_over")[0].data["reason"] == "برق دفتر رفت"
    with pytest.raises(visits.NotYourVisit):
        visits.save(first, seen={}, no_sim="", by=desks.actor(officer), at=now)


def test_a_dropped_visit_leaves_the_ticket_to_anyone(officer, other, found, now):
    visits.drop(desks.begin(found, officer, at=now), reason="شخص رفت", by=desks.actor(officer), at=now)
    assert desks.begin(found, other, at=now).officer_id == other.pk


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_press_at_once_one_sits_down(make, now):
    officers = [desks.officer(make), desks.officer(make)]
    found = desks.ticket(desks.KARIMI, at=now)
    told = at_once([lambda one=one: desks.begin(found, one, at=now) for one in officers])
    assert sorted(type(one).__name__ for one in told) == ["Visit", "VisitTaken"]
    assert Visit.objects.filter(state="begun").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_of_one_officer_one_verifies(make, now):
    officer, found = desks.officer(make), desks.ticket(desks.KARIMI, at=now)
    visit = desks.ready(found, officer, desks.KARIMI, at=now)
    told = at_once([lambda: attesting.finish(visit, by=desks.actor(officer), at=now)] * 2)
    assert [one.state for one in told] == ["attested", "attested"]
    assert len(desks.events("ticket.attested")) == 1
    assert Message.objects.filter(template="in_person_done").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_second_officers_who_press_at_once_one_decides(make, now):
    found = desks.ticket(desks.KARIMI, at=now, sampled=True)
    desks.attested(found, desks.officer(make), desks.KARIMI, at=now)
    seconds = [desks.officer(make), desks.officer(make)]
    told = at_once([lambda one=one: desks.agree(found, one, now) for one in seconds])
    assert sorted(type(one).__name__ for one in told) == ["NotAllowed", "Ticket"]
    assert Visit.objects.filter(is_second=True).count() == 1


# Who may sit before whom


def test_an_officer_does_not_verify_himself(make, now):
    officer = desks.officer(make, code="9990001235")
    with pytest.raises(visits.OwnTicket):
        desks.begin(desks.ticket(desks.KARIMI, at=now), officer, at=now)


def test_an_officer_does_not_take_a_ticket_made_by_his_own_log_in(make, officer, now):
    found = desks.ticket(desks.AHMADI, at=now, person=officer)
    with pytest.raises(visits.OwnTicket):
        desks.begin(found, officer, at=now)


def test_an_officer_does_not_verify_his_guardian_or_ward(make, officer, now):
    make.person(level=1, code="9990001243", guardian=officer)
    with pytest.raises(visits.OwnTicket):
        desks.begin(desks.ticket(desks.AHMADI, at=now), officer, at=now)


def test_an_officer_does_not_file_for_himself(make, now):
    officer = desks.officer(make, code="9990001235")
    with pytest.raises(visits.OwnTicket):
        walk_ins.file(role="worker", typed=desks.KARIMI, office=desks.office_of(officer), by=desks.actor(officer), at=now)
    assert not Attempt.objects.exists()


def test_an_officer_has_a_cap_a_day_which_resuming_does_not_touch(make, officer, now, monkeypatch):
    monkeypatch.setattr(policy, "VISITS_A_DAY", 2)
    found = [desks.ticket(typed, at=now) for typed in (desks.KARIMI, desks.AHMADI, desks.HOSSEINI)]
    desks.begin(found[0], officer, at=now)
    desks.begin(found[0], officer, at=now)
    desks.begin(found[1], officer, at=now)
    with pytest.raises(visits.DayFull) as full:
        desks.begin(found[2], officer, at=now)
    assert "۲" in full.value.text
    assert desks.begin(found[2], officer, at=now + timedelta(days=1)).state == "begun"


def test_whoever_has_an_account_reads_that_an_officer_looked(make, officer, found, now):
    owner = make.person(level=1, code="9990001235", phone="+989120000001")
    desks.begin(found, officer, at=now)
    read = owner.reads.get()
    assert (read.reader_id, read.reader_role, read.what) == (officer.pk, "officer", "نوبت حضوری")


# Papers


def test_missing_papers_are_named_to_the_person_and_the_ticket_stays_good(officer, found, now):
    visit = desks.begin(found, officer, at=now)
    visit = visits.save(visit, seen={"birth_certificate": "الف-۱۲"}, no_sim="", by=desks.actor(officer), at=now)
    told = visits.miss(visit, by=desks.actor(officer), at=now)
    assert (told.state, told.missing) == ("incomplete", ["identity_card"])
    assert [message.template for message in Message.objects.all()] == ["in_person_incomplete"]
    assert Attempt.objects.get(pk=found.attempt_id).state == "in_person"
    assert desks.begin(found, officer, at=now + timedelta(days=1)).pk != visit.pk


def test_nothing_is_missing_when_everything_was_seen(officer, found, now):
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    with pytest.raises(visits.NothingMissing):
        visits.miss(visit, by=desks.actor(officer), at=now)


def test_an_identity_code_is_not_taken_for_a_papers_number(officer, found, now):
    visit = desks.begin(found, officer, at=now)
    with pytest.raises(visits.SerialIsCode) as refused:
        visits.save(visit, seen={"identity_card": "۹۹۹۰۰۰۱۲۳۵"}, no_sim="", by=desks.actor(officer), at=now)
    assert refused.value.field == "serial_identity_card"


def test_a_scan_lies_with_the_visit_and_its_bytes_are_judged(officer, found, now, settings, tmp_path):
    visit = desks.begin(found, officer, at=now)
    kept = visits.scan(visit, kind="identity_card", upload=SimpleUploadedFile("card.png", desks.PNG), by=desks.actor(officer), at=now)
    assert kept.visit_id == visit.pk
    from kardad.core import files

    with pytest.raises(files.WrongKind):
        visits.scan(
            visit, kind="identity_card", upload=SimpleUploadedFile("card.png", b"MZ not a picture"), by=desks.actor(officer), at=now
        )
    assert Paper.objects.count() == 1


# The table


def _press(move, visit, by, at):
    match move:
        case "save":
            visits.save(visit, seen={}, no_sim="", by=by, at=at)
        case "finish":
            attesting.finish(visit, by=by, at=at)
        case "drop" if by.role == "system":
            tickets.end_visits(visit.ticket, at=at)
        case "drop":
            visits.drop(visit, reason="رفت", by=by, at=at)


@pytest.mark.parametrize(
    ("state", "move", "role"), [*flow.VISIT.forbidden(), ("begun", "save", "applicant"), ("begun", "drop", "applicant")]
)
def test_no_move_of_a_visit_passes_that_the_table_does_not_have(officer, found, now, state, move, role):
    visit = desks.ready(found, officer, desks.KARIMI, at=now)
    Visit.objects.filter(pk=visit.pk).update(state=state)
    visit.refresh_from_db()
    kept = visit.checklist
    with suppress(NotAllowed, visits.NotYourVisit):
        _press(move, visit, Actor(officer.pk, role, level=3), now)
    visit.refresh_from_db()
    assert (visit.state, visit.checklist) == (state, kept)
    assert Ticket.objects.get(pk=found.pk).state == "open"
