"""Tests of the port `kardad.gateways.sso`."""
