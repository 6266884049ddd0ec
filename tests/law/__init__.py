"""Tests of `kardad.law`."""
