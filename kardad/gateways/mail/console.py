"""A mail server for `make run`: nothing leaves the machine, and every letter is written on the console."""

import secrets
import sys
from collections.abc import Callable
from typing import TextIO

from kardad.gateways.mail.port import Mail, Outcome, Sending


class Console:
    """Writes each letter, clearly marked, and tells `on_mail`; it remembers none."""

    name = "console"

    def __init__(self, *, stream: TextIO | None = None, on_mail: Callable[[Mail], None] | None = None) -> None:
        self._stream = stream
        self._on_mail = on_mail

    def send(self, mail: Mail) -> Sending:
        """ACCEPTED, after it was written."""
        ruler = "-" * 60
        stream = self._stream or sys.stdout
        stream.write(f"{ruler}\n[DEMO mail, nothing was sent] to {mail.to}\n{mail.subject}\n\n{mail.body}\n{ruler}\n")
        stream.flush()
        if self._on_mail is not None:
            self._on_mail(mail)
        message_id = f"{self.name}-{secrets.token_hex(6)}"
        return Sending(outcome=Outcome.ACCEPTED, provider=self.name, local_id=mail.local_id, message_id=message_id)
