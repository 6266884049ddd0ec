"""What Kardad asks of a messenger: send a code or a text, call with a code, and tell the truth about delivery."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """What became of a request to send."""

    ACCEPTED = "accepted"
    BLOCKED = "blocked"
    """The number is on the telecom blocklist: try the service route, or a call."""
    INVALID_INPUT = "invalid_input"
    """This mobile or text cannot be sent to anyone by anyone."""
    REJECTED = "rejected"
    """The vendor does not take this template, line or text: the operator must mend the settings."""
    UNSURE = "unsure"
    """The request may have been carried out and nobody could tell: sending again may send twice."""
    UNAVAILABLE = "unavailable"
    """Surely not sent; another messenger may be asked."""
    QUOTA = "quota"
    AUTH = "auth"
    UNSUPPORTED = "unsupported"


class Delivery(StrEnum):
    """Where a message is now."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    BLOCKED = "blocked"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Route(StrEnum):
    """SERVICE goes by an approved template and reaches blocked numbers; ORDINARY is the operator's own line."""

    SERVICE = "service"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Template:
    """A fixed text with `{names}` to fill; the line that lets a browser read a code (`@domain #{code}`) is its last.

    `approved` is the vendor's name or number of the same text, empty when it has none there;
    `tokens` says which of the vendor's words carries which of our names (`{"code": "token"}`).
    """

    text: str
    approved: str = ""
    tokens: Mapping[str, str] = field(default_factory=dict)

    def render(self, params: Mapping[str, str]) -> str:
        """The text with every name filled; raises KeyError for a name that is missing."""
        return self.text.format_map(dict(params))


@dataclass(frozen=True, slots=True)
class Filled:
    """A template by name with what goes into it."""

    template: str
    params: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What every request to send returns; only ACCEPTED carries a message id."""

    outcome: Outcome
    provider: str
    local_id: int
    message_id: str = ""
    delivery: Delivery = Delivery.UNKNOWN
    code: str = ""
    """The vendor's own code, or ours in lower case (`timeout`)."""
    cost: int | None = None
    """Rials charged, when the vendor tells them."""
    is_findable: bool = False
    """Whether `find` can later say what became of it: the local id went out with the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Where a message is, with the vendor's own code; UNKNOWN when the vendor could not be asked or does not know."""

    delivery: Delivery
    provider: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """What is left of the account, in rials; None unless the outcome is ACCEPTED."""

    outcome: Outcome
    provider: str
    rials: int | None = None
    code: str = ""


class Sms(Protocol):
    """A messenger. Mobiles are `09…` in ASCII digits; `local_id` is ours, unique per send, and never sent twice.

    No method raises for what the other side did, and no send is ever repeated by itself.
    A template name that the messenger was not given raises KeyError: that is a fault of ours.
    """

    name: str

    def send_code(self, mobile: str, code: str, *, template: str, route: Route, local_id: int) -> Sending:
        """Send a one-time code in the template's text."""

    def send_text(self, mobile: str, message: str | Filled, *, local_id: int) -> Sending:
        """Send a notice: a filled template by the service route where it is approved, anything else by the ordinary line."""

    def call_code(self, mobile: str, code: str, *, template: str, local_id: int) -> Sending:
        """Ring the mobile and read the code aloud."""

    def status(self, message_id: str) -> Report:
        """Where the message is now."""

    def find(self, local_id: int) -> Sending:
        """What became of an UNSURE send that `is_findable`: ACCEPTED, UNAVAILABLE (surely not sent), else still UNSURE."""

    def credit(self) -> Credit:
        """What is left of the account."""
