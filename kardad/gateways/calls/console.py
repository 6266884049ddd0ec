"""An exchange for `make run`: says on the console whom it would have rung; nobody is called."""

import sys
from typing import TextIO

from kardad.gateways.calls.port import Bridge, Outcome, Placing, Stage


class Console:
    """Pretends that both answered; the numbers are shown with their middle hidden."""

    name = "console"

    def __init__(self, *, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._seen: set[str] = set()

    def place(self, bridge: Bridge) -> Placing:
        """PLACED, and a line on the console."""
        self._seen.add(bridge.reference)
        recorded = "recorded" if bridge.is_recorded else "not recorded"
        stream = self._stream or sys.stdout
        stream.write(f"[DEMO call, nobody is rung] {bridge.reference} {_hidden(bridge.expert)} ↔ {_hidden(bridge.client)}, {recorded}\n")
        stream.flush()
        return Placing(outcome=Outcome.PLACED, provider=self.name)

    def stage(self, reference: str) -> Stage:
        """OPEN for what this process placed, ENDED for everything else."""
        return Stage.OPEN if reference in self._seen else Stage.ENDED


def _hidden(number: str) -> str:
    return f"{number[:4]}***{number[-2:]}"
