"""Behpardakht Mellat (identity.md 4.3), over SOAP: pay, verify, settle; whatever is not verified in 20 minutes goes back by itself."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from kardad.gateways.payments import soap
from kardad.gateways.payments.outcomes import (
    Begun,
    Callback,
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
from kardad.gateways.payments.port import Attempt, Moment, Order, Terms
from kardad.gateways.payments.reading import masked, not_paid, unanswered, unclear
from kardad.gateways.payments.vendor import MAY_BE_DONE, Vendor, answered, told
from kardad.gateways.transport import Transport
from kardad.kit import calendar

LIVE = "https://bpm.shaparak.ir"
NAMESPACE = "http://interfaces.core.sw.bps.com/"
"""The service's own name in its WSDL; an identifier, never asked for anything."""

OK, VERIFIED, UNVERIFIED, SETTLED, REVERSED = "0", "43", "44", "45", "48"

REASONS = {
    **dict.fromkeys(("11", "13", "14", "15", "16", "18", "19", "98", "111", "114", "995"), Reason.CARD),
    **dict.fromkeys(("55", "112", "113", "415", "419"), Reason.FAILED),
    "12": Reason.INSUFFICIENT,
    "17": Reason.CANCELLED,
    "42": Reason.NOT_FOUND,
    "54": Reason.NOT_FOUND,
    REVERSED: Reason.REVERSED,
}
"""Codes that say that it is not paid."""

TROUBLES = {
    **dict.fromkeys(("21", "22", "23", "24", "32", "33", "35", "62", "421"), Trouble.SETTINGS),
    **dict.fromkeys(("31", "34", "61", "416"), Trouble.BUSY),
    **dict.fromkeys(("417", "418"), Trouble.PAYER),
    **dict.fromkeys(("41", "51"), Trouble.DUPLICATE),
    **dict.fromkeys((UNVERIFIED, "46", "47", "49"), Trouble.REFUSED),
    "25": Trouble.AMOUNT,
}
"""Codes that say nothing about the money. The notes name 41, 43, 45, 48, 17, 421 and 995; the others are from the bank's public table."""

TERMS = Terms(
    returns_after=timedelta(minutes=20),
    reverse_within=timedelta(hours=3),
    reverse_from=Moment.VERIFY,
    needs_sale=True,
    needs_settle=True,
    can_inquire=True,
    can_reverse=True,
    comes_back_by="POST",
)

