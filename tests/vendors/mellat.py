"""The room of Behpardakht Mellat: SOAP with a number for every answer, a page by form, money that must be verified and then settled."""

import re
import secrets
import string
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar

from tests.vendors import mellat_soap as soap
from tests.vendors.credentials import MELLAT_PASSWORD, MELLAT_TERMINAL, MELLAT_USER
from tests.vendors.exchange import Answer, Call, Route
from tests.vendors.payments import CARD, Bank, Button, Payment, Stage, is_registered

REVERSE_WITHIN = timedelta(hours=3)

OK, NO_FUNDS, CANCELLED, EXPIRED = "0", "12", "17", "415"
WRONG_TERMINAL, WRONG_USER, WRONG_AMOUNT, WRONG_FORM, WRONG_DATE, WRONG_DOMAIN = "21", "24", "25", "32", "35", "62"
DUPLICATE, NO_SALE, VERIFIED, NOT_VERIFIED, SETTLED, REVERSED, INVALID = "41", "42", "43", "44", "45", "48", "55"
# The document names 17, 41, 43, 45, 48, 421 and 995; the other numbers are those of the bank's public table.
FAILURES = {Button.CANCEL: CANCELLED, Button.INSUFFICIENT: NO_FUNDS, Button.TIMEOUT: EXPIRED}

LONG = "[0-9]{1,19}"
PAY_FIELDS = ("terminalId", "userName", "userPassword", "orderId", "amount", "localDate", "localTime", "callBackUrl", "payerId")
ASK_FIELDS = ("terminalId", "userName", "userPassword", "orderId", "saleOrderId", "saleReferenceId")

Fields = dict[str, str]


