"""Visits: one at a time, resumed and taken over; papers, registers, password and verdict; second looks; closed accounts."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from kardad.core.actor import Actor
from kardad.gateways.registry.port import Operation, Outcome
from kardad.kit.flow import NotAllowed
from kardad.outbox.models import Message
from kardad.people import flow, particulars, policy, refusals
from kardad.people.actions import attempts, attesting, frozen, tickets, visits, walk_ins
from kardad.people.models import Attempt, Consent, Paper, Person, RoleGrant, Ticket, Visit
from kardad.people.queries import counters
from kardad.work.models import WorkItem
from tests.people import desks

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


@pytest.fixture
def officer(make):
    """An officer in an office of his own."""
    return desks.officer(make)


@pytest.fixture
def other(make):
    """An officer of another office."""
    return desks.officer(make, make.office(name="دفتر پیشخوان نارمک"))


@pytest.fixture
def found(db, now):
    """A worker's ticket that no second officer looks at."""
    return desks.ticket(desks.KARIMI, at=now)


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
    told = _at_once([lambda one=one: desks.begin(found, one, at=now) for one in officers])
    assert sorted(type(one).__name__ for one in told) == ["Visit", "VisitTaken"]
    assert Visit.objects.filter(state="begun").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_of_one_officer_one_verifies(make, now):
    officer, found = desks.officer(make), desks.ticket(desks.KARIMI, at=now)
    visit = desks.ready(found, officer, desks.KARIMI, at=now)
    told = _at_once([lambda: attesting.finish(visit, by=desks.actor(officer), at=now)] * 2)
    assert [one.state for one in told] == ["attested", "attested"]
    assert len(desks.events("ticket.attested")) == 1
    assert Message.objects.filter(template="in_person_done").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_second_officers_who_press_at_once_one_decides(make, now):
    found = desks.ticket(desks.KARIMI, at=now, sampled=True)
    desks.attested(found, desks.officer(make), desks.KARIMI, at=now)
    seconds = [desks.officer(make), desks.officer(make)]
    told = _at_once([lambda one=one: _agree(found, one, now) for one in seconds])
    assert sorted(type(one).__name__ for one in told) == ["NotAllowed", "Ticket"]
    assert Visit.objects.filter(is_second=True).count() == 1


def _at_once(deeds):
    """What each deed returned or raised, all begun at the same moment on connections of their own."""
    together = Barrier(len(deeds))

    def press(deed):
        together.wait()
        try:
            return deed()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(press, deeds))


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
    kept = visits.scan(visit, kind="identity_card", upload=SimpleUploadedFile("card.png", PNG), by=desks.actor(officer), at=now)
    assert kept.visit_id == visit.pk
    from kardad.core import files

    with pytest.raises(files.WrongKind):
        visits.scan(
            visit, kind="identity_card", upload=SimpleUploadedFile("card.png", b"MZ not a picture"), by=desks.actor(officer), at=now
        )
    assert Paper.objects.count() == 1


# Registers


def test_no_register_is_asked_before_the_papers_were_seen(officer, found, now, registry):
    with pytest.raises(attesting.PapersUnseen) as refused:
        attesting.ask(desks.begin(found, officer, at=now), desks.shown(desks.KARIMI), by=desks.actor(officer), at=now)
    assert "کارت ملی" in refused.value.text
    assert not registry.calls


def test_no_register_is_asked_when_the_original_is_somebody_elses(officer, found, now, registry):
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    with pytest.raises(attesting.NotThisPerson):
        attesting.ask(visit, desks.shown(desks.AHMADI), by=desks.actor(officer), at=now)
    assert not registry.calls


def test_a_birth_date_that_was_typed_wrong_at_home_is_mended_from_the_original(officer, now, registry):
    found = desks.ticket(desks.KARIMI | {"birth": "1990-01-01"}, at=now)
    done = desks.attested(found, officer, desks.KARIMI, at=now)
    assert done.state == "attested"
    assert particulars.birth(Person.objects.get(code_index=found.attempt.code_index)) == date(1991, 9, 22)


