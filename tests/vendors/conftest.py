"""The room of the fixture that the vendor server's own tests share."""

from tests.vendors.fixtures import _running_vendor_server, vendor_server

__all__ = ["_running_vendor_server", "vendor_server"]
