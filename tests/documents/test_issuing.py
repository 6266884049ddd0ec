"""A paper is issued in its caller's transaction, printed and sealed by sweeps, once, whatever dies on the way."""

import base64
import json
from datetime import timedelta
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.http import Http404
from pypdf import PdfReader

from kardad.core import files, outside
from kardad.core.actor import VISITOR, Actor
from kardad.core.models import Event, StoredFile
from kardad.documents import access, actions, codes, flow, keeping, papers, queries, sealing, shapes, sweeps
from kardad.documents.models import Document
from kardad.evidence import actions as evidence
from kardad.evidence.models import Entry, Key
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests.documents import samples
from tests.documents.test_rendering import bare, text_of
from tests.people.racing import at_once
from tests.people.staff_world import log_in

pytestmark = pytest.mark.django_db
CLERK = Actor(None, "clerk")
LATER = actions.LEASE + timedelta(seconds=1)


class Killed(BaseException):
    """The process dies here; nothing catches it."""


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR = tmp_path
    settings.MEDIA_ROOT = str(tmp_path / "files")
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    settings.SITE_URL = "https://kardad.example"
    outside.forget()


@pytest.fixture
def subject(make):
    return make.person()


@pytest.fixture
def chain(subject, now):
    return evidence.open_chain(subject, title="پرونده ۱۲", office_id=7, at=now)


@pytest.fixture
def issued(subject, now):
    def issue(kind="receipt", **changes):
        given = {"data": samples.DATA[kind], "facts": samples.FACTS, "by": CLERK, "at": now} | changes
        return actions.issue(kind, subject, **given)

    return issue


def sweep(at):
    return sweeps.render(at), sweeps.sign(at)


def kept():
    """Every file in the storage."""
    return sorted(
        f"{folder}/{name}"
        for folder in (default_storage.listdir("")[0] if default_storage.exists("") else [])
        for name in default_storage.listdir(folder)[1]
    )


def test_a_paper_is_issued_printed_and_sealed_and_its_digest_stands_in_the_chain(issued, chain, now):
    paper = issued("N7", chain=chain, title="دادنامه")
    assert (paper.state, paper.due_at, paper.office_id) == (flow.DOCUMENT.initial, now, 7)
    assert (Event.objects.get(name="document.issued").data, Event.objects.get(name="document.issued").person_id) == (
        {"number": paper.number},
        None,
    )
    assert sweeps.render(now) == 1
    paper.refresh_from_db()
    assert (paper.state, paper.tries, paper.problem) == ("rendered", 0, "")
    assert Entry.objects.filter(kind="paper.sealed").count() == 0
    assert sweep(now) == (0, 1)
    paper.refresh_from_db()
    assert (paper.is_sealed, paper.due_at, paper.sha256) == (True, None, paper.file.sha256)
    entry = Entry.objects.get(kind="paper.sealed")
    assert json.loads(entry.body)["data"] == {
        "document": paper.token,
        "number": paper.number,
        "paper": "N7",
        "sha256": paper.sha256,
        "mark": paper.mark,
    }
    assert list(queries.of_chain(chain)) == [paper]
    assert kept() == [files.path_of(paper.file)]  # the printed one without a seal is gone
    assert sweep(now + LATER) == (0, 0)
    text = bare(text_of(files.read(paper.file)))
    assert bare("دادنامه") in text
    assert bare(paper.number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))) in text


def test_what_the_tables_hold_can_be_read_by_nobody_who_has_the_tables_alone(issued):
    from django.db import connection

    paper = issued("N7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, data, facts, code FROM documents_document WHERE id = %s", [paper.pk])
        assert not any("کریمی" in value or "ابلاغ" in value or "k1." in value for value in cursor.fetchone())


