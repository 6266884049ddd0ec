"""What the banks' adapters share: the line to the bank, and every outcome signed with the gateway's name."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from kardad.gateways.payments.outcomes import (
    Callback,
    Claim,
    Done,
    NotBegun,
    NotPaid,
    Reason,
    Trouble,
    Undone,
    Unknown,
)
from kardad.gateways.payments.port import Attempt, Order, Terms
from kardad.gateways.transport import CallError, Reply, Transport


class Vendor:
    """A bank behind HTTP. Only `inquire` may ask twice; everything else goes out once, and its lost answer is Unknown."""

    def __init__(self, name: str, terms: Terms, base_url: str, transport: Transport | None) -> None:
        self.name = name
        self._terms = terms
        self._base_url = base_url.rstrip("/")
        self._http = transport or Transport(self._base_url)

    @property
    def terms(self) -> Terms:
        """The bank's clocks and habits, as its document tells them."""
        return self._terms

    @property
    def origin(self) -> str:
        """Scheme and host of the bank's page."""
        parts = urlsplit(self._base_url)
        return f"{parts.scheme}://{parts.netloc}"

    def settle(self, attempt: Attempt) -> Done | Undone:
        """UNSUPPORTED: this bank settles by itself."""
        return self._undone(Trouble.UNSUPPORTED)

    def reverse(self, attempt: Attempt) -> Done | Undone:
        """UNSUPPORTED: this bank's document tells no way to give money back."""
        return self._undone(Trouble.UNSUPPORTED)

    def _turned_away(self, order: Order) -> NotBegun | None:
        """What needs no question: an amount that the gateway does not take."""
        return None if self._terms.bears(order.rials) else self._not_begun(Trouble.AMOUNT)

    def _callback(self, reason: Reason | None, code: str, *, sale: str = "", card: str = "") -> Callback:
        claim = Claim.PAID if reason is None else Claim.NOT_PAID
        return Callback(provider=self.name, claim=claim, code=code, reason=reason, sale=sale, card=card)

    def _forged(self, wrong: str) -> Callback:
        return Callback(provider=self.name, claim=Claim.FORGED, wrong=wrong)

    def _not_begun(self, trouble: Trouble, code: str = "") -> NotBegun:
        return NotBegun(provider=self.name, trouble=trouble, code=code)

    def _not_paid(self, reason: Reason, code: str) -> NotPaid:
        return NotPaid(provider=self.name, code=code, reason=reason)

    def _unknown(self, trouble: Trouble, code: str = "") -> Unknown:
        return Unknown(provider=self.name, trouble=trouble, code=code)

    def _done(self, code: str, *, already: bool = False) -> Done:
        return Done(provider=self.name, code=code, already=already)

    def _undone(self, trouble: Trouble, code: str = "", *, may_be_done: bool = False) -> Undone:
        return Undone(provider=self.name, trouble=trouble, code=code, may_be_done=may_be_done)


def answered(ask: Callable[[], Reply]) -> Reply | Trouble:
    """The reply, or why none came; whether the question arrived is never guessed."""
    try:
        return ask()
    except CallError as error:
        return Trouble(error.code)


MAY_BE_DONE = frozenset({Trouble.TIMEOUT, Trouble.UNREACHABLE, Trouble.BUSY, Trouble.GARBLED, Trouble.UNHEARD})
"""After these the bank may have done what was asked all the same."""


def told(params: Any, name: str) -> str:
    """A field of a callback without the blanks around it; empty when it is missing."""
    return str(params.get(name) or "").strip()
