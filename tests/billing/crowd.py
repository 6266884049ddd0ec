"""The crowd of the fault proof: threads that do their deeds at once, a power that fails, and a watch that sees them wait for each other."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit

from django.db import connection, connections

from kardad.billing.actions import ledger, payments, reversing
from kardad.billing.actions.invoices import Buyer
from kardad.kit.refusal import Refusal
from tests.people.racing import at_once

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


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


def together(*deeds):
    """What came of deeds begun in the same instant, without those that were refused or cut; any other fault is raised."""
    results = at_once(deeds) if deeds else []
    for one in results:
        if isinstance(one, Exception) and not isinstance(one, Refusal | PowerCut):
            raise one
    return [one for one in results if not isinstance(one, Exception)]


def run(deeds, *, threads):
    """Every deed on one of these threads, each with a connection of its own; the first fault that is no power cut is raised."""

    def one(deed):
        try:
            survive(deed)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, deeds))


@contextmanager
def watched():
    """How often somebody was seen waiting for another's lock in the database, as a list that grows meanwhile."""
    seen, over = [], Event()

    def look():
        try:
            while not over.is_set():
                with connection.cursor() as cursor:
                    cursor.execute(WAITING)
                    if waiting := cursor.fetchone()[0]:
                        seen.append(waiting)
                time.sleep(0.02)
        finally:
            connections.close_all()

    watch = Thread(target=look)
    watch.start()
    try:
        yield seen
    finally:
        over.set()
        watch.join()


# Where the machine may stop: the bank has answered and we have not written it, the money is in the ledger and not committed,
# or it is committed and nobody was told.
CUTS = [(payments, "_record", 0.04, 0.02), (reversing, "_record", 0.1, 0.05), (ledger, "post", 0, 0.03)]


def cut_power_at_random(patch, dice):
    """The machine stops before or after these, so often as CUTS says."""
    for room, name, before, after in CUTS:
        patch.setattr(room, name, _cut(getattr(room, name), before, after, dice))


def _cut(deed, before, after, dice):
    def cut(*args, **more):
        if dice.random() < before:
            raise PowerCut
        done = deed(*args, **more)
        if dice.random() < after:
            raise PowerCut
        return done

    return cut


def dice(seed):
    """Chances that are the same every time, as far as threads allow."""
    return random.Random(seed)
