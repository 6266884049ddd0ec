"""The status page: parts, troubles, afterwords, and the same for machines."""

from datetime import timedelta

import pytest

from kardad.availability import actions as looking
from kardad.availability.probing import Finding
from kardad.core import incidents
from kardad.core.actor import SYSTEM

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def trouble(now, clock):
    return incidents.open_incident(
        part="sms", title="پیامک‌ها دیر می‌رسند", text="اپراتور خبر داده است.", by=SYSTEM, at=now - timedelta(hours=2)
    )


def test_without_trouble_every_part_works(read, client):
    shown = read("/status/").find("main")
    words = shown.text
    assert len(shown.select(".tag-good")) == 7
    assert "تا امروز اختلالی ثبت نشده است" in words
    assert client.get("/status/", **JSON).json()["status"] == "ok"


def test_a_trouble_is_shown_at_its_part_only(read, client, trouble):
    shown = read("/status/").find("main")
    words = shown.text
    assert len(shown.select(".tag-good")) == 6
    assert "اپراتور خبر داده است." in words
    facts = client.get("/status/", **JSON).json()
    assert facts["status"] == "trouble"
    states = {part["part"]: part["state"] for part in facts["parts"]}
    assert {part for part, state in states.items() if state == "trouble"} == {"sms"}
    assert set(states) == {"site", "login", "panel", "storage", "registers", "sms", "sso"}


def test_a_trouble_that_is_over_stays_with_its_afterword(read, client, trouble, now):
    incidents.close_incident(trouble, afterword="خط دوم افزوده شد.", by=SYSTEM, at=now - timedelta(hours=1))
    shown = read("/status/").find("main")
    words = shown.text
    assert len(shown.select(".tag-good")) == 7
    assert "خط دوم افزوده شد." in words
    past = client.get("/status/", **JSON).json()["past"]
    assert [one["ended_at"] for one in past] == ["2025-11-22T09:00:00+03:30"]
    assert past[0]["began_at"] == "2025-11-22T08:00:00+03:30"


def test_ninety_days_of_every_part_are_drawn(read, now, clock):
    for part, minutes in (("login", 3), ("panel", 2)):
        for minute in range(minutes):
            claimed = looking.claim(part, "", at=now - timedelta(days=3) + timedelta(minutes=minute))
            looking.keep(claimed, Finding(ok=False, problem="timeout"))
    strips = read("/status/").select("svg.strip")
    assert [len(strip.select("rect")) for strip in strips] == [90] * 3
    assert [len(strip.select("rect.bar-down")) for strip in strips] == [1, 0, 0]  # two looks that failed are no outage
    assert [len(strip.select("rect.bar-unknown")) for strip in strips] == [89, 90, 90]


def test_a_trouble_that_has_not_begun_is_not_shown(read, now, clock):
    incidents.open_incident(part="site", title="خاموشی", text="—", by=SYSTEM, at=now + timedelta(days=1))
    assert "خاموشی" not in read("/status/").find("main").text


def test_the_answer_depends_on_what_was_asked_for(client):
    assert "Accept" in client.get("/status/")["Vary"]
    assert client.get("/status/", HTTP_ACCEPT="text/html")["Content-Type"].startswith("text/html")
    assert client.get("/status/", **JSON)["Content-Type"] == "application/json"


def test_the_status_costs_the_same_with_many_troubles(client, now, clock, django_assert_num_queries):
    for hour in range(40):
        made = incidents.open_incident(part="site", title=f"اختلال {hour}", text="—", by=SYSTEM, at=now - timedelta(hours=hour + 1))
        incidents.close_incident(made, afterword="—", by=SYSTEM, at=now - timedelta(minutes=hour))
    with django_assert_num_queries(3):
        assert client.get("/status/").content.decode().count("<li><h3>") == 20
