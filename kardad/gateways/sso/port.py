"""What Kardad asks of a house where a person logs in elsewhere: a way there, and proof of who came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kardad.kit.refusal import Refusal


class Denied(Refusal):
    """The person, or the provider for them, declined to log in."""

    code = "SSO_DENIED"
    status = 409
    message = "ورود از پنجره ملی انجام نشد. می‌توانید روش دیگری را برگزینید."


class Down(Refusal):
    """The provider could not be reached or failed; nothing was judged."""

    code = "SSO_DOWN"
    status = 503
    message = "پنجره ملی پاسخ نمی‌دهد. کمی بعد دوباره بیایید یا روش دیگری را برگزینید."


class Unproved(Refusal):
    """What came back does not prove who came: wrong state, or a token that is not what it must be. `why` says which check failed."""

    code = "SSO_UNPROVED"
    status = 409
    message = "پاسخ پنجره ملی تأیید نشد. ورود را از نو آغاز کنید."


class Misconfigured(Refusal):
    """The provider refused us, not the person: client, secret, address or scope."""

    code = "SSO_MISCONFIGURED"
    status = 503
    message = "اتصال به پنجره ملی برقرار نیست. روش دیگری را برگزینید."


@dataclass(frozen=True, slots=True)
class Pending:
    """What must be kept in the person's own session between leaving and coming back."""

    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)

    def as_dict(self) -> dict[str, str]:
        """The same as plain text values, for a session."""
        return {"state": self.state, "nonce": self.nonce, "verifier": self.verifier}


@dataclass(frozen=True, slots=True)
class Journey:
    """Where to send the person, and what to keep until they return."""

    url: str
    pending: Pending


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Who came back: proved by the provider's signature."""

    provider: str
    issuer: str
    subject: str = field(repr=False)
    national_code: str | None = field(repr=False)
    """Ten digits with a right checksum; None when the provider does not tell: then the registry must be asked."""
    issued_at: datetime
    first_name: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    mobile: str = field(default="", repr=False)
    assurance: str = ""
    """The provider's `acr` claim, empty when it gives none."""


class Sso(Protocol):
    """A provider of identities."""

    name: str

    def begin(self) -> Journey:
        """A fresh journey to the provider's log-in page."""

    def finish(self, pending: Pending | None, params: Mapping[str, str]) -> Proof:
        """Who came back with the query `params` of our redirect address.

        Raises Denied, Down, Unproved or Misconfigured. `pending` is None when the session has none: Unproved.
        """
