"""The room of a mail server on a loopback port, written plainly from RFC 5321 with STARTTLS (RFC 3207) and AUTH PLAIN (RFC 4954)."""

import base64
import datetime
import ipaddress
import socketserver
import ssl
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "kardad", "a-long-password"


class MailServer:
    """Takes letters; `said` overrides the reply to a command by its verb, `drops` ends the conversation at one."""

    def __init__(self, folder: Path, *, security: str = "starttls", needs_login: bool = False) -> None:
        self.certificate = _certificate(folder)
        self.security = security
        self.needs_login = needs_login
        self.letters: list[tuple[str, list[str], bytes]] = []
        self.commands: list[str] = []
        self.said: dict[str, str] = {}
        self.drops: set[str] = set()
        self.silent: set[str] = set()
        self.released = threading.Event()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation)
        self._server.daemon_threads = True
        self._server.mail = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def context(self) -> ssl.SSLContext:
        """Its side of TLS."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.certificate.with_suffix(".key"))
        return context

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Ended(Exception):
    """The conversation is over."""


class _Conversation(socketserver.StreamRequestHandler):
    """One client, from the greeting to QUIT."""

    def handle(self) -> None:
        self.mail: MailServer = self.server.mail  # type: ignore[attr-defined]
        self.is_encrypted = self.is_known = False
        self._forget()
        try:
            if self.mail.security == "tls":
                self._encrypt()
            self._say(self.mail.said.get("CONNECT", "220 mail.test ESMTP"))
            while line := self.rfile.readline(2000):
                self._hear(line.decode("ascii").rstrip("\r\n"))
        except (_Ended, OSError):
            pass
        finally:
            for one in (self.rfile, self.wfile, self.request):
                one.close()

    def _hear(self, line: str) -> None:
        verb, _, rest = line.partition(" ")
        verb = verb.upper()
        self.mail.commands.append(verb)
        if verb in self.mail.silent:
            self.mail.released.wait(5)
            raise _Ended
        if verb in self.mail.drops:
            raise _Ended
        if verb in self.mail.said:
            self._say(self.mail.said[verb])
            return
        answer = getattr(self, f"_{verb.lower()}", None)
        if answer is None:
            self._say("502 5.5.1 what is that")
        else:
            answer(rest)

    def _ehlo(self, _: str) -> None:
        offered = ["mail.test"]
        if self.mail.security == "starttls" and not self.is_encrypted:
            offered.append("STARTTLS")
        if self.is_encrypted or self.mail.security == "none":
            offered.append("AUTH PLAIN")
        offered.append("8BITMIME")
        for extension in offered[:-1]:
            self._say(f"250-{extension}")
        self._say(f"250 {offered[-1]}")

    def _starttls(self, _: str) -> None:
        if self.mail.security != "starttls" or self.is_encrypted:
            self._say("503 5.5.1 not now")
            return
        self._say("220 2.0.0 go ahead")
        self._encrypt()
        self._forget()

    def _auth(self, rest: str) -> None:
        kind, _, given = rest.partition(" ")
        expected = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()
        self.is_known = kind.upper() == "PLAIN" and given == expected
        self._say("235 2.7.0 welcome" if self.is_known else "535 5.7.8 wrong")

    def _mail(self, rest: str) -> None:
        if self.mail.needs_login and not self.is_known:
            self._say("530 5.7.0 log in first")
            return
        self.sender = _path(rest)
        self._say("250 2.1.0 ok")

    def _rcpt(self, rest: str) -> None:
        if not self.sender:
            self._say("503 5.5.1 MAIL first")
            return
        self.recipients.append(_path(rest))
        self._say("250 2.1.5 ok")

    def _data(self, _: str) -> None:
        if not self.recipients:
            self._say("503 5.5.1 RCPT first")
            return
        self._say("354 go on, end with a dot")
        taken = b""
        while (line := self.rfile.readline(2000)) != b".\r\n":
            if not line:
                raise _Ended
            taken += line[1:] if line.startswith(b".") else line
        if "LETTER" in self.mail.said:
            self._say(self.mail.said["LETTER"])
            return
        self.mail.letters.append((self.sender, self.recipients, taken))
        self._forget()
        if "LETTER" in self.mail.silent:
            self.mail.released.wait(5)
        if "LETTER" in self.mail.drops | self.mail.silent:
            raise _Ended
        self._say("250 2.0.0 taken")

    def _rset(self, _: str) -> None:
        self._forget()
        self._say("250 2.0.0 forgotten")

    def _quit(self, _: str) -> None:
        self._say("221 2.0.0 bye")
        raise _Ended

    def _forget(self) -> None:
        self.sender = ""
        self.recipients: list[str] = []

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _encrypt(self) -> None:
        self.rfile.close()
        self.wfile.close()
        self.request = self.mail.context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
        self.is_encrypted = True


def _path(rest: str) -> str:
    """The address between the angle brackets of MAIL and RCPT."""
    return rest[rest.index("<") + 1 : rest.index(">")]


def _certificate(folder: Path) -> Path:
    """A certificate of our own for 127.0.0.1, its key beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=3650))
        .not_valid_after(now + datetime.timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "mail.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    path.with_suffix(".key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path
