"""The room of Zarinpal v4: JSON in, `data` and `errors` of which one is an empty list, codes below zero for every refusal."""

import re
import secrets
import string
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from tests.vendors import people
from tests.vendors.credentials import ZARINPAL_MERCHANT, ZARINPAL_OTHER_MERCHANT
from tests.vendors.exchange import Answer, Call, Route, reply
from tests.vendors.payments import CARD, CARD_HASH, Bank, Button, Payment, Stage, is_address, is_registered, is_whole

UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
AUTHORITY = "[AS][0-9A-Za-z]{35}"
RIALS_OF = {"IRR": 1, "IRT": 10}
MOST = 1_000_000_000  # rials: -41 is for more than 100,000,000 Toman
LEAST = 1_000  # The document names no least amount; the vendor's validation is known to ask for 1,000.
REVERSE_WITHIN = timedelta(minutes=30)
LISTED = 100

WORDS = {
    -9: "The input params invalid, validation error.",
    -10: "Terminal is not valid, please check merchant_id or ip address.",
    -14: "The callback URL domain does not match the registered terminal domain.",
    -41: "Maximum amount is 100000000 tomans.",
    -50: "Session is not valid, amounts values is not the same.",
    -51: "Session is not valid, session is not active paid try.",
    -53: "Session is not this merchant_id session.",
    -54: "Invalid authority.",
    -61: "Session is not in success status.",
    -63: "Maximum time for reverse this session is expired.",
}
STATUS = {
    Stage.OPEN: "IN_BANK",
    Stage.FAILED: "FAILED",
    Stage.PAID: "PAID",
    Stage.VERIFIED: "VERIFIED",
    Stage.REVERSED: "REVERSED",
}

Asked = dict[str, Any]


class ZarinpalError(Exception):
    """A refusal with Zarinpal's own number, and what was wrong with which field."""

    def __init__(self, code: int, **validations: str) -> None:
        super().__init__(code)
        self.code = code
        self.validations = [{name: words} for name, words in validations.items()]


class Zarinpal(Bank):
    """Request, page, verify, inquiry, list of the unverified, reverse."""

    name = "zarinpal"
    extras: ClassVar[dict[str, set[str]]] = {
        **Bank.extras,
        **{operation: {"error_status"} for operation in ("request", "verify", "inquiry", "unverified", "reverse")},
    }

    @property
    def questions(self) -> tuple[Route, ...]:
        """The five methods of v4, and the door to the page."""
        return (
            self._method("request", "request", self._request),
            self._method("verify", "verify", self._verify),
            self._method("inquiry", "inquiry", self._inquiry),
            self._method("unverified", "unVerified", self._unverified),
            self._method("reverse", "reverse", self._reverse),
            Route("page", ("GET",), "/pg/StartPay/(?P<authority>[^/]+)", self._start),
        )

    def carried(self, payment: Payment) -> dict[str, str]:
        """Two fields; the second is only a hint."""
        return {"Authority": payment.name, "Status": "OK" if payment.pressed is Button.PAY else "NOK"}

    def took(self, payment: Payment) -> None:
        """Who asked for `auto_verify` has lost the second phase: his first verify is a repetition."""
        if payment.extra.get("auto_verify"):
            payment.verified_at = payment.paid_at

    def _start(self, call: Call) -> Answer:
        return self.page(call, self.find(call.in_path["authority"]))

    def _method(self, operation: str, path: str, serve: Callable[[Asked], Asked]) -> Route:
        def answer(call: Call) -> Answer:
            try:
                if call.json is None:
                    raise ZarinpalError(-9, body="must be JSON")
                _merchant(call.json)
                return reply({"data": serve(call.json), "errors": []})
            except ZarinpalError as refusal:
                return self._refused(refusal)

        return Route(operation, ("POST",), rf"/pg/v4/payment/{path}\.json", answer)

    def _refused(self, refusal: ZarinpalError) -> Answer:
        # The document says that refusals come with 200 or another status; a rule's `error_status` chooses the other one.
        status = self.ordered.get("error_status", 422 if refusal.code == -9 else 200)
        error = {"message": WORDS[refusal.code], "code": refusal.code, "validations": refusal.validations}
        return reply({"data": [], "errors": error}, status)

    def _request(self, asked: Asked) -> Asked:
        _check_request(asked)
        letters = string.ascii_lowercase + string.digits[1:]
        authority = "A" + "0" * 19 + "".join(secrets.choice(letters) for _ in range(16))
        metadata = asked.get("metadata") or {}
        self.opened(
            Payment(
                name=authority,
                serial=next(self.world.numbers),
                merchant=asked["merchant_id"],
                reference=str(metadata.get("order_id", "")),
                amount=asked["amount"],
                callback_url=asked["callback_url"],
                begun_at=self.world.now(),
                extra={"auto_verify": metadata.get("auto_verify") is True},
            )
        )
        return {"code": 100, "message": "Success", "authority": authority, "fee_type": "Merchant", "fee": 0}

    def _asked_for(self, asked: Asked) -> Payment:
        authority = asked.get("authority")
        if not isinstance(authority, str) or not authority:
            raise ZarinpalError(-9, authority="is required")
        payment = self.find(authority) if re.fullmatch(AUTHORITY, authority) else None
        if payment is None:
            raise ZarinpalError(-54)
        if payment.merchant != asked["merchant_id"]:
            raise ZarinpalError(-53)
        return payment

    def _verify(self, asked: Asked) -> Asked:
        if not is_whole(asked.get("amount")):
            raise ZarinpalError(-9, amount="must be an integer")
        payment = self._asked_for(asked)
        # The document has no code for what was reversed; money that went back is not paid.
        if payment.stage not in (Stage.PAID, Stage.VERIFIED):
            raise ZarinpalError(-51)
        if payment.amount != asked["amount"]:
            raise ZarinpalError(-50)
        is_first = payment.stage is Stage.PAID
        payment.verified_at = payment.verified_at or self.world.now()
        return {
            "code": 100 if is_first else 101,
            "message": "Paid" if is_first else "Verified",
            "card_hash": CARD_HASH.upper(),
            "card_pan": CARD,
            "ref_id": 50_100_000 + payment.serial,
            "fee_type": "Merchant",
            "fee": 0,
        }

    def _inquiry(self, asked: Asked) -> Asked:
        # The document says "state only"; the words for the states are those of the vendor's public page.
        return {"status": STATUS[self._asked_for(asked).stage], "code": 100, "message": "Success"}

    def _unverified(self, asked: Asked) -> Asked:
        waiting = [one for one in self.payments.values() if one.merchant == asked["merchant_id"] and one.stage is Stage.PAID]
        listed = [
            {"authority": one.name, "amount": one.amount, "callback_url": one.callback_url, "referer": "/", "date": _date(one)}
            for one in waiting[-LISTED:]
        ]
        return {"code": 100, "message": "Success", "authorities": listed}

    def _reverse(self, asked: Asked) -> Asked:
        payment = self._asked_for(asked)
        # Whether paid but not verified is a "success status" is not said: it is refused.
        if payment.stage is not Stage.VERIFIED:
            raise ZarinpalError(-61)
        if self.is_late(payment.paid_at, REVERSE_WITHIN):
            raise ZarinpalError(-63)
        payment.reversed_at = self.world.now()
        return {"code": 100, "message": "Reversed"}


