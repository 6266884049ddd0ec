"""A registry for `make run`: it knows the demo people only, and says on the console what it was asked."""

import sys
from typing import Any, TextIO

from kardad.gateways.registry import demo
from kardad.gateways.registry.book import Book
from kardad.gateways.registry.port import EVERYTHING, Answer, Operation
from kardad.gateways.registry.relay import Relay


class Console(Relay):
    """Answers for the demo people from memory; nobody outside is asked, and whoever else is typed is not found."""

    name = "console"
    offers = EVERYTHING
    needs_name = False

    def __init__(self, book: Book | None = None, *, stream: TextIO | None = None) -> None:
        self.book = book or demo.book()
        self._stream = stream

    def _ask(self, operation: Operation, given: dict[str, Any], track_id: str) -> Answer:
        answer = self.book.answer(operation, given, provider=self.name, track_id=track_id)
        # Values are left out: what newcomers type may be their own.
        line = f"[DEMO registry] {operation.value} → {answer.outcome.value} (track {track_id})"
        (self._stream or sys.stdout).write(f"{line}\n")
        return answer
