"""The room of the fixture that lends the local vendors to any test; load it with `pytest_plugins`."""

from collections.abc import Iterator

import pytest

from tests.vendors.server import VendorServer


@pytest.fixture(scope="session")
def _running_vendor_server() -> Iterator[VendorServer]:
    with VendorServer() as server:
        yield server


@pytest.fixture
def vendor_server(_running_vendor_server: VendorServer) -> VendorServer:
    """The session's vendor server, as fresh as if it had just started."""
    _running_vendor_server.reset()
    return _running_vendor_server
