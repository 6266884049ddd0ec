"""What the tests of money start from."""

import pytest

from tests.billing import world


@pytest.fixture
def shop(db):
    """A tariff, a seller and a rate."""
    world.open_shop()
    return world


@pytest.fixture
def real_shop(transactional_db):
    """The same where other connections see it."""
    world.open_shop()
    return world
