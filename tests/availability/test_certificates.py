"""A certificate tells what was up, what was down and what nobody saw; it is signed, and read by its owner and staff alone."""

import io
import json
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.urls import reverse
from pypdf import PdfReader

from kardad.availability import actions, shown
from kardad.availability.actions.certificates import BadInterval
from kardad.availability.models import Certificate, Stretch, Watch
from kardad.availability.spans import Span, State, picture, totals
from kardad.availability.views import signed_file
from kardad.core import limits
from kardad.core.models import Event, Incident
from kardad.documents import actions as documents
from kardad.documents import queries as papers
from kardad.evidence import queries as evidence
from kardad.evidence.verifying import verify
from kardad.outbox.models import Message
from tests.availability.conftest import MINUTE
from tests.availability.test_looking import texts, unpadded
from tests.people.staff_world import by, log_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def is_signed(told):
    """Judged with nothing of ours: the statement written anew as RFC 8785 has it, and the key that the file names."""
    body = json.dumps(told["statement"], separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()
    public = next(key["public"] for key in told["keys"] if key["key"] == told["key"])
    try:
        Ed25519PublicKey.from_public_bytes(unpadded(public)).verify(unpadded(told["signature"]), body)
    except InvalidSignature:
        return False
    return True


def line(made, part):
    """What the certificate says of a part."""
    return next(one for one in shown.statement(made)["lines"] if one["part"] == part)


def test_an_outage_stands_in_the_certificate_of_its_interval_and_in_no_other(look, site, now, make):
    look(2)
    site.break_()
    look(3, begin=2)
    site.mend()
    look(2, begin=5)
    member = make.person()
    made = actions.certificate("login", since=now, until=now + 12 * MINUTE, person=member, by=by(member), at=now + HOUR)
    told = line(made, "login")
    assert [(span["state"], span["began"][11:16]) for span in told["spans"]] == [
        ("up", "06:30"),
        ("down", "06:32"),
        ("up", "06:35"),
        ("unknown", "06:37"),
    ]
    assert told["seconds"] == {"up": 240, "down": 180, "unknown": 300}
    assert {one["problem"] for one in told["failures"]} == {"http_502"}
    assert [one["title"] for one in shown.statement(made)["outages"]] == ["صفحه ورود باز نمی‌شود"]
    judged = verify(signed_file(made).content, keys=evidence.published())
    assert (judged.is_valid, judged.covers.entries, judged.covers.until) == (True, 3, told["spans"][-1]["ended"])
    before = actions.certificate("", since=now - HOUR, until=now, person=member, by=by(member), at=now + HOUR)
    assert line(before, "login")["seconds"] == {"up": 0, "down": 0, "unknown": 3600}
    assert shown.statement(before)["outages"] == []
    assert Event.objects.filter(name="availability.certified", person_id=member.pk).count() == 2


def test_the_sealed_paper_tells_what_was_down_and_what_nobody_saw_and_opens_for_its_owner_and_staff(look, site, now, make, client, clock):
    site.break_()
    look(2)
    member = make.person()
    made = actions.certificate("login", since=now, until=now + 9 * MINUTE, person=member, by=by(member), at=now + HOUR)
    paper = papers.of(made).get()
    assert documents.render_due(paper.pk, at=now + HOUR)
    assert documents.sign_due(paper.pk, at=now + HOUR)
    address = reverse("documents:file", args=[paper.token])
    assert client.get(address).status_code == 404
    log_in(client, make.person())
    assert client.get(address).status_code == 404
    log_in(client, member)
    told = PdfReader(io.BytesIO(b"".join(client.get(address)))).pages[0].extract_text()
    assert "ورود، نامعلوم" in told
    assert "همیشه کار می‌کرد" not in told
    assert address in client.get(reverse("availability:certificate", args=[made.token])).content.decode()
    log_in(client, make.staff("reviewer"))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(("since", "until"), [(0, 0), (5, 3), (0, 61)])
def test_what_is_no_interval_or_is_to_come_is_not_certified(now, make, since, until):
    member = make.person()
    with pytest.raises(BadInterval):
        actions.certificate("login", since=now + since * MINUTE, until=now + until * MINUTE, person=member, by=by(member), at=now + HOUR)
    with pytest.raises(BadInterval):
        actions.certificate("heart", since=now, until=now + MINUTE, person=member, by=by(member), at=now + HOUR)
    assert not Certificate.objects.exists()


def test_certificates_are_not_made_without_end(now, make, monkeypatch):
    monkeypatch.setattr("kardad.availability.actions.certificates.A_DAY", 1)
    member = make.person()
    asked = {"since": now - HOUR, "until": now, "person": member, "by": by(member), "at": now}
    actions.certificate("", **asked)
    with pytest.raises(limits.TooMany):
        actions.certificate("", **asked)


def test_a_person_reads_of_his_own_messengers_and_staff_of_all(look, now, make):
    member = make.person()
    texts(now, "memory", "delivered")
    texts(now, "memory-2", "delivered")
    Message.objects.create(template="code", provider="memory", state="delivered", mobile_index=member.mobile_index, made_at=now)
    look(3)
    asked = {"since": now, "until": now + 3 * MINUTE, "at": now + HOUR}
    mine = actions.certificate("sms", person=member, by=by(member), **asked)
    theirs = actions.certificate("sms", person=None, by=by(make.staff("manager"), "manager"), **asked)
    assert [one["group"] for one in shown.statement(mine)["lines"]] == ["messenger:memory"]
    assert [one["group"] for one in shown.statement(theirs)["lines"]] == ["messenger:memory", "messenger:memory-2"]


@pytest.fixture
def asked():
    """A form for the whole of today."""
    return {"part": "all", "since": "۱۴۰۴/۰۹/۰۱", "until": "1404/09/01"}


def test_a_member_asks_reads_and_keeps_his_signed_certificate(client, look, clock, make, asked, now):
    look(3)
    clock.move_to(now + 10 * MINUTE)
    log_in(client, make.person())
    address = reverse("availability:certificates")
    assert client.post(address, {**asked, "until": "1404/09/02"}).status_code == 422
    assert client.post(address, {**asked, "since": "1404/09/01", "until": "1404/08/01"}).status_code == 422
    made = client.post(address, asked)
    assert made.status_code == 302
    sheet = client.get(made["Location"]).content.decode()
    assert "نامعلوم" in sheet
    assert "برقرار بود" in sheet
    assert Certificate.objects.get().token in client.get(address).content.decode()
    told = client.get(reverse("availability:certificate_file", args=[Certificate.objects.get().token])).json()
    assert is_signed(told)
    told["statement"]["lines"][0]["spans"][0]["state"] = "up"
    assert not is_signed(told)


def test_a_stranger_finds_no_certificate_and_staff_find_every_one(client, make, asked, now, clock):
    member, other = make.person(), make.person()
    made = actions.certificate("", since=now - HOUR, until=now, person=member, by=by(member), at=now)
    own = [reverse(name, args=[made.token]) for name in ("availability:certificate", "availability:certificate_file")]
    office = [reverse(name, args=[made.token]) for name in ("office:availability_certificate", "office:availability_file")]
    assert {client.get(address).status_code for address in own} == {302}
    log_in(client, other)
    assert {client.get(address).status_code for address in own + office} == {404}
    log_in(client, make.staff("manager"))
    assert {client.get(address).status_code for address in office} == {200}
    assert {client.get(address).status_code for address in own} == {404}
    assert client.get(reverse("office:availability_certificate", args=["0" * 32])).status_code == 404
    made = client.post(reverse("office:availability"), asked)
    assert made["Location"].startswith("/office/availability/")
    assert Certificate.objects.latest("id").person_id is None


def test_a_certificate_of_ten_years_is_made_of_few_questions(now, make, django_assert_max_num_queries):
    watch = Watch.objects.create(part="login")
    days = [(now - timedelta(days=day)).replace(hour=21, minute=0) for day in range(3650)]
    Stretch.objects.bulk_create(
        Stretch(watch=watch, day=at.date(), began_at=at, ended_at=at + 23 * HOUR, seconds=23 * 3600, ok=True, probes=1380, digest="0" * 64)
        for at in days
    )
    member = make.person()
    with django_assert_max_num_queries(34):
        made = actions.certificate("login", since=now - timedelta(days=3650), until=now, person=member, by=by(member), at=now)
    assert line(made, "login")["seconds"]["down"] == 0
    assert len(shown.lines(made)[0].rows) == shown.ROWS
    assert shown.lines(made)[0].more > 3000


def test_where_two_accounts_differ_the_worse_counts_and_holes_are_unknown(now):
    known = [
        Span(now, now + 10 * MINUTE, State.UP),
        Span(now + 4 * MINUTE, now + 6 * MINUTE, State.DOWN),
        Span(now + 12 * MINUTE, now + 99 * MINUTE, State.UP),
    ]
    seen = picture(known, now - MINUTE, now + 14 * MINUTE)
    assert [(one.state.value, one.seconds // 60) for one in seen] == [
        ("unknown", 1),
        ("up", 4),
        ("down", 2),
        ("up", 4),
        ("unknown", 2),
        ("up", 2),
    ]
    assert sum(totals(seen).values()) == 15 * 60


@pytest.mark.parametrize(("up", "down", "words"), [(99_999, 1, "۹۹٫۹۹٪"), (1, 0, "۱۰۰٪"), (0, 5, "۰٪"), (0, 0, ""), (2, 1, "۶۶٫۶۶٪")])
def test_a_share_is_cut_and_never_rounded_up(up, down, words):
    assert shown.share(up, down) == words


def test_an_outage_is_told_for_a_province_and_in_other_words(client, make, now, clock):
    log_in(client, make.staff("manager"))
    address = reverse("office:incidents")
    told = {"part": "site", "title": "قطع شبکه", "text": "شبکه استان قطع است.", "whom": "province"}
    assert client.post(address, told).status_code == 422
    assert client.post(address, {**told, "which": " تهران "}).status_code == 302
    outage = Incident.objects.get()
    assert (outage.group, outage.group_title) == ("province:تهران", "استان تهران")
    assert "استان تهران" in client.get("/status/").content.decode()
    words = reverse("office:incident_words", args=[outage.pk])
    assert client.post(words, {"title": "قطع شبکه در تهران", "text": "تا شب درست می‌شود."}).status_code == 302
    outage.refresh_from_db()
    assert (outage.title, outage.group) == ("قطع شبکه در تهران", "province:تهران")
    assert Event.objects.get(name="incident.reworded").data["before"]["title"] == "قطع شبکه"
