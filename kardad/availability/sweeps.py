"""Every minute each part is looked at, from outside of any request."""

from datetime import datetime

import structlog

from kardad.availability import actions, probing
from kardad.availability.actions import comparing
from kardad.core import outside
from kardad.core.sweeps import sweep

log = structlog.get_logger()


@sweep(minutes=1)
def look(at: datetime) -> int:
    """Every part was looked at once in this minute, whoever else looks; one that raises does not stop the others."""
    return sum(_look(part, group, how, at) for part, group, how in probing.looks())


@sweep(minutes=60)
def prove(at: datetime) -> int:
    """Days that are over stand in the chains of proof, before the day's root is made over them."""
    return actions.prove(at=at)


@sweep(minutes=60 * 24)
def forget(at: datetime) -> int:
    """Old looks that folded into stretches are gone."""
    return actions.forget(at=at)


@sweep(minutes=60 * 24)
def compare(at: datetime) -> int:
    """Make work of what was seen and is not what was proven of it."""
    return comparing.look(at=at)


def _look(part: str, group: str, how: probing.Look, at: datetime) -> int:
    probe = actions.claim(part, group, at=at)
    if probe is None:
        return 0
    outside.ensure_no_transaction()
    try:
        finding = how(at)
        if finding is not None:
            actions.keep(probe, finding)
    except Exception:
        log.exception("part not looked at", part=part, group=group)
        return 0
    return 1
