"""Fixtures of those who try to break in: visitors, each with a session of his own."""

from tests.journeys.conftest import another, walker

__all__ = ["another", "walker"]
