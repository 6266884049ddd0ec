"""The crowd of the fault proof: threads that pay, a power that fails, and what survives it."""

import random
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

from django.db import connections

from kardad.billing.actions import payments, taking
from kardad.billing.actions.invoices import Buyer


class PowerCut(RuntimeError):
    """The machine stops here."""


def fields(way):
    """What the browser carries back."""
    return {key: values[0] for key, values in parse_qs(urlsplit(way.url).query).items()}


def buyer(person):
    """A person as a buyer."""
    return Buyer(person=person)


def survive(deed):
    """The deed, or nothing when the power was cut."""
    try:
        return deed()
    except PowerCut:
        return None


def run(deeds, *, threads):
    """Every deed on one of these threads, each with a connection of its own; the first fault that is no power cut is raised."""

    def one(deed):
        try:
            survive(deed)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, deeds))


def cut_power_at_random(monkeypatch, *, chance):
    """The machine stops between the bank's answer and our commit, and after the money was taken but before the commit."""
    dice, record, take = random.Random(7), payments._record, taking.take

    def cut_record(*args, **more):
        if dice.random() < chance:
            raise PowerCut
        return record(*args, **more)

    def cut_take(*args, **more):
        take(*args, **more)
        if dice.random() < chance:
            raise PowerCut

    monkeypatch.setattr(payments, "_record", cut_record)
    monkeypatch.setattr(taking, "take", cut_take)


def mend(monkeypatch, _record=payments._record, _take=taking.take):
    """The power is back for good."""
    monkeypatch.setattr(payments, "_record", _record)
    monkeypatch.setattr(taking, "take", _take)
