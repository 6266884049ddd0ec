"""The one way in which vendors are called over HTTP: short time-outs, few retries, nothing secret in a log."""

import hashlib
import json
import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

# httpx writes every address at INFO, and addresses carry keys and national codes here.
logging.getLogger("httpx").addFilter(lambda record: False)
logging.getLogger("httpcore").setLevel(logging.WARNING)

TIMEOUT = httpx.Timeout(10.0, connect=3.0)
"""Seconds: three to connect, ten for anything else (identity.md 4, Ports)."""


class CallError(Exception):
    """No answer came. `reached` is False when the request surely never left us."""

    def __init__(self, code: str, *, reached: bool) -> None:
        self.code = code
        self.reached = reached
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the HTTP status and the body; `data` is None when the body is not JSON."""

    status: int
    body: bytes = field(repr=False)
    data: Any = field(repr=False)
    content_type: str = ""
    location: str = field(default="", repr=False)
    """Where a redirect leads."""

    @property
    def digest(self) -> str:
        """SHA-256 of the body, hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def is_ok(self) -> bool:
        """Whether the HTTP status is a success."""
        return 200 <= self.status < 300

    def at(self, *path: str | int) -> Any:
        """The value under these keys and positions, or None where there is none."""
        return dig(self.data, *path)


def dig(data: Any, *path: str | int) -> Any:
    """The value under these keys and positions, or None where there is none."""
    for step in path:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


class Transport:
    """Calls one vendor; every failure of the network is a CallError, everything else a Reply."""

    RETRIES = 2

    def __init__(
        self,
        base_url: str,
        *,
        timeout: httpx.Timeout = TIMEOUT,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        wire: httpx.BaseTransport | None = None,
    ) -> None:
        """`wire` stands in for the network in tests."""
        self._client = httpx.Client(base_url=base_url.rstrip("/") + "/", timeout=timeout, follow_redirects=False, transport=wire)
        self._sleep = sleep
        self._jitter = jitter

    def get(self, path: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Reply:
        """The reply to a GET, asked again at most twice when no answer came."""
        return self._call("GET", path, {"params": params, "headers": headers}, tries=1 + self.RETRIES)

    def post(self, path: str, *, json: Any, headers: Mapping[str, str] | None = None) -> Reply:
        """The reply to an inquiry by POST, asked again at most twice when no answer came."""
        return self._call("POST", path, {"json": json, "headers": headers}, tries=1 + self.RETRIES)

    def post_form(self, path: str, *, data: Mapping[str, str]) -> Reply:
        """The reply to an inquiry by form, asked again at most twice when no answer came."""
        return self._call("POST", path, {"data": data}, tries=1 + self.RETRIES)

    def send(self, path: str, *, headers: Mapping[str, str] | None = None, **body: Any) -> Reply:
        """The reply to a POST that does something in the world (`json=` or `data=`): it is made once and never again."""
        return self._call("POST", path, {"headers": headers, **body}, tries=1)

    def close(self) -> None:
        """The connections are closed."""
        self._client.close()

    def get_once(self, path: str, *, params: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Reply:
        """The reply to a GET that does something in the world: it is made once and never again."""
        return self._call("GET", path, {"params": params, "headers": headers}, tries=1)

    def _call(self, method: str, path: str, request: dict[str, Any], *, tries: int) -> Reply:
        for attempt in range(1, tries + 1):
            try:
                response = self._client.request(method, path.lstrip("/"), **request)
            except httpx.TransportError as error:
                if attempt == tries:
                    # The cause's text may hold the address, and with it a key.
                    raise _unreachable(error) from None
                self._sleep((2 ** (attempt - 1)) * (0.25 + 0.25 * self._jitter()))
            except (httpx.RequestError, httpx.InvalidURL):
                raise CallError("garbled", reached=True) from None
            else:
                return _reply(response)
        raise AssertionError("unreachable: the last try returns or raises")


def _unreachable(error: httpx.TransportError) -> CallError:
    never_left = isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol))
    code = "timeout" if isinstance(error, httpx.TimeoutException) else "unreachable"
    return CallError(code, reached=not never_left)


def _reply(response: httpx.Response) -> Reply:
    try:
        data = json.loads(response.content)
    except ValueError:
        data = None
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    location = response.headers.get("location", "")
    return Reply(status=response.status_code, body=response.content, data=data, content_type=content_type, location=location)
