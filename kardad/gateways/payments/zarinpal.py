"""Zarinpal v4 (identity.md 4.3): a failure may come with HTTP 200, and `data` and `errors` are objects or empty lists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from kardad.gateways.payments.outcomes import (
    Begun,
    Callback,
    Differs,
    Done,
    Inquiry,
    NotBegun,
    Paid,
    Reason,
    Standing,
    Trouble,
    Undone,
    Verdict,
    Way,
)
from kardad.gateways.payments.port import Attempt, Order, Terms
from kardad.gateways.payments.reading import code_text, masked, not_paid, number, trouble, unclear, whole
from kardad.gateways.payments.vendor import MAY_BE_DONE, Vendor, answered, told
from kardad.gateways.transport import Reply, Transport

LIVE = "https://payment.zarinpal.com"
SANDBOX = "https://sandbox.zarinpal.com"

FIRST, AGAIN = 100, 101
DIFFERS, UNPAID = -50, -51
REVERSED_OR_FAILED = -61

TROUBLES = {
    -9: Trouble.SETTINGS,
    -10: Trouble.SETTINGS,
    -11: Trouble.SETTINGS,
    -12: Trouble.BUSY,
    -13: Trouble.AMOUNT,
    -14: Trouble.SETTINGS,
    -15: Trouble.SETTINGS,
    -16: Trouble.SETTINGS,
    -17: Trouble.SETTINGS,
    -18: Trouble.SETTINGS,
    -19: Trouble.SETTINGS,
    **dict.fromkeys(range(-40, -29), Trouble.SETTINGS),
    -41: Trouble.AMOUNT,
    -52: Trouble.BUSY,
    -53: Trouble.SETTINGS,
    -60: Trouble.REFUSED,
    REVERSED_OR_FAILED: Trouble.REFUSED,
    -62: Trouble.SETTINGS,
    -63: Trouble.TOO_LATE,
}
"""`errors.code` that says nothing about the money. A payment of another merchant (−53) may be ours of before the contract changed."""

REASONS = {UNPAID: Reason.UNPAID, -54: Reason.NOT_FOUND}
"""`errors.code` that says that it is not paid."""

STANDINGS = {"PAID": Standing.HELD, "VERIFIED": Standing.VERIFIED, "IN_BANK": Standing.WAITING}
"""`data.status` of an inquiry; the protocol notes leave it out, so these are from the vendor's public clients."""

ENDED = {"FAILED": Reason.FAILED, "REVERSED": Reason.REVERSED}

TERMS = Terms(reverse_within=timedelta(minutes=30), can_inquire=True, can_reverse=True, most=1_000_000_000)

