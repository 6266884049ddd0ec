"""Several registries behind one: the next is asked when one cannot answer, and one that keeps failing is left alone."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kardad.gateways.registry.port import UNANSWERED, Answer, Operation, Outcome, Registry
from kardad.gateways.registry.relay import Relay, ask, plain

FAULTS = frozenset({Outcome.UNAVAILABLE, Outcome.QUOTA, Outcome.AUTH})
"""What opens the breaker; closed hours and missing operations are not faults."""


@dataclass(slots=True)
class _Circuit:
    faults: int = 0
    opened_at: float | None = None


class Breaker:
    """Counts faults in a row for each registry and operation: after `threshold` of them it lets one call through every `rest` seconds."""

    def __init__(self, *, threshold: int = 5, rest: float = 30.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._threshold = threshold
        self._rest = rest
        self._clock = clock
        self._circuits: dict[tuple[str, Operation], _Circuit] = {}
        self._lock = threading.Lock()

    def allows(self, name: str, operation: Operation) -> bool:
        """Whether the registry may be asked now; a call let through after a rest starts the next rest."""
        with self._lock:
            circuit = self._circuits.setdefault((name, operation), _Circuit())
            if circuit.opened_at is None:
                return True
            if self._clock() - circuit.opened_at < self._rest:
                return False
            circuit.opened_at = self._clock()
            return True

    def note(self, name: str, operation: Operation, outcome: Outcome) -> None:
        """The outcome is counted: a fault towards opening, anything else closes."""
        with self._lock:
            circuit = self._circuits.setdefault((name, operation), _Circuit())
            if outcome not in FAULTS:
                circuit.faults, circuit.opened_at = 0, None
                return
            circuit.faults += 1
            if circuit.faults >= self._threshold:
                circuit.opened_at = self._clock()


class Chain(Relay):
    """Asks its registries in order until one judges; `provider` of the answer says which did."""

    name = "chain"

    def __init__(self, registries: Sequence[Registry], *, breaker: Breaker | None = None) -> None:
        if not registries:
            raise ValueError("a chain needs at least one registry")
        self.registries = tuple(registries)
        self._breaker = breaker or Breaker()

    @property
    def offers(self) -> frozenset[Operation]:
        """What at least one of the registries offers."""
        return frozenset().union(*(registry.offers for registry in self.registries))

    @property
    def needs_name(self) -> bool:
        """Whether some registry of the chain can only compare a typed name: then the person is asked for it."""
        return any(registry.needs_name and Operation.IDENTITY in registry.offers for registry in self.registries)

    def _ask(self, operation: Operation, given: dict[str, Any], track_id: str) -> Answer:
        unanswered: list[Answer] = []
        for registry in self.registries:
            answer = self._one(registry, operation, given, track_id)
            if answer.outcome not in UNANSWERED:
                return answer
            unanswered.append(answer)
        return _best(unanswered)

    def _one(self, registry: Registry, operation: Operation, given: dict[str, Any], track_id: str) -> Answer:
        if operation not in registry.offers:
            return plain(operation, Outcome.UNSUPPORTED, provider=registry.name, track_id=track_id)
        if not self._breaker.allows(registry.name, operation):
            return plain(operation, Outcome.UNAVAILABLE, provider=registry.name, track_id=track_id, code="circuit_open")
        answer = ask(registry, operation, given, track_id)
        self._breaker.note(registry.name, operation, answer.outcome)
        return answer


def _best(unanswered: list[Answer]) -> Answer:
    """The answer that says most about when to ask again: closed hours, then any fault, then nothing offered."""
    for outcome in (Outcome.OUT_OF_HOURS, Outcome.UNAVAILABLE, Outcome.QUOTA, Outcome.AUTH):
        for answer in unanswered:
            if answer.outcome is outcome:
                return answer
    return unanswered[0]
