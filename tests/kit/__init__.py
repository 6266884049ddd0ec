"""Tests of `kardad.kit`."""
