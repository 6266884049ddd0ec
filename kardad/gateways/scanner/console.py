"""A scanner for `make run`: says on the console that no real scanner is there."""

import sys
from typing import TextIO

from kardad.gateways.scanner.memory import judge
from kardad.gateways.scanner.port import Verdict


class Console:
    """Finds the EICAR string and nothing else, and says so each time."""

    name = "console"

    def __init__(self, *, stream: TextIO | None = None) -> None:
        self._stream = stream

    def scan(self, data: bytes) -> Verdict:
        """Infected when the EICAR string is in the content."""
        verdict = judge(data)
        (self._stream or sys.stdout).write(f"[DEMO scanner, no virus data] {len(data)} bytes → {verdict}\n")
        return verdict
