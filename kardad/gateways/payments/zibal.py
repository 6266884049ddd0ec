"""Zibal (identity.md 4.3): amounts in rials, verify takes no amount and so ours is compared here, 201 comes without details."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kardad.gateways.payments.outcomes import (
    Begun,
    Callback,
    Differs,
    Inquiry,
    NotBegun,
    Paid,
    Reason,
    Standing,
    Trouble,
    Verdict,
    Way,
)
from kardad.gateways.payments.port import Attempt, Order, Terms
from kardad.gateways.payments.reading import code_text, masked, moment, not_paid, number, trouble, unclear, whole
from kardad.gateways.payments.vendor import Vendor, answered, told
from kardad.gateways.transport import Reply, Transport

LIVE = "https://gateway.zibal.ir"
TEST_MERCHANT = "zibal"

FIRST, AGAIN, UNPAID, UNFOUND = 100, 201, 202, 203

TROUBLES = {
    102: Trouble.SETTINGS,
    103: Trouble.SETTINGS,
    104: Trouble.SETTINGS,
    105: Trouble.AMOUNT,
    106: Trouble.SETTINGS,
    113: Trouble.AMOUNT,
    114: Trouble.PAYER,
    115: Trouble.SETTINGS,
}
"""`result` that says nothing about the money."""

WAITING, INTERNAL, VERIFIED, HELD = -1, -2, 1, 2

REASONS = {
    3: Reason.CANCELLED,
    4: Reason.CARD,
    5: Reason.INSUFFICIENT,
    6: Reason.CARD,
    7: Reason.CARD,
    8: Reason.CARD,
    9: Reason.CARD,
    10: Reason.CARD,
    11: Reason.CARD,
    12: Reason.CARD,
    15: Reason.REVERSED,
    16: Reason.REVERSED,
    18: Reason.REVERSED,
}
"""`status` of a payment that is not paid; which of 4 to 12 is the empty account is from the vendor's public clients."""

