"""Saman's SEP (identity.md 4.3): a payment is known by the RefNum of its callback, and the bank verifies one RefNum again and again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
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
    Trouble,
    Undone,
    Verdict,
    Way,
)
from kardad.gateways.payments.port import Attempt, Order, Terms
from kardad.gateways.payments.reading import code_text, masked, moment, number, trouble, unclear, whole
from kardad.gateways.payments.vendor import MAY_BE_DONE, Vendor, answered, told
from kardad.gateways.transport import Reply, Transport

LIVE = "https://sep.shaparak.ir"

FIRST, AGAIN, REVERSED, UNFOUND, LATE = 0, 2, 5, -2, -6

REASONS = {REVERSED: Reason.REVERSED, UNFOUND: Reason.NOT_FOUND, LATE: Reason.EXPIRED}
"""`ResultCode` that says that it is not paid."""

TROUBLES = {
    REVERSED: Trouble.REFUSED,
    UNFOUND: Trouble.NOT_FOUND,
    LATE: Trouble.TOO_LATE,
    -104: Trouble.SETTINGS,
    -105: Trouble.SETTINGS,
    -106: Trouble.SETTINGS,
}
"""`ResultCode` of what was not done."""

PAID, STATE_PAID = "2", "OK"
CLAIMS = {"1": Reason.CANCELLED, "CanceledByUser": Reason.CANCELLED}
"""`Status` or `State` of a callback that is not paid; the protocol notes name only 2 and OK, these are from the bank's public clients."""

REFUSALS = {
    5: Trouble.SETTINGS,
    8: Trouble.SETTINGS,
    10: Trouble.SETTINGS,
    11: Trouble.SETTINGS,
    12: Trouble.SETTINGS,
    21: Trouble.SETTINGS,
}
"""`errorCode` of a token that was not given, from the same source."""

TERMS = Terms(
    returns_after=timedelta(minutes=30),
    page_open_for=timedelta(minutes=20),
    reverse_within=timedelta(minutes=50),
    needs_sale=True,
    can_reverse=True,
    comes_back_by="POST",
)

