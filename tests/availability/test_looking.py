"""Looks, once a minute, signed and folded; outages that open and close by themselves; what nobody saw is not known."""

import json
import threading
from base64 import urlsafe_b64decode
from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from kardad.availability import actions, probing, queries, signals, sweeps
from kardad.availability.models import Probe, Stretch, Watch
from kardad.availability.spans import State
from kardad.core import incidents
from kardad.core.actor import SYSTEM
from kardad.core.models import Event, Incident
from kardad.evidence import queries as evidence
from kardad.evidence.models import Entry
from kardad.outbox.models import Message
from tests.availability.conftest import MINUTE
from tests.people.staff_world import by

pytestmark = pytest.mark.django_db


def states(part, since, until):
    """What is known of a part, as words and minutes."""
    watch = Watch.objects.get(part=part)
    return [(span.state.value, span.seconds // 60) for span in queries.spans(watch, since, until)]


def unpadded(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_signed(probe):
    """The signature of a look, judged with nothing of ours but the published key and the bytes that docs/operations.md names."""
    said = {
        "at": probe.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "format": "kardad-probe/1",
        "group": probe.watch.group,
        "ok": probe.ok,
        "part": probe.watch.part,
        "problem": probe.problem,
        "took_ms": probe.took_ms,
        "v": 1,
    }
    body = json.dumps(said, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()
    public = next(key["public"] for key in evidence.published_keys() if key["key"] == probe.key)
    try:
        Ed25519PublicKey.from_public_bytes(unpadded(public)).verify(unpadded(probe.signature), body)
    except InvalidSignature:
        return False
    return True


def test_every_part_is_looked_at_once_a_minute_from_outside(look, site):
    assert look(2) == [5, 5]
    assert [path for path, _ in site.server.asked] == ["/login/", "/panel/"] * 2
    assert "sessionid=" in site.server.asked[1][1]
    seen = Probe.objects.exclude(watch__part="sms")
    assert {(probe.watch.part, probe.ok) for probe in seen} == {("login", True), ("panel", True), ("storage", True)}
    assert all(is_signed(probe) for probe in seen)
    assert set(Stretch.objects.values_list("probes", "seconds", "ok")) == {(2, 120, True)}
    assert not Incident.objects.exists()


def test_an_altered_look_is_not_signed(look, site):
    site.break_()
    look(1)
    probe = Probe.objects.get(watch__part="login")
    assert (probe.ok, probe.problem, is_signed(probe)) == (False, "http_502", True)
    probe.ok, probe.problem = True, ""
    assert not is_signed(probe)


@pytest.mark.parametrize(
    ("path", "status", "body", "part", "problem"),
    [
        ("/login/", 200, b"an empty page", "login", "page"),
        ("/login/", 503, b"", "login", "http_503"),
        ("/panel/", 200, b"open to everyone", "panel", "door"),
        ("/panel/", 500, b"", "panel", "http_500"),
    ],
)
def test_a_page_that_is_not_what_it_should_be_is_down(look, site, path, status, body, part, problem):
    site.break_(path, status, body)
    look(1)
    down = Probe.objects.get(ok=False)
    assert (down.watch.part, down.problem) == (part, problem)


def test_a_site_that_is_not_there_is_down_and_what_needs_no_page_is_up(look, settings):
    settings.PROBE_URL = "http://127.0.0.1:9"
    look(1)
    assert set(Probe.objects.exclude(ok=None).values_list("watch__part", "ok", "problem")) == {
        ("storage", True, ""),
        ("login", False, "unreachable"),
        ("panel", False, "unreachable"),
    }


def test_three_failed_looks_open_an_outage_and_two_good_ones_close_it(look, site, now):
    heard = []
    listener = lambda sender, incident, at, **_: heard.append((incident.pk, at))  # noqa: E731
    signals.outage_closed.connect(listener)
    site.break_()
    look(2)
    assert not Incident.objects.exists()
    look(3, begin=2)
    outage = Incident.objects.get()
    assert (outage.part, outage.group, outage.is_automatic, outage.began_at, outage.ended_at) == ("login", "", True, now, None)
    site.mend()
    look(1, begin=5)
    assert heard == []
    look(5, begin=6)
    outage.refresh_from_db()
    assert (outage.ended_at, heard) == (now + 5 * MINUTE, [(outage.pk, now + 5 * MINUTE)])
    assert outage.afterword
    signals.outage_closed.disconnect(listener)
    assert Incident.objects.count() == 1
    assert set(Event.objects.filter(subject_type="core.incident").values_list("name", "role")) == {
        ("incident.opened", "system"),
        ("incident.closed", "system"),
    }


def test_what_staff_say_stays_and_an_outage_that_goes_on_is_told_again(look, site, now, make):
    manager = by(make.staff("manager"), "manager")
    site.break_()
    look(3)
    outage = Incident.objects.get()
    words = {"title": "ورود بسته است", "text": "سیم برق برید.", "afterword": "برق آمد."}
    incidents.reword(outage, **words, by=manager, at=now + 3 * MINUTE)
    changed = Event.objects.get(name="incident.reworded")
    assert (changed.actor_id, changed.data["before"]["title"]) == (manager.person_id, outage.title)
    incidents.close_incident(outage, afterword="برق آمد.", by=manager, at=now + 4 * MINUTE)
    look(2, begin=4)
    again = Incident.objects.latest("id")
    assert (Incident.objects.count(), again.began_at) == (2, now + 4 * MINUTE)
    site.mend()
    look(2, begin=6)
    assert not Incident.objects.filter(ended_at=None).exists()
    outage.refresh_from_db()
    assert (outage.title, outage.afterword) == (words["title"], words["afterword"])


def test_an_outage_that_staff_told_is_not_told_twice_and_not_closed_for_them(look, site, now, make):
    told = incidents.open_incident(part="login", title="خاموشی", text="—", by=SYSTEM, at=now)
    site.break_()
    look(4)
    site.mend()
    look(3, begin=4)
    assert list(Incident.objects.values_list("pk", "ended_at")) == [(told.pk, None)]


def test_minutes_in_which_nobody_looked_are_not_known_and_a_late_look_is_no_hole(look, now):
    look(3)
    look(2, begin=4)  # one minute late
    look(2, begin=30)
    assert states("login", now - 5 * MINUTE, now + 35 * MINUTE) == [("unknown", 5), ("up", 6), ("unknown", 24), ("up", 2), ("unknown", 3)]


def test_a_clock_that_goes_back_tells_no_minute_twice(look, site, now):
    look(5)
    site.break_()
    assert look(5) == [0] * 5
    assert Probe.objects.filter(ok=False).count() == 0
    look(2, begin=5)
    assert states("login", now, now + 7 * MINUTE) == [("up", 5), ("down", 2)]


def test_a_clock_that_ran_ahead_does_not_stop_the_looking(look, site, now):
    look(1, begin=60 * 24 * 400)
    assert look(2) == [5, 5]
    assert states("login", now, now + 2 * MINUTE) == [("up", 2)]


def test_midnight_in_tehran_parts_two_stretches_and_the_picture_of_two_days(look, now):
    midnight = 14 * 60  # from ten in the morning
    look(6, begin=midnight - 3)
    days = {one.day: one.seconds for one in Stretch.objects.filter(watch__part="login")}
    assert list(days.values()) == [180, 180]
    picture = next(one for one in queries.pictures(now + MINUTE * (midnight + 3), days=3) if one.part == "login")
    assert [(day.state, day.up) for day in picture.days] == [(State.UNKNOWN, 0), (State.UP, 180), (State.UP, 180)]
    assert picture.days[2].unknown == 0
    assert picture.days[1].unknown == 24 * 3600 - 180


def test_the_picture_of_ninety_days_is_one_query(look, now, django_assert_num_queries):
    look(3)
    with django_assert_num_queries(1):
        pictures = queries.pictures(now + 3 * MINUTE)
    assert [one.part for one in pictures] == ["login", "panel", "storage"]
    assert {len(one.days) for one in pictures} == {90}


def texts(now, provider, *ends):
    Message.objects.bulk_create(
        Message(template="code", provider=provider, state=state, made_at=now - timedelta(minutes=5), mobile_index="m") for state in ends
    )


@pytest.mark.parametrize(
    ("ends", "ok"),
    [
        (["delivered"], True),
        (["failed"] * 5 + ["delivered"], True),
        (["failed"] * 3, False),
        (["failed"] * 2 + ["sent"] * 9, None),  # that a provider took it proves nothing
        (["blocked"] * 9, None),  # the addressee's own wish
        ([], None),
    ],
)
def test_the_route_of_texts_is_judged_by_where_they_ended(now, ends, ok):
    texts(now, "memory", *ends)
    texts(now, "memory-2", "delivered")
    Message.objects.create(template="code", provider="memory", state="delivered", made_at=now - timedelta(hours=1))
    finding = probing.messages("memory", now)
    assert (finding.ok if finding else None) is ok


def test_an_outage_of_one_messenger_hits_its_own_people_only(look, now, make):
    theirs, others = make.person(), make.person()
    Message.objects.create(template="code", provider="memory", state="failed", mobile_index=theirs.mobile_index, made_at=now)
    Message.objects.create(template="code", provider="memory-2", state="delivered", mobile_index=others.mobile_index, made_at=now)
    texts(now, "memory", "failed", "failed", "failed")
    look(3)
    (outage,) = queries.outages(theirs, now, now + 9 * MINUTE)
    assert (outage.part, outage.began, outage.ended, outage.group) == ("sms", now, None, "messenger:memory")
    assert queries.outages(others, now, now + 9 * MINUTE) == []
    assert queries.outages(None, now, now + 9 * MINUTE) == [outage]
    assert queries.outages(theirs, now - 9 * MINUTE, now) == []


def test_a_group_is_hit_when_its_caller_says_so(now, make):
    group = incidents.Group("province:تهران", "استان تهران")
    incidents.open_incident(part="site", title="قطع شبکه", text="—", group=group, by=SYSTEM, at=now)
    person = make.person()
    assert queries.outages(person, now, now + MINUTE) == []
    assert [one.group for one in queries.outages(person, now, now + MINUTE, groups=["province:تهران"])] == ["province:تهران"]


def test_looks_that_were_well_are_forgotten_and_failures_stay(look, site, now):
    look(2)
    site.break_()
    look(1, begin=2)
    before = list(Stretch.objects.values_list("digest"))
    assert actions.forget(at=now + timedelta(days=34)) == 0
    assert actions.forget(at=now + timedelta(days=36)) > 0
    assert list(Probe.objects.values_list("watch__part", "ok")) == [("login", False)]
    assert list(Stretch.objects.values_list("digest")) == before


def test_a_day_that_is_over_stands_in_the_chain_of_proof_once_and_an_altered_one_is_seen(look, site, now):
    look(2)
    site.break_()
    look(1, begin=2)
    assert actions.prove(at=now + timedelta(hours=13)) == 0
    tomorrow = now + timedelta(hours=15)
    assert [actions.prove(at=tomorrow) for _ in range(2)] == [3, 0]
    watch = Watch.objects.get(part="login")
    (entry,) = Entry.objects.filter(chain=evidence.chain_of(watch))
    told = json.loads(entry.body)["data"]
    assert {key: told[key] for key in ("day", "part", "group", "up", "down", "stretches")} == {
        "day": "2025-11-22",
        "part": "login",
        "group": "",
        "up": 120,
        "down": 60,
        "stretches": 2,
    }

    def of_rows():
        digests = Stretch.objects.filter(watch=watch).order_by("began_at").values_list("digest", flat=True)
        return sha256(b"".join(bytes.fromhex(one) for one in digests)).hexdigest()

    assert of_rows() == told["digest"]
    Stretch.objects.filter(watch=watch, ok=False).delete()
    assert of_rows() != told["digest"]


def test_a_look_that_raises_is_not_known_and_stops_no_other(look, site, now, monkeypatch):
    monkeypatch.setattr(probing, "panel", lambda at: 1 / 0)
    assert look(1) == [4]
    assert states("login", now, now + MINUTE) == [("up", 1)]
    assert states("panel", now, now + MINUTE) == [("unknown", 1)]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_make_one_look(site, now):
    sweeps.look(now - MINUTE)
    done = []

    def run():
        done.append(sweeps.look(now))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) == 5
    assert Probe.objects.filter(at=now).count() == 5
    assert len(site.server.asked) == 4
