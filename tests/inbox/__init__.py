"""Tests of the kartable."""
