"""The room of what the local banks have in common: a payment, its page with four buttons, the way back, the clock that returns money."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from html import escape
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from tests.vendors.credentials import PAY_DOMAINS
from tests.vendors.exchange import Answer, Call, Callback, Route
from tests.vendors.vendor import Vendor
from tests.vendors.world import World

CARD = "502229******5995"
CARD_HASH = "b96a14400c3a59249e87c300ecc06e5920327e70220213b5bbb7d7b2410f7e0d"


class Button(StrEnum):
    """What a payer may do on a bank's page."""

    PAY = "pay"
    CANCEL = "cancel"
    INSUFFICIENT = "insufficient"
    TIMEOUT = "timeout"


LABELS = {
    Button.PAY: "پرداخت",
    Button.CANCEL: "انصراف",
    Button.INSUFFICIENT: "موجودی ناکافی",
    Button.TIMEOUT: "پایان مهلت",
}


class Stage(StrEnum):
    """How far a payment has come."""

    OPEN = "open"
    FAILED = "failed"
    PAID = "paid"
    VERIFIED = "verified"
    SETTLED = "settled"
    REVERSED = "reversed"


@dataclass
class Payment:
    """One payment at one bank; `amount` is the number that the merchant sent, in the merchant's currency."""

    name: str
    serial: int
    merchant: str
    reference: str
    amount: int
    callback_url: str
    begun_at: datetime
    open_until: datetime | None = None
    comes_back_by: str = "GET"
    extra: dict[str, Any] = field(default_factory=dict)
    pressed: Button | None = None
    paid_at: datetime | None = None
    verified_at: datetime | None = None
    settled_at: datetime | None = None
    reversed_at: datetime | None = None

    @property
    def stage(self) -> Stage:
        """Where the payment stands now."""
        if self.reversed_at:
            return Stage.REVERSED
        if self.settled_at:
            return Stage.SETTLED
        if self.verified_at:
            return Stage.VERIFIED
        if self.paid_at:
            return Stage.PAID
        return Stage.FAILED if self.pressed else Stage.OPEN


class Bank(Vendor):
    """A vendor that takes money: its page stands at `/__page/{payment}`, behind the vendor's own door to it."""

    extras: ClassVar[dict[str, set[str]]] = {"press": {"callback"}}
    returns_after: ClassVar[timedelta | None] = None
    needs_referrer: ClassVar[bool] = False

    def __init__(self, world: World, url: str) -> None:
        super().__init__(world, url)
        self.payments: dict[str, Payment] = {}
        self.references: dict[str, str] = {}

    @property
    def questions(self) -> tuple[Route, ...]:
        """What a merchant's server asks this bank, and the doors to its page."""
        raise NotImplementedError

    @property
    def routes(self) -> tuple[Route, ...]:
        """The bank's own operations, and the buttons of its page."""
        return (*self.questions, Route("press", ("POST",), "/__page/(?P<payment>[^/]+)", self._press))

    def carried(self, payment: Payment) -> dict[str, str]:
        """The fields that the payer carries back to the merchant."""
        raise NotImplementedError

    def opened(self, payment: Payment) -> Payment:
        """The payment, now known to the bank."""
        self.payments[payment.name] = payment
        self.references[payment.reference] = payment.name
        return payment

    def find(self, name: object) -> Payment | None:
        """The payment of this name as it stands now: money that nobody asked for in time has gone back."""
        payment = self.payments.get(str(name))
        if payment is not None:
            self._return_late(payment)
        return payment

    def _return_late(self, payment: Payment) -> None:
        if self.returns_after is None or payment.stage is not Stage.PAID or payment.paid_at is None:
            return
        if self.world.now() > payment.paid_at + self.returns_after:
            payment.reversed_at = payment.paid_at + self.returns_after

    def is_late(self, since: datetime | None, limit: timedelta) -> bool:
        """Whether more than `limit` has passed; what never began is late."""
        return since is None or self.world.now() > since + limit

    def page(self, call: Call, payment: Payment | None) -> Answer:
        """The page with the four buttons; none for who comes from a strange site, or for what is unknown, finished or too old."""
        if self.needs_referrer and not is_registered(call.headers.get("referer", "")):
            return html("آدرس ارجاع‌دهنده معتبر نیست.", 403)
        if payment is None:
            return html("این پرداخت پیدا نشد.", 404)
        if payment.pressed or (payment.open_until and self.world.now() > payment.open_until):
            return html("این پرداخت پایان یافته است.", 410)
        action = f"{urlsplit(self.url).path}/__page/{payment.name}"
        buttons = "".join(f'<button name="button" value="{one}">{LABELS[one]}</button>' for one in Button)
        return html(f'<p>مبلغ: {payment.amount}</p><form method="post" action="{escape(action)}">{buttons}</form>')

    def _press(self, call: Call) -> Answer:
        """Back to the merchant; who presses again, whatever he presses, is sent back with the same news."""
        payment = self.find(call.in_path["payment"])
        if payment is None:
            return html("این پرداخت پیدا نشد.", 404)
        if call.form.get("button") not in set(Button):
            return html("این دکمه نیست.", 400)
        if payment.pressed is None:
            is_over = payment.open_until is not None and self.world.now() > payment.open_until
            payment.pressed = Button.TIMEOUT if is_over else Button(call.form["button"])
            payment.paid_at = self.world.now() if payment.pressed is Button.PAY else None
            self.took(payment)
        return self._back(payment)

    def took(self, payment: Payment) -> None:
        """What else this bank does at the moment of the button."""

    def _back(self, payment: Payment) -> Answer:
        bent = {**self.carried(payment), **self.ordered.get("callback", {})}
        fields = {name: str(value) for name, value in bent.items() if value is not None}
        by, url = payment.comes_back_by, payment.callback_url
        self.world.callbacks.append(Callback(self.name, payment.name, by, url, fields, self.world.now().isoformat()))
        if by == "GET":
            return Answer(302, b"", {"Location": f"{url}{'&' if '?' in url else '?'}{urlencode(fields)}"})
        inputs = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in fields.items())
        form = f'<form method="post" action="{escape(url)}">{inputs}<button>بازگشت به سایت پذیرنده</button></form>'
        return html(f"{form}<script>document.forms[0].submit()</script>")


def html(inside: str, status: int = 200) -> Answer:
    """A page of a bank."""
    page = f'<!doctype html><html lang="fa" dir="rtl"><meta charset="utf-8"><title>درگاه آزمایشی</title><body>{inside}</body></html>'
    return Answer(status, page.encode(), {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"})


def is_address(url: object) -> bool:
    """Whether it is an absolute web address."""
    parts = urlsplit(url) if isinstance(url, str) else None
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)


def is_registered(url: object) -> bool:
    """Whether it is an address in a domain that the merchant has registered."""
    return isinstance(url, str) and is_address(url) and urlsplit(url).hostname in PAY_DOMAINS


def is_whole(value: object) -> bool:
    """Whether it is a JSON number without a fraction, and not a truth value."""
    return isinstance(value, int) and not isinstance(value, bool)