class MellatError(Exception):
    """A refusal with the bank's own number."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Mellat(Bank):
    """Pay, page, verify, settle, inquiry, reversal."""

    name = "mellat"
    extras: ClassVar[dict[str, set[str]]] = {**Bank.extras}
    returns_after = timedelta(minutes=20)
    needs_referrer = True

    @property
    def questions(self) -> tuple[Route, ...]:
        """Five operations on one path, and the door to the page."""
        return (
            self._operation("bpPayRequest", self._pay),
            self._operation("bpVerifyRequest", self._about(self._verify)),
            self._operation("bpSettleRequest", self._about(self._settle)),
            self._operation("bpInquiryRequest", self._about(self._inquiry)),
            self._operation("bpReversalRequest", self._about(self._reversal)),
            Route("page", ("POST",), r"/pgwchannel/startpay\.mellat", self._start),
        )

    def wrong_method(self, call: Call) -> Answer:
        """What is no envelope of a known operation gets a fault."""
        return soap.fault("The message is not an operation of this service.")

    def carried(self, payment: Payment) -> dict[str, str]:
        """The sale's number and the card only when there is a sale."""
        fields = {"RefId": payment.name, "SaleOrderId": payment.reference}
        if payment.pressed is not Button.PAY:
            return {**fields, "ResCode": FAILURES[payment.pressed or Button.TIMEOUT]}
        return {**fields, "ResCode": OK, "SaleReferenceId": _sale(payment), "CardHolderPan": CARD}

    def _operation(self, name: str, serve: Callable[[Fields], str]) -> Route:
        def answer(call: Call) -> Answer:
            try:
                return soap.returned(name, serve(call.in_path))
            except MellatError as refusal:
                return soap.returned(name, refusal.code)

        return Route(name, ("POST",), "/pgwchannel/services/pgw", answer, partial(soap.said, operation=name))

    def _start(self, call: Call) -> Answer:
        return self.page(call, self.find(call.form.get("RefId", "")))

    def _pay(self, asked: Fields) -> str:
        _merchant(asked, PAY_FIELDS)
        _check_pay(asked)
        # The document calls 41 a duplicate order: an order number is used once, whatever became of it.
        if asked["orderId"] in self.references:
            raise MellatError(DUPLICATE)
        letters = string.ascii_letters + string.digits[1:]
        payment = self.opened(
            Payment(
                name="".join(secrets.choice(letters) for _ in range(20)),
                serial=next(self.world.numbers),
                merchant=asked["terminalId"],
                reference=asked["orderId"],
                amount=int(asked["amount"]),
                callback_url=asked["callBackUrl"],
                begun_at=self.world.now(),
                comes_back_by="POST",
            )
        )
        return f"{OK},{payment.name}"

    def _about(self, serve: Callable[[Payment], str]) -> Callable[[Fields], str]:
        """The question about one sale, which both of its numbers must name together."""

        def answer(asked: Fields) -> str:
            _merchant(asked, ASK_FIELDS)
            payment = self.find(self.references.get(asked["saleOrderId"], ""))
            if payment is None or not payment.paid_at or _sale(payment) != asked["saleReferenceId"]:
                raise MellatError(NO_SALE)
            return serve(payment)

        return answer

    def _verify(self, payment: Payment) -> str:
        if payment.stage is Stage.REVERSED:
            raise MellatError(REVERSED)
        if payment.stage is not Stage.PAID:
            raise MellatError(VERIFIED)
        payment.verified_at = self.world.now()
        return OK

    def _settle(self, payment: Payment) -> str:
        refusals = {Stage.REVERSED: REVERSED, Stage.PAID: NOT_VERIFIED, Stage.SETTLED: SETTLED}
        if payment.stage in refusals:
            raise MellatError(refusals[payment.stage])
        payment.settled_at = self.world.now()
        return OK

    def _inquiry(self, payment: Payment) -> str:
        # The document names the question and none of its answers; here it tells what became of the verify.
        return {Stage.REVERSED: REVERSED, Stage.PAID: NOT_VERIFIED, Stage.SETTLED: SETTLED}.get(payment.stage, OK)

    def _reversal(self, payment: Payment) -> str:
        # "At most three hours after verify": what was never verified has no such hours, what is settled is not the bank's any more.
        refusals = {Stage.REVERSED: REVERSED, Stage.PAID: NOT_VERIFIED, Stage.SETTLED: SETTLED}
        if payment.stage in refusals:
            raise MellatError(refusals[payment.stage])
        if self.is_late(payment.verified_at, REVERSE_WITHIN):
            raise MellatError(INVALID)
        payment.reversed_at = self.world.now()
        return OK


def _sale(payment: Payment) -> str:
    return str(514_251_000_000 + payment.serial)


def _merchant(asked: Fields, required: tuple[str, ...]) -> None:
    if asked.get("terminalId") != MELLAT_TERMINAL:
        raise MellatError(WRONG_TERMINAL)
    if (asked.get("userName"), asked.get("userPassword")) != (MELLAT_USER, MELLAT_PASSWORD):
        raise MellatError(WRONG_USER)
    numbers = {"orderId", "saleOrderId", "saleReferenceId", "payerId"} & set(required)
    if any(not asked.get(name) for name in required) or not all(re.fullmatch(LONG, asked[name]) for name in numbers):
        raise MellatError(WRONG_FORM)


def _check_pay(asked: Fields) -> None:
    if not re.fullmatch(LONG, asked["amount"]) or int(asked["amount"]) == 0:
        raise MellatError(WRONG_AMOUNT)
    if "additionalData" not in asked or len(asked["additionalData"]) > 1000:
        raise MellatError(WRONG_FORM)
    if not re.fullmatch("[0-9]{8}", asked["localDate"]) or not re.fullmatch("[0-9]{6}", asked["localTime"]):
        raise MellatError(WRONG_DATE)
    try:
        datetime.strptime(f"{asked['localDate']}{asked['localTime']}+0330", "%Y%m%d%H%M%S%z")
    except ValueError:
        raise MellatError(WRONG_DATE) from None
    if not is_registered(asked["callBackUrl"]):
        raise MellatError(WRONG_DOMAIN)
