"""What the tests of the desk start from."""

import pytest

from tests.desk import world


@pytest.fixture
def bureau(db):
    """A bureau whose managers give out the requests."""
    return world.open_bureau()


@pytest.fixture
def real_bureau(transactional_db):
    """The same where other connections see it."""
    return world.open_bureau()
