"""The room of Saman's gateway (SEP): a token by JSON, a page by form or link, a receipt that may be verified again and again."""

import base64
import re
import secrets
from datetime import timedelta
from typing import Any, ClassVar

from tests.vendors.credentials import SAMAN_CLOSED_TERMINAL, SAMAN_TERMINAL
from tests.vendors.exchange import Answer, Call, Route, reply
from tests.vendors.payments import CARD, CARD_HASH, Bank, Button, Payment, Stage, is_address, is_whole
from tests.vendors.world import World

LEAST = 2_000  # The document names no least amount; the vendor's questions and answers do.
TOKEN_MINUTES = 20
TOKEN_RANGE = range(20, 3601)
VERIFY_WITHIN = timedelta(minutes=30)
REVERSE_WITHIN = timedelta(minutes=50)

OK, REPEATED, REVERSED, NOT_FOUND, LATE, MALFORMED = 0, 2, 5, -2, -6, -111
CLOSED, UNKNOWN_TERMINAL = -104, -105
WORDS = {
    OK: "عملیات با موفقیت انجام شد",
    REPEATED: "درخواست تکراری می‌باشد",
    REVERSED: "تراکنش برگشت خورده می‌باشد",
    NOT_FOUND: "تراکنش یافت نشد",
    LATE: "بیش از نیم ساعت از زمان اجرای تراکنش گذشته است",
    MALFORMED: "ساختار درخواست درست نیست",
    CLOSED: "ترمینال ارسالی غیرفعال می‌باشد",
    UNKNOWN_TERMINAL: "ترمینال ارسالی در سیستم موجود نمی‌باشد",
}
# The document gives OK = 2; the other states are those of the vendor's public table.
STATES = {
    Button.PAY: ("OK", "2"),
    Button.CANCEL: ("CanceledByUser", "1"),
    Button.INSUFFICIENT: ("Failed", "3"),
    Button.TIMEOUT: ("SessionIsNull", "4"),
}

Asked = dict[str, Any]


