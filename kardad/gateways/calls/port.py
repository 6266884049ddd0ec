"""What Kardad asks of a telephone exchange: ring the expert, then the client, and tell neither the other's number."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

_REFERENCE = re.compile(r"[a-z0-9-]{1,40}")
_NUMBER = re.compile(r"0[0-9]{2,14}")


class Outcome(StrEnum):
    """What became of a request for a call."""

    PLACED = "placed"
    """The exchange rings the expert now, or did so already for this reference."""
    REFUSED = "refused"
    """The exchange does not take this call: the operator must mend the settings or the number."""
    UNAVAILABLE = "unavailable"
    """Surely nobody was rung."""
    UNSURE = "unsure"
    """Somebody may be ringing; asking again with the same reference rings nobody twice."""


class Stage(StrEnum):
    """Where a call is now."""

    RINGING = "ringing"
    """The expert is being rung."""
    OPEN = "open"
    """The expert has answered; the client is being rung or spoken with."""
    ENDED = "ended"
    """The exchange has no such call any more, or never had one."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """One call to place. `expert` and `client` are national numbers in ASCII digits (`09…`); `seconds` is the longest it may last.

    `reference` is ours, of small letters, digits and hyphens, given to no other call. Raises ValueError for any of these that is not so.
    """

    reference: str
    expert: str = field(repr=False)
    client: str = field(repr=False)
    seconds: int
    is_recorded: bool = False
    """Only when the client agreed to it before."""

    def __post_init__(self) -> None:
        if _REFERENCE.fullmatch(self.reference) is None:
            raise ValueError("a reference is at most 40 small letters, digits and hyphens")
        if _NUMBER.fullmatch(self.expert) is None or _NUMBER.fullmatch(self.client) is None:
            raise ValueError("a number to call is of digits and begins with 0")
        if self.seconds <= 0:
            raise ValueError("a call lasts over zero seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """What the exchange answered; `code` is its own word, for the operator."""

    outcome: Outcome
    provider: str
    code: str = ""


class Calls(Protocol):
    """An exchange. No method raises for what the other side did."""

    name: str

    def place(self, bridge: Bridge) -> Placing:
        """Ring the expert and, once he answers, the client; both see only the office's number."""

    def stage(self, reference: str) -> Stage:
        """Where the call of this reference is now."""
