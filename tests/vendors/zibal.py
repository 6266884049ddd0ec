"""The room of Zibal: JSON in, HTTP 200 whatever comes, `result` for the question and `status` for the payment."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from tests.vendors import people
from tests.vendors.credentials import ZIBAL_CLOSED_MERCHANT, ZIBAL_MERCHANT
from tests.vendors.exchange import Answer, Call, Route, reply
from tests.vendors.payments import CARD, Bank, Button, Payment, Stage, is_registered, is_whole

LEAST = 1_000
MOST = 1_000_000_000  # The document has a code for more than the most (113) but no figure.

WORDS = {
    100: "success",
    102: "merchant not found",
    103: "merchant is not active",
    104: "merchant is not valid",
    105: "amount must be at least 1000",
    106: "callbackUrl is not valid",
    113: "amount is over the limit",
    114: "nationalCode is not valid",
    201: "already verified",
    202: "order is not paid or failed",
    203: "invalid trackId",
}
WAITING, VERIFIED, PAID, CANCELLED, NO_FUNDS, SWITCH, REVERSED = -1, 1, 2, 3, 5, 11, 18
# 4 to 12 are card errors; which of them is which, and what a page that ran out is, are the vendor's public table and our guess.
FAILURES = {Button.CANCEL: CANCELLED, Button.INSUFFICIENT: NO_FUNDS, Button.TIMEOUT: SWITCH}

Asked = dict[str, Any]


class ZibalError(Exception):
    """A refusal with Zibal's own number."""

    def __init__(self, result: int) -> None:
        super().__init__(result)
        self.result = result


class Zibal(Bank):
    """Request, page, verify, inquiry; a rule may make `verify` tell another `amount`, or a `bare` result when it is repeated."""

    name = "zibal"
    extras: ClassVar[dict[str, set[str]]] = {**Bank.extras, "verify": {"amount", "bare"}, "inquiry": {"amount"}}

    @property
    def questions(self) -> tuple[Route, ...]:
        """The three methods, and the door to the page."""
        return (
            self._method("request", self._request),
            self._method("verify", self._verify),
            self._method("inquiry", self._inquiry),
            Route("page", ("GET",), "/start/(?P<track>[^/]+)", lambda call: self.page(call, self.find(call.in_path["track"]))),
        )

    def carried(self, payment: Payment) -> dict[str, str]:
        """The outcome twice, as a flag and as a status."""
        success = "1" if payment.pressed is Button.PAY else "0"
        fields = {"success": success, "status": str(_status(payment)), "trackId": payment.name}
        return {**fields, "orderId": payment.reference} if payment.reference else fields

    def _method(self, operation: str, serve: Callable[[Asked], Asked]) -> Route:
        def answer(call: Call) -> Answer:
            try:
                asked = call.json or {}
                _merchant(asked)
                return _said(**{"result": 100, **serve(asked)})
            except ZibalError as refusal:
                return _said(result=refusal.result)

        return Route(operation, ("POST",), f"/v1/{operation}", answer)

    def _request(self, asked: Asked) -> Asked:
        _check_request(asked)
        serial = next(self.world.numbers)
        # Far from a round number, so that a trackId that a test makes up by zeros is nobody's.
        track = 3_714_061_101 + serial
        self.opened(
            Payment(
                name=str(track),
                serial=serial,
                merchant=asked["merchant"],
                reference=str(asked.get("orderId") or ""),
                amount=asked["amount"],
                callback_url=asked["callbackUrl"],
                begun_at=self.world.now(),
            )
        )
        return {"trackId": track}

    def _asked_for(self, asked: Asked) -> Payment:
        track = asked.get("trackId")
        payment = self.find(track) if is_whole(track) or isinstance(track, str) else None
        if payment is None or payment.merchant != asked["merchant"]:
            raise ZibalError(203)
        return payment

    def _verify(self, asked: Asked) -> Asked:
        payment = self._asked_for(asked)
        if payment.stage not in (Stage.PAID, Stage.VERIFIED):
            raise ZibalError(202)
        if payment.stage is Stage.VERIFIED and self.ordered.get("bare"):
            raise ZibalError(201)
        result = 100 if payment.stage is Stage.PAID else 201
        payment.verified_at = payment.verified_at or self.world.now()
        return {"result": result, **self._told(payment)}

    def _inquiry(self, asked: Asked) -> Asked:
        payment = self._asked_for(asked)
        times = {"createdAt": _moment(payment.begun_at), "verifiedAt": _moment(payment.verified_at)}
        return {**self._told(payment), **times, "wage": 0}

    def _told(self, payment: Payment) -> Asked:
        is_paid = payment.paid_at is not None
        return {
            "status": _status(payment),
            "amount": self.ordered.get("amount", payment.amount),
            "refNumber": 4_470_000_000 + payment.serial if is_paid else None,
            "cardNumber": CARD if is_paid else None,
            "orderId": payment.reference or None,
            "paidAt": _moment(payment.paid_at),
        }


def _said(**told: object) -> Answer:
    return reply({**told, "message": WORDS[int(str(told["result"]))]})


def _moment(at: datetime | None) -> str | None:
    """Tehran's time without a zone, to the microsecond."""
    return at.replace(tzinfo=None).isoformat(timespec="microseconds") if at else None


def _status(payment: Payment) -> int:
    if payment.stage is Stage.FAILED and payment.pressed:
        return FAILURES[payment.pressed]
    return {Stage.OPEN: WAITING, Stage.PAID: PAID, Stage.VERIFIED: VERIFIED, Stage.REVERSED: REVERSED}[payment.stage]


def _merchant(asked: Asked) -> None:
    merchant = asked.get("merchant")
    if not isinstance(merchant, str) or not merchant:
        raise ZibalError(104)
    if merchant == ZIBAL_CLOSED_MERCHANT:
        raise ZibalError(103)
    if merchant != ZIBAL_MERCHANT:
        raise ZibalError(102)


def _check_request(asked: Asked) -> None:
    amount, code = asked.get("amount"), asked.get("nationalCode")
    if not isinstance(amount, int) or not is_whole(amount) or amount < LEAST:
        raise ZibalError(105)
    if amount > MOST:
        raise ZibalError(113)
    if not is_registered(asked.get("callbackUrl")):
        raise ZibalError(106)
    if code is not None and not people.is_national_code(str(code)):
        raise ZibalError(114)
