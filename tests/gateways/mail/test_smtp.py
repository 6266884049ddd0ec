"""SMTP: what the server was told, and what each of its answers means."""

import socket
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from kardad.gateways.mail.port import Mail, Outcome
from kardad.gateways.mail.smtp import Contract, Smtp
from tests.gateways.mail.test_contract import AT, LETTER
from tests.vendors.smtp import PASSWORD, USER, MailServer

SENDER = "no-reply@kardad.test"


@pytest.fixture
def server(tmp_path):
    with MailServer(tmp_path, needs_login=True) as server:
        yield server


def contract(server, **changes):
    values = {"user": USER, "password": PASSWORD, "ca_file": str(server.certificate), "seconds": 5.0} | changes
    return Contract(host="127.0.0.1", port=server.port, sender=SENDER, **values)


@pytest.fixture
def smtp(server):
    return Smtp(contract(server), sender_name="کارداد")


def sent(server):
    ((sender, recipients, raw),) = server.letters
    return sender, recipients, message_from_bytes(raw, policy=default)


def test_the_server_gets_the_letter_whole_and_in_plain_persian(smtp, server):
    sending = smtp.send(LETTER)
    sender, recipients, message = sent(server)
    assert (sender, recipients) == (SENDER, ["ali@example.ir"])
    assert (message["subject"], message["from"].addresses[0].display_name, str(message["to"])) == ("پاسخ رسید", "کارداد", "ali@example.ir")
    assert message.get_content().replace("\r\n", "\n").strip() == LETTER.body
    assert message.get_content_type() == "text/plain"
    assert message["date"].datetime == AT
    assert message["auto-submitted"] == "auto-generated"
    assert message["message-id"] == f"<{sending.message_id}@kardad.test>"
    assert server.commands == ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]


def test_a_subject_adds_no_header(smtp, server):
    smtp.send(replace(LETTER, subject="سلام\r\nBcc: all@example.ir"))
    _, recipients, message = sent(server)
    assert (recipients, message["bcc"], message["subject"]) == (["ali@example.ir"], None, "سلام Bcc: all@example.ir")


def test_a_line_with_a_lone_dot_does_not_end_the_letter(smtp, server):
    smtp.send(replace(LETTER, body="یک\n.\nدو"))
    assert sent(server)[2].get_content().replace("\r\n", "\n").strip() == "یک\n.\nدو"


def test_the_same_letter_has_the_same_id_each_time(smtp):
    assert smtp.send(LETTER).message_id == smtp.send(LETTER).message_id


def test_a_persian_domain_is_written_as_the_network_does(smtp, server):
    assert smtp.send(replace(LETTER, to="ali@نمونه.ir")).outcome is Outcome.ACCEPTED
    assert sent(server)[1] == ["ali@" + "نمونه".encode("idna").decode() + ".ir"]


@pytest.mark.parametrize("to", ["علی@example.ir", "ali@example.ir\r\nRCPT TO:<x@example.ir>", "ali", "a b@example.ir", ""])
def test_an_address_that_cannot_be_is_refused_before_anyone_is_asked(smtp, server, to):
    sending = smtp.send(replace(LETTER, to=to))
    assert (sending.outcome, sending.code, server.commands) == (Outcome.REFUSED, "bad_address", [])


