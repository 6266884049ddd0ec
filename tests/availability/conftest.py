"""A small site that answers as a test wants, and a clock that a test moves."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kardad.availability import sweeps

MINUTE = timedelta(minutes=1)


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        """As a site in order, or as the test says."""
        self.server.asked.append((self.path, self.headers.get("Cookie", "")))
        status, headers, body = self.server.says.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Nothing is printed."""


class Site:
    """The outside of the site, in order until `break_`."""

    def __init__(self, server):
        self.server = server
        self.mend()

    def mend(self):
        self.server.says = {"/login/": (200, {}, b"<form>"), "/panel/": (302, {"Location": "/login/?next=/panel/"}, b"")}

    def break_(self, path="/login/", status=502, body=b"bad gateway"):
        self.server.says[path] = (status, {}, body)


@pytest.fixture(scope="session")
def _listening():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(_listening, settings):
    """The site that is looked at."""
    settings.PROBE_URL = f"http://127.0.0.1:{_listening.server_address[1]}"
    _listening.asked = []
    return Site(_listening)


@pytest.fixture
def look(db, site, now):
    """Look for so many minutes from the moment `begin` minutes after NOW."""

    def look(minutes, *, begin=0):
        return [sweeps.look(now + MINUTE * (begin + step)) for step in range(minutes)]

    return look
