"""Tests of the port `kardad.gateways.mail`."""
