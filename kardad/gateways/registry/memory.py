"""A registry for tests: it knows the demo people, does as it is told, and remembers what it was asked."""

from dataclasses import dataclass, replace
from typing import Any

from kardad.gateways.registry import demo
from kardad.gateways.registry.book import Book
from kardad.gateways.registry.port import EVERYTHING, Answer, Operation, Outcome
from kardad.gateways.registry.relay import Relay, plain


@dataclass(frozen=True, slots=True)
class Call:
    """One question as it arrived; `given` are the arguments of `Registry` by name."""

    operation: Operation
    given: dict[str, Any]
    track_id: str


@dataclass(slots=True)
class _Rule:
    operation: Operation
    outcome: Outcome
    match: dict[str, Any]
    fields: dict[str, Any]
    left: int | None


class Memory(Relay):
    """Answers by the newest rule that fits, else from its book; `calls` holds every question in order."""

    def __init__(
        self,
        book: Book | None = None,
        *,
        name: str = "memory",
        offers: frozenset[Operation] = EVERYTHING,
        needs_name: bool = False,
    ) -> None:
        self.name = name
        self.offers = offers
        self.needs_name = needs_name
        self.book = book or demo.book()
        self.calls: list[Call] = []
        self._rules: list[_Rule] = []

    def rule(
        self,
        operation: Operation,
        outcome: Outcome,
        *,
        times: int | None = None,
        match: dict[str, Any] | None = None,
        **fields: Any,
    ) -> None:
        """Questions whose arguments hold `match` get this outcome and these fields, `times` times or always."""
        self._rules.insert(0, _Rule(operation, outcome, match or {}, fields, times))

    def reset(self) -> None:
        """No rule, no call; the book is as it was on the first day."""
        self.book = demo.book()
        self.calls.clear()
        self._rules.clear()

    def asked(self, operation: Operation) -> list[Call]:
        """The questions of one kind, in order."""
        return [call for call in self.calls if call.operation is operation]

    def _ask(self, operation: Operation, given: dict[str, Any], track_id: str) -> Answer:
        self.calls.append(Call(operation, given, track_id))
        unnamed = operation is Operation.IDENTITY and self.needs_name and given["name"] is None
        if operation not in self.offers or unnamed:
            return plain(operation, Outcome.UNSUPPORTED, provider=self.name, track_id=track_id)
        for rule in self._rules:
            if rule.operation is operation and rule.left != 0 and rule.match.items() <= given.items():
                if rule.left is not None:
                    rule.left -= 1
                told = plain(operation, rule.outcome, provider=self.name, track_id=track_id)
                return replace(told, **rule.fields)
        return self.book.answer(operation, given, provider=self.name, track_id=track_id)