@pytest.mark.parametrize("step", ["put", "stepped", "append", "seal"])
def test_a_death_on_the_way_loses_nothing_and_leaves_no_second_file(issued, chain, now, monkeypatch, step):
    paper = issued(chain=chain)
    assert sweeps.render(now) == 1

    def die(*_, **__):
        raise Killed

    def after(function):
        def then_die(*args, **named):
            function(*args, **named)
            raise Killed

        return then_die

    places = {
        "put": (keeping, "put", after(keeping.put)),
        "stepped": (actions, "_stepped", after(actions._stepped)),
        "append": (evidence, "append", die),
        "seal": (sealing, "sealed", die),
    }
    with monkeypatch.context() as patch:
        patch.setattr(*places[step])
        with pytest.raises(Killed):
            sweeps.sign(now)
    paper.refresh_from_db()
    assert (paper.state, paper.tries) == ("rendered", 1)
    assert sweeps.sign(now) == 0  # somebody may still be at it
    assert sweeps.sign(now + LATER) == 1
    paper.refresh_from_db()
    assert paper.is_sealed
    assert kept() == [files.path_of(paper.file)]
    assert Entry.objects.filter(kind="paper.sealed").count() == 1
    assert StoredFile.objects.count() == 1


def test_of_two_sweeps_on_one_row_one_does_it_even_when_the_first_is_late(issued, now, monkeypatch):
    paper = issued()
    slow, printed = actions._claimed(paper.pk, "waiting", at=now), actions.rendering.pdf
    assert actions.render_due(paper.pk, at=now) is False
    assert actions.render_due(paper.pk, at=now + LATER) is True  # the first one's lease is over
    assert actions._kept(slow, "render", printed(papers.paper("receipt"), actions._face(slow), actions._house()), at=now + LATER) is False
    paper.refresh_from_db()
    assert kept() == [files.path_of(paper.file)]
    assert paper.file.sha256 == paper.sha256


def test_a_version_of_its_subject_has_one_paper_of_a_kind(subject, now):
    told = {"data": samples.DATA["receipt"], "facts": samples.FACTS, "by": CLERK, "at": now}
    first = actions.issue_once("receipt", subject, version="paid", **told)
    assert actions.issue_once("receipt", subject, version="paid", **told) == first
    assert actions.issue_once("receipt", subject, version="void", **told) != first
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(version="void").update(version="paid")
    assert Event.objects.filter(name="document.issued").count() == Document.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_make_every_paper_once(issued, chain, now):
    made = [issued(chain=chain) for _ in range(6)]
    for step in (sweeps.render, sweeps.sign):
        done = at_once([lambda: step(now), lambda: step(now)])  # noqa: B023 – called before the loop goes on
        assert sum(done) == len(made)
    assert Document.objects.filter(state="signed").count() == len(made)
    assert Entry.objects.filter(kind="paper.sealed").count() == len(made)
    assert kept() == sorted(files.path_of(paper.file) for paper in Document.objects.select_related("file"))


def test_what_fails_is_tried_later_then_given_up_and_is_work_until_it_is_sent_back(issued, client, make, now, monkeypatch):
    paper, at = issued(), now
    sweeps.render(now)

    class Silent:
        name = "silent"

        def stamp(self, digest):
            from kardad.gateways.timestamp.port import Outcome, Stamping

            return Stamping(outcome=Outcome.UNAVAILABLE, provider="silent")

    with monkeypatch.context() as patch:
        patch.setattr(outside, "stamper", Silent)
        for attempt in range(1, actions.GIVE_UP_AFTER + 1):
            at += timedelta(hours=1)
            assert sweep(at) == (0, 0)
            paper.refresh_from_db()
            assert (paper.problem, paper.tries) == ("NoStamp", attempt)
    assert (paper.state, paper.due_at) == ("failed", None)
    assert list(queries.failed()) == [paper]
    assert Event.objects.filter(name="document.failed").count() == 1
    with pytest.raises(NotAllowed):
        actions.retry(paper, by=CLERK, at=at)
    item = WorkItem.objects.get(closed_at=None)
    assert (item.kind, item.role, item.subject_id) == (actions.FAILED, "manager", paper.pk)
    assert client.get(f"/office/papers/{paper.pk}/").status_code in (302, 404)
    log_in(client, make.staff("manager"))
    assert f"/office/papers/{paper.pk}/" in client.get("/office/").content.decode()
    assert "دوباره ساخته شود؟" in client.get(f"/office/papers/{paper.pk}/").content.decode()
    assert client.post(f"/office/papers/{paper.pk}/")["Location"] == "/office/"
    assert WorkItem.objects.filter(closed_at=None).count() == 0
    paper.refresh_from_db()
    assert sweep(paper.due_at) == (1, 1)
    paper.refresh_from_db()
    assert paper.is_sealed
    assert Event.objects.filter(name="document.retried").count() == 1
    assert client.get(f"/office/papers/{paper.pk}/").status_code == 404


