"""Staff are appointed and relieved by managers, never by themselves; nobody enters who was not seen in person."""

import pytest
from django.urls import reverse

from kardad.core.actor import SYSTEM
from kardad.kit.flow import NotAllowed
from kardad.people import particulars
from kardad.people.actions import staff
from kardad.people.models import LabourOffice, RoleGrant
from tests.people.staff_world import by, events, log_in, questions


@pytest.fixture
def manager(client, make, clock):
    person = make.staff("manager")
    log_in(client, person)
    make.show(client, person, "totp")
    return person


def appoint(person, who, now, **extra):
    values = {"role": "reviewer", "office": None, "was_seen": True} | extra
    return staff.appoint(person, by=who, at=now, **values)


def test_a_manager_appoints_someone_he_has_seen_and_it_is_on_record(make, now):
    manager, person = make.staff("manager"), make.person(level=1)
    grant = appoint(person, by(manager, "manager"), now)
    person.refresh_from_db()
    assert (grant.state, person.level, person.level_method) == ("active", 3, "appointment")
    assert events("staff.appointed")[0].person_id == person.pk
    assert events("staff.appointed_by_me")[0].person_id == manager.pk
    assert events("person.level_changed")[0].data["method"] == "appointment"


def test_nobody_unseen_becomes_staff(make, now):
    person = make.person(level=2)
    with pytest.raises(staff.NotSeen):
        appoint(person, by(make.staff("manager"), "manager"), now, was_seen=False)
    person.refresh_from_db()
    assert person.level == 2


def test_who_was_verified_in_person_needs_no_second_look(make, now):
    person = make.person(level=3)
    assert appoint(person, by(make.staff("manager"), "manager"), now, was_seen=False).state == "active"
    assert not events("person.level_changed")


@pytest.mark.parametrize("role", ["reviewer", "officer", "member", "manager_at_heart"])
def test_nobody_but_a_manager_appoints(make, now, role):
    with pytest.raises(NotAllowed):
        appoint(make.person(), by(make.staff("reviewer"), role), now)


@pytest.mark.parametrize("role", ["worker", "lawyer", "king"])
def test_a_manager_appoints_to_staff_roles_only(make, now, role):
    with pytest.raises(NotAllowed):
        appoint(make.person(), by(make.staff("manager"), "manager"), now, role=role)


def test_nobody_raises_or_relieves_himself(make, now):
    manager = make.staff("manager")
    with pytest.raises(staff.NotYourself):
        appoint(manager, by(manager, "manager"), now)
    with pytest.raises(staff.NotYourself):
        staff.relieve(manager.grants.get(), reason="خسته‌ام", by=by(manager, "manager"), at=now)


def test_an_officer_sits_in_an_office(make, now):
    actor = by(make.staff("manager"), "manager")
    with pytest.raises(staff.OfficeNeeded):
        appoint(make.person(), actor, now, role="officer")
    assert appoint(make.person(), actor, now, role="officer", office=make.office()).office.name


def test_a_role_that_is_held_is_not_given_twice(make, now):
    actor, person = by(make.staff("manager"), "manager"), make.person()
    appoint(person, actor, now)
    with pytest.raises(staff.HasStaffRole):
        appoint(person, actor, now)


def test_a_closed_or_unknown_office_is_none(make):
    LabourOffice.objects.filter(pk=make.office().pk).update(is_open=False)
    for pk in (LabourOffice.objects.get().pk, 10**6):
        with pytest.raises(staff.OfficeUnknown):
            staff.office_of(pk)


@pytest.mark.parametrize("state", [{"level": 0}, {"state": "frozen"}])
def test_a_code_without_a_verified_open_account_is_unknown(make, state):
    make.person(code="9990001235", **state)
    with pytest.raises(staff.PersonUnknown):
        staff.find("9990001235")


@pytest.mark.parametrize("role", ["reviewer", "officer", "member"])
def test_nobody_but_a_manager_relieves(make, now, role):
    grant = make.staff("reviewer").grants.get()
    with pytest.raises(NotAllowed):
        staff.relieve(grant, reason="x", by=by(make.person(), role), at=now)


def test_a_manager_does_not_relieve_a_lawyer_of_being_one(make, now):
    grant = RoleGrant.objects.create(person=make.person(), role="lawyer", state="active", asked_at=now)
    with pytest.raises(NotAllowed):
        staff.relieve(grant, reason="x", by=by(make.staff("manager"), "manager"), at=now)


def test_the_first_manager_of_a_machine_comes_from_the_system(make, now):
    assert appoint(make.person(), SYSTEM, now, role="manager").role == "manager"


# The pages.


def test_a_manager_appoints_on_the_page_and_the_look_is_on_record(client, manager, make, clock):
    person = make.person(code="9990001235")
    address = reverse("people_office:staff")
    typed = {"national_code": "۹۹۹۰۰۰۱۲۳۵", "role": "officer", "office": make.office().pk, "was_seen": "on"}
    assert client.post(address, typed | {"was_seen": ""}).status_code == 422
    assert client.post(address, typed | {"office": ""}).status_code == 422
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 409
    assert person.grants.get(role="officer").office.name == "دفتر پیشخوان ونک"
    assert person.reads.first().reason == "دادن نقش کارمندی"
    shown = client.get(address).content.decode()
    assert person.name in shown
    assert particulars.own(person).code not in shown


@pytest.mark.parametrize("code", ["9990001235", "9990001236", ""])
def test_an_unknown_or_wrong_code_is_refused_beside_its_field(client, manager, clock, code):
    typed = {"national_code": code, "role": "reviewer", "office": "", "was_seen": "on"}
    assert client.post(reverse("people_office:staff"), typed).status_code == 422
    assert RoleGrant.objects.filter(role="reviewer").count() == 0


def test_a_manager_relieves_with_a_reason_and_the_next_request_finds_nothing(client, manager, make, clock):
    from django.test import Client

    reviewer = make.staff("reviewer")
    his = log_in(Client(), reviewer)
    assert his.get(reverse("people_office:reviews")).status_code == 200
    address = reverse("people_office:staff_relieve", args=[reviewer.grants.get().pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "پایان همکاری"}).status_code == 302
    assert client.post(address, {"reason": "پایان همکاری"}).status_code == 404
    assert his.get(reverse("people_office:reviews")).status_code == 404


def test_a_manager_finds_no_deed_against_himself(client, manager, clock):
    address = reverse("people_office:staff_relieve", args=[manager.grants.get().pk])
    assert client.post(address, {"reason": "خودم"}).status_code == 409
    assert manager.grants.get().state == "active"


def test_the_list_of_staff_asks_the_same_number_of_questions_for_10_and_100(client, manager, make):
    counts = []
    for many in (10, 90):
        for _ in range(many):
            make.staff("reviewer", factor=False, password=None)
        counts.append(questions(client, reverse("people_office:staff")))
    assert counts[0] == counts[1] <= 10
