"""What tests of the calculators' pages share."""

from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup

from kardad.calc import actions
from kardad.law import instruments
from tests import factories

GIVEN = {"month": "1404-05", "children": "2", "overtime_hours": "10"}


@pytest.fixture
def read(client):
    """A page as a parsed document, after the right status."""

    def read(path, *, status=200):
        answer = client.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return BeautifulSoup(answer.content, "html.parser")

    return read


@pytest.fixture
def asked(read):
    """The page of a calculator that was asked this."""
    return lambda name, query="", status=200: read(f"/calculators/{name}/?{quote(query, safe='=&./-')}", status=status)


@pytest.fixture
def keep(now):
    """A payslip that a person keeps."""

    def keep(person, *, law=None, given=GIVEN, title="فیش مرداد"):
        facts = {"calculator": "payslip", "given": given, "title": title, "law": law or instruments.current()}
        return actions.keep(person, **facts, by=factories.actor(person), at=now)

    return keep
