"""The room of what the local vendors remember between two resets: clock, rules, calls, messages and callbacks."""

import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from tests.vendors.exchange import Call, Callback, Message

TEHRAN = timezone(timedelta(hours=3, minutes=30))


@dataclass
class Rule:
    """An answer that a test has ordered in place of the vendor's own."""

    number: int
    provider: str
    operation: str
    match: dict[str, Any]
    respond: dict[str, Any]
    left: int | None

    def fits(self, call: Call) -> bool:
        """Whether this rule still applies, and to this call."""
        if self.left == 0 or (call.provider, call.operation) != (self.provider, self.operation):
            return False
        return all(_said(call.params.get(name), wanted) for name, wanted in self.match.items())


def _said(value: object, wanted: object) -> bool:
    if isinstance(value, list):
        return str(wanted) in [str(item) for item in value]
    return value is not None and str(value) == str(wanted)


@dataclass
class World:
    """Everything that a reset forgets."""

    frozen_at: datetime | None = None
    rules: list[Rule] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    outbox: list[Message] = field(default_factory=list)
    callbacks: list[Callback] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    # Set by a reset and when the server closes, so that no ordered delay outlives its test.
    ended: threading.Event = field(default_factory=threading.Event)

    def now(self) -> datetime:
        """The vendors' time in Tehran: the moment a test has set, else the computer's clock."""
        return (self.frozen_at or datetime.now(TEHRAN)).astimezone(TEHRAN)

    def is_quiet(self) -> bool:
        """Whether the services that sleep from 23 to 7 are asleep.

        Only a clock that a test has set can put them to sleep: a test run at midnight must not be another test."""
        return self.frozen_at is not None and not 7 <= self.now().hour < 23

    def rule_for(self, call: Call) -> Rule | None:
        """The oldest rule that fits the call, counted as used."""
        rule = next((rule for rule in self.rules if rule.fits(call)), None)
        if rule is not None:
            call.rule = rule.number
            if rule.left is not None:
                rule.left -= 1
        return rule

    def sent(self, message: Message) -> Message:
        """The message, now in the outbox."""
        self.outbox.append(message)
        return message

    def message(self, provider: str, message_id: int) -> Message | None:
        """The message that this vendor has numbered so."""
        return next((item for item in self.outbox if (item.provider, item.message_id) == (provider, message_id)), None)