class SamanError(Exception):
    """A refusal with SEP's own number; `detail` when the transaction is told all the same."""

    def __init__(self, code: int, detail: Asked | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class Saman(Bank):
    """Token, page, verify, reverse.

    A rule may make `verify` tell another `amount` or `affective` amount, say `success` as it likes, or leave the detail out (`bare`)."""

    name = "saman"
    extras: ClassVar[dict[str, set[str]]] = {**Bank.extras, "verify": {"amount", "affective", "success", "bare"}}
    returns_after = VERIFY_WITHIN
    # The document does not say so; the vendor's public pages do: who does not come from the registered domain is turned away.
    needs_referrer = True

    def __init__(self, world: World, url: str) -> None:
        super().__init__(world, url)
        self.receipts: dict[str, Payment] = {}

    @property
    def questions(self) -> tuple[Route, ...]:
        """The token, the two doors to the page, and the two questions about a receipt."""
        door, asks = "/OnlinePG/", "/verifyTxnRandomSessionkey/ipg/"
        return (
            Route("token", ("POST",), "/onlinepg/onlinepg", self._token),
            Route("page", ("POST",), door + "OnlinePG", self._posted),
            Route("page", ("GET",), door + "SendToken", self._linked),
            Route("verify", ("POST",), asks + "VerifyTransaction", lambda call: self._asked(call, self._verify)),
            Route("reverse", ("POST",), asks + "ReverseTransaction", lambda call: self._asked(call, self._reverse)),
        )

    def carried(self, payment: Payment) -> dict[str, str]:
        """All fields, the receipt's left empty when nothing was paid."""
        state, status = STATES[payment.pressed or Button.TIMEOUT]
        is_paid = payment.pressed is Button.PAY
        receipt = {**self._receipt(payment), "SecurePan": CARD, "HashedCardNumber": CARD_HASH}
        return {
            "MID": payment.merchant,
            "TerminalId": payment.merchant,
            "State": state,
            "Status": status,
            "ResNum": payment.reference,
            "Amount": str(payment.amount),
            "Wage": "",
            **(receipt if is_paid else dict.fromkeys(receipt, "")),
        }

    def took(self, payment: Payment) -> None:
        """A receipt with letters that an address must escape."""
        payment.extra["receipt"] = "+/" + base64.b64encode(secrets.token_bytes(22)).decode()
        if payment.pressed is Button.PAY:
            self.receipts[payment.extra["receipt"]] = payment

    def _receipt(self, payment: Payment) -> dict[str, str]:
        number = str(14_226_000_000 + payment.serial)
        return {"RefNum": payment.extra.get("receipt", ""), "RRN": number, "TraceNo": str(100_000 + payment.serial)}

    def _token(self, call: Call) -> Answer:
        asked = call.json or {}
        problem = _token_problem(asked)
        if problem:
            return reply({"status": -1, "errorCode": problem[0], "errorDesc": problem[1]})
        now, minutes = self.world.now(), asked.get("TokenExpiryInMin", TOKEN_MINUTES)
        payment = self.opened(
            Payment(
                name=secrets.token_hex(16),
                serial=next(self.world.numbers),
                merchant=str(asked["TerminalId"]),
                reference=asked["ResNum"],
                amount=asked["Amount"],
                callback_url=asked["RedirectUrl"],
                begun_at=now,
                open_until=now + timedelta(minutes=minutes),
                comes_back_by="POST",
            )
        )
        return reply({"status": 1, "token": payment.name})

    def _posted(self, call: Call) -> Answer:
        payment = self.find(call.form.get("Token", ""))
        if payment is not None:
            payment.comes_back_by = "GET" if call.form.get("GetMethod") == "true" else "POST"
        return self.page(call, payment)

    def _linked(self, call: Call) -> Answer:
        return self.page(call, self.find(call.query.get("token", "")))

    def _asked(self, call: Call, serve: Any) -> Answer:
        try:
            asked = call.json or {}
            detail = serve(self._asked_for(asked), asked)
            return self._said(OK, detail)
        except SamanError as refusal:
            return self._said(refusal.code, refusal.detail)

    def _said(self, code: int, detail: Asked | None) -> Answer:
        # Whether a repeated question is a "Success" is not said; a rule may say otherwise, and may leave its detail out.
        success = self.ordered.get("success", code in (OK, REPEATED))
        detail = None if code == REPEATED and self.ordered.get("bare") else detail
        return reply({"TransactionDetail": detail, "ResultCode": code, "ResultDescription": WORDS[code], "Success": success})

    def _asked_for(self, asked: Asked) -> Payment:
        terminal, receipt = str(asked.get("TerminalNumber", "")), asked.get("RefNum")
        if not terminal.isdecimal() or not isinstance(receipt, str) or not receipt:
            raise SamanError(MALFORMED)  # not in the document; the vendor's questions and answers name it
        _check_terminal(terminal)
        payment = self.receipts.get(receipt)
        if payment is None or payment.merchant != terminal:
            raise SamanError(NOT_FOUND)
        return payment

    def _verify(self, payment: Payment, asked: Asked) -> Asked:
        is_late = payment.verified_at is None and self.is_late(payment.paid_at, VERIFY_WITHIN)
        self.find(payment.name)
        if is_late:
            raise SamanError(LATE)
        if payment.stage is Stage.REVERSED:
            raise SamanError(REVERSED)
        if payment.stage is Stage.VERIFIED:
            raise SamanError(REPEATED, self._detail(payment))
        payment.verified_at = self.world.now()
        return self._detail(payment)

    def _reverse(self, payment: Payment, asked: Asked) -> Asked:
        self.find(payment.name)
        if payment.stage is Stage.REVERSED:
            raise SamanError(REPEATED, self._detail(payment))
        # Reversing is for what was verified; the codes for what was not, and for after fifty minutes, are not said.
        if payment.stage is not Stage.VERIFIED:
            raise SamanError(NOT_FOUND)
        if self.is_late(payment.paid_at, REVERSE_WITHIN):
            raise SamanError(LATE)
        payment.reversed_at = self.world.now()
        return self._detail(payment)

    def _detail(self, payment: Payment) -> Asked:
        amount = self.ordered.get("amount", payment.amount)
        receipt = self._receipt(payment)
        return {
            "RRN": receipt["RRN"],
            "RefNum": receipt["RefNum"],
            "MaskedPan": CARD,
            "HashedPan": CARD_HASH,
            "TerminalNumber": int(payment.merchant),
            "OrginalAmount": amount,
            "AffectiveAmount": self.ordered.get("affective", amount),
            "StraceDate": f"{payment.paid_at:%Y-%m-%d %H:%M:%S}",
            "StraceNo": receipt["TraceNo"],
        }


def _check_terminal(terminal: str) -> None:
    if terminal == SAMAN_CLOSED_TERMINAL:
        raise SamanError(CLOSED)
    if terminal != SAMAN_TERMINAL:
        raise SamanError(UNKNOWN_TERMINAL)


def _token_problem(asked: Asked) -> tuple[str, str] | None:
    """The error of a request for a token; the document gives its form, the vendor's public table its numbers."""
    if asked.get("action") != "token":
        return "5", "پارامترهای ارسال شده نامعتبر است.; action"
    if str(asked.get("TerminalId", "")) != SAMAN_TERMINAL:
        return "12", "شماره ترمینال ارسال شده یافت نشد"
    amount, number, url = asked.get("Amount"), asked.get("ResNum"), asked.get("RedirectUrl")
    wrong = []
    if not isinstance(amount, int) or not is_whole(amount) or amount < LEAST:
        wrong.append("Amount")
    if not isinstance(number, str) or not number:
        wrong.append("ResNum")
    if not isinstance(url, str) or not is_address(url) or len(url) > 2083:
        wrong.append("RedirectUrl")
    if asked.get("TokenExpiryInMin", TOKEN_MINUTES) not in TOKEN_RANGE:
        wrong.append("TokenExpiryInMin")
    # The vendor's example leaves the first zero out; the document does not say.
    if "CellNumber" in asked and not re.fullmatch("0?9[0-9]{9}", str(asked["CellNumber"])):
        wrong.append("CellNumber")
    return ("5", f"پارامترهای ارسال شده نامعتبر است.; {', '.join(wrong)}") if wrong else None