def test_a_sim_of_somebody_else_is_said_and_does_not_count_toward_a_lock(officer, now):
    found = desks.ticket(desks.KARIMI | {"mobile": "+989120000007"}, at=now)
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    for _ in range(4):
        with pytest.raises(refusals.SimNotOwned):
            attesting.ask(visit, desks.shown(desks.KARIMI), by=desks.actor(officer), at=now)
    from kardad.people.actions import checks

    assert not checks.is_locked(code_index=found.attempt.code_index, mobile_index="", ip="", at=now)


def test_without_a_mobile_the_officer_says_why_the_sim_is_not_asked_about(officer, now):
    found = desks.ticket(desks.HOSSEINI, at=now)
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    with pytest.raises(attesting.NoMobile):
        attesting.ask(visit, desks.shown(desks.HOSSEINI), by=desks.actor(officer), at=now)


def test_a_silent_register_leaves_the_visit_as_it_is(officer, found, now, registry):
    registry.rule(Operation.IDENTITY, Outcome.UNAVAILABLE, times=1)
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    with pytest.raises(attesting.RegistersSilent):
        attesting.ask(visit, desks.shown(desks.KARIMI), by=desks.actor(officer), at=now)
    visit.refresh_from_db()
    assert (visit.state, visits.lacking(visit)) == ("begun", [])
    assert attesting.ask(visit, desks.shown(desks.KARIMI), by=desks.actor(officer), at=now).checklist["asked"] == [
        "mobile_owner",
        "identity",
    ]


def test_changing_ones_mind_about_the_sim_asks_the_registers_anew(officer, found, now):
    visit = desks.ready(found, officer, desks.KARIMI, at=now)
    visit = desks.see_all(visit, officer, at=now, no_sim="lost")
    assert "asked" not in visit.checklist
    with pytest.raises(attesting.NotAsked):
        attesting.finish(visit, by=desks.actor(officer), at=now)


def test_someone_under_age_alone_is_sent_for_a_guardian(officer, now):
    found = desks.ticket(desks.KARIMI, at=now)
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    shown = attesting.Shown(code=desks.KARIMI["code"], birth=date(2010, 1, 1))
    with pytest.raises(attempts.MinorNeedsGuardian):
        attesting.ask(visit, shown, by=desks.actor(officer), at=now)


def test_a_letter_of_introduction_speaks_for_one_whom_the_register_does_not_name(officer, now):
    typed = desks.AHMADI | {"company_id": "99900012303", "registration_number": "12345"}
    found = desks.ticket(typed, at=now, role="employer_legal")
    assert desks.attested(found, officer, typed, at=now).state == "attested"


# Password and account


def test_one_visit_verifies_opens_the_account_and_sets_the_password(officer, found, now, client):
    desks.attested(found, officer, desks.KARIMI, at=now)
    person = Person.objects.get(code_index=found.attempt.code_index)
    assert (person.level, person.level_method, person.name) == (3, "in_person", "علی کریمی")
    assert person.check_password(desks.PASSWORD)
    assert RoleGrant.objects.get(person=person).role == "worker"
    assert "password" not in Attempt.objects.get(pk=found.attempt_id).typed
    assert Consent.objects.filter(person=person, text="panel_rules").exists()


def test_nobody_leaves_without_a_way_to_come_back(officer, found, now):
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    visit = attesting.ask(visit, desks.shown(desks.KARIMI), by=desks.actor(officer), at=now)
    with pytest.raises(attesting.PasswordMissing):
        attesting.finish(visit, by=desks.actor(officer), at=now)


def test_a_weak_password_is_refused_and_the_code_is_not_spent(officer, found, now, sms):
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    visit = attesting.ask(visit, desks.shown(desks.KARIMI), by=desks.actor(officer), at=now)
    attesting.send_code(visit, by=desks.actor(officer), at=now)
    from kardad.people.actions import persons

    with pytest.raises(persons.WeakPassword):
        attesting.set_password(visit, password="12345", code=_code(sms), by=desks.actor(officer), at=now)
    attesting.set_password(visit, password=desks.PASSWORD, code=_code(sms), by=desks.actor(officer), at=now)


