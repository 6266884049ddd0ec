"""What tests of the front door share."""

import pytest
from bs4 import BeautifulSoup

from kardad.portal import leaves


@pytest.fixture
def read(client):
    """A page as a parsed document, after the right status."""

    def read(path, *, status=200, **extra):
        response = client.get(path, **extra)
        assert response.status_code == status, path
        return BeautifulSoup(response.content, "html.parser")

    return read


@pytest.fixture(params=["authority", "bureau"])
def mode(request, settings):
    """Both kinds of operator, one after the other."""
    settings.OPERATOR = request.param
    return request.param


def paths():
    """The addresses of every public page of the portal."""
    return [leaf.path for leaf in (*leaves.pages().values(), *leaves.guides().values())]