@pytest.mark.parametrize(
    ("verb", "said", "outcome", "code"),
    [
        ("CONNECT", "421 too busy", Outcome.UNAVAILABLE, "421"),
        ("CONNECT", "554 no service", Outcome.UNAVAILABLE, "554"),
        ("AUTH", "535 5.7.8 wrong", Outcome.AUTH, "535"),
        ("AUTH", "454 4.7.0 not now", Outcome.UNAVAILABLE, "454"),
        ("MAIL", "550 5.1.8 who are you", Outcome.REJECTED, "5.1.8"),
        ("MAIL", "452 4.3.1 full", Outcome.UNAVAILABLE, "4.3.1"),
        ("MAIL", "530 5.7.0 log in", Outcome.AUTH, "5.7.0"),
        ("RCPT", "550 5.1.1 no such mailbox", Outcome.REFUSED, "5.1.1"),
        ("RCPT", "550 no such mailbox", Outcome.REFUSED, "550"),
        ("RCPT", "552 5.2.2 mailbox full", Outcome.REFUSED, "5.2.2"),
        ("RCPT", "550 5.7.1 relaying denied", Outcome.REJECTED, "5.7.1"),
        ("RCPT", "450 4.2.0 greylisted", Outcome.UNAVAILABLE, "4.2.0"),
        ("DATA", "451 4.3.0 later", Outcome.UNAVAILABLE, "4.3.0"),
        ("DATA", "554 5.6.0 no", Outcome.REJECTED, "5.6.0"),
        ("LETTER", "554 5.7.1 looks like spam", Outcome.REJECTED, "5.7.1"),
        ("LETTER", "452 4.3.1 full", Outcome.UNAVAILABLE, "4.3.1"),
    ],
)
def test_what_the_server_says_is_what_becomes_of_the_letter(smtp, server, verb, said, outcome, code):
    server.said[verb] = said
    sending = smtp.send(LETTER)
    assert (sending.outcome, sending.code, sending.message_id, server.letters) == (outcome, code, "", [])


@pytest.mark.parametrize("verb", ["EHLO", "AUTH", "MAIL", "RCPT"])
def test_a_conversation_that_breaks_before_the_letter_left_may_be_tried_again(smtp, server, verb):
    server.drops.add(verb)
    assert smtp.send(LETTER).outcome is Outcome.UNAVAILABLE
    server.drops.clear()
    assert smtp.send(LETTER).outcome is Outcome.ACCEPTED


def test_silence_after_the_letter_left_leaves_us_unsure(smtp, server):
    server.drops.add("LETTER")
    sending = smtp.send(LETTER)
    assert (sending.outcome, sending.code, bool(sending.message_id)) == (Outcome.UNSURE, "closed", True)


def test_a_server_that_says_nothing_is_not_waited_for(server):
    server.silent.add("MAIL")
    sending = Smtp(contract(server, seconds=0.3)).send(LETTER)
    assert (sending.outcome, sending.code) == (Outcome.UNAVAILABLE, "timeout")


def test_a_wrong_password_is_known(server):
    assert Smtp(contract(server, password="wrong")).send(LETTER).outcome is Outcome.AUTH


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_nothing_is_told_to_a_server_with_a_certificate_of_nobody(tmp_path, security):
    with MailServer(tmp_path, security=security) as server:
        sending = Smtp(contract(server, security=security, ca_file="")).send(LETTER)
        assert (sending.outcome, sending.code) == (Outcome.REJECTED, "bad_certificate")
        assert {"AUTH", "MAIL"}.isdisjoint(server.commands)


def test_a_server_without_encryption_is_told_nothing_when_encryption_is_wanted(tmp_path):
    with MailServer(tmp_path, security="none") as server:
        sending = Smtp(contract(server)).send(LETTER)
        assert (sending.outcome, sending.code) == (Outcome.REJECTED, "not_supported")
        assert {"AUTH", "MAIL"}.isdisjoint(server.commands)


def test_a_server_that_is_not_there_is_unavailable():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    sending = Smtp(Contract(host="127.0.0.1", port=port, sender=SENDER, seconds=0.5)).send(LETTER)
    assert (sending.outcome, sending.code) == (Outcome.UNAVAILABLE, "unreachable")


@pytest.mark.parametrize("values", [{"security": "ssl"}, {"security": "none", "password": "x"}])
def test_a_contract_that_would_be_unsafe_is_not_built(values):
    with pytest.raises(ValueError, match=r"security|password"):
        Contract(host="mail.test", sender=SENDER, **values)


def test_a_password_does_not_show_when_the_contract_is_written_out():
    assert "secret" not in repr(Contract(host="mail.test", sender=SENDER, user="u", password="secret"))


def test_a_long_letter_arrives_unbroken(smtp, server):
    long = Mail(to="ali@example.ir", subject="بلند " * 60, body="نامه‌ای بلند با نیم‌فاصله و 🌿. " * 500, local_id=1, at=AT)
    assert smtp.send(long).outcome is Outcome.ACCEPTED
    message = sent(server)[2]
    assert message.get_content().strip() == long.body.strip()
    assert str(message["subject"]) == long.subject.strip()
