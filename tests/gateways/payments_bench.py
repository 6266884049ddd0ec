"""The room of the benches: every payment gateway with its bank, its payer and its faults in the test's hands."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from kardad.gateways.payments import mellat, saman, zarinpal, zibal
from kardad.gateways.payments.console import Console
from kardad.gateways.payments.memory import Memory
from kardad.gateways.payments.outcomes import Begun, Trouble, Way
from kardad.gateways.payments.port import Attempt, Moment, Order, PaymentGateway
from kardad.gateways.payments.twin import DEMO_TERMS, Button
from kardad.gateways.transport import Transport
from tests.gateways.conftest import MOMENT
from tests.gateways.payments_payer import Payer
from tests.vendors import VendorServer
from tests.vendors import credentials as keys

CALLBACK = "https://kardad.example/pay/back/8c1f4b579f0e2f4f/"
MOBILE = "09120000001"
RIALS = 7_700_000

references = count(1001)


def order(rials: int = RIALS, **given: Any) -> Order:
    """An order of a reference of its own."""
    given = {"reference": str(next(references)), "callback_url": CALLBACK, "description": "صورتحساب ۱۲", **given}
    return Order(rials=rials, mobile=MOBILE, **given)


def attempt(begun: Begun, asked: Order, sale: str = "") -> Attempt:
    """What our rows tell of a begun payment."""
    return Attempt(reference=asked.reference, rials=asked.rials, authority=begun.authority, sale=sale)


@dataclass(frozen=True)
class Vendor:
    """A gateway of the local vendor server: `deeds` names the server's operations by ours."""

    name: str
    make: Callable[[str, Transport], PaymentGateway]
    deeds: Mapping[str, str]
    looks_paid: Mapping[str, str]
    tells_amount: bool = True


def _zarinpal(url: str, line: Transport) -> PaymentGateway:
    return zarinpal.Zarinpal(zarinpal.Contract(keys.ZARINPAL_MERCHANT, url), transport=line)


def _zibal(url: str, line: Transport) -> PaymentGateway:
    return zibal.Zibal(zibal.Contract(keys.ZIBAL_MERCHANT, url), transport=line)


def _saman(url: str, line: Transport) -> PaymentGateway:
    return saman.Saman(saman.Contract(keys.SAMAN_TERMINAL, url), transport=line)


def _mellat(url: str, line: Transport) -> PaymentGateway:
    contract = mellat.Contract(keys.MELLAT_TERMINAL, keys.MELLAT_USER, keys.MELLAT_PASSWORD, url)
    return mellat.Mellat(contract, transport=line)


VENDORS: tuple[Vendor, ...] = (
    Vendor("zarinpal", _zarinpal, {"begin": "request", "verify": "verify"}, {"Status": "OK"}),
    Vendor("zibal", _zibal, {"begin": "request", "verify": "verify"}, {"success": "1", "status": "2"}),
    Vendor(
        "saman",
        _saman,
        {"begin": "token", "verify": "verify"},
        {"State": "OK", "Status": "2", "RefNum": "made-up", "RRN": "14226000001", "TraceNo": "100001"},
    ),
    Vendor(
        "mellat",
        _mellat,
        {"begin": "bpPayRequest", "verify": "bpVerifyRequest"},
        {"ResCode": "0", "SaleReferenceId": "987654321"},
        tells_amount=False,
    ),
)
"""One row for each payment vendor of the local server; the contract then runs over it as well, through its page and its faults."""
TWINS = ("memory", "memory-bank", "console")


class Clock:
    """A clock that stands until it is told to go on."""

    def __init__(self) -> None:
        self.now = MOMENT

    def __call__(self) -> datetime:
        return self.now


class LossyConsole(Console):
    """A console whose lines break; the console itself never loses an answer."""

    losses: tuple[tuple[str, str], ...] = ()
    calls: tuple[str, ...] = ()

    def lose(self, deed: str, when: str) -> None:
        self.losses += ((deed, when),)

    def asked(self, deed: str) -> list[str]:
        return [one for one in self.calls if one == deed]

    def _run(self, deed: str, reference: str, act: Callable[[], Any], lost: Callable[[Trouble], Any]) -> Any:
        self.calls += (deed,)
        loss = next((one for one in self.losses if one[0] == deed), None)
        self.losses = tuple(one for one in self.losses if one is not loss)
        if loss == (deed, "before"):
            return lost(Trouble.TIMEOUT)
        outcome = super()._run(deed, reference, act, lost)
        return outcome if loss is None else lost(Trouble.TIMEOUT)


@dataclass
class TwinBench:
    """A gateway that is its own bank."""

    gateway: Memory | LossyConsole
    clock: Clock
    looks_paid: Mapping[str, str] = field(default_factory=lambda: {"status": "paid", "sale": "made-up"})
    tells_amount: bool = True

    def press(self, begun: Begun, button: str) -> dict[str, str]:
        """The callback after this button of the bank's page (`pay`, `cancel`, `insufficient`, `timeout`)."""
        return carried(self.gateway.press(begun.authority, Button(button)))

    def lose(self, deed: str, when: str) -> None:
        """The next such question is lost `before` the bank heard it, or its answer `after`."""
        self.gateway.lose(deed, when)

    def wait(self, time: timedelta) -> None:
        """The bank's clock goes on."""
        self.clock.now += time

    def asked(self, deed: str) -> int:
        """How often the bank was asked so."""
        return len(self.gateway.asked(deed))


@dataclass
class VendorBench:
    """A gateway whose bank is the local vendor server."""

    gateway: PaymentGateway
    vendor: Vendor
    server: VendorServer
    now: datetime = MOMENT

    @property
    def looks_paid(self) -> Mapping[str, str]:
        """Fields that make any callback of this bank claim a payment."""
        return self.vendor.looks_paid

    @property
    def tells_amount(self) -> bool:
        """Whether the bank compares or tells the amount when it verifies; else it bound it when the payment was begun."""
        return self.vendor.tells_amount

    def press(self, begun: Begun, button: str) -> dict[str, str]:
        """See `TwinBench`."""
        return Payer().press(begun.way, button, CALLBACK)

    def lose(self, deed: str, when: str) -> None:
        """See `TwinBench`."""
        self.server.rule(self.vendor.name, self.vendor.deeds[deed], drop=True if when == "before" else "after", times=1)

    def wait(self, time: timedelta) -> None:
        """See `TwinBench`."""
        self.now += time
        self.server.clock(self.now)

    def asked(self, deed: str) -> int:
        """See `TwinBench`."""
        return len(self.server.calls(self.vendor.name, self.vendor.deeds[deed]))


Bench = TwinBench | VendorBench


def twin(name: str) -> TwinBench:
    """A twin on its bench; `memory-bank` has the habits of the strictest bank: sale, settlement, and the way back by POST."""
    clock = Clock()
    if name == "console":
        return TwinBench(LossyConsole(page_url="https://kardad.example/demo/pay/", stream=io.StringIO(), now=clock), clock)
    strict = {
        "needs_sale": True,
        "needs_settle": True,
        "comes_back_by": "POST",
        "reverse_from": Moment.PAYMENT,
        "least": 1_000,
        "most": 10**9,
    }
    terms = replace(DEMO_TERMS, **strict) if name == "memory-bank" else DEMO_TERMS
    return TwinBench(Memory(name=name, terms=terms, now=clock), clock)


def carried(way: Way) -> dict[str, str]:
    """The fields that a payer brings back on this way."""
    return dict(way.fields) if way.method == "POST" else dict(parse_qsl(urlsplit(way.url).query))
