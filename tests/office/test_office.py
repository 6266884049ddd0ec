"""My work shows what waits for my roles, oldest first; outages are told to the public and closed with a word."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kardad.cases.actions import ending, enforcing, experts, hearings, intake, issuing, objections
from kardad.core import incidents
from kardad.core.models import Incident
from kardad.office import rooms
from kardad.work import actions as work
from tests.people.staff_world import by, events, log_in, questions


@pytest.fixture
def manager(client, make):
    person = make.staff("manager")
    log_in(client, person)
    return person


def test_my_work_holds_the_items_of_my_roles_oldest_first(client, make, now):
    reviewer = make.staff("reviewer")
    someone = make.person()
    work.open_item("review_grant", someone, title="تازه", role="reviewer", at=now)
    work.open_item("review_mandate", someone, title="کهنه", role="reviewer", at=now - timedelta(days=5))
    work.open_item("death_signal", someone, title="برای مدیر", role="manager", at=now)
    log_in(client, reviewer)
    shown = client.get(reverse("office:home")).content.decode()
    assert shown.index("کهنه") < shown.index("تازه")
    assert "برای مدیر" not in shown
    assert reverse("people_office:methods") not in shown


def test_an_empty_desk_says_how_work_gets_here(client, manager):
    assert "خودشان همین‌جا می‌آیند" in client.get(reverse("office:home")).content.decode()


@pytest.mark.parametrize(("days", "tone"), [(0, "good"), (1, "wait"), (2.9, "wait"), (3, "bad"), (300, "bad")])
def test_the_colour_says_how_long_something_has_waited(make, now, days, tone):
    item = work.open_item("review_grant", make.person(), title="x", role="reviewer", at=now - timedelta(days=days))
    assert rooms.task(item, at=now).tone == tone


def test_what_people_know_by_a_number_is_not_given_another(client, make, clock, now):
    log_in(client, make.staff("reviewer"))
    for title in ("درخواست SR-۱۴۰۴-۰۰۰۰۰۱ منتظر است", "بررسی نقش"):
        work.open_item("review_grant", make.person(password=None, role=None), title=title, role="reviewer", at=now - timedelta(hours=20))
    shown = client.get(reverse("office:home")).content.decode()
    assert shown.count("شماره ") == 1
    assert "کمتر از یک روز" in shown
    assert ">امروز<" not in shown


def test_every_kind_of_work_has_a_page(make, now):
    for kind in [*rooms.PAGES, *rooms.ROOMS]:
        item = work.open_item(kind, make.person(), title="x", role="reviewer", at=now)
        assert rooms.task(item, at=now).href.startswith("/")


def test_my_work_asks_the_same_number_of_questions_for_10_and_100(client, make, now):
    log_in(client, make.staff("reviewer"))
    counts = []
    for many in (10, 90):
        for _ in range(many):
            work.open_item("review_grant", make.person(password=None, role=None), title="کار", role="reviewer", at=now)
        counts.append(questions(client, reverse("office:home")))
    assert counts[0] == counts[1] <= 12


def test_an_outage_is_told_and_closed_with_an_afterword(client, manager, clock, now):
    address = reverse("office:incidents")
    assert client.post(address, {"part": "sms", "title": "", "text": ""}).status_code == 422
    assert client.post(address, {"part": "sms", "title": "پیامک‌ها دیر می‌رسد", "text": "تا ظهر درست می‌شود."}).status_code == 302
    incident = Incident.objects.get()
    assert list(incidents.current(now)) == [incident]
    assert events("incident.opened")[0].actor_id == manager.pk
    closing = reverse("office:incident", args=[incident.pk])
    assert client.post(closing, {"afterword": "اپراتور درست کرد."}).status_code == 302
    assert client.post(closing, {"afterword": "دوباره"}).status_code == 409
    incident.refresh_from_db()
    assert incident.afterword == "اپراتور درست کرد."
    assert list(incidents.current(now + timedelta(seconds=1))) == []


def test_an_outage_is_current_from_its_beginning_to_its_end(make, now):
    manager = by(make.staff("manager"), "manager")
    opened = incidents.open_incident(part="sso", title="پنجره ملی", text="بسته است", by=manager, at=now)
    incidents.close_incident(opened, afterword="باز شد", by=manager, at=now + timedelta(hours=1))
    hours = [-1, 0, 0.5, 1, 2]
    assert [incidents.current(now + timedelta(hours=hour)).exists() for hour in hours] == [False, True, True, False, False]


def test_the_list_of_outages_asks_the_same_number_of_questions_for_10_and_100(client, manager, now):
    counts = []
    for many in (10, 90):
        Incident.objects.bulk_create(Incident(part="site", title="x", text="y", began_at=now) for _ in range(many))
        counts.append(questions(client, reverse("office:incidents")))
    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize(("role", "room"), [("secretary", "queue"), ("manager", "members"), ("board_member", "sittings")])
def test_who_runs_disputes_finds_their_rooms_and_in_a_bureau_there_are_none(client, make, settings, role, room):
    log_in(client, make.staff(role))
    door = reverse(f"cases_office:{room}")
    assert door in client.get(reverse("office:home")).content.decode()
    settings.OPERATOR = "bureau"
    assert "/office/cases/" not in client.get(reverse("office:home")).content.decode()


def test_whatever_disputes_want_of_staff_has_a_page():
    kinds = {
        intake.INTAKE,
        intake.GRANT,
        issuing.SERVING,
        enforcing.SENDING,
        enforcing.RETURNING,
        hearings.NO_DATE,
        hearings.UNFINISHED,
        objections.LATE,
    }
    assert kinds | {ending.CONFIRMING, ending.CONCILIATING, experts.WAITS} <= set(rooms.PAGES)
