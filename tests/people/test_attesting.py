"""Attesting: registers over the originals, the password, walk-ins."""

from datetime import date

import pytest

from kardad.gateways.registry.port import Operation, Outcome
from kardad.outbox.models import Message
from kardad.people import particulars, policy, refusals
from kardad.people.actions import attempts, attesting, visits, walk_ins
from kardad.people.models import Attempt, Consent, Person, RoleGrant, Ticket
from tests.people import desks

pytestmark = pytest.mark.django_db


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


def test_an_account_on_another_mobile_is_given_back_to_the_person_who_stands_there(make, officer, now, client):
    taken = make.with_totp(make.person(level=1, code="9990001235", phone="+989129999999"))
    client.force_login(taken)
    found = desks.ticket(desks.KARIMI, at=now)
    desks.attested(found, officer, desks.KARIMI, at=now)
    assert Ticket.objects.get(pk=found.pk).state == "second_needed"
    other = desks.officer(make, make.office(name="دفتر پیشخوان نارمک"))
    attesting.second(Ticket.objects.get(pk=found.pk), missing=[], reason="", office=desks.office_of(other), by=desks.actor(other), at=now)
    taken.refresh_from_db()
    assert taken.level == 3
    assert not taken.check_password(make.PASSWORD)
    assert taken.check_password(desks.PASSWORD)
    assert not taken.authenticator_set.exists()
    assert client.get("/panel/").status_code == 302
    assert desks.events("account.given_back")


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


def _code(sms):
    return sms.outbox[-1].code


def _other(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"