def test_a_bureau_issues_nothing_that_needs_public_power_and_its_papers_never_say_service(issued, settings, now):
    settings.OPERATOR = "bureau"
    for kind, paper in papers.every().items():
        if paper.needs_power:
            with pytest.raises(actions.OnlyAuthority):
                issued(kind)
    assert Document.objects.count() == 0
    free = [issued(kind) for kind, paper in papers.every().items() if not paper.needs_power]
    sweep(now)
    for paper in free:
        paper.refresh_from_db()
        text = bare(text_of(files.read(paper.file)))
        assert "ابلاغ" not in text.replace(bare("رأی و ابلاغ رسمی صادر نمی‌کند"), "")  # the foot says what the house is not
        assert bare("نهاد دولتی نیست") in text


def test_data_that_do_not_fit_and_facts_that_are_missing_or_too_long_are_refused_at_once(issued):
    with pytest.raises(shapes.WrongShape):
        issued(data={"deed": "نه"})
    with pytest.raises(shapes.WrongShape):
        issued(facts=[])
    with pytest.raises(codes.FactsTooLong):
        issued(facts=[("شرح", "بسیار بلند " * 200)])
    assert Document.objects.count() == 0


def read_code(page):
    """What a phone reads on the picture of a page."""
    import zxingcpp
    from PIL import Image

    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(page)).convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text


def test_the_square_on_the_face_says_the_facts_under_the_key_of_proof(issued, now):
    facts = [*samples.FACTS, ("کد ملی", "۹۹۹۰۰۰۰۰۱۲")]
    paper = issued("N7", facts=facts)
    face = actions._face(paper)
    page = actions.rendering.pictures(papers.paper("N7"), face, actions._house(), ppi=200)[0]
    address = read_code(page)
    head, payload, signature = address.split("#")[1].split(".")
    assert (address.split("#")[0], head) == ("https://kardad.example/check/", "k1")
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    said = json.loads(raw)
    key = Key.objects.get()
    assert said == {
        "facts": [list(fact) for fact in facts],
        "id": paper.token,
        "key": key.key,
        "kind": "notice",
        "made_at": "2025-11-22T06:30:00.000000Z",
        "v": 1,
    }
    public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key.public + "="))
    signed = base64.urlsafe_b64decode(signature + "==")
    public.verify(signed, raw)
    altered = raw.decode().replace("۲۲۰٬۳۲۲٬۶۰۰", "۲۲۰٬۳۲۲٬۶۰۱").encode()
    assert altered != raw
    from cryptography.exceptions import InvalidSignature

    with pytest.raises(InvalidSignature):
        public.verify(signed, altered)
    sweep(now)
    paper.refresh_from_db()
    text = bare(PdfReader(BytesIO(files.read(paper.file))).pages[0].extract_text())
    assert all(bare(value) in text for fact in said["facts"] for value in fact)


def test_nobody_reads_a_paper_unless_the_room_of_its_subject_lets_him(issued, client, make, now, monkeypatch):
    paper, reader = issued(), make.person(level=2)
    monkeypatch.setattr(access, "READERS", {})
    with pytest.raises(Http404):
        access.document(Actor(reader.pk, "worker"), paper.token)
    access.register("people.person")(lambda actor, document: actor.person_id == reader.pk and document.pk == paper.pk)
    with pytest.raises(access.NotReady):
        access.document(Actor(reader.pk, "worker"), paper.token)
    sweep(now)
    paper.refresh_from_db()
    with pytest.raises(Http404):
        access.document(VISITOR, paper.token)
    assert client.get(f"/papers/{paper.token}/").status_code == 404
    client.force_login(reader)
    answer = client.get(f"/papers/{paper.token}/")
    assert answer.content == files.read(paper.file)
    assert answer["Content-Type"] == "application/pdf"
    assert client.get("/papers/x/").status_code == 404
    assert client.get("/evidence/certificates.pem").content.count(b"BEGIN CERTIFICATE") == 2
