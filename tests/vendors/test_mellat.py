"""The room of Behpardakht Mellat's promises."""

import itertools

import httpx
import pytest

from tests.vendors import VendorServer
from tests.vendors.asking import http
from tests.vendors.paying import BACK, REFERRER, Return, envelope, mellat, press

ORDER = {
    "orderId": "1001",
    "amount": "7700000",
    "localDate": "20251122",
    "localTime": "100000",
    "additionalData": "",
    "callBackUrl": BACK,
    "payerId": "0",
}
T0 = "2025-11-22T10:00:00+03:30"
orders = itertools.count(2001)


def begin(server: VendorServer, **changed: str) -> str:
    returned = mellat(server, "bpPayRequest", **{**ORDER, "orderId": str(next(orders)), **changed})
    code, _, name = returned.partition(",")
    assert (code, bool(name)) == ("0", True)
    return name


def page(server: VendorServer, name: str, headers: dict[str, str] = REFERRER) -> httpx.Response:
    return http.post(f"{server.url('mellat')}/pgwchannel/startpay.mellat", data={"RefId": name}, headers=headers)


def paid(server: VendorServer) -> Return:
    return press(page(server, begin(server)), "pay")


def ask(server: VendorServer, operation: str, back: Return, **changed: str) -> str:
    order = back.fields["SaleOrderId"]
    sale = {"orderId": order, "saleOrderId": order, "saleReferenceId": back.fields["SaleReferenceId"]}
    return mellat(server, operation, **{**sale, **changed})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"terminalId": "1"}, "21"),
        ({"userName": "somebody"}, "24"),
        ({"userPassword": "wrong"}, "24"),
        ({"amount": "0"}, "25"),
        ({"amount": "7700000.0"}, "25"),
        ({"orderId": "A1"}, "32"),
        ({"orderId": ""}, "32"),
        ({"payerId": ""}, "32"),
        ({"additionalData": "x" * 1001}, "32"),
        ({"localDate": "1404/09/01"}, "35"),
        ({"localDate": "20251322"}, "35"),
        ({"localTime": "256161"}, "35"),
        ({"callBackUrl": "https://evil.example/back"}, "62"),
    ],
)
def test_a_bad_request_is_refused_by_its_number(vendor_server: VendorServer, changed: dict[str, str], code: str) -> None:
    assert mellat(vendor_server, "bpPayRequest", **{**ORDER, **changed}) == code


def test_an_order_number_is_used_once(vendor_server: VendorServer) -> None:
    begin(vendor_server, orderId="1001")
    assert mellat(vendor_server, "bpPayRequest", **ORDER) == "41"


@pytest.mark.parametrize("operation", ["bpRefundRequest", "bpPayrequest"])
def test_an_unknown_operation_gets_a_fault(vendor_server: VendorServer, operation: str) -> None:
    answer = envelope(vendor_server, operation, ORDER)
    assert answer.status_code == 500
    assert "Fault" in answer.text


def test_what_is_no_envelope_gets_a_fault(vendor_server: VendorServer) -> None:
    url = f"{vendor_server.url('mellat')}/pgwchannel/services/pgw"
    assert envelope(vendor_server, "bpPayRequest", ORDER, "application/json").status_code == 500
    for body in ("", "<a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"):
        assert http.post(url, content=body, headers={"Content-Type": "text/xml"}).status_code == 500


@pytest.mark.parametrize(("button", "code"), [("pay", "0"), ("cancel", "17"), ("insufficient", "12"), ("timeout", "415")])
def test_the_payer_comes_back_by_a_form_with_the_sale_only_when_there_is_one(vendor_server: VendorServer, button: str, code: str) -> None:
    name = begin(vendor_server, orderId="1001")
    back = press(page(vendor_server, name), button)
    assert (back.method, back.url) == ("POST", BACK)
    assert (back.fields["RefId"], back.fields["SaleOrderId"], back.fields["ResCode"]) == (name, "1001", code)
    assert ("SaleReferenceId" in back.fields) == ("CardHolderPan" in back.fields) == (button == "pay")


