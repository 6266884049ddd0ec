"""Arithmetic of what is known of an interval: up, down, or not known; where two accounts differ, the worse counts. Knows no Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise


class State(StrEnum):
    """What is known of a moment."""

    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"
    """Nobody looked: never taken for up."""


@dataclass(frozen=True, slots=True)
class Span:
    """A state from `began` until `ended`, which is not in it."""

    began: datetime
    ended: datetime
    state: State

    @property
    def lasting(self) -> timedelta:
        """How long it lasted."""
        return self.ended - self.began

    @property
    def seconds(self) -> int:
        """The same in whole seconds."""
        return int(self.lasting.total_seconds())


def picture(known: Iterable[Span], since: datetime, until: datetime) -> list[Span]:
    """The interval without a hole, in order: what is known of it, the worse of two where they overlap, and UNKNOWN between."""
    edges: list[tuple[datetime, State, int]] = [(since, State.UNKNOWN, 0), (until, State.UNKNOWN, 0)]
    for span in known:
        began, ended = max(span.began, since), min(span.ended, until)
        if began < ended:
            edges += [(began, span.state, 1), (ended, span.state, -1)]
    edges.sort(key=lambda edge: edge[0])
    found: list[Span] = []
    open_ones = {State.UP: 0, State.DOWN: 0, State.UNKNOWN: 0}
    for (at, state, step), (until_next, _, _) in pairwise(edges):
        open_ones[state] += step
        if at < until_next:
            _add(found, Span(at, until_next, _worst(open_ones)))
    return found


def totals(spans: Iterable[Span]) -> dict[State, int]:
    """Whole seconds by state."""
    found = dict.fromkeys(State, 0)
    for span in spans:
        found[span.state] += span.seconds
    return found


def _worst(open_ones: dict[State, int]) -> State:
    if open_ones[State.DOWN]:
        return State.DOWN
    return State.UP if open_ones[State.UP] else State.UNKNOWN


def _add(found: list[Span], span: Span) -> None:
    if found and found[-1].state is span.state and found[-1].ended == span.began:
        found[-1] = Span(found[-1].began, span.ended, span.state)
    else:
        found.append(span)
