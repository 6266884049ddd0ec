"""Fixtures of the journeys."""

import pytest
from django.test import Client

from tests.journeys.walker import Walker


@pytest.fixture
def walker(db, client, sms, clock, no_captcha):
    """A visitor on 1404/09/01 at 10:00."""
    return Walker(client, sms)


@pytest.fixture
def another(db, sms, clock, no_captcha):
    """A second visitor with a session of his own."""
    return Walker(Client(), sms)


@pytest.fixture
def bureau(db, clock, no_captcha, sms, settings, monkeypatch):
    """A bureau on 1404/09/01 at 10:00, everybody logged in, with a card to transfer to and a bank."""
    from tests.journeys.bureau import OUR_CARD, Bureau, Window

    monkeypatch.setattr(Window, "clock", clock)
    settings.CARDS = [OUR_CARD]
    return Bureau()
