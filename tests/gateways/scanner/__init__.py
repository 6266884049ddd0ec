"""Tests of the port `kardad.gateways.scanner`."""
