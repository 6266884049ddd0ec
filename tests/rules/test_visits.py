"""Every address is visited in a real browser by tests/browser/test_visits.py, or said to be no page."""

from tests.browser.visits import NOT_PAGES, VISITS
from tests.rules import reading


def test_every_page_has_its_visit():
    assert sorted(set(reading.addresses()) - set(VISITS) - set(NOT_PAGES)) == []


def test_every_visit_has_its_page():
    assert sorted((set(VISITS) | set(NOT_PAGES)) - set(reading.addresses())) == []


def test_no_address_is_both_a_page_and_none():
    assert sorted(set(VISITS) & set(NOT_PAGES)) == []