_TOKEN = re.compile(r"\S{1,256}")
_SALE = re.compile(r"[\x21-\x7e]{1,128}")


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract with SEP: the terminal's number; our server's address is the secret, registered there."""

    terminal: str
    base_url: str = LIVE


class Saman(Vendor):
    """Pays by SEP. Nothing binds a RefNum to our reference but its callback: keep `Paid.reference` unique."""

    contract_kind = Contract

    def __init__(self, contract: Contract, *, name: str = "saman", transport: Transport | None = None) -> None:
        super().__init__(name, TERMS, contract.base_url, transport)
        self._terminal = str(contract.terminal)

    def begin(self, order: Order) -> Begun | NotBegun:
        """A token of twenty minutes and the form that carries it, see `PaymentGateway`."""
        body: dict[str, Any] = {
            "action": "token",
            "TerminalId": self._terminal,
            "Amount": order.rials,
            "ResNum": order.reference,
            "RedirectUrl": order.callback_url,
        }
        reply = answered(lambda: self._http.send("onlinepg/onlinepg", json=body | ({"CellNumber": order.mobile} if order.mobile else {})))
        if isinstance(reply, Trouble):
            return self._not_begun(reply)
        status, token = whole(reply.at("status")), reply.at("token")
        if not reply.is_ok or status != 1:
            code = whole(reply.at("errorCode"))
            return self._not_begun(trouble(code, REFUSALS, reply), code_text(code, reply))
        if not isinstance(token, str) or _TOKEN.fullmatch(token) is None:
            return self._not_begun(Trouble.GARBLED, str(status))
        # An empty GetMethod brings the payer back by POST: a RefNum in an address would lie in every log on the way.
        fields = {"Token": token, "GetMethod": ""}
        way = Way("POST", f"{self._base_url}/OnlinePG/OnlinePG", fields, needs_referrer=True)
        return Begun(provider=self.name, authority=token, way=way, code=str(status))

    def read(self, params: Mapping[str, str], attempt: Attempt) -> Callback:
        """`ResNum` and, where given, the terminal must be ours; only a payment has a `RefNum`."""
        if told(params, "ResNum") != attempt.reference:
            return self._forged("ResNum")
        if told(params, "TerminalId") not in ("", self._terminal):
            return self._forged("TerminalId")
        status, state, sale = told(params, "Status"), told(params, "State"), told(params, "RefNum")
        code, card = status or state, masked(params.get("SecurePan"))
        if PAID in (status, "") and state in (STATE_PAID, "") and code:
            if _SALE.fullmatch(sale) is None:
                return self._forged("RefNum")
            return self._callback(None, code, sale=sale, card=card)
        if not code or (status == PAID) != (state == STATE_PAID):
            return self._forged("Status")
        return self._callback(CLAIMS.get(code, Reason.FAILED), code, card=card)

    def verify(self, attempt: Attempt) -> Verdict:
        """0 or 2 with our amount at our terminal, see `PaymentGateway`; without a callback there is nothing to ask."""
        if not attempt.sale:
            return self._unknown(Trouble.NO_SALE)
        reply = answered(lambda: self._send("VerifyTransaction", attempt))
        if isinstance(reply, Trouble):
            return self._unknown(reply)
        code = _code(reply)
        if code in (FIRST, AGAIN):
            return self._paid(attempt, reply, code)
        if code is not None and code in REASONS:
            return self._not_paid(REASONS[code], str(code))
        return self._unknown(trouble(code, TROUBLES, reply), code_text(code, reply))

    def inquire(self, attempt: Attempt) -> Inquiry:
        """UNKNOWN: this bank has no inquiry; verify says the same thing as often as it is asked."""
        return unclear(self.name, "", Trouble.UNSUPPORTED)

    def reverse(self, attempt: Attempt) -> Done | Undone:
        """The whole payment goes back; only from an address that SEP has registered for us."""
        if not attempt.sale:
            return self._undone(Trouble.NO_SALE)
        reply = answered(lambda: self._send("ReverseTransaction", attempt))
        if isinstance(reply, Trouble):
            return self._undone(reply, may_be_done=True)
        code = _code(reply)
        if code == FIRST and reply.at("Success") is not False:
            return self._done(str(code))
        if code in (AGAIN, REVERSED):
            return self._done(str(code), already=True)
        why = trouble(code, TROUBLES, reply)
        return self._undone(why, code_text(code, reply), may_be_done=why in MAY_BE_DONE)

    def _paid(self, attempt: Attempt, reply: Reply, result: int) -> Verdict:
        """Paid, once number, terminal and both amounts are compared with ours."""
        code, detail = str(result), reply.at("TransactionDetail")
        is_no = result == FIRST and reply.at("Success") is False
        is_other = number(_of(detail, "RefNum")) != attempt.sale or number(_of(detail, "TerminalNumber")) != self._terminal
        asked, charged = whole(_of(detail, "OrginalAmount")), whole(_of(detail, "AffectiveAmount"))
        if is_no or is_other or asked is None:
            return self._unknown(Trouble.UNPROVED, code)
        wrong = next((rials for rials in (asked, charged) if rials not in (None, attempt.rials)), None)
        if wrong is not None:
            return Differs(provider=self.name, code=code, is_taken=True, rials=wrong, reference=attempt.sale)
        return Paid(
            provider=self.name,
            code=code,
            rials=asked,
            reference=attempt.sale,
            already=result == AGAIN,
            trace=number(_of(detail, "StraceNo")),
            rrn=number(_of(detail, "RRN")),
            card=masked(_of(detail, "MaskedPan")),
            paid_at=moment(_of(detail, "StraceDate")),
        )

    def _send(self, call: str, attempt: Attempt) -> Reply:
        terminal: int | str = int(self._terminal) if self._terminal.isdigit() else self._terminal
        body = {"RefNum": attempt.sale, "TerminalNumber": terminal}
        return self._http.send(f"verifyTxnRandomSessionkey/ipg/{call}", json=body)


def _code(reply: Reply) -> int | None:
    """The `ResultCode`; a success counts only with an HTTP success."""
    code = whole(reply.at("ResultCode"))
    return None if code in (FIRST, AGAIN) and not reply.is_ok else code


def _of(detail: Any, name: str) -> Any:
    return detail.get(name) if isinstance(detail, dict) else None
