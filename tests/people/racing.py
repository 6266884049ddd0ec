"""Presses in the same instant, for the tests of what only a lock keeps apart."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections


def at_once(deeds):
    """What each deed returned or raised, all begun at the same moment on connections of their own."""
    together = Barrier(len(deeds))

    def press(deed):
        together.wait()
        try:
            return deed()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(press, deeds))
