"""A case is taken away whole: the desk's file and a side's are judged letter by letter, and hold no more than each may read."""

import hashlib
import io
import json
from datetime import timedelta
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from kardad import cli
from kardad.cases.actions import briefs, empowering, filing, hearings, intake, minutes
from kardad.cases.queries import standing
from kardad.core import files
from kardad.documents import sweeps as documents
from kardad.documents.models import Document
from kardad.evidence import actions as evidence
from kardad.inbox.actions import dossiers
from kardad.people.models import AccessRead
from tests import factories
from tests.cases import board_room, boards, petitions, world
from tests.cases.test_following import serve_petition, world_person
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(40)
WORDS = "سه ماه مزد نگرفته‌ام."


@pytest.fixture
def made(settings, tmp_path, clock):
    """A case with words and a photo of its claimant, its petition not served yet."""
    settings.MEDIA_ROOT = tmp_path / "media"
    found = world.filed(state="accepted")
    put(found, found.worker, WORDS)
    return found


def put(made, who, words):
    place = standing.of(made.case, who, at=NOW)
    photo = files.store(SimpleUploadedFile("رسید.jpg", PHOTO + words.encode(), "image/jpeg"), owner_id=who.pk, at=NOW)
    briefs.file(place, kind="evidence", title="رسید", words=words, files=[photo], by=factories.actor(who), at=NOW)


def answered(made):
    """The petition is served, and the respondent has put as much into the file."""
    serve_petition(made)
    put(made, made.employer, "پرداخت شده است.")


def taken(client, who, address, *args):
    client.force_login(who)
    answer = client.get(reverse(address, args=args))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def judged(capsys, tmp_path, raw):
    (tmp_path / "case.zip").write_bytes(raw)
    code = cli.main(["verify", str(tmp_path / "case.zip")])
    return code, {one["file"].partition(".zip/")[2]: one for one in map(json.loads, capsys.readouterr().out.splitlines())}


def rewritten(raw, name, change):
    """The file with one of its parts changed."""
    held = io.BytesIO()
    with ZipFile(io.BytesIO(raw)) as old, ZipFile(held, "w") as new:
        for one in old.namelist():
            new.writestr(one, change(old.read(one)) if one == name else old.read(one))
    return held.getvalue()


def test_the_desks_file_is_whole_and_every_change_in_it_is_named(client, capsys, tmp_path, made):
    answered(made)
    raw = taken(client, world_person(made.secretary), "cases_office:take_whole", made.case.pk)
    code, verdicts = judged(capsys, tmp_path, raw)
    assert code == 0, verdicts
    assert verdicts["proof/case.dossier.jsonl"]["covers"]["entries"] > 3
    filed = [name for name in verdicts if name.startswith("filings/")]
    assert sorted(name.rpartition(".")[2] for name in filed) == ["jpg", "jpg", "txt", "txt"]
    for name in (filed[0], filed[1], "proof/case.dossier.jsonl"):
        code, after = judged(capsys, tmp_path, rewritten(raw, name, lambda body: body.replace(b"\x00", b"\x01", 1) + b"."))
        assert (code, after[name]["valid"]) == (1, False), name
    assert AccessRead.objects.filter(person=made.worker, what="همه پرونده دعوا").count() == 1


@pytest.fixture
def decided(settings, tmp_path, clock):
    """A case from its petition to its served decision by the deeds of everybody, every paper of it sealed."""
    settings.MEDIA_ROOT = tmp_path / "media"
    office = world.office()
    room, secretary = world.pool(office), world.secretary(office)
    me, other = factories.person(level=2, first_name="مریم"), factories.person(role="employer", first_name="سپهر")
    against = {"kind": "natural", "first_name": "سپهر", "last_name": "کریمی", "code": other.particulars.code, "address": "تهران"}
    case = filing.submit(petitions.whole(me, respondents=[against]), by=factories.actor(me), at=NOW)
    case = intake.accept(case, by=secretary, at=NOW)
    sides = {party.side: party for party in case.dossier.parties.all()}
    found = SimpleNamespace(case=case, secretary=secretary, room=room, sides=sides, worker=me, employer=other, items=list(case.items.all()))
    found.seats = board_room.drawn(case)
    hearing = board_room.running(found)
    chair, ends = board_room.chair(found.case), hearing.starts_at + timedelta(hours=1)
    minutes.write(hearing, parts={"claimant": "مزد شش ماه را نداده‌اند."}, by=secretary, at=hearing.starts_at + timedelta(minutes=30))
    hearing = hearings.close_hearing(hearing, by=chair, at=ends)
    minutes.sign(hearing, seen=minutes.digest(hearing), by=chair, at=ends)
    found.case.refresh_from_db()
    found.at = hearing.starts_at + timedelta(hours=2)
    boards.served(found, {1: 1000, 2: "rejected"}, at=found.at)
    clock.move_to(found.at)
    documents.render(found.at)
    documents.sign(found.at)
    return found


