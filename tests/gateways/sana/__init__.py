"""Tests of the port `kardad.gateways.sana`."""
