"""What a payment gateway answers, by type; each answer keeps the bank's own code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal


class Reason(StrEnum):
    """Why a payment is not paid, from a bank that clearly says so."""

    CANCELLED = "cancelled"
    INSUFFICIENT = "insufficient"
    CARD = "card"
    """The card, its password or one of its limits was refused."""
    UNPAID = "unpaid"
    """Nothing was paid so far."""
    FAILED = "failed"
    NOT_FOUND = "not_found"
    EXPIRED = "expired"
    """Too late to be verified: what was paid goes back to the payer."""
    REVERSED = "reversed"
    """The money went back, or is on its way."""


FINAL = frozenset({Reason.NOT_FOUND, Reason.EXPIRED, Reason.REVERSED})
"""After these the bank never says paid; after the others a payer who is still on its page may pay yet."""


class Trouble(StrEnum):
    """Why nothing can be said, or was done."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    BUSY = "busy"
    """The bank has trouble of its own, or was asked too often."""
    GARBLED = "garbled"
    """The answer is not what the document promises."""
    UNHEARD = "unheard"
    """The answer carries a code that the document does not know."""
    UNPROVED = "unproved"
    """The bank says yes, and not to what: amount, terminal or number are missing or not ours. A person must look."""
    SETTINGS = "settings"
    """The bank refused us, not the payer: the operator must mend contract, address or registration."""
    WAITING = "waiting"
    """The payer is still at the bank."""
    NO_SALE = "no_sale"
    """No callback has told the sale yet, and this bank can be asked about nothing else."""
    AMOUNT = "amount"
    """Less or more than the gateway takes."""
    DUPLICATE = "duplicate"
    """Our reference was used before."""
    PAYER = "payer"
    """The bank takes no payment from this person as described."""
    NOT_FOUND = "not_found"
    TOO_LATE = "too_late"
    REFUSED = "refused"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Way:
    """How to send a payer to `url`: a redirect for GET, a form with these fields and a button for POST."""

    method: Literal["GET", "POST"]
    url: str = field(repr=False)
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    needs_referrer: bool = False
    """The bank turns away who does not come from our registered domain: serve the page with `Referrer-Policy: strict-origin`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The payment is announced; `authority` is unique at the gateway."""

    provider: str
    authority: str = field(repr=False)
    way: Way
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotBegun:
    """No payer may be sent. Nothing was paid; another try takes a new reference."""

    provider: str
    trouble: Trouble
    code: str = ""


class Claim(StrEnum):
    """What a callback says of itself."""

    PAID = "paid"
    NOT_PAID = "not_paid"
    FORGED = "forged"
    """It lacks what every callback carries, or names another payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A hint from the payer's browser; only `verify` knows."""

    provider: str
    claim: Claim
    code: str = ""
    reason: Reason | None = None
    """Set exactly when the claim is NOT_PAID."""
    sale: str = field(default="", repr=False)
    card: str = field(default="", repr=False)
    """Masked; empty when not told."""
    wrong: str = ""
    """The field that makes it FORGED."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """The bank took exactly the rials that were asked and holds them for us."""

    provider: str
    code: str
    rials: int
    reference: str
    """The bank's own number of this payment, never given to another: keep it unique, and show it to the payer."""
    already: bool = False
    """The bank had said so before."""
    trace: str = ""
    rrn: str = ""
    """The number by which card networks find a payment."""
    card: str = field(default="", repr=False)
    """Masked; empty when the bank tells it by callback only, or not at all."""
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """Another amount was paid than was asked: it fulfils nothing. Give it back if `is_taken`; else it goes back by itself."""

    provider: str
    code: str
    is_taken: bool
    rials: int | None = None
    """What was paid, where the bank tells."""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPaid:
    """The bank clearly says that this payment is not paid."""

    provider: str
    code: str
    reason: Reason

    @property
    def is_final(self) -> bool:
        """Whether the bank will never say otherwise."""
        return self.reason in FINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Nobody can say: money may or may not have moved. Ask again."""

    provider: str
    trouble: Trouble
    code: str = ""


Verdict = Paid | Differs | NotPaid | Unknown


class Standing(StrEnum):
    """Where a payment stands at the bank."""

    WAITING = "waiting"
    HELD = "held"
    """Paid and not verified: verify now."""
    VERIFIED = "verified"
    NOT_PAID = "not_paid"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """Where a payment stands; `reason` is set for NOT_PAID, `trouble` for UNKNOWN."""

    provider: str
    standing: Standing
    code: str = ""
    reason: Reason | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Settled or reversed, as was asked."""

    provider: str
    code: str
    already: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """Not settled or reversed as far as anyone knows; `may_be_done` when the answer was lost: ask again."""

    provider: str
    trouble: Trouble
    code: str = ""
    may_be_done: bool = False
