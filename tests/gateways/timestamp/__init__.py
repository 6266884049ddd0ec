"""Tests of the port `kardad.gateways.timestamp`."""
