"""The room of the local vendor server: it listens, finds the vendor, keeps the call, applies the test's rules, answers."""

import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.vendors import control
from tests.vendors.asterisk import Asterisk
from tests.vendors.exchange import Answer, Call, Callback, Message, Route, reply
from tests.vendors.finnotech import Finnotech
from tests.vendors.jibit import Jibit
from tests.vendors.kavenegar import Kavenegar
from tests.vendors.mellat import Mellat
from tests.vendors.saman import Saman
from tests.vendors.sana import SanaService
from tests.vendors.smsir import SmsIr
from tests.vendors.sso import Window
from tests.vendors.timestamp import TimeStamping
from tests.vendors.vendor import Vendor
from tests.vendors.world import Rule, World
from tests.vendors.zarinpal import Zarinpal
from tests.vendors.zibal import Zibal
from tests.vendors.zohal import Zohal

VENDORS: tuple[type[Vendor], ...] = (
    Finnotech,
    Jibit,
    Zohal,
    Kavenegar,
    SmsIr,
    Window,
    Zarinpal,
    Zibal,
    Saman,
    Mellat,
    Asterisk,
    TimeStamping,
    SanaService,
)
COMMON = {"status", "headers", "body", "delay_ms", "drop"}


class VendorServer:
    """All vendors on one free loopback port, and the test's hands on them."""

    def __init__(self, port: int = 0) -> None:
        self._http = _Http(("127.0.0.1", port), _Handler)
        self._http.vendors = self
        self._lock = threading.RLock()
        self.world = World()
        self.reset()

    @property
    def base(self) -> str:
        """The address under which every vendor has its folder."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def url(self, provider: str) -> str:
        """What stands for this vendor's scheme and host; the vendor's real paths follow it."""
        if provider not in self.vendors:
            raise control.ControlError(f"There is no vendor called {provider}.")
        return f"{self.base}/{provider}"

    def reset(self) -> None:
        """Forget rules, calls, messages, tokens and the clock."""
        with self._lock:
            self.world.ended.set()
            self.world = World()
            self.vendors = {kind.name: kind(self.world, f"{self.base}/{kind.name}") for kind in VENDORS}

    def rule(self, provider: str, operation: str, *, match: dict[str, Any] | None = None, times: int | None = None, **respond: Any) -> Rule:
        """Order an answer: `status`, `headers`, `body`, `delay_ms`, `drop`, or what the operation adds to these."""
        with self._lock:
            self._check_rule(provider, operation, respond)
            rule = Rule(next(self.world.numbers), provider, operation, match or {}, respond, times)
            self.world.rules.append(rule)
            return rule

    def _check_rule(self, provider: str, operation: str, respond: dict[str, Any]) -> None:
        vendor = self.vendors.get(provider)
        if vendor is None or operation not in {route.operation for route in vendor.routes}:
            raise control.ControlError(f"There is no operation {operation} at {provider}.")
        unknown = set(respond) - COMMON - vendor.extras.get(operation, set())
        if unknown or not respond:
            raise control.ControlError(f"A rule for {provider} {operation} cannot say {sorted(unknown) or 'nothing'}.")

    def calls(self, provider: str | None = None, operation: str | None = None) -> list[Call]:
        """The requests that came in, oldest first."""
        with self._lock:
            return [call for call in self.world.calls if provider in (None, call.provider) and operation in (None, call.operation)]

    def outbox(self, receptor: str | None = None) -> list[Message]:
        """The texts and voice calls that were taken for sending, oldest first; a receptor is written 09…"""
        with self._lock:
            return [message for message in self.world.outbox if receptor in (None, message.receptor)]

    def callbacks(self, provider: str | None = None) -> list[Callback]:
        """What payers were given to carry back to the merchant, oldest first."""
        with self._lock:
            return [callback for callback in self.world.callbacks if provider in (None, callback.provider)]

    def clock(self, now: Any) -> None:
        """Stop the vendors' clock at this aware moment (or ISO text); None lets it run with the computer's again."""
        with self._lock:
            self.world.frozen_at = control.moment(now)

    def answer(self, call: Call) -> tuple[Answer, Rule | None]:
        """The answer to a call, with the rule that shaped it; the call is kept whatever comes of it."""
        with self._lock:
            vendor = self.vendors[call.provider]
            route, methods = _route(vendor, call)
            self.world.calls.append(call)
            rule = self.world.rule_for(call)
            answer = self._spoken(vendor, route, methods, call, rule)
            call.status = None if rule and rule.respond.get("drop") else answer.status
            return answer, rule

    def _spoken(self, vendor: Vendor, route: Route | None, methods: bool, call: Call, rule: Rule | None) -> Answer:
        ordered = rule.respond if rule else {}
        # Dropped "after" means that the vendor did its work and only its answer was lost; plain drop means it never saw the call.
        if ordered.get("drop") is True or "status" in ordered or "body" in ordered:
            return _canned(ordered)
        if route is None:
            return vendor.wrong_method(call) if methods else vendor.not_found(call)
        vendor.ordered = ordered
        answer = route.answer(call)
        return Answer(answer.status, answer.body, {**answer.headers, **ordered.get("headers", {})})

    def start(self) -> Self:
        """The server, now answering."""
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def close(self) -> None:
        """Stop answering and give the port back."""
        self.world.ended.set()
        self._http.shutdown()
        self._http.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _canned(ordered: dict[str, Any]) -> Answer:
    body, status = ordered.get("body", ""), ordered.get("status", 200)
    headers = ordered.get("headers", {})
    if isinstance(body, str):
        return Answer(status, body.encode(), {"Content-Type": "text/html; charset=utf-8", **headers})
    return reply(body, status, headers)


def _route(vendor: Vendor, call: Call) -> tuple[Route | None, bool]:
    """The route of this call, and whether its path exists at all; the call learns its operation and path values."""
    known = False
    for route in vendor.routes:
        found = re.fullmatch(route.pattern, call.path)
        if not found:
            continue
        known = True
        read = route.reads(call) if route.reads else {}
        if read is None:
            continue
        call.operation, call.in_path = route.operation, found.groupdict() | read
        if call.method in route.methods:
            return route, True
    return None, known


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    vendors: VendorServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up before its answer is an ordinary thing here; anything else is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def do_GET(self) -> None:
        """Answer a GET."""
        self._handle()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._handle()

    def _handle(self) -> None:
        self.close_connection = True
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = raw.decode("utf-8", "replace")
        folder, _, path = parts.path.removeprefix("/").partition("/")
        if folder not in self.server.vendors.vendors:
            return self._send(control.answer(self.server.vendors, self.command, parts.path, query, body))
        world = self.server.vendors.world
        headers = {name.lower(): value for name, value in self.headers.items()}
        call = Call(folder, None, self.command, "/" + path, query, headers, body, world.now().isoformat(), raw=raw)
        answer, rule = self.server.vendors.answer(call)
        ordered = rule.respond if rule else {}
        if ordered.get("delay_ms"):
            world.ended.wait(ordered["delay_ms"] / 1000)
        if ordered.get("drop"):
            return None
        return self._send(answer)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *args: Any) -> None:
        """Nothing is printed: the calls are kept where tests can ask for them."""


def main() -> None:
    """Serve on a port of choice until interrupted, so that a page can be tried by hand against the vendors."""
    server = VendorServer(int(sys.argv[1]) if len(sys.argv) > 1 else 0).start()
    print(json.dumps({name: server.url(name) for name in server.vendors}, indent=2))
    threading.Event().wait()
