"""What Kardad asks of a mail server: take one plain letter, and tell the truth about whether it was taken."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """What became of a letter."""

    ACCEPTED = "accepted"
    """The mail server has taken it and answers for it from here on; whether it was read nobody tells."""
    REFUSED = "refused"
    """There is no such mailbox, or it takes nothing: sending again is useless."""
    REJECTED = "rejected"
    """The server does not take our sender, or the way we come: the operator must mend the settings."""
    UNSURE = "unsure"
    """The letter had left us and no answer came: sending again may send twice."""
    UNAVAILABLE = "unavailable"
    """Surely not taken; it may be tried later."""
    AUTH = "auth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A letter in plain text to one address; `local_id` is ours, unique per letter."""

    to: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    local_id: int
    at: datetime
    """When it was written; aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What every request to send returns; only ACCEPTED and UNSURE carry a message id."""

    outcome: Outcome
    provider: str
    local_id: int
    message_id: str = ""
    code: str = ""
    """The server's own code (`250`, `5.1.1`), or ours in lower case (`timeout`)."""


class Mailer(Protocol):
    """A way for letters to leave. Nothing is raised for what the other side did, and nothing is repeated by itself."""

    name: str

    def send(self, mail: Mail) -> Sending:
        """The letter was offered once."""
