"""Tests of the outside world: one contract for every twin and vendor of a port, and each vendor's own ways."""
