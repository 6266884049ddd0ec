"""Tests of the port `kardad.gateways.sms`."""
