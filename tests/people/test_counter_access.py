"""Who finds the counter's pages, the wards' and the closed accounts': everyone else meets nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kardad.people import flow
from kardad.people.actions import attesting, frozen, visits, wards
from kardad.people.models import Attempt, Person, Ticket, Visit
from tests.people import desks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


# Counters


def _counter_urls(found):
    return [
        desks.url("counter"),
        desks.url("counter_new"),
        *(desks.url(name, found) for name in ("counter_ticket", "counter_key", "counter_second", "counter_receipt")),
        desks.url("counter_scan", found, "0" * 32),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_is_led_to_the_log_in_page_and_sees_nothing(client, found, method):
    for address in _counter_urls(found):
        answer = getattr(client, method)(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("people:login"))
    assert Ticket.objects.get().state == "open"


@pytest.mark.parametrize("role", ["worker", "lawyer", "reviewer", "manager"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_other_role_finds_no_counter(client, make, found, role, method):
    client.force_login(make.person(level=1, role=role) if role in ("worker", "lawyer") else make.staff(role))
    for address in _counter_urls(found):
        assert getattr(client, method)(address, {"do": "begin"}).status_code == 404
    assert not Visit.objects.exists()


def test_an_officer_without_a_second_factor_sets_one_up_first(client, make):
    client.force_login(make.staff("officer", at_office=make.office(), factor=False))
    answer = client.get(desks.url("counter"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("mfa_index"))


@pytest.mark.parametrize("broken", ["no office", "closed office", "another network", "role ended", "frozen"])
def test_an_officer_without_a_place_finds_no_counter(client, make, officer, broken):
    grant = officer.grants.get(role="officer")
    office = grant.office
    if broken == "no office":
        grant.office = None
    elif broken == "closed office":
        office.is_open = False
    elif broken == "another network":
        office.networks = ["10.1.0.0/16"]
    elif broken == "role ended":
        grant.state = "ended"
    else:
        Person.objects.filter(pk=officer.pk).update(state="frozen")
    grant.save()
    office.save()
    client.force_login(officer)
    assert client.get(desks.url("counter")).status_code in (302, 404)


def test_an_officer_in_the_network_of_his_office_finds_his_desk(at_desk, officer):
    office = desks.office_of(officer)
    office.networks = ["10.1.0.0/16", "127.0.0.0/8"]
    office.save()
    assert at_desk.get(desks.url("counter")).status_code == 200


def test_an_unknown_or_mistyped_code_is_not_found(at_desk):
    for code in ("0000000000000", "abc", flow.tracking_code(lambda letters: letters[7])):
        assert at_desk.get(reverse("people:counter_ticket", args=[code])).status_code == 404


def test_what_was_decided_in_one_office_is_not_seen_in_another(client, officer, other, found, now):
    desks.attested(found, officer, desks.KARIMI, at=now)
    client.force_login(other)
    for name in ("counter_ticket", "counter_key", "counter_second", "counter_receipt"):
        assert client.get(desks.url(name, found)).status_code == 404


def test_another_officers_visit_has_no_key_page_for_me(client, officer, other, found, now):
    desks.ready(found, officer, desks.KARIMI, at=now)
    client.force_login(other)
    assert client.get(desks.url("counter_key", found)).status_code == 404
    assert client.post(desks.url("counter_key", found), {"password": desks.PASSWORD}).status_code == 404


def test_scans_are_seen_by_those_who_decide_and_by_nobody_else(client, make, officer, other, now):
    found = desks.ticket(desks.KARIMI, at=now, sampled=True)
    visit = desks.begin(found, officer, at=now)
    upload = SimpleUploadedFile("card.png", desks.PNG)
    paper = visits.scan(visit, kind="identity_card", upload=upload, by=desks.actor(officer), at=now)
    address = desks.url("counter_scan", found, paper.file.token)
    client.force_login(other)
    assert client.get(address).status_code == 404
    client.force_login(officer)
    assert client.get(address).content == desks.PNG
    assert client.get(desks.url("counter_scan", found, "0" * 32)).status_code == 404
    desks.attested(found, officer, desks.KARIMI, at=now)
    assert client.get(address).status_code == 409
    client.force_login(other)
    assert client.get(address).content == desks.PNG
    client.force_login(make.person(level=1))
    assert client.get(address).status_code == 404


# Wards

CHILD = {"code": "7330001112", "birth": "۱۳۸۹/۰۵/۱۰", "first_name": "نیکا", "last_name": "کریمی", "relation": "father", "consent": "on"}


def test_a_guardian_takes_a_ticket_prints_it_and_gives_it_back(client, make):
    father = make.person(level=1)
    client.force_login(father)
    assert "هنوز کسی را نیاورده‌اید" in desks.words(client.get(reverse("people:wards")))
    answer = client.post(reverse("people:ward_new"), CHILD)
    assert answer.status_code == 302
    sheet = desks.words(client.get(answer["Location"]))
    assert "شناسنامه" in sheet
    assert "data:image/svg" in sheet
    assert "دیدن و چاپ نوبت" in desks.words(client.get(reverse("people:wards")))
    for _ in range(2):
        assert client.post(answer["Location"]).status_code == 302
    assert Ticket.objects.get().state == "cancelled"


@pytest.mark.parametrize("change", [{"birth": "۱۳۷۰/۰۶/۳۱"}, {"relation": "uncle"}, {"code": "1"}, {"consent": ""}, {"first_name": ""}])
def test_a_wards_form_with_something_wrong_takes_no_ticket(client, make, change):
    client.force_login(make.person(level=1))
    assert client.post(reverse("people:ward_new"), CHILD | change).status_code == 422
    assert not Attempt.objects.exists()


def test_wards_pages_are_for_the_verified_and_each_for_its_own_guardian(client, make, now):
    father, stranger = make.person(level=1), make.person(level=1)
    typed = {"code": "7330001112", "birth": "2010-08-01", "first_name": "نیکا", "last_name": "کریمی", "relation": "father"}
    attempt = wards.begin(typed=typed, guardian=father, by=make.actor(father), at=now)
    pages = [reverse("people:wards"), reverse("people:ward_new"), reverse("people:ward_ticket", args=[attempt.tracking])]
    for address in pages:
        assert client.get(address)["Location"].startswith(reverse("people:login"))
    client.force_login(make.person(level=0))
    for address in pages:
        assert client.get(address)["Location"].startswith(reverse("people:verify"))
    client.force_login(stranger)
    assert client.get(pages[2]).status_code == 404
    assert client.post(pages[2]).status_code == 404
    attempt.refresh_from_db()
    assert attempt.state == "in_person"


# Closed accounts


def test_a_closed_account_is_opened_by_a_manager_and_seen_by_nobody_else(client, make, officer):
    person = make.person(level=1, state="frozen")
    address = reverse("people_office:frozen", args=[person.pk])
    assert client.get(address)["Location"].startswith(reverse("people:login"))
    for someone in (make.person(level=1), make.staff("reviewer"), officer):
        client.force_login(someone)
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "من"}).status_code == 404
    client.force_login(make.staff("manager"))
    assert client.get(reverse("people_office:frozen", args=[officer.pk])).status_code == 404
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "اصل شناسنامه دیده شد"}).status_code == 302
    person.refresh_from_db()
    assert person.state == "active"


def test_the_managers_page_names_the_office_that_reported(client, make, officer, now):
    make.person(level=1, code=desks.DECEASED["code"], state="frozen")
    found = desks.ticket(desks.DECEASED, at=now)
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    with pytest.raises(Exception, match="IDV_DECEASED"):
        attesting.ask(visit, desks.shown(desks.DECEASED), by=desks.actor(officer), at=now)
    person = frozen.report_alive(found, office=desks.office_of(officer), by=desks.actor(officer), at=now)
    client.force_login(make.staff("manager"))
    assert desks.office_of(officer).name in desks.words(client.get(reverse("people_office:frozen", args=[person.pk])))
