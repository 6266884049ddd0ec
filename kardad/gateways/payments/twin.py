"""What the gateways that move no money share: a bank of our own, whose page is pressed by a newcomer or by a test."""

import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from threading import RLock
from typing import TypeVar
from urllib.parse import urlencode

from kardad.gateways.payments.outcomes import (
    Begun,
    Callback,
    Claim,
    Differs,
    Done,
    Inquiry,
    NotBegun,
    NotPaid,
    Paid,
    Reason,
    Standing,
    Trouble,
    Undone,
    Unknown,
    Verdict,
    Way,
)
from kardad.gateways.payments.port import Attempt, Moment, Order, Terms
from kardad.gateways.payments.reading import not_paid, unclear

DEMO_TERMS = Terms(
    returns_after=timedelta(minutes=20),
    page_open_for=timedelta(minutes=20),
    reverse_within=timedelta(hours=3),
    reverse_from=Moment.VERIFY,
    can_inquire=True,
    can_reverse=True,
)
CARD = "999999******1234"


class Button(StrEnum):
    """What a payer can press on the bank's page."""

    PAY = "pay"
    CANCEL = "cancel"
    INSUFFICIENT = "insufficient"
    """Tries to pay from an account that holds too little."""
    TIMEOUT = "timeout"
    """Lets the time of the page run out."""


class State(StrEnum):
    """Where a bill stands."""

    OPEN = "open"
    CANCELLED = "cancelled"
    INSUFFICIENT = "insufficient"
    TIMEOUT = "timeout"
    PAID = "paid"
    VERIFIED = "verified"
    SETTLED = "settled"
    REVERSED = "reversed"