TERMS = Terms(can_inquire=True, least=1_000)


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract with Zibal; the merchant `zibal` moves no money."""

    merchant: str = field(repr=False)
    base_url: str = LIVE


class Zibal(Vendor):
    """Pays by Zibal. Its document tells no way to give money back."""

    contract_kind = Contract

    def __init__(self, contract: Contract, *, name: str = "zibal", transport: Transport | None = None) -> None:
        super().__init__(name, TERMS, contract.base_url, transport)
        self._contract = contract

    def begin(self, order: Order) -> Begun | NotBegun:
        """A track id and the address of its page, see `PaymentGateway`."""
        refusal = self._turned_away(order)
        if refusal is not None:
            return refusal
        body: dict[str, Any] = {
            "merchant": self._contract.merchant,
            "amount": order.rials,
            "callbackUrl": order.callback_url,
            "orderId": order.reference,
        }
        reply = answered(lambda: self._http.send("v1/request", json=body | ({"mobile": order.mobile} if order.mobile else {})))
        if isinstance(reply, Trouble):
            return self._not_begun(reply)
        result = _result(reply)
        if result != FIRST:
            return self._not_begun(trouble(result, TROUBLES, reply), code_text(result, reply))
        track = whole(reply.at("trackId"))
        if track is None or track <= 0:
            return self._not_begun(Trouble.GARBLED, str(result))
        return Begun(provider=self.name, authority=str(track), way=Way("GET", f"{self._base_url}/start/{track}"), code=str(result))

    def read(self, params: Mapping[str, str], attempt: Attempt) -> Callback:
        """`trackId` and, where given, `orderId` must be ours; the lazy variant also tells the card."""
        if told(params, "trackId") != attempt.authority:
            return self._forged("trackId")
        if told(params, "orderId") not in ("", attempt.reference):
            return self._forged("orderId")
        success, status = told(params, "success"), whole(told(params, "status"))
        if success not in ("0", "1"):
            return self._forged("success")
        card = masked(params.get("cardNumber"))
        code = str(status) if status is not None else f"success_{success}"
        if success == "1":
            return self._callback(None, code, card=card)
        return self._callback(REASONS.get(status, Reason.FAILED) if status is not None else Reason.FAILED, code, card=card)

    def verify(self, attempt: Attempt) -> Verdict:
        """100 the first time, 201 ever after, see `PaymentGateway`; details that 201 leaves out are inquired."""
        reply = answered(lambda: self._http.send("v1/verify", json=self._named(attempt)))
        if isinstance(reply, Trouble):
            return self._unknown(reply)
        result = _result(reply)
        if result == AGAIN and whole(reply.at("amount")) is None:
            return self._verified_before(attempt)
        if result in (FIRST, AGAIN):
            return self._paid(attempt, reply, result)
        if result == UNPAID:
            return self._why_unpaid(reply)
        if result == UNFOUND:
            return self._not_paid(Reason.NOT_FOUND, str(result))
        return self._unknown(trouble(result, TROUBLES, reply), code_text(result, reply))

    def inquire(self, attempt: Attempt) -> Inquiry:
        """Where it stands, see `PaymentGateway`."""
        reply = self._look(attempt)
        if isinstance(reply, Trouble):
            return unclear(self.name, "", reply)
        result, status = _result(reply), whole(reply.at("status"))
        if result == UNFOUND:
            return not_paid(self.name, str(result), Reason.NOT_FOUND)
        if result not in (FIRST, AGAIN, UNPAID) or status is None:
            return unclear(self.name, code_text(result, reply), trouble(result, TROUBLES, reply))
        code = str(status)
        if status in (VERIFIED, HELD):
            return Inquiry(provider=self.name, standing=Standing.VERIFIED if status == VERIFIED else Standing.HELD, code=code)
        if status in REASONS:
            return not_paid(self.name, code, REASONS[status])
        return unclear(self.name, code, _stalled(status))

    def _paid(self, attempt: Attempt, reply: Reply, result: int) -> Verdict:
        """Paid, once amount, state and order are compared with ours."""
        code, rials, status = str(result), whole(reply.at("amount")), whole(reply.at("status"))
        if status in REASONS:
            return self._not_paid(REASONS[status], str(status))
        # Of a fresh verify the document promises amount and state; yes to something else is no yes to us.
        if rials is None or status not in (VERIFIED, None) or number(reply.at("orderId")) not in ("", attempt.reference):
            return self._unknown(Trouble.UNPROVED, code)
        reference = number(reply.at("refNumber")) or attempt.authority
        if rials != attempt.rials:
            return Differs(provider=self.name, code=code, is_taken=True, rials=rials, reference=reference)
        return Paid(
            provider=self.name,
            code=code,
            rials=rials,
            reference=reference,
            already=result == AGAIN,
            trace=attempt.authority,
            card=masked(reply.at("cardNumber")),
            paid_at=moment(reply.at("paidAt")),
        )

    def _verified_before(self, attempt: Attempt) -> Verdict:
        reply = self._look(attempt)
        if isinstance(reply, Trouble):
            return self._unknown(reply, str(AGAIN))
        return self._paid(attempt, reply, AGAIN) if _result(reply) in (FIRST, AGAIN) else self._unknown(Trouble.UNPROVED, str(AGAIN))

    def _why_unpaid(self, reply: Reply) -> Verdict:
        status = whole(reply.at("status"))
        if status in (WAITING, INTERNAL, HELD, VERIFIED):
            return self._unknown(_stalled(status), str(status))
        return self._not_paid(REASONS.get(status, Reason.UNPAID) if status is not None else Reason.UNPAID, str(UNPAID))

    def _look(self, attempt: Attempt) -> Reply | Trouble:
        return answered(lambda: self._http.post("v1/inquiry", json=self._named(attempt)))

    def _named(self, attempt: Attempt) -> dict[str, Any]:
        return {"merchant": self._contract.merchant, "trackId": int(attempt.authority)}


def _result(reply: Reply) -> int | None:
    """The `result` of the answer; a success counts only with an HTTP success."""
    result = whole(reply.at("result"))
    return None if result in (FIRST, AGAIN) and not reply.is_ok else result


def _stalled(status: int | None) -> Trouble:
    return {WAITING: Trouble.WAITING, INTERNAL: Trouble.BUSY}.get(status or 0, Trouble.UNHEARD)
