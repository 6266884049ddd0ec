"""The room of the local vendor server: real paths and envelopes on a loopback port, written from the protocol notes alone."""

from tests.vendors.server import VendorServer

__all__ = ["VendorServer"]
