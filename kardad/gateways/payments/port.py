"""What Kardad asks of a payment gateway: a way to the bank, and the truth about the money afterwards. Amounts are whole rials."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Literal, Protocol

from kardad.gateways.payments.outcomes import (
    Begun,
    Callback,
    Done,
    Inquiry,
    NotBegun,
    Undone,
    Verdict,
)

CAREFUL = timedelta(minutes=10)
"""How soon to verify where the vendor's document tells no clock: the shortest clock of any vendor (identity.md 0, finding 9)."""

_REFERENCE = re.compile(r"[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to pay: `reference` is ours, a number of at most 18 digits given to no other attempt, whatever became of that one.

    `callback_url` is where the payer comes back to; whoever knows it can call it, so it is unguessable and says nothing else.
    Raises ValueError for a reference that is no such number, TypeError or ValueError for an amount that is not whole rials over zero.
    """

    reference: str
    rials: int
    callback_url: str = field(repr=False)
    description: str = field(repr=False)
    """One sentence for the bank's page; no personal data."""
    mobile: str = field(default="", repr=False)
    """`09…` in ASCII digits: lets the payer's bank offer the cards saved under it; empty tells the bank nothing."""

    def __post_init__(self) -> None:
        _judge(self.reference, self.rials)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One begun payment as our own rows tell it; the amount is what was asked, never what a callback said."""

    reference: str
    rials: int
    authority: str = field(repr=False)
    """What `Begun` gave."""
    sale: str = field(default="", repr=False)
    """What a `Callback` gave; verifying asks for it where `terms.needs_sale`."""

    def __post_init__(self) -> None:
        _judge(self.reference, self.rials)


def _judge(reference: str, rials: int) -> None:
    if not isinstance(reference, str) or _REFERENCE.fullmatch(reference) is None:
        raise ValueError("a reference is a number of at most 18 digits, as text")
    if type(rials) is not int:
        raise TypeError("an amount is an int of rials")
    if rials <= 0:
        raise ValueError("an amount is over zero")


class Moment(StrEnum):
    """From when a clock of the bank runs."""

    PAYMENT = "payment"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The bank's clocks and habits as data, for whoever reconciles; None where its document does not tell."""

    returns_after: timedelta | None = None
    """The bank gives the money back when a payment is so old and not verified."""
    page_open_for: timedelta | None = None
    """How long the payer may take on the bank's page."""
    reverse_within: timedelta | None = None
    """How long a payment can be given back whole; see `reverse_from`."""
    reverse_from: Moment = Moment.PAYMENT
    needs_sale: bool = False
    """The bank knows a payment by what its callback told: without a callback there is nothing to ask about."""
    needs_settle: bool = False
    """A verified payment reaches our account only when it is settled as well."""
    can_inquire: bool = False
    can_reverse: bool = False
    least: int = 1
    most: int | None = None
    """Rials."""
    comes_back_by: Literal["GET", "POST"] = "GET"

    @property
    def verify_within(self) -> timedelta:
        """How old a payment may become before it must have been verified."""
        return self.returns_after or CAREFUL

    def bears(self, rials: int) -> bool:
        """Whether the gateway takes this amount."""
        return self.least <= rials and (self.most is None or rials <= self.most)


class PaymentGateway(Protocol):
    """A gateway. No method raises for what the other side did, and none guesses: whatever is not clear is Unknown, to be asked again.

    No method but `inquire` is ever repeated by itself. A repeated `verify` is safe at every gateway: it says `already`.
    After an Unknown use `asking.ask_again`, which inquires first where the bank can be inquired of.
    """

    name: str

    @property
    def terms(self) -> Terms:
        """The bank's clocks and habits."""

    @property
    def origin(self) -> str:
        """Scheme and host of the bank's page (`https://…`), for the rule that says where forms of ours may lead."""

    def begin(self, order: Order) -> Begun | NotBegun:
        """Announce a payment: where to send the payer, and the bank's name for it."""

    def read(self, params: Mapping[str, str], attempt: Attempt) -> Callback:
        """What a callback to this attempt's address claims; nothing is asked, and a claim never proves that money moved.

        `params` are its query or form fields. The same callback reads the same however often it comes.
        A FORGED one names another payment and changes nothing. Otherwise keep its `sale` and verify:
        an attempt whose first callback was no good can still be paid, and a later callback then names another sale.
        """

    def verify(self, attempt: Attempt) -> Verdict:
        """Take the money: Paid only when the bank says so for this attempt and for exactly these rials."""

    def inquire(self, attempt: Attempt) -> Inquiry:
        """Where the payment stands, changing nothing; UNKNOWN where `terms.can_inquire` is false."""

    def settle(self, attempt: Attempt) -> Done | Undone:
        """Have a verified payment sent to our account; Undone with UNSUPPORTED where the bank does so by itself."""

    def reverse(self, attempt: Attempt) -> Done | Undone:
        """Give a payment back whole within `terms.reverse_within`; UNSUPPORTED where `terms.can_reverse` is false."""
