"""Tests of what somebody with bad intent would try."""