_AUTHORITY = re.compile(r"[AS][0-9A-Za-z]{35}")
_LONGEST_DESCRIPTION = 500


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract with Zarinpal; its sandbox takes any UUID."""

    merchant_id: str = field(repr=False)
    base_url: str = LIVE


class Zarinpal(Vendor):
    """Pays by Zarinpal. The bank itself compares the amount: verify sends ours, and it answers −50 when another was asked."""

    contract_kind = Contract

    def __init__(self, contract: Contract, *, name: str = "zarinpal", transport: Transport | None = None) -> None:
        super().__init__(name, TERMS, contract.base_url, transport)
        self._contract = contract

    def begin(self, order: Order) -> Begun | NotBegun:
        """An authority and the address of its page, see `PaymentGateway`."""
        refusal = self._turned_away(order)
        if refusal is not None:
            return refusal
        reply = answered(lambda: self._send("request", self._announcement(order)))
        if isinstance(reply, Trouble):
            return self._not_begun(reply)
        code = _code(reply)
        if code != FIRST:
            return self._not_begun(trouble(code, TROUBLES, reply), code_text(code, reply))
        authority = reply.at("data", "authority")
        if not isinstance(authority, str) or _AUTHORITY.fullmatch(authority) is None:
            return self._not_begun(Trouble.GARBLED, str(code))
        way = Way("GET", f"{self._base_url}/pg/StartPay/{authority}")
        return Begun(provider=self.name, authority=authority, way=way, code=str(code))

    def read(self, params: Mapping[str, str], attempt: Attempt) -> Callback:
        """`Authority` must be ours; `Status` is OK or NOK and tells no reason."""
        if told(params, "Authority") != attempt.authority:
            return self._forged("Authority")
        status = told(params, "Status")
        if status not in ("OK", "NOK"):
            return self._forged("Status")
        return self._callback(None if status == "OK" else Reason.FAILED, status)

    def verify(self, attempt: Attempt) -> Verdict:
        """100 the first time, 101 ever after, see `PaymentGateway`."""
        reply = answered(lambda: self._send("verify", {**self._named(attempt), "amount": attempt.rials}))
        if isinstance(reply, Trouble):
            return self._unknown(reply)
        code = _code(reply)
        if code in (FIRST, AGAIN):
            return Paid(
                provider=self.name,
                code=str(code),
                rials=attempt.rials,
                # Without a number of the bank the authority is as much its own, and as unique.
                reference=number(reply.at("data", "ref_id")) or attempt.authority,
                already=code == AGAIN,
                card=masked(reply.at("data", "card_pan")),
            )
        if code == DIFFERS:
            return Differs(provider=self.name, code=str(code), is_taken=False)
        if code is not None and code in REASONS:
            return self._not_paid(REASONS[code], str(code))
        return self._unknown(trouble(code, TROUBLES, reply), code_text(code, reply))

    def inquire(self, attempt: Attempt) -> Inquiry:
        """Its state, see `PaymentGateway`; no substitute for verify."""
        reply = answered(lambda: self._http.post("pg/v4/payment/inquiry.json", json=self._named(attempt)))
        if isinstance(reply, Trouble):
            return unclear(self.name, "", reply)
        code = _code(reply)
        if code is not None and code in REASONS:
            return not_paid(self.name, str(code), REASONS[code])
        if code not in (FIRST, AGAIN):
            return unclear(self.name, code_text(code, reply), trouble(code, TROUBLES, reply))
        return self._standing(str(reply.at("data", "status")))

    def reverse(self, attempt: Attempt) -> Done | Undone:
        """The whole payment goes back; only from an address that Zarinpal has registered for us."""
        reply = answered(lambda: self._send("reverse", self._named(attempt)))
        if isinstance(reply, Trouble):
            return self._undone(reply, may_be_done=True)
        code = _code(reply)
        if code == FIRST:
            return self._done(str(code))
        why = trouble(code, TROUBLES, reply)
        return self._undone(why, code_text(code, reply), may_be_done=why in MAY_BE_DONE or code == REVERSED_OR_FAILED)

    def _standing(self, state: str) -> Inquiry:
        if state in ENDED:
            return not_paid(self.name, state, ENDED[state])
        standing = STANDINGS.get(state)
        if standing in (Standing.HELD, Standing.VERIFIED):
            return Inquiry(provider=self.name, standing=standing, code=state)
        return unclear(self.name, state, Trouble.WAITING if standing is Standing.WAITING else Trouble.UNHEARD)

    def _announcement(self, order: Order) -> dict[str, Any]:
        metadata = {"order_id": order.reference} | ({"mobile": order.mobile} if order.mobile else {})
        return {
            "merchant_id": self._contract.merchant_id,
            "amount": order.rials,
            # Without it the number would be read as toman or rial as the account happens to be set.
            "currency": "IRR",
            "callback_url": order.callback_url,
            "description": order.description[:_LONGEST_DESCRIPTION],
            "metadata": metadata,
        }

    def _named(self, attempt: Attempt) -> dict[str, Any]:
        return {"merchant_id": self._contract.merchant_id, "authority": attempt.authority}

    def _send(self, call: str, body: dict[str, Any]) -> Reply:
        return self._http.send(f"pg/v4/payment/{call}.json", json=body)


def _code(reply: Reply) -> int | None:
    """The code of the answer, whichever of the two halves is the full one; a success counts only with an HTTP success."""
    failure = whole(reply.at("errors", "code"))
    if failure is not None:
        return failure
    return whole(reply.at("data", "code")) if reply.is_ok else None
