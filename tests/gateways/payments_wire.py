"""The room of a bank at the end of a wire: answers as a test says, and keeps what it was asked."""

import json
from dataclasses import dataclass, field
from typing import Any

import httpx

from kardad.gateways.payments.outcomes import Trouble, Unknown
from kardad.gateways.payments.port import Attempt
from tests.gateways.payments_bench import RIALS

SALE = "GmshtyjwKSu+lKOLquYrzO9BqjUMb/TPUK0qak/iVs"


@dataclass
class Wire:
    """Gives these replies one after another, the last one for ever: an exception, a status and a body, or a body alone."""

    replies: list[Any]
    seen: list[httpx.Request] = field(default_factory=list)

    def transport(self) -> httpx.MockTransport:
        """What stands for the network."""
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, type):
            raise reply("made to fail", request=request)
        status, body = reply if isinstance(reply, tuple) else (200, reply)
        return httpx.Response(status, content=body if isinstance(body, bytes) else json.dumps(body).encode())

    @property
    def asked(self) -> list[tuple[str, str, Any]]:
        """Method, path and JSON of each question."""
        return [(one.method, one.url.path, json.loads(one.content)) for one in self.seen]


def open_attempt(authority: str, sale: str = SALE, rials: int = RIALS) -> Attempt:
    """The attempt of these tests."""
    return Attempt(reference="1001", rials=rials, authority=authority, sale=sale)


# What no bank's answer may turn into a verdict: the network, a proxy's page, and bodies that are not what they should be.
SILENCES = [
    (httpx.ReadTimeout, Trouble.TIMEOUT),
    (httpx.ConnectTimeout, Trouble.TIMEOUT),
    (httpx.ConnectError, Trouble.UNREACHABLE),
    (httpx.RemoteProtocolError, Trouble.UNREACHABLE),
    ((200, b"<html>"), Trouble.GARBLED),
    ((200, b""), Trouble.GARBLED),
    ((200, b"[]"), Trouble.GARBLED),
    ((200, b"null"), Trouble.GARBLED),
    ((302, b""), Trouble.GARBLED),
    ((403, b"<html>"), Trouble.SETTINGS),
    ((429, b""), Trouble.BUSY),
    ((500, b"<html>"), Trouble.BUSY),
    ((504, b""), Trouble.BUSY),
]


def silent(verdict: Any, trouble: Trouble, provider: str) -> bool:
    """Whether this is Unknown for exactly that trouble."""
    return isinstance(verdict, Unknown) and (verdict.trouble, verdict.provider) == (trouble, provider)
