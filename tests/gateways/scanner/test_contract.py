"""One contract for every scanner, and ClamAV's daemon played by a few lines on a loopback port or a Unix socket."""

import io
import socket
import socketserver
import struct
import threading

import pytest

from kardad.gateways.scanner.clamd import Clamd
from kardad.gateways.scanner.console import Console
from kardad.gateways.scanner.memory import EICAR, Memory
from kardad.gateways.scanner.port import Clean, Infected, Unavailable

LIMIT = 100_000


class Conversation(socketserver.StreamRequestHandler):
    """One `INSTREAM` command as clamd hears it: chunks of length and bytes until a length of zero."""

    def handle(self) -> None:
        assert self.rfile.readline() == b"nINSTREAM\n"
        received = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            received += self.rfile.read(size)
        self.server.received.append(received)
        if self.server.silent.is_set():
            self.server.released.wait(5)
            return
        verdict = b"stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in received else b"stream: OK"
        self.wfile.write((self.server.saying or verdict) + b"\n")


class Daemon:
    """A scanning daemon; `saying` overrides its words, `silent` its speech."""

    def __init__(self, path: str = "") -> None:
        kind = socketserver.ThreadingUnixStreamServer if path else socketserver.ThreadingTCPServer
        self.server = kind(path or ("127.0.0.1", 0), Conversation)
        self.server.daemon_threads = True
        self.server.received, self.server.saying = [], b""
        self.server.silent, self.server.released = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def close(self) -> None:
        self.server.released.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def daemon():
    daemon = Daemon()
    yield daemon
    daemon.close()


@pytest.fixture
def clamd(daemon):
    host, port = daemon.server.server_address
    return Clamd(host=host, port=port, seconds=2.0, limit=LIMIT)


@pytest.fixture
def socket_daemon(tmp_path):
    daemon = Daemon(str(tmp_path / "clamd.sock"))
    yield daemon
    daemon.close()


@pytest.fixture(params=["memory", "console", "clamd", "clamd by socket"])
def scanner(request, clamd, socket_daemon):
    return {
        "memory": Memory(),
        "console": Console(stream=io.StringIO()),
        "clamd": clamd,
        "clamd by socket": Clamd(path=socket_daemon.server.server_address, seconds=2.0, limit=LIMIT),
    }[request.param]


@pytest.mark.parametrize("data", [b"", b"hello", b"\x00\x01" * 5000, "سلام".encode()])
def test_a_harmless_file_is_clean(scanner, data):
    assert scanner.scan(data) == Clean()


@pytest.mark.parametrize("data", [EICAR, b"x" * 5000 + EICAR])
def test_the_test_virus_is_found_by_name(scanner, data):
    verdict = scanner.scan(data)
    assert isinstance(verdict, Infected)
    assert "eicar" in verdict.name.lower()


def test_the_daemon_gets_every_byte(clamd, daemon):
    data = bytes(range(256)) * 390
    assert clamd.scan(data) == Clean()
    assert daemon.server.received == [data]


def test_a_file_over_the_limit_is_not_judged_and_not_sent(clamd, daemon):
    assert clamd.scan(b"x" * (LIMIT + 1)) == Unavailable("too_large")
    assert daemon.server.received == []


@pytest.mark.parametrize(
    ("saying", "reason"),
    [
        (b"INSTREAM size limit exceeded. ERROR", "too_large"),
        (b"stream: Can't allocate memory ERROR", "failed"),
        (b"what?", "failed"),
        (b"\xff\xfe", "failed"),
        (b" ", "failed"),
    ],
)
def test_a_daemon_that_gives_no_verdict_judges_nothing(clamd, daemon, saying, reason):
    daemon.server.saying = saying
    assert clamd.scan(b"hello") == Unavailable(reason)


def test_a_daemon_that_says_nothing_is_not_waited_for(daemon):
    daemon.server.silent.set()
    host, port = daemon.server.server_address
    assert Clamd(host=host, port=port, seconds=0.1).scan(b"hello") == Unavailable("unreachable")


def test_a_daemon_that_is_not_there_is_unavailable(tmp_path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert Clamd(port=port, seconds=0.5).scan(b"hello") == Unavailable("unreachable")
    assert Clamd(path=str(tmp_path / "none.sock"), seconds=0.5).scan(b"hello") == Unavailable("unreachable")


def test_the_memory_is_unavailable_when_it_is_told_to_be_and_counts_what_it_saw():
    scanner = Memory()
    scanner.is_down = True
    assert scanner.scan(b"abc") == Unavailable("unreachable")
    assert scanner.scanned == [3]


def test_the_console_says_that_it_is_no_real_scanner(capsys):
    Console().scan(b"abc")
    assert "[DEMO scanner, no virus data] 3 bytes" in capsys.readouterr().out
