"""Tests of the port `kardad.gateways.registry`."""
