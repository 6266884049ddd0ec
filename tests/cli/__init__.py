"""Tests of the `kardad` command line."""
