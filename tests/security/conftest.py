"""Fixtures of those who try to break in: visitors, each with a session of his own; a shop and a bureau to break into."""

from tests.billing.conftest import shop
from tests.desk.conftest import bureau
from tests.journeys.conftest import another, walker

__all__ = ["another", "bureau", "shop", "walker"]