def test_no_code_goes_to_a_sim_that_the_registers_have_not_confirmed(officer, now, sms):
    found = desks.ticket(desks.HOSSEINI | {"mobile": "+989120000007"}, at=now)
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now, no_sim="family")
    visit = attesting.ask(visit, desks.shown(desks.HOSSEINI), by=desks.actor(officer), at=now)
    with pytest.raises(attesting.NotAsked):
        attesting.send_code(visit, by=desks.actor(officer), at=now)
    assert not sms.outbox


def test_a_mobile_confirmed_by_a_code_becomes_the_accounts_own(officer, found, now, sms):
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    visit = attesting.ask(visit, desks.shown(desks.KARIMI), by=desks.actor(officer), at=now)
    attesting.send_code(visit, by=desks.actor(officer), at=now)
    with pytest.raises(refusals.CodeWrong):
        attesting.set_password(visit, password=desks.PASSWORD, code=_other(_code(sms)), by=desks.actor(officer), at=now)
    attesting.set_password(visit, password=desks.PASSWORD, code=_code(sms), by=desks.actor(officer), at=now)
    attesting.finish(visit, by=desks.actor(officer), at=now)
    assert Person.objects.get(level_method="in_person").mobile_index == particulars.mobile_index(desks.KARIMI["mobile"])


def test_a_mobile_that_no_code_confirmed_is_written_to_and_no_way_to_log_in(officer, found, now):
    desks.attested(found, officer, desks.KARIMI, at=now)
    assert Person.objects.get(level_method="in_person").mobile_index is None
    assert Message.objects.get(template="in_person_done").mobile == desks.KARIMI["mobile"]


def test_an_account_with_a_password_keeps_it(make, officer, now):
    owner = make.person(level=1, code="9990001235", phone="+989120000001")
    found = desks.ticket(desks.KARIMI, at=now)
    visit = desks.ready(found, officer, desks.KARIMI, at=now)
    with pytest.raises(attesting.NotAsked):
        attesting.set_password(visit, password="متصدی-بدخواه-۱۲۳", code="", by=desks.actor(officer), at=now)
    attesting.finish(visit, by=desks.actor(officer), at=now)
    owner.refresh_from_db()
    assert owner.level == 3
    assert owner.check_password(make.PASSWORD)
    assert owner.mobile_index == particulars.mobile_index("+989120000001")


def test_the_password_stands_nowhere_but_as_a_hash(officer, found, now, caplog):
    visit = desks.ready(found, officer, desks.KARIMI, at=now)
    assert desks.PASSWORD not in Attempt.objects.get(pk=found.attempt_id).typed
    assert desks.PASSWORD not in str(visit.checklist) + caplog.text
    assert all(desks.PASSWORD not in str(event.data) for event in desks.events("visit.password_set"))


# Walk-ins


def test_a_walk_in_is_filed_by_the_officer_on_behalf_and_says_so(officer, now):
    found = walk_ins.file(role="worker", typed=desks.KARIMI, office=desks.office_of(officer), by=desks.actor(officer), at=now)
    attempt = found.attempt
    assert (attempt.person_id, attempt.office_id, attempt.state) == (None, desks.office_of(officer).pk, "in_person")
    assert Consent.objects.get(attempt=attempt).person_id is None
    assert desks.events("ticket.filed")[0].actor_id == officer.pk


def test_a_second_press_files_nothing_new(officer, now):
    filed = [
        walk_ins.file(role="worker", typed=desks.KARIMI, office=desks.office_of(officer), by=desks.actor(officer), at=now) for _ in range(2)
    ]
    assert filed[0].pk == filed[1].pk
    assert Ticket.objects.count() == 1