def _date(payment: Payment) -> str:
    return f"{payment.begun_at:%Y-%m-%d %H:%M:%S}"


def _merchant(asked: Asked) -> None:
    merchant = asked.get("merchant_id")
    if not isinstance(merchant, str) or not re.fullmatch(UUID, merchant):
        raise ZarinpalError(-9, merchant_id="must be a UUID")
    if merchant not in (ZARINPAL_MERCHANT, ZARINPAL_OTHER_MERCHANT):
        raise ZarinpalError(-10)


def _check_request(asked: Asked) -> None:
    amount, currency, description = asked.get("amount"), asked.get("currency"), asked.get("description")
    # A request without currency has a default somewhere at the vendor; the document says always to send it.
    if currency not in RIALS_OF:
        raise ZarinpalError(-9, currency="must be IRR or IRT")
    if not isinstance(amount, int) or not is_whole(amount) or amount * RIALS_OF[currency] < LEAST:
        raise ZarinpalError(-9, amount=f"must be an integer of at least {LEAST} rials")
    if amount * RIALS_OF[currency] > MOST:
        raise ZarinpalError(-41)
    if not isinstance(description, str) or not 0 < len(description) <= 500:
        raise ZarinpalError(-9, description="must be 1 to 500 letters")
    if not is_address(asked.get("callback_url")):
        raise ZarinpalError(-9, callback_url="must be an address")
    if not is_registered(asked["callback_url"]):
        raise ZarinpalError(-14)
    _check_metadata(asked.get("metadata", {}))


def _check_metadata(metadata: object) -> None:
    if not isinstance(metadata, dict):
        raise ZarinpalError(-9, metadata="must be an object")
    checks: dict[str, Callable[[Any], bool]] = {
        "mobile": lambda value: isinstance(value, str) and people.is_mobile(value),
        "email": lambda value: isinstance(value, str) and "@" in value,
        "order_id": lambda value: isinstance(value, str),
        "auto_verify": lambda value: isinstance(value, bool),
        "card_pan": lambda value: isinstance(value, str) and bool(re.fullmatch("[0-9]{16}", value)),
    }
    for name, value in metadata.items():
        if name not in checks or not checks[name](value):
            raise ZarinpalError(-9, **{f"metadata.{name}": "is not valid"})
