"""Any mail server by SMTP submission (RFC 5321, 6409), encrypted from the first byte or by STARTTLS (RFC 3207, 8314)."""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import ClassVar

from kardad.gateways.mail.port import Mail, Outcome, Sending

PORTS = {"tls": 465, "starttls": 587, "none": 25}
AUTH_CODES = {530, 534, 535, 538}
# RFC 3463: X.7.Y is the server's policy about us, whatever stage it is told at.
ENHANCED = re.compile(rb"^\s*([245])\.(\d{1,3})\.(\d{1,3})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Where the mail server is, how we come to it, and as whom. `security` is `tls`, `starttls` or `none` (a server on this machine)."""

    host: str
    sender: str
    port: int = 0
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    seconds: float = 10.0

    def __post_init__(self) -> None:
        if self.security not in PORTS:
            raise ValueError("security is tls, starttls or none")
        if self.security == "none" and self.password:
            raise ValueError("a password does not travel in the open")


class Stopped(Exception):
    """The conversation ended before the letter was taken."""

    def __init__(self, outcome: Outcome, code: str) -> None:
        self.outcome = outcome
        self.code = code
        super().__init__(code)


class Smtp:
    """Offers each letter in a conversation of its own."""

    contract_kind: ClassVar[type[Contract]] = Contract

    def __init__(self, contract: Contract, *, name: str = "smtp", sender_name: str = "") -> None:
        self.name = name
        self._contract = contract
        self._sender_name = sender_name

    def send(self, mail: Mail) -> Sending:
        """ACCEPTED when the server said 250 to the whole letter; UNSURE when it had the letter and said nothing."""
        message_id = self._message_id(mail)
        try:
            code = self._offer(mail, message_id)
        except Stopped as stopped:
            kept = message_id if stopped.outcome is Outcome.UNSURE else ""
            return Sending(outcome=stopped.outcome, provider=self.name, local_id=mail.local_id, message_id=kept, code=stopped.code)
        return Sending(outcome=Outcome.ACCEPTED, provider=self.name, local_id=mail.local_id, message_id=message_id, code=code)

    def _offer(self, mail: Mail, message_id: str) -> str:
        recipient = _ascii(mail.to)
        raw = self._compose(mail, recipient, message_id)
        server = self._open()
        try:
            _pass(lambda: server.mail(self._contract.sender), Outcome.REJECTED)
            _pass(lambda: server.rcpt(recipient), Outcome.REFUSED)
            return _hand_over(server, raw)
        finally:
            _leave(server)

    def _compose(self, mail: Mail, recipient: str, message_id: str) -> bytes:
        message = EmailMessage(policy=SMTP)
        try:
            message["From"] = Address(self._sender_name, addr_spec=self._contract.sender)
            message["To"] = Address(addr_spec=recipient)
            message["Subject"] = " ".join(mail.subject.split())  # a line break would begin another header
        except (MessageError, ValueError, IndexError):
            raise Stopped(Outcome.REFUSED, "bad_address") from None
        message["Date"] = format_datetime(mail.at)
        message["Message-ID"] = f"<{message_id}@{self._contract.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence answers us
        message["Content-Language"] = "fa"
        message.set_content(mail.body, charset="utf-8", cte="base64")
        return message.as_bytes()

    def _open(self) -> smtplib.SMTP:
        wanted = self._contract
        address = (wanted.host, wanted.port or PORTS[wanted.security])
        context = ssl.create_default_context(cafile=wanted.ca_file or None)
        try:
            if wanted.security == "tls":
                server: smtplib.SMTP = smtplib.SMTP_SSL(*address, timeout=wanted.seconds, context=context)
            else:
                server = smtplib.SMTP(*address, timeout=wanted.seconds)
        except ssl.SSLCertVerificationError:
            raise Stopped(Outcome.REJECTED, "bad_certificate") from None
        except smtplib.SMTPConnectError as error:
            raise Stopped(Outcome.UNAVAILABLE, str(error.smtp_code)) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Stopped(Outcome.UNAVAILABLE, _short(error)) from None
        try:
            self._enter(server, context)
        except Stopped:
            _leave(server)
            raise
        return server

    def _enter(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        """Encrypted as the contract wants it, and known to the server; never in the open because it offered nothing else."""
        wanted = self._contract
        try:
            server.ehlo_or_helo_if_needed()
            if wanted.security == "starttls":
                server.starttls(context=context)
                server.ehlo()
            if wanted.user:
                server.login(wanted.user, wanted.password)
        except ssl.SSLCertVerificationError:
            raise Stopped(Outcome.REJECTED, "bad_certificate") from None
        except smtplib.SMTPNotSupportedError:
            raise Stopped(Outcome.REJECTED, "not_supported") from None
        except smtplib.SMTPAuthenticationError as error:
            outcome = Outcome.AUTH if error.smtp_code >= 500 else Outcome.UNAVAILABLE
            raise Stopped(outcome, str(error.smtp_code)) from None
        except smtplib.SMTPResponseException as error:
            raise Stopped(Outcome.UNAVAILABLE, str(error.smtp_code)) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Stopped(Outcome.UNAVAILABLE, _short(error)) from None

    def _message_id(self, mail: Mail) -> str:
        """The same letter has the same id, so that whoever gets it twice sees it once; no two letters of two houses share one."""
        told = f"{self._contract.sender}\n{mail.local_id}\n{mail.to}\n{mail.subject}\n{mail.body}"
        return f"{mail.local_id}.{sha256(told.encode()).hexdigest()[:24]}"


def _pass(command: Callable[[], tuple[int, bytes]], for_good: Outcome) -> None:
    """The server agreed to this command, else Stopped says why."""
    try:
        code, said = command()
    except (OSError, smtplib.SMTPException) as error:
        raise Stopped(Outcome.UNAVAILABLE, _short(error)) from None
    if code not in (250, 251):
        raise Stopped(_judged(code, said, for_good), _told(code, said))


def _hand_over(server: smtplib.SMTP, raw: bytes) -> str:
    """The server's words for the whole letter; its silence after the letter had left leaves us unsure."""
    try:
        code, said = server.data(raw)
    except smtplib.SMTPDataError as error:
        said = error.smtp_error if isinstance(error.smtp_error, bytes) else b""
        raise Stopped(_judged(error.smtp_code, said, Outcome.REJECTED), _told(error.smtp_code, said)) from None
    except (OSError, smtplib.SMTPException) as error:
        raise Stopped(Outcome.UNSURE, _short(error)) from None
    if code != 250:
        raise Stopped(_judged(code, said, Outcome.REJECTED), _told(code, said))
    return str(code)


def _judged(code: int, said: bytes, for_good: Outcome) -> Outcome:
    """What a code means at a stage: 4xx is for now, 5xx for good; about the mailbox, or about us when it is policy."""
    if code in AUTH_CODES:
        return Outcome.AUTH
    if not 500 <= code < 600:
        return Outcome.UNAVAILABLE
    enhanced = ENHANCED.match(said)
    return Outcome.REJECTED if enhanced and enhanced[2] == b"7" else for_good


def _told(code: int, said: bytes) -> str:
    enhanced = ENHANCED.match(said)
    return b".".join(enhanced.groups()).decode() if enhanced else str(code)


def _ascii(address: str) -> str:
    """The address with its domain as the network writes it; a mailbox in other letters is not served (RFC 6531 is not spoken)."""
    mailbox, _, domain = address.rpartition("@")
    try:
        mailbox.encode("ascii")
        return f"{mailbox}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise Stopped(Outcome.REFUSED, "bad_address") from None


def _short(error: Exception) -> str:
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):  # the library wraps what a read raised
        return "timeout"
    return "closed" if isinstance(error, smtplib.SMTPServerDisconnected) else "unreachable"


def _leave(server: smtplib.SMTP) -> None:
    """The conversation is over, politely when the other side still listens."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()