def test_a_walk_in_is_open_to_one_who_is_locked_out_online(officer, now):
    from kardad.people.actions import checks

    index = particulars.code_index("iran", desks.KARIMI["code"])
    for _ in range(policy.FAILURES_A_CODE):
        checks.count_failure(Attempt(code_index=index), at=now)
    assert checks.is_locked(code_index=index, mobile_index="", ip="", at=now)
    assert (
        walk_ins.file(role="worker", typed=desks.KARIMI, office=desks.office_of(officer), by=desks.actor(officer), at=now).state == "open"
    )


def test_no_staff_role_is_reached_over_the_counter(officer, now):
    for role in ("officer", "reviewer", "manager", "employer"):
        with pytest.raises(attempts.WrongRole):
            walk_ins.file(role=role, typed=desks.KARIMI, office=desks.office_of(officer), by=desks.actor(officer), at=now)


# The second pair of eyes


def test_ten_percent_are_chosen_by_a_keyed_hash(settings):
    from kardad.people.models.verification import tracking_code

    drawn = [Attempt(tracking=tracking_code()) for _ in range(4000)]
    share = sum(counters.is_sampled(one) for one in drawn) / len(drawn)
    assert 0.07 < share < 0.13
    chosen = [counters.is_sampled(one) for one in drawn]
    assert chosen == [counters.is_sampled(one) for one in drawn]
    settings.INDEX_KEY = "another-key"
    assert chosen != [counters.is_sampled(one) for one in drawn]


@pytest.mark.parametrize("case", ["sampled", "skipped", "unsure"])
def test_who_must_be_seen_twice_is_not_verified_by_one(officer, now, registry, case):
    if case == "unsure":
        registry.rule(Operation.IDENTITY, Outcome.UNSURE)
    found = desks.ticket(desks.KARIMI, at=now, sampled=case == "sampled")
    done = desks.attested(found, officer, desks.KARIMI, at=now, no_sim="lost" if case == "skipped" else "")
    assert done.state == "second_needed"
    assert not Person.objects.filter(level_method="in_person").exists()
    assert WorkItem.objects.get(kind="second_look").role == "officer"
    assert not Message.objects.filter(template="in_person_done").exists()


def test_a_second_officer_elsewhere_verifies(officer, other, now):
    found = desks.ticket(desks.HOSSEINI, at=now)
    desks.attested(found, officer, desks.HOSSEINI, at=now, no_sim="none")
    assert _agree(found, other, now + timedelta(days=1)).state == "attested"
    person = Person.objects.get(code_index=found.attempt.code_index)
    assert (person.level, person.mobile_index) == (3, None)
    assert person.check_password(desks.PASSWORD)
    assert WorkItem.objects.get(kind="second_look").closed_at is not None


def test_the_same_officer_is_not_two_pairs_of_eyes_even_in_another_office(make, officer, now):
    found = desks.ticket(desks.KARIMI, at=now, sampled=True)
    desks.attested(found, officer, desks.KARIMI, at=now)
    with pytest.raises(attesting.SecondElsewhere):
        _agree(found, officer, now)
    with pytest.raises(attesting.SecondElsewhere):
        attesting.second(found, missing=[], reason="", office=make.office(name="دیگر"), by=desks.actor(officer), at=now)
    assert Ticket.objects.get(pk=found.pk).state == "second_needed"


def test_a_colleague_of_the_same_office_is_no_second_officer(make, officer, now):
    found = desks.ticket(desks.KARIMI, at=now, sampled=True)
    desks.attested(found, officer, desks.KARIMI, at=now)
    with pytest.raises(attesting.SecondElsewhere):
        _agree(found, desks.officer(make, desks.office_of(officer)), now)


def test_a_second_officer_does_not_look_at_himself(make, officer, now):
    himself = desks.officer(make, code="9990001235", phone="+989120000001")
    found = desks.ticket(desks.KARIMI, at=now, sampled=True)
    desks.attested(found, officer, desks.KARIMI, at=now)
    with pytest.raises(visits.OwnTicket):
        _agree(found, himself, now)


