"""Nobody fills our disk or our tables without being somebody, and members only within reason."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kardad.core.models import Draft, StoredFile
from kardad.people.models import Attempt

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" + b"\x00" * 64


def test_a_visitor_stores_no_letter_for_an_attempt_that_asks_for_none(walker):
    walker.choose(role="employer_legal")
    for _ in range(3):
        walker.client.post("/verify/checks/", {"do": "letter", "letter": SimpleUploadedFile("a.png", PNG, "image/png")})
    assert not StoredFile.objects.exists()


def test_a_visitor_keeps_one_draft_at_a_time(client, db):
    for word in ("a", "b", "c"):
        client.post("/panel/mandates/new/", {"subject": word})
    assert Draft.objects.count() == 1


def test_one_address_does_not_fill_the_table_of_drafts(client_of, db, clock):
    for _ in range(60):
        client_of("198.51.100.7").post("/panel/mandates/new/", {"subject": "x"})
    assert Draft.objects.count() <= 30


def test_a_member_has_a_limited_number_of_drafts(client_of, make, clock):
    client = client_of("198.51.100.8")
    client.force_login(make.person())
    answers = {client.post("/panel/drafts/", {"path": f"/x/{n}/", "subject": "y"}).status_code for n in range(120)}
    assert Draft.objects.count() <= 50
    assert answers == {204, 413}
    assert client.post("/panel/drafts/", {"path": "/x/1/", "subject": "z"}).status_code == 204


def test_one_address_does_not_fill_the_table_of_attempts(client_of, db, clock):
    seen = set()
    for _ in range(80):
        client = client_of("198.51.100.9")
        client.post("/verify/", {"method": "otp_l1", "consent": "on"})
        seen.add(client.post("/verify/role/", {"role": "worker"}).status_code)
    assert Attempt.objects.count() <= 60
    assert seen == {302, 429}


def test_a_member_stores_a_limited_number_of_files_a_day(client_of, make, clock):
    client = client_of("198.51.100.8")
    client.force_login(make.person())
    for n in range(90):
        upload = SimpleUploadedFile("a.png", PNG + bytes([n]), "image/png")
        sent = {"licence_number": "1", "licence_body": "b", "paper_lawyer_licence": upload}
        client.post("/panel/roles/add/lawyer/", sent)
    assert 0 < StoredFile.objects.count() <= 60


@pytest.fixture
def client_of():
    """A new browser at an address."""
    return lambda address: Client(REMOTE_ADDR=address)


def too_large():
    """A body that no form takes, once UPLOAD_MAX_BYTES is a thousand."""
    return {"f": SimpleUploadedFile("a.pdf", b"x" * 7000, "application/pdf")}


def test_a_body_that_no_form_takes_is_refused_before_it_is_read(client, db, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    client.get("/login/")
    answer = client.post("/login/", too_large())
    assert answer.status_code == 413
    assert not answer.wsgi_request._read_started
    assert client.post("/login/", {"f": SimpleUploadedFile("a.pdf", b"x" * 3000, "application/pdf")}).status_code != 413


def test_whoever_sends_too_much_reads_what_to_do_and_finds_his_way_back(client, db, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    shown = client.post("/login/?next=/panel/", too_large())
    words = shown.content.decode()
    assert shown["Content-Type"].startswith("text/html")
    assert "Content-Security-Policy" in shown.headers
    assert "یکی‌یکی یا کوچک‌تر بفرستید" in words
    assert 'href="/login/?next=/panel/"' in words
    assert "نگه داشته شده" not in words


def test_whoever_had_a_draft_is_told_that_his_words_are_kept(client_of, make, settings, clock):
    settings.UPLOAD_MAX_BYTES = 1000
    client = client_of("198.51.100.8")
    client.force_login(make.person())
    form = "/panel/roles/add/lawyer/"
    client.post("/panel/drafts/", {"path": form, "licence_number": "۴۳۲۱"})
    words = client.post(form, too_large()).content.decode()
    assert "نگه داشته شده است" in words
    assert f'href="{form}"' in words
    assert "۴۳۲۱" in client.get(form).content.decode()


def test_a_program_that_sends_too_much_reads_the_error_object(client, db, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    answer = client.post("/login/", too_large(), headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "BODY_TOO_LARGE")


def test_a_form_with_more_words_than_any_takes_meets_the_same_page(client, db, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client.post("/login/", {"national_code": "x" * 2000})
    assert answer.status_code == 413
    assert 'href="/login/"' in answer.content.decode()
