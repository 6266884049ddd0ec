"""A service of papers for `make run`: nothing leaves the machine, and the console says what would have."""

import sys
from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime
from typing import TextIO

from kardad.gateways.sana.port import Handover, Paper
from kardad.gateways.sana.twin import Held, Twin


class Console(Twin):
    """Everyone but nobody has an account, and every paper arrives at once; give it a `shelf` that all processes share."""

    def __init__(
        self,
        *,
        shelf: MutableMapping[str, Held] | None = None,
        stream: TextIO | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(name="console", shelf=shelf, now=now)
        self._stream = stream

    def send(self, paper: Paper) -> Handover:
        """What the twin says, told on the console without the addressee."""
        handover = super().send(paper)
        stream = self._stream or sys.stdout
        stream.write(f"[DEMO SANA, nothing was sent] {paper.notice} {paper.key} → {handover.outcome.value} {handover.number}\n")
        stream.flush()
        return handover