@pytest.mark.proof
def test_petition_invitation_and_decision_are_each_in_it_by_name(client, capsys, tmp_path, decided):
    raw = taken(client, world_person(decided.secretary), "cases_office:take_whole", decided.case.pk)
    code, verdicts = judged(capsys, tmp_path, raw)
    assert code == 0, verdicts
    papers = Document.objects.exclude(file=None)
    held = {one.kind: [] for one in papers}
    with ZipFile(io.BytesIO(raw)) as whole:
        for one in papers:
            held[one.kind].append(hashlib.sha256(whole.read(f"papers/{one.number}.pdf")).hexdigest() == one.sha256)
            assert verdicts[f"papers/{one.number}.pdf"]["valid"]
        assert sum(name.startswith("papers/") for name in whole.namelist()) == papers.count()
        petition = papers.get(kind="petition").number
        told = "".join(page.extract_text() for page in PdfReader(io.BytesIO(whole.read(f"papers/{petition}.pdf"))).pages)
    assert held == {"petition": [True], "receipt": [True], "N1": [True, True], "N3": [True], "N7": [True, True]}
    assert "مزد نگرفته‌ام" in told
    for who, has_it in ((decided.worker, True), (decided.employer, False)):
        names = ZipFile(io.BytesIO(taken(client, who, "cases:take", decided.case.token))).namelist()
        assert (f"papers/{petition}.pdf" in names) == has_it, names


def test_a_file_that_was_taken_out_of_a_case_or_put_into_it_is_told_by_name(client, capsys, tmp_path, made):
    answered(made)
    for who, address, key in (
        (made.worker, "cases:take", made.case.token),
        (world_person(made.secretary), "cases_office:take_whole", made.case.pk),
    ):
        raw = taken(client, who, address, key)
        with ZipFile(io.BytesIO(raw)) as held:
            whole = {name: held.read(name) for name in held.namelist()}
        gone = next(name for name in whole if name.startswith("filings/"))

        def told(files):
            out = io.BytesIO()
            with ZipFile(out, "w") as into:
                for name, body in files.items():
                    into.writestr(name, body)
            code, verdicts = judged(capsys, tmp_path, out.getvalue())
            return code, [(one["problem"], "«filings/" in one["message"]) for one in verdicts[""]["problems"]]

        assert told(whole) == (0, [])
        assert told({name: body for name, body in whole.items() if name != gone}) == (1, [("FILE_MISSING", True)])
        assert told(whole | {f"{gone}.txt": b"more"}) == (1, [("FILE_ADDED", True)])
        assert told({name: body for name, body in whole.items() if name != "manifest.json"}) == (1, [("NOT_READABLE", False)])


def test_a_sides_file_holds_what_it_reads_with_receipts_and_nothing_of_the_others_before_it_is_served(client, capsys, tmp_path, made):
    mine = taken(client, made.employer, "cases:take", made.case.token)
    held = ZipFile(io.BytesIO(mine))
    names = held.namelist()
    assert WORDS.encode() not in [held.read(name) for name in names]
    assert not any(name.startswith("filings/") or "petition" in name for name in names)
    assert judged(capsys, tmp_path, mine)[0] == 0
    answered(made)
    evidence.close_days(at=NOW + timedelta(days=1))
    theirs = taken(client, made.worker, "cases:take", made.case.token)
    code, verdicts = judged(capsys, tmp_path, theirs)
    assert code == 0, verdicts
    assert sum(name.startswith("filings/") for name in verdicts) == 4
    assert not any(name.startswith("proof/") for name in verdicts)
    photo = next(name for name in verdicts if name.endswith(".jpg"))
    code, after = judged(capsys, tmp_path, rewritten(theirs, photo, lambda body: body + b"."))
    assert (code, after[photo]["problems"][0]["problem"]) == (1, "PAPER_ALTERED")


def test_a_letter_of_powers_that_a_side_reads_comes_with_what_proves_it(client, capsys, tmp_path, made):
    lawyer = factories.person(first_name="ترانه", last_name="مشیری")
    dossiers.represent(made.sides["claimant"], agent=lawyer, by=made.secretary, at=NOW)
    letter = files.store(SimpleUploadedFile("وکالت.jpg", PHOTO + b"deed", "image/jpeg"), owner_id=made.worker.pk, at=NOW)
    told = {"can": ["object"], "deed": "official", "deed_number": "۱۲", "deed_on": NOW.date(), "files": [letter]}
    empowering.empower(standing.of(made.case, made.worker, at=NOW), by=factories.actor(made.worker), at=NOW, **told)
    empowering.accept_powers(standing.of(made.case, lawyer, at=NOW), by=factories.actor(lawyer), at=NOW)
    code, verdicts = judged(capsys, tmp_path, taken(client, made.worker, "cases:take", made.case.token))
    assert code == 0, verdicts
    assert sum(name.endswith(".jpg") for name in verdicts) == 2


def test_nobody_else_takes_a_case(client, made):
    other = world.filed()
    for who in (factories.person(), other.worker, world_person(other.secretary), factories.staff("board_member")):
        client.force_login(who)
        assert client.get(reverse("cases:take", args=[made.case.token])).status_code == 404
        assert client.get(reverse("cases_office:take_whole", args=[made.case.pk])).status_code == 404
