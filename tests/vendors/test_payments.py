"""The room of what holds for every local bank: the page, the way back, callbacks that come twice or forged, answers that are lost."""

from collections.abc import Callable

import httpx
import pytest

from tests.vendors import VendorServer, test_mellat, test_saman, test_zarinpal, test_zibal
from tests.vendors.asking import http
from tests.vendors.paying import came_back, press, zarinpal

Opened = Callable[[VendorServer], httpx.Response]
OPENED: dict[str, Opened] = {
    "zarinpal": lambda server: test_zarinpal.page(server, test_zarinpal.begin(server)),
    "zibal": lambda server: test_zibal.page(server, test_zibal.begin(server)),
    "saman": lambda server: test_saman.page(server, test_saman.begin(server)),
    "mellat": lambda server: test_mellat.page(server, test_mellat.begin(server)),
}
BUTTONS = ("pay", "cancel", "insufficient", "timeout")
each_bank = pytest.mark.parametrize("bank", OPENED)


def action(server: VendorServer, bank: str) -> str:
    """Where the buttons of the bank's newest page lead."""
    *_, payment = server.vendors[bank].payments  # type: ignore[attr-defined]
    return f"{server.url(bank)}/__page/{payment}"


@each_bank
def test_the_page_has_four_buttons(vendor_server: VendorServer, bank: str) -> None:
    page = OPENED[bank](vendor_server)
    assert [button for button in BUTTONS if f'<button name="button" value="{button}">' in page.text] == list(BUTTONS)
    assert "7700000" in page.text


@each_bank
def test_a_button_that_is_not_there_does_nothing(vendor_server: VendorServer, bank: str) -> None:
    page = OPENED[bank](vendor_server)
    assert http.post(action(vendor_server, bank), data={"button": "give"}).status_code == 400
    assert http.post(f"{vendor_server.url(bank)}/__page/nobody", data={"button": "pay"}).status_code == 404
    assert vendor_server.callbacks() == []
    press(page, "pay")


@each_bank
def test_a_second_press_of_any_button_brings_the_same_callback_again(vendor_server: VendorServer, bank: str) -> None:
    first = press(OPENED[bank](vendor_server), "pay")
    again = [came_back(http.post(action(vendor_server, bank), data={"button": button})) for button in BUTTONS]
    assert again == [first] * 4


@each_bank
def test_the_callbacks_are_kept_for_who_wants_to_bring_them_twice(vendor_server: VendorServer, bank: str) -> None:
    back = press(OPENED[bank](vendor_server), "pay")
    press(OPENED["zibal"](vendor_server), "cancel")
    kept, *_ = http.get(f"{vendor_server.base}/__pay/callbacks", params={"provider": bank}).json()
    assert (kept["method"], kept["url"], kept["fields"]) == (back.method, back.url, back.fields)
    vendor_server.reset()
    assert vendor_server.callbacks() == []


@each_bank
def test_a_rule_forges_the_callback_and_not_the_payment(vendor_server: VendorServer, bank: str) -> None:
    forged = {"Status": "OK", "success": "1", "State": "OK", "ResCode": "0", "ResNum": None}
    vendor_server.rule(bank, "press", callback=forged, times=1)
    back = press(OPENED[bank](vendor_server), "cancel")
    assert forged.items() >= {name: back.fields[name] for name in forged if name in back.fields}.items()
    assert "ResNum" not in back.fields
    *_, payment = vendor_server.vendors[bank].payments.values()  # type: ignore[attr-defined]
    assert payment.stage == "failed"


@each_bank
def test_a_finished_payment_has_no_page(vendor_server: VendorServer, bank: str) -> None:
    page = OPENED[bank](vendor_server)
    press(page, "cancel")
    request = page.request
    again = http.request(request.method, request.url, content=request.read(), headers=request.headers)
    assert again.status_code == 410
    assert "<button" not in again.text


@pytest.mark.parametrize(("drop", "code"), [(True, 100), ("after", 101)])
def test_a_lost_verify_was_heard_or_not(vendor_server: VendorServer, drop: object, code: int) -> None:
    authority = test_zarinpal.paid(vendor_server)
    vendor_server.rule("zarinpal", "verify", drop=drop, times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        zarinpal(vendor_server, "verify", amount=7_700_000, authority=authority)
    assert test_zarinpal.code(zarinpal(vendor_server, "verify", amount=7_700_000, authority=authority)) == code


def test_one_soap_operation_is_lost_and_the_others_are_not(vendor_server: VendorServer) -> None:
    back = test_mellat.paid(vendor_server)
    vendor_server.rule("mellat", "bpVerifyRequest", drop="after", times=1, match={"saleOrderId": back.fields["SaleOrderId"]})
    other = test_mellat.paid(vendor_server)
    assert test_mellat.ask(vendor_server, "bpVerifyRequest", other) == "0"
    with pytest.raises(httpx.RemoteProtocolError):
        test_mellat.ask(vendor_server, "bpVerifyRequest", back)
    assert test_mellat.ask(vendor_server, "bpInquiryRequest", back) == "0"
    assert [call.operation for call in vendor_server.calls("mellat")][-3:] == ["bpVerifyRequest", "bpVerifyRequest", "bpInquiryRequest"]
