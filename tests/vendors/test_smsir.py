"""The room of SMS.ir's promises."""

import httpx
import pytest

from tests.vendors import VendorServer
from tests.vendors import credentials as keys
from tests.vendors.asking import http

HEADERS = {"X-API-KEY": keys.SMSIR_KEY}
CODE: dict[str, object] = {
    "mobile": "9120000001",
    "templateId": keys.SMSIR_TEMPLATE,
    "parameters": [{"name": "CODE", "value": "012345"}],
}
TEXT: dict[str, object] = {"lineNumber": keys.SMSIR_LINE, "messageText": "کارداد: آماده است.", "mobiles": ["9120000001", "9350000002"]}


def post(server: VendorServer, method: str, asked: dict[str, object], headers: dict[str, str] = HEADERS) -> httpx.Response:
    return http.post(f"{server.url('smsir')}/v1/send/{method}", json=asked, headers=headers)


def status(server: VendorServer, message_id: object) -> httpx.Response:
    return http.get(f"{server.url('smsir')}/v1/send/{message_id}", headers=HEADERS)


def data(answer: httpx.Response) -> dict[str, object]:
    assert (answer.status_code, answer.json()["status"], answer.json()["message"]) == (200, 1, "موفق")
    return answer.json()["data"]


def test_a_code_goes_out_by_template(vendor_server: VendorServer) -> None:
    sent = data(post(vendor_server, "verify", CODE))
    (message,) = vendor_server.outbox("09120000001")
    assert (message.code, message.channel, message.message_id) == ("012345", "sms", sent["messageId"])
    assert "012345" in message.text


@pytest.mark.parametrize("headers", [{}, {"X-API-KEY": "wrong"}, {"Authorization": keys.SMSIR_KEY}])
def test_a_bad_key_is_told_twice(vendor_server: VendorServer, headers: dict[str, str]) -> None:
    answer = post(vendor_server, "verify", CODE, headers)
    assert (answer.status_code, answer.json()["status"]) == (401, 10)
    assert vendor_server.outbox() == []


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        ({"mobile": "09120000001"}, 104),
        ({"mobile": "+989120000001"}, 104),
        ({"mobile": 9120000001}, 104),
        ({"templateId": str(keys.SMSIR_TEMPLATE)}, 16),
        ({"templateId": 5}, 113),
        ({"parameters": "CODE"}, 16),
        ({"parameters": []}, 116),
        ({"parameters": [{"value": "012345"}]}, 116),
        ({"parameters": [{"name": "OTHER", "value": "012345"}]}, 116),
        ({"parameters": [{"name": "CODE", "value": 12345}]}, 16),
        ({"parameters": [{"name": "CODE", "value": "1" * 26}]}, 114),
    ],
)
def test_a_code_that_cannot_go_out_is_numbered_under_http_200(vendor_server: VendorServer, changed: dict[str, object], number: int) -> None:
    answer = post(vendor_server, "verify", {**CODE, **changed})
    assert (answer.status_code, answer.json()["status"], answer.json()["data"]) == (200, number, None)
    assert vendor_server.outbox() == []


def test_a_form_is_not_understood(vendor_server: VendorServer) -> None:
    answer = http.post(f"{vendor_server.url('smsir')}/v1/send/verify", data={"mobile": "9120000001"}, headers=HEADERS)
    assert answer.json()["status"] == 16


@pytest.mark.parametrize(("mobile", "state"), [("9120000001", 1), ("9350000002", 7), ("9210000004", 3)])
def test_delivery_is_as_the_table_says(vendor_server: VendorServer, mobile: str, state: int) -> None:
    sent = data(post(vendor_server, "verify", {**CODE, "mobile": mobile}))
    assert data(status(vendor_server, sent["messageId"]))["deliveryState"] == state


@pytest.mark.parametrize("message_id", ["1", "x"])
def test_an_unknown_message_is_numbered(vendor_server: VendorServer, message_id: str) -> None:
    assert status(vendor_server, message_id).json()["status"] == 111


def test_a_text_goes_to_many(vendor_server: VendorServer) -> None:
    numbers = data(post(vendor_server, "bulk", TEXT))["messageIds"]
    assert [message.message_id for message in vendor_server.outbox()] == numbers
    assert [message.receptor for message in vendor_server.outbox()] == ["09120000001", "09350000002"]


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        ({"lineNumber": 5}, 101),
        ({"lineNumber": str(keys.SMSIR_LINE)}, 101),
        ({"messageText": " "}, 103),
        ({"mobiles": []}, 105),
        ({"mobiles": ["9120000001"] * 101}, 106),
        ({"mobiles": ["9120000001", "0912"]}, 104),
    ],
)
def test_a_text_that_cannot_go_out_is_numbered(vendor_server: VendorServer, changed: dict[str, object], number: int) -> None:
    assert post(vendor_server, "bulk", {**TEXT, **changed}).json()["status"] == number
    assert vendor_server.outbox() == []


def test_a_rule_brings_the_blocklist_code(vendor_server: VendorServer) -> None:
    vendor_server.rule("smsir", "verify", match={"mobile": "9350000002"}, body={"status": 115, "message": "لیست سیاه", "data": None})
    assert post(vendor_server, "verify", {**CODE, "mobile": "9350000002"}).json()["status"] == 115
    assert post(vendor_server, "verify", CODE).json()["status"] == 1
