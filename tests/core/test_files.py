"""Stored files: judged by their bytes, scanned, sealed, and served only when clean."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kardad.core import files, maintenance, outside
from kardad.core.models import Event, StoredFile
from kardad.gateways.scanner.memory import EICAR
from tests.conftest import NOW

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LATER = NOW + timedelta(minutes=6)


def picture(kind):
    made = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(made, kind)
    return made.getvalue()


def document(size=100):
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr("word/document.xml", b"\0" * size)
    return made.getvalue()


def upload(name="paper.pdf", raw=PDF):
    return SimpleUploadedFile(name, raw)


@pytest.fixture
def scanner():
    return outside.scanner()


@pytest.mark.parametrize(
    ("name", "raw", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("عکس.jpg", picture("JPEG"), "image/jpeg"),
        ("عکس.jpeg", picture("JPEG"), "image/jpeg"),
        ("a.b.png", picture("PNG"), "image/png"),
        ("عکس.png", picture("JPEG"), "image/jpeg"),
        ("عکس.jfif", picture("JPEG"), "image/jpeg"),
        ("a.jpg", PDF, "application/pdf"),
        ("a.pdf", picture("PNG"), "image/png"),
    ],
)
def test_papers_are_taken_by_what_their_bytes_say(name, raw, media_type):
    assert files.check(name, raw) == media_type


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.pdf", b"MZ\x90\x00" + b"\0" * 200),
        ("a.png", picture("GIF")),
        ("a.png", b"<html><script>alert(1)</script></html>"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.exe", PDF),
        ("a.pdf.exe", PDF),
        ("pdf", PDF),
        ("", PDF),
        ("a.docx", document()),
        ("a.pdf", b"hello"),
        ("a.zip", document()),
    ],
)
def test_a_wrong_kind_is_refused_whatever_its_name_says(name, raw):
    with pytest.raises(files.WrongKind) as refused:
        files.check(name, raw)
    assert "عکس (JPG یا PNG) یا PDF بفرستید" in refused.value.text


def test_a_wrong_kind_is_told_what_is_welcome_here():
    with pytest.raises(files.WrongKind) as refused:
        files.check("a.exe", b"hello", kinds=tuple(files.KINDS))
    assert "عکس (JPG یا PNG)، PDF، Word (DOCX) یا Excel (XLSX) بفرستید" in refused.value.text


def test_an_empty_file_is_refused():
    with pytest.raises(files.EmptyFile):
        files.check("a.pdf", b"")


def test_a_file_over_the_cap_is_refused_and_one_at_the_cap_is_not(settings):
    settings.UPLOAD_MAX_BYTES = len(PDF)
    assert files.check("a.pdf", PDF)
    with pytest.raises(files.FileTooLarge, match="FILE_TOO_LARGE") as caught:
        files.check("a.pdf", PDF + b"\n")
    assert caught.value.details["limit"] == "۰"


def test_an_upload_over_the_cap_is_refused_before_it_is_read(settings):
    settings.UPLOAD_MAX_BYTES = 10
    big = upload()
    with pytest.raises(files.FileTooLarge):
        files.store(big, owner_id=None, at=NOW)
    assert big.tell() == 0


def test_a_document_is_taken_where_documents_are_asked_for():
    assert files.check("a.docx", document(), kinds=(DOCX,)) == DOCX


def test_a_packed_bomb_is_refused():
    bomb = document(files.UNPACKED_LIMIT + 1)
    assert len(bomb) < 1024 * 1024
    with pytest.raises(files.FileTooLarge):
        files.check("a.docx", bomb, kinds=(DOCX,))


def test_a_broken_archive_is_a_wrong_kind():
    with pytest.raises(files.WrongKind):
        files.check("a.docx", document()[:-30], kinds=(DOCX,))


@pytest.mark.django_db
def test_a_stored_file_is_sealed_on_disk_and_the_same_when_read():
    stored = files.store(upload("مدرک.pdf"), owner_id=4, at=NOW)
    assert (stored.name, stored.size, stored.scan, stored.owner_id) == ("مدرک.pdf", len(PDF), "clean", 4)
    with default_storage.open(f"{stored.token[:2]}/{stored.token}") as handle:
        assert b"%PDF" not in handle.read()
    assert files.read(stored) == PDF


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "raw", "kept"),
    [
        ("کارت.ملی.png", picture("JPEG"), "کارت.ملی.jpg"),
        ("a.JFIF", picture("JPEG"), "a.JFIF"),
        ("a.jpg", PDF, "a.pdf"),
        ("a.JPG", picture("JPEG"), "a.JPG"),
    ],
)
def test_a_file_is_kept_under_a_name_that_is_true_of_its_bytes(name, raw, kept):
    stored = files.store(upload(name, raw), owner_id=None, at=NOW)
    assert stored.name == kept
    assert kept.rsplit(".", 1)[1].lower() in str(files.KINDS[stored.media_type])


@pytest.mark.django_db
def test_a_download_is_an_attachment_that_no_cache_keeps():
    answer = files.answer(files.store(upload('مد"رک\r\nX: y.pdf'), owner_id=None, at=NOW))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert "\r" not in answer["Content-Disposition"]


@pytest.mark.django_db
def test_an_infected_upload_is_refused_and_leaves_nothing(scanner):
    with pytest.raises(files.InfectedFile):
        files.store(upload(raw=PDF + EICAR), owner_id=None, at=NOW)
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_while_the_scanner_is_down_a_file_waits_and_is_not_served(scanner):
    scanner.is_down = True
    stored = files.store(upload(), owner_id=None, at=NOW)
    assert stored.scan == "waiting"
    with pytest.raises(files.NotScanned):
        files.answer(stored)


@pytest.mark.django_db
def test_a_waiting_file_is_clean_after_the_scanner_came_back(scanner):
    scanner.is_down = True
    stored = files.store(upload(), owner_id=None, at=NOW)
    assert maintenance.scan(NOW) == 0
    assert maintenance.scan(LATER) == 1
    stored.refresh_from_db()
    assert (stored.scan, stored.scan_due_at) == ("waiting", LATER + files.SCAN_RETRY)
    scanner.is_down = False
    assert maintenance.scan(LATER + files.SCAN_RETRY) == 1
    stored.refresh_from_db()
    assert (stored.scan, stored.scan_due_at) == ("clean", None)
    assert files.answer(stored).content == PDF
    assert maintenance.scan(LATER + timedelta(days=1)) == 0


@pytest.mark.django_db
def test_a_waiting_file_that_proves_infected_loses_its_bytes_and_its_owner_is_told(scanner):
    scanner.is_down = True
    stored = files.store(upload(raw=PDF + EICAR), owner_id=9, at=NOW)
    scanner.is_down = False
    assert maintenance.scan(LATER) == 1
    stored.refresh_from_db()
    assert stored.scan == "infected"
    assert not default_storage.exists(f"{stored.token[:2]}/{stored.token}")
    assert Event.objects.get(name="file.infected").person_id == 9
    with pytest.raises(files.NotScanned):
        files.answer(stored)


@pytest.mark.django_db
def test_a_file_whose_bytes_are_gone_does_not_hold_up_the_others(scanner):
    scanner.is_down = True
    lost, kept = (files.store(upload(), owner_id=None, at=NOW) for _ in range(2))
    default_storage.delete(f"{lost.token[:2]}/{lost.token}")
    scanner.is_down = False
    assert maintenance.scan(LATER) == 2
    kept.refresh_from_db()
    lost.refresh_from_db()
    assert (kept.scan, lost.scan) == ("clean", "waiting")
    assert lost.scan_due_at > LATER


@pytest.mark.django_db
def test_two_sweeps_at_once_show_a_file_to_the_scanner_once(scanner):
    scanner.is_down = True
    files.store(upload(), owner_id=None, at=NOW)
    scanner.scanned.clear()
    assert maintenance.scan(LATER) + maintenance.scan(LATER) == 1
    assert len(scanner.scanned) == 1