def test_a_second_officer_who_disagrees_says_why_and_what(officer, other, now):
    found = desks.ticket(desks.KARIMI, at=now, sampled=True)
    desks.attested(found, officer, desks.KARIMI, at=now)
    for missing, reason in (([], "خوانا نیست"), (["identity_card"], "")):
        with pytest.raises((attesting.ReasonMissing, NotAllowed)):
            attesting.second(found, missing=missing, reason=reason, office=desks.office_of(other), by=desks.actor(other), at=now)
    told = attesting.second(
        found, missing=["identity_card"], reason="خوانا نیست", office=desks.office_of(other), by=desks.actor(other), at=now
    )
    assert (told.state, told.missing) == ("incomplete", ["identity_card"])
    assert Message.objects.get().template == "in_person_incomplete"
    assert not Person.objects.filter(level_method="in_person").exists()
    third = desks.begin(found, officer, at=now + timedelta(days=1))
    assert third.state == "begun"


def _agree(found, by, at):
    return attesting.second(found, missing=[], reason="", office=desks.office_of(by), by=desks.actor(by), at=at)


# A death in the register


@pytest.fixture
def dead_in_the_register(officer, now):
    """A ticket over which the register reported a death, with every paper seen."""
    found = desks.ticket(desks.DECEASED, at=now)
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    with pytest.raises(refusals.Deceased) as refused:
        attesting.ask(visit, desks.shown(desks.DECEASED), by=desks.actor(officer), at=now)
    assert "فوت" not in refused.value.text
    return Ticket.objects.get(pk=found.pk)


def test_a_death_in_the_register_goes_to_a_manager_and_closes_the_account(make, officer, now):
    owner = make.person(level=1, code=desks.DECEASED["code"])
    found = desks.ticket(desks.DECEASED, at=now)
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    with pytest.raises(refusals.Deceased):
        attesting.ask(visit, desks.shown(desks.DECEASED), by=desks.actor(officer), at=now)
    owner.refresh_from_db()
    found.refresh_from_db()
    assert (owner.state, found.state, found.missing) == ("frozen", "incomplete", [])
    assert WorkItem.objects.get(kind="death_signal").role == "manager"
    assert not Message.objects.exists()
    with pytest.raises(visits.WithManager):
        desks.begin(found, officer, at=now)


def test_a_report_that_the_person_stood_there_waits_for_a_manager(make, dead_in_the_register, officer, other, now):
    found = dead_in_the_register
    with pytest.raises(frozen.NothingToReport):  # no account stands behind it
        frozen.report_alive(found, office=desks.office_of(officer), by=desks.actor(officer), at=now)
    owner = make.person(level=1, code=desks.DECEASED["code"], state="frozen")
    with pytest.raises(frozen.NothingToReport):  # another officer saw nothing
        frozen.report_alive(found, office=desks.office_of(other), by=desks.actor(other), at=now)
    for _ in range(2):
        frozen.report_alive(found, office=desks.office_of(officer), by=desks.actor(officer), at=now)
    owner.refresh_from_db()
    assert owner.state == "frozen"
    assert WorkItem.objects.filter(kind="alive_report", closed_at=None).count() == 1


def test_a_manager_opens_a_closed_account_once(make, dead_in_the_register, officer, now):
    owner = make.person(level=1, code=desks.DECEASED["code"], state="frozen")
    frozen.report_alive(dead_in_the_register, office=desks.office_of(officer), by=desks.actor(officer), at=now)
    manager = Actor(make.staff("manager").pk, "manager", level=3)
    assert frozen.thaw(owner, reason="اصل شناسنامه دیده شد", by=manager, at=now).state == "active"
    assert not WorkItem.objects.filter(closed_at=None).exists()
    with pytest.raises(frozen.NotFrozen):
        frozen.thaw(owner, reason="دوباره", by=manager, at=now)


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


def _code(sms):
    return sms.outbox[-1].code


def _other(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"
