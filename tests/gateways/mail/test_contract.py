"""One contract for every way by which a letter leaves."""

import io
from datetime import UTC, datetime

import pytest

from kardad.gateways.mail.console import Console
from kardad.gateways.mail.memory import Memory
from kardad.gateways.mail.port import Mail, Outcome
from kardad.gateways.mail.smtp import Contract, Smtp
from tests.vendors.smtp import PASSWORD, USER, MailServer

AT = datetime(2025, 11, 22, 6, 30, tzinfo=UTC)
LETTER = Mail(to="ali@example.ir", subject="پاسخ رسید", body="پاسخ پرسش شما رسید.\n\nhttps://kardad.test/panel/", local_id=7, at=AT)


@pytest.fixture(params=["memory", "console", "smtp tls", "smtp starttls", "smtp none"])
def mailer(request, tmp_path):
    kind, _, security = request.param.partition(" ")
    if kind == "memory":
        yield Memory()
    elif kind == "console":
        yield Console(stream=io.StringIO())
    else:
        with MailServer(tmp_path, security=security, needs_login=security != "none") as server:
            login = {} if security == "none" else {"user": USER, "password": PASSWORD, "ca_file": str(server.certificate)}
            yield Smtp(Contract(host="127.0.0.1", port=server.port, sender="no-reply@kardad.test", security=security, seconds=5.0, **login))


def test_a_letter_is_taken_and_has_an_id(mailer):
    sending = mailer.send(LETTER)
    assert (sending.outcome, sending.provider, sending.local_id) == (Outcome.ACCEPTED, mailer.name, 7)
    assert 0 < len(sending.message_id) <= 60


def test_two_letters_have_two_ids(mailer):
    other = Mail(to="ali@example.ir", subject="پاسخ رسید", body="دیگر", local_id=8, at=AT)
    assert mailer.send(LETTER).message_id != mailer.send(other).message_id


def test_a_subject_that_would_begin_another_header_raises_nothing_and_adds_none(mailer):
    broken = Mail(to="ali@example.ir", subject="سلام\r\nBcc: all@example.ir", body="متن", local_id=9, at=AT)
    assert mailer.send(broken).outcome is Outcome.ACCEPTED


def test_nothing_of_a_letter_shows_when_it_is_written_out():
    assert "ali@" not in repr(LETTER)
    assert "پاسخ" not in repr(LETTER)
