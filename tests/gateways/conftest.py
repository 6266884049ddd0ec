"""Fixtures of the gateways' tests: the local vendors, and lines to them that are closed afterwards."""

from collections.abc import Callable, Iterator
from datetime import datetime

import httpx
import pytest

from kardad.gateways.transport import Transport
from tests.vendors import VendorServer
from tests.vendors.fixtures import _running_vendor_server, vendor_server

__all__ = ["_running_vendor_server", "vendor_server"]

MOMENT = datetime.fromisoformat("2025-11-22T10:00:00+03:30")  # 1404/09/01
NIGHT = datetime.fromisoformat("2025-11-22T23:30:00+03:30")

FOLDERS = {"jibit": "/ide", "zohal": "/api/v0/services"}
"""What follows the host in a vendor's base address."""

Dial = Callable[..., Transport]


@pytest.fixture
def server(vendor_server: VendorServer) -> VendorServer:
    """The local vendors at ten in the morning of 1404/09/01 in Tehran."""
    vendor_server.clock(MOMENT)
    return vendor_server


@pytest.fixture
def dial() -> Iterator[Dial]:
    """A line to an address (or to a `wire` that stands for it) that never really waits between tries."""
    opened: list[Transport] = []

    def open_line(base_url: str = "https://vendor.invalid", **options: object) -> Transport:
        transport = Transport(base_url, **{"sleep": lambda _: None, "jitter": lambda: 0.0, **options})
        opened.append(transport)
        return transport

    yield open_line
    for transport in opened:
        transport.close()


@pytest.fixture
def line(server: VendorServer, dial: Dial) -> Callable[..., Transport]:
    """A line to one of the local vendors, by name."""
    return lambda provider, **options: dial(server.url(provider) + FOLDERS.get(provider, ""), **options)


def answering(*replies: tuple[int, object] | type[Exception], seen: list[httpx.Request] | None = None) -> httpx.MockTransport:
    """A wire that gives these replies (status and JSON, or an exception to raise) one after another, the last one for ever."""
    left = list(replies)

    def handle(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        reply = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(reply, tuple):
            return httpx.Response(reply[0], json=reply[1])
        raise reply("made to fail", request=request)

    return httpx.MockTransport(handle)