@pytest.mark.parametrize("headers", [{}, {"Referer": "https://evil.example/"}])
def test_who_comes_from_a_strange_site_is_turned_away(vendor_server: VendorServer, headers: dict[str, str]) -> None:
    assert page(vendor_server, begin(vendor_server), headers).status_code == 403


def test_the_case_of_a_reference_counts(vendor_server: VendorServer) -> None:
    assert page(vendor_server, begin(vendor_server).swapcase()).status_code == 404


def test_a_sale_is_verified_then_settled_and_each_is_told_when_repeated(vendor_server: VendorServer) -> None:
    back = paid(vendor_server)
    assert ask(vendor_server, "bpSettleRequest", back) == "44"
    assert [ask(vendor_server, "bpVerifyRequest", back) for _ in range(2)] == ["0", "43"]
    assert [ask(vendor_server, "bpSettleRequest", back) for _ in range(2)] == ["0", "45"]
    assert ask(vendor_server, "bpVerifyRequest", back) == "43"
    assert ask(vendor_server, "bpReversalRequest", back) == "45"


@pytest.mark.parametrize("operation", ["bpVerifyRequest", "bpSettleRequest", "bpInquiryRequest", "bpReversalRequest"])
def test_the_two_numbers_of_a_sale_belong_together(vendor_server: VendorServer, operation: str) -> None:
    one, other = paid(vendor_server), paid(vendor_server)
    unpaid = press(page(vendor_server, begin(vendor_server)), "cancel").fields["SaleOrderId"]
    sale = one.fields["SaleReferenceId"]
    for order in (other.fields["SaleOrderId"], unpaid, "987654321"):
        assert ask(vendor_server, operation, one, saleOrderId=order) == "42"
    assert ask(vendor_server, operation, one, saleReferenceId="987654321") == "42"
    assert ask(vendor_server, operation, one, saleReferenceId=f"{sale}x") == "32"
    assert ask(vendor_server, operation, one, userPassword="wrong") == "24"


def test_an_inquiry_tells_what_became_of_the_verify_and_changes_nothing(vendor_server: VendorServer) -> None:
    back, told = paid(vendor_server), []
    for operation in ("bpVerifyRequest", "bpSettleRequest"):
        told += [ask(vendor_server, "bpInquiryRequest", back) for _ in range(2)]
        assert ask(vendor_server, operation, back) == "0"
    told.append(ask(vendor_server, "bpInquiryRequest", back))
    assert told == ["44", "44", "0", "0", "45"]


def test_what_is_not_verified_within_twenty_minutes_goes_back(vendor_server: VendorServer) -> None:
    vendor_server.clock(T0)
    early, late = paid(vendor_server), paid(vendor_server)
    vendor_server.clock("2025-11-22T10:20:00+03:30")
    assert ask(vendor_server, "bpVerifyRequest", early) == "0"
    vendor_server.clock("2025-11-22T10:20:01+03:30")
    assert [ask(vendor_server, "bpVerifyRequest", one) for one in (early, late)] == ["43", "48"]
    assert [ask(vendor_server, operation, late) for operation in ("bpSettleRequest", "bpInquiryRequest")] == ["48", "48"]


def test_a_reversal_is_for_what_is_verified_and_within_three_hours_of_that(vendor_server: VendorServer) -> None:
    vendor_server.clock(T0)
    early, late = paid(vendor_server), paid(vendor_server)
    assert ask(vendor_server, "bpReversalRequest", early) == "44"
    vendor_server.clock("2025-11-22T10:10:00+03:30")
    assert [ask(vendor_server, "bpVerifyRequest", one) for one in (early, late)] == ["0", "0"]
    vendor_server.clock("2025-11-22T13:10:00+03:30")
    assert [ask(vendor_server, "bpReversalRequest", early) for _ in range(2)] == ["0", "48"]
    vendor_server.clock("2025-11-22T13:10:01+03:30")
    assert ask(vendor_server, "bpReversalRequest", late) == "55"
    assert [ask(vendor_server, "bpVerifyRequest", one) for one in (early, late)] == ["48", "43"]
    assert ask(vendor_server, "bpSettleRequest", early) == "48"
