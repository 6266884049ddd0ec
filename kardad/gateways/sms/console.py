"""A messenger for `make run`: nothing leaves the machine, and every message is written on the console."""

import re
import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TextIO

from kardad.gateways.sms.port import Credit, Delivery, Outcome, Report, Sending, Template
from kardad.gateways.sms.twin import Message, Twin, usual


class Console(Twin):
    """Writes each message, clearly marked, and tells `on_message`; it remembers none.

    A message id carries its own delivery (`console-delivered-…`), so that any process can answer for it.
    """

    def __init__(
        self,
        templates: Mapping[str, Template],
        *,
        name: str = "console",
        stream: TextIO | None = None,
        on_message: Callable[[Message], None] | None = None,
    ) -> None:
        super().__init__(templates)
        self.name = name
        self._stream = stream
        self._on_message = on_message

    def status(self, message_id: str) -> Report:
        """DELIVERED, or what the demo mobile is known for; UNKNOWN for an id that is not ours."""
        found = re.fullmatch(rf"{re.escape(self.name)}-({'|'.join(Delivery)})-[0-9a-f]+", message_id)
        return Report(delivery=Delivery(found[1]) if found else Delivery.UNKNOWN, provider=self.name)

    def find(self, local_id: int) -> Sending:
        """UNAVAILABLE: a console that failed to write wrote nothing."""
        return Sending(outcome=Outcome.UNAVAILABLE, provider=self.name, local_id=local_id)

    def credit(self) -> Credit:
        """Nothing is charged, so there is no account."""
        return Credit(outcome=Outcome.UNSUPPORTED, provider=self.name)

    def _put(self, message: Message) -> Sending:
        delivery = usual(message)
        message = replace(message, message_id=f"{self.name}-{delivery.value}-{secrets.token_hex(6)}")
        ruler = "-" * 60
        stream = self._stream or sys.stdout
        stream.write(f"{ruler}\n[DEMO {message.kind}, nothing was sent] to {message.mobile}\n{message.text}\n{ruler}\n")
        stream.flush()
        if self._on_message is not None:
            self._on_message(message)
        return Sending(
            outcome=Outcome.ACCEPTED,
            provider=self.name,
            local_id=message.local_id,
            message_id=message.message_id,
            delivery=Delivery.QUEUED,
        )