_AUTHORITY = re.compile(r"[0-9A-Za-z]{1,64}")
_SALE = re.compile(r"[0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract with Behpardakht; our server's address and our domain must be registered there."""

    terminal: str
    user: str = field(repr=False)
    password: str = field(repr=False)
    base_url: str = LIVE


class Mellat(Vendor):
    """Pays by Mellat. The bank binds amount, order and sale together, so a sale of other rials is not found."""

    contract_kind = Contract

    def __init__(
        self,
        contract: Contract,
        *,
        name: str = "mellat",
        transport: Transport | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        super().__init__(name, TERMS, contract.base_url, transport)
        self._contract = contract
        self._now = now or (lambda: datetime.now(UTC))

    def begin(self, order: Order) -> Begun | NotBegun:
        """A RefId and the form that carries it, see `PaymentGateway`."""
        there = self._now().astimezone(calendar.TEHRAN)
        said = self._ask(
            "bpPayRequest",
            {
                "orderId": order.reference,
                "amount": str(order.rials),
                "localDate": there.strftime("%Y%m%d"),
                "localTime": there.strftime("%H%M%S"),
                "additionalData": "",
                "callBackUrl": order.callback_url,
                "payerId": "0",
            },
        )
        if not isinstance(said, str):
            return self._not_begun(*said)
        code, _, authority = (part.strip() for part in said.partition(","))
        if code != OK:
            return self._not_begun(_trouble(code), code)
        if _AUTHORITY.fullmatch(authority) is None:
            return self._not_begun(Trouble.GARBLED, code)
        way = Way("POST", f"{self._base_url}/pgwchannel/startpay.mellat", {"RefId": authority}, needs_referrer=True)
        return Begun(provider=self.name, authority=authority, way=way, code=code)

    def read(self, params: Mapping[str, str], attempt: Attempt) -> Callback:
        """`RefId` and `SaleOrderId` must both be ours: the bank's own warning; only a payment has a `SaleReferenceId`."""
        code, sale = told(params, "ResCode"), told(params, "SaleReferenceId")
        wrong = {
            "RefId": told(params, "RefId") != attempt.authority,
            "SaleOrderId": told(params, "SaleOrderId") != attempt.reference,
            "ResCode": not code.isdigit(),
            "SaleReferenceId": code == OK and (_SALE.fullmatch(sale) is None or not int(sale)),
        }
        forged = next((name for name, is_wrong in wrong.items() if is_wrong), None)
        if forged is not None:
            return self._forged(forged)
        card = masked(params.get("CardHolderPan"))
        if code == OK:
            return self._callback(None, code, sale=sale, card=card)
        return self._callback(REASONS.get(code, Reason.FAILED), code, card=card)

    def verify(self, attempt: Attempt) -> Verdict:
        """0 the first time, 43 or 45 ever after, see `PaymentGateway`; then settle."""
        if not attempt.sale:
            return self._unknown(Trouble.NO_SALE)
        code = self._ask("bpVerifyRequest", self._named(attempt))
        if not isinstance(code, str):
            return self._unknown(*code)
        if code in (OK, VERIFIED, SETTLED):
            already = code != OK
            return Paid(provider=self.name, code=code, rials=attempt.rials, reference=attempt.sale, already=already)
        if code in REASONS:
            return self._not_paid(REASONS[code], code)
        return self._unknown(_trouble(code), code)

    def inquire(self, attempt: Attempt) -> Inquiry:
        """Whether a verify whose answer was lost was heard, see `PaymentGateway`."""
        if not attempt.sale:
            return unclear(self.name, "", Trouble.NO_SALE)
        code = self._ask("bpInquiryRequest", self._named(attempt))
        if not isinstance(code, str):
            return unclear(self.name, code[1], code[0])
        if code in (OK, VERIFIED, SETTLED):
            return Inquiry(provider=self.name, standing=Standing.VERIFIED, code=code)
        if code == UNVERIFIED:
            return Inquiry(provider=self.name, standing=Standing.HELD, code=code)
        if code in REASONS:
            return not_paid(self.name, code, REASONS[code])
        return unclear(self.name, code, _trouble(code))

    def settle(self, attempt: Attempt) -> Done | Undone:
        """0 the first time, 45 ever after."""
        return self._do("bpSettleRequest", attempt, SETTLED)

    def reverse(self, attempt: Attempt) -> Done | Undone:
        """0 the first time, 48 ever after; within three hours of verifying."""
        return self._do("bpReversalRequest", attempt, REVERSED)

    def _do(self, call: str, attempt: Attempt, again: str) -> Done | Undone:
        if not attempt.sale:
            return self._undone(Trouble.NO_SALE)
        code = self._ask(call, self._named(attempt))
        if not isinstance(code, str):
            return self._undone(*code, may_be_done=True)
        if code in (OK, again):
            return self._done(code, already=code == again)
        why = Trouble.NOT_FOUND if REASONS.get(code) is Reason.NOT_FOUND else _trouble(code)
        return self._undone(why, code, may_be_done=why in MAY_BE_DONE)

    def _named(self, attempt: Attempt) -> dict[str, str]:
        return {"orderId": attempt.reference, "saleOrderId": attempt.reference, "saleReferenceId": attempt.sale}

    def _ask(self, call: str, values: Mapping[str, str]) -> str | tuple[Trouble, str]:
        """What the bank returned, or why nothing can be read and the code of that."""
        account = {"terminalId": self._contract.terminal, "userName": self._contract.user, "userPassword": self._contract.password}
        content = soap.question(NAMESPACE, call, {**account, **values})
        reply = answered(lambda: self._http.send("pgwchannel/services/pgw", headers=soap.HEADERS, content=content))
        if isinstance(reply, Trouble):
            return reply, ""
        said = soap.answer(reply.body, call) if reply.is_ok else None
        return said if said else (unanswered(reply), f"http_{reply.status}")


def _trouble(code: str) -> Trouble:
    return TROUBLES.get(code, Trouble.REFUSED if code in REASONS else Trouble.UNHEARD)