PRESSED = {
    Button.PAY: State.PAID,
    Button.CANCEL: State.CANCELLED,
    Button.INSUFFICIENT: State.INSUFFICIENT,
    Button.TIMEOUT: State.TIMEOUT,
}
REASONS = {
    State.OPEN: Reason.UNPAID,
    State.CANCELLED: Reason.CANCELLED,
    State.INSUFFICIENT: Reason.INSUFFICIENT,
    State.TIMEOUT: Reason.FAILED,
    State.REVERSED: Reason.REVERSED,
}
TAKEN = (State.VERIFIED, State.SETTLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """One payment in the bank's own book."""

    authority: str = field(repr=False)
    reference: str
    rials: int
    callback_url: str = field(repr=False)
    description: str = field(repr=False)
    begun_at: datetime
    state: State = State.OPEN
    sale: str = field(default="", repr=False)
    number: str = ""
    paid_at: datetime | None = None
    verified_at: datetime | None = None


T = TypeVar("T")
Shelf = MutableMapping[str, Bill]
"""Where bills lie: a dict, or a mapping that several processes share."""


class Twin(ABC):
    """A bank in a mapping: it keeps its clocks, says yes once and `already` afterwards, and gives unverified money back."""

    def __init__(
        self, name: str, terms: Terms, *, page_url: str, shelf: Shelf | None = None, now: Callable[[], datetime] | None = None
    ) -> None:
        self.name = name
        self._terms = terms
        self._page_url = page_url
        self._shelf: Shelf = {} if shelf is None else shelf
        self._now = now or (lambda: datetime.now(UTC))
        self._lock = RLock()

    @property
    def terms(self) -> Terms:
        """The clocks and habits that this bank was given."""
        return self._terms

    @property
    def origin(self) -> str:
        """Scheme and host of the page."""
        scheme, _, rest = self._page_url.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}"

    @abstractmethod
    def _run(self, deed: str, reference: str, act: Callable[[], T], lost: Callable[[Trouble], T]) -> T:
        """What comes of a deed: `act` does it, `lost` makes the answer of a bank that does not answer."""

    def bill(self, authority: str) -> Bill | None:
        """What the page shows; None for an authority that was never given."""
        with self._lock:
            found = self._shelf.get(authority)
            return self._aged(found) if found is not None else None

    def press(self, authority: str, button: Button) -> Way:
        """The payer's way back after this button; KeyError for an unknown authority.

        The first button counts: pressed again, the page sends the payer back with the same fields.
        """
        with self._lock:
            bill = self.bill(authority)
            if bill is None:
                raise KeyError(authority)
            if bill.state is State.OPEN:
                bill = self._pressed(bill, button)
            return self._way_back(bill)

    def begin(self, order: Order) -> Begun | NotBegun:
        """An authority and the way to the page, see `PaymentGateway`."""
        return self._run("begin", order.reference, lambda: self._begun(order), self._not_begun)

    def read(self, params: Mapping[str, str], attempt: Attempt) -> Callback:
        """`authority` and `reference` must be ours, see `PaymentGateway`."""
        ours = {"authority": attempt.authority, "reference": attempt.reference}
        wrong = next((name for name, value in ours.items() if params.get(name) != value), "")
        status, sale = params.get("status", ""), params.get("sale", "")
        if not wrong and status not in {*REASONS, State.PAID}:
            wrong = "status"
        if not wrong and status == State.PAID and self._terms.needs_sale and not sale:
            wrong = "sale"
        if wrong:
            return Callback(provider=self.name, claim=Claim.FORGED, wrong=wrong)
        if status == State.PAID:
            return Callback(provider=self.name, claim=Claim.PAID, code=status, sale=sale, card=CARD)
        return Callback(provider=self.name, claim=Claim.NOT_PAID, code=status, reason=REASONS[State(status)])

    def verify(self, attempt: Attempt) -> Verdict:
        """Paid the first time and `already` ever after, see `PaymentGateway`."""
        return self._run("verify", attempt.reference, lambda: self._verdict(attempt), self._unknown)

    def inquire(self, attempt: Attempt) -> Inquiry:
        """Where it stands, see `PaymentGateway`."""
        return self._run("inquire", attempt.reference, lambda: self._standing(attempt), lambda trouble: unclear(self.name, "", trouble))

    def settle(self, attempt: Attempt) -> Done | Undone:
        """Sent to our account, where the terms ask for it."""
        return self._run("settle", attempt.reference, lambda: self._settled(attempt), self._undone_perhaps)

    def reverse(self, attempt: Attempt) -> Done | Undone:
        """Given back, where and as long as the terms allow it."""
        return self._run("reverse", attempt.reference, lambda: self._reversed(attempt), self._undone_perhaps)

    def _begun(self, order: Order) -> Begun | NotBegun:
        with self._lock:
            if not self._terms.bears(order.rials):
                return self._not_begun(Trouble.AMOUNT)
            if f"reference-{order.reference}" in self._shelf:
                return self._not_begun(Trouble.DUPLICATE)
            bill = Bill(
                authority=secrets.token_urlsafe(18),
                reference=order.reference,
                rials=order.rials,
                callback_url=order.callback_url,
                description=order.description,
                begun_at=self._now(),
            )
            self._shelf[f"reference-{order.reference}"] = self._shelf[bill.authority] = bill
        way = Way("GET", f"{self._page_url}?{urlencode({'authority': bill.authority})}")
        return Begun(provider=self.name, authority=bill.authority, way=way, code=bill.state.value)

    def _pressed(self, bill: Bill, button: Button) -> Bill:
        bill = replace(bill, state=PRESSED[button])
        if bill.state is State.PAID:
            number = str(10**11 + secrets.randbelow(9 * 10**11))
            bill = replace(bill, number=number, sale=secrets.token_urlsafe(12), paid_at=self._now())
        self._shelf[bill.authority] = bill
        return bill

    def _way_back(self, bill: Bill) -> Way:
        status = State.PAID if bill.paid_at is not None else bill.state
        fields = {"authority": bill.authority, "reference": bill.reference, "status": status.value}
        if self._terms.needs_sale and bill.sale:
            fields["sale"] = bill.sale
        if self._terms.comes_back_by == "POST":
            return Way("POST", bill.callback_url, fields)
        return Way("GET", f"{bill.callback_url}{'&' if '?' in bill.callback_url else '?'}{urlencode(fields)}")

    def _aged(self, bill: Bill) -> Bill:
        """The bill after its clocks: a page that closed, money that went back."""
        now, terms = self._now(), self._terms
        if bill.state is State.OPEN and terms.page_open_for is not None and now - bill.begun_at > terms.page_open_for:
            aged = replace(bill, state=State.TIMEOUT)
        elif bill.state is State.PAID and terms.returns_after is not None and now - (bill.paid_at or now) > terms.returns_after:
            aged = replace(bill, state=State.REVERSED)
        else:
            return bill
        self._shelf[bill.authority] = aged
        return aged

    def _found(self, attempt: Attempt) -> Bill | Trouble:
        """The bill of this attempt, NO_SALE when it cannot be named, or NOT_FOUND."""
        if self._terms.needs_sale and not attempt.sale:
            return Trouble.NO_SALE
        bill = self.bill(attempt.authority)
        if bill is None or bill.reference != attempt.reference or (self._terms.needs_sale and bill.sale != attempt.sale):
            return Trouble.NOT_FOUND
        return bill

    def _verdict(self, attempt: Attempt) -> Verdict:
        with self._lock:
            bill = self._found(attempt)
            if isinstance(bill, Trouble):
                return self._unknown(bill) if bill is Trouble.NO_SALE else self._not_paid(Reason.NOT_FOUND, bill.value)
            if bill.state in REASONS:
                return self._not_paid(REASONS[bill.state], bill.state.value)
            already = bill.state in TAKEN
            if bill.rials != attempt.rials:
                return Differs(provider=self.name, code=bill.state.value, is_taken=already, rials=bill.rials, reference=bill.number)
            if not already:
                bill = replace(bill, state=State.VERIFIED, verified_at=self._now())
                self._shelf[bill.authority] = bill
        return Paid(
            provider=self.name,
            code=bill.state.value,
            rials=bill.rials,
            reference=bill.number,
            already=already,
            card=CARD,
            paid_at=bill.paid_at,
        )

    def _standing(self, attempt: Attempt) -> Inquiry:
        if not self._terms.can_inquire:
            return unclear(self.name, "", Trouble.UNSUPPORTED)
        with self._lock:
            bill = self._found(attempt)
        if bill is Trouble.NO_SALE:
            return unclear(self.name, "", Trouble.NO_SALE)
        if isinstance(bill, Trouble):
            return not_paid(self.name, bill.value, Reason.NOT_FOUND)
        if bill.state is State.OPEN:
            return unclear(self.name, bill.state.value, Trouble.WAITING)
        if bill.state in REASONS:
            return not_paid(self.name, bill.state.value, REASONS[bill.state])
        return Inquiry(provider=self.name, standing=Standing.VERIFIED if bill.state in TAKEN else Standing.HELD, code=bill.state.value)

    def _settled(self, attempt: Attempt) -> Done | Undone:
        if not self._terms.needs_settle:
            return self._undone(Trouble.UNSUPPORTED)
        with self._lock:
            bill = self._found(attempt)
            if isinstance(bill, Trouble):
                return self._undone(bill)
            if bill.state not in TAKEN:
                return self._undone(Trouble.REFUSED, bill.state.value)
            self._shelf[bill.authority] = replace(bill, state=State.SETTLED)
        return Done(provider=self.name, code=State.SETTLED.value, already=bill.state is State.SETTLED)

    def _reversed(self, attempt: Attempt) -> Done | Undone:
        if not self._terms.can_reverse:
            return self._undone(Trouble.UNSUPPORTED)
        with self._lock:
            bill = self._found(attempt)
            if isinstance(bill, Trouble):
                return self._undone(bill)
            if bill.state is not State.REVERSED:
                if bill.state not in (State.PAID, *TAKEN):
                    return self._undone(Trouble.REFUSED, bill.state.value)
                if self._is_late(bill):
                    return self._undone(Trouble.TOO_LATE, bill.state.value)
                self._shelf[bill.authority] = replace(bill, state=State.REVERSED)
        return Done(provider=self.name, code=State.REVERSED.value, already=bill.state is State.REVERSED)

    def _is_late(self, bill: Bill) -> bool:
        since = bill.verified_at if self._terms.reverse_from is Moment.VERIFY else bill.paid_at
        within = self._terms.reverse_within
        return since is not None and within is not None and self._now() - since > within

    def _not_begun(self, trouble: Trouble) -> NotBegun:
        return NotBegun(provider=self.name, trouble=trouble)

    def _not_paid(self, reason: Reason, code: str) -> NotPaid:
        return NotPaid(provider=self.name, code=code, reason=reason)

    def _unknown(self, trouble: Trouble) -> Unknown:
        return Unknown(provider=self.name, trouble=trouble)

    def _undone(self, trouble: Trouble, code: str = "") -> Undone:
        return Undone(provider=self.name, trouble=trouble, code=code)

    def _undone_perhaps(self, trouble: Trouble) -> Undone:
        return Undone(provider=self.name, trouble=trouble, may_be_done=True)
