"""Who sits at a counter and what lies before him, for every test of counters."""

import pytest

from tests.people import desks


@pytest.fixture
def officer(make):
    """An officer in an office of his own."""
    return desks.officer(make)


@pytest.fixture
def other(make):
    """An officer of another office."""
    return desks.officer(make, make.office(name="دفتر پیشخوان نارمک"))


@pytest.fixture
def found(db, now):
    """A worker's ticket that no second officer looks at."""
    return desks.ticket(desks.KARIMI, at=now)


@pytest.fixture
def at_desk(client, officer):
    """The officer's browser."""
    client.force_login(officer)
    return client
