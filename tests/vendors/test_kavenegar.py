"""The room of Kavenegar's promises."""

from datetime import datetime, timedelta

import httpx
import pytest

from tests.vendors import VendorServer
from tests.vendors import credentials as keys
from tests.vendors.asking import http
from tests.vendors.world import TEHRAN

MORNING = datetime(2025, 11, 22, 10, tzinfo=TEHRAN)
CODE = {"receptor": "09120000001", "template": keys.KAVENEGAR_TEMPLATE, "token": "012345"}
TEXT = {"receptor": "09120000001", "message": "کارداد: درخواست شما آماده ادامه است."}


def post(server: VendorServer, method: str, asked: dict[str, str], key: str = keys.KAVENEGAR_KEY) -> httpx.Response:
    return http.post(f"{server.url('kavenegar')}/v1/{key}/{method}.json", data=asked)


def refused(answer: httpx.Response) -> int:
    assert answer.json()["return"]["message"]
    assert answer.status_code == answer.json()["return"]["status"]
    return answer.status_code


def entry(answer: httpx.Response) -> dict[str, object]:
    assert (answer.status_code, answer.json()["return"]["status"]) == (200, 200)
    (only,) = answer.json()["entries"]
    return only


def delivery(server: VendorServer, receptor: str, **changed: str) -> object:
    sent = entry(post(server, "verify/lookup", {**CODE, "receptor": receptor, **changed}))
    return entry(post(server, "sms/status", {"messageid": str(sent["messageid"])}))["status"]


def test_a_code_goes_out_by_template(vendor_server: VendorServer) -> None:
    sent = entry(post(vendor_server, "verify/lookup", CODE))
    assert sent["receptor"] == "09120000001"
    assert sent["status"] == 1
    assert "012345" in str(sent["message"])
    (message,) = vendor_server.outbox("09120000001")
    assert (message.code, message.channel, message.template) == ("012345", "sms", keys.KAVENEGAR_TEMPLATE)
    assert message.message_id == sent["messageid"]


def test_a_code_goes_out_by_voice(vendor_server: VendorServer) -> None:
    entry(post(vendor_server, "verify/lookup", {**CODE, "type": "call"}))
    assert [message.channel for message in vendor_server.outbox()] == ["voice"]


@pytest.mark.parametrize("written", ["09120000001", "9120000001", "+989120000001", "00989120000001"])
def test_a_receptor_is_written_in_four_ways(vendor_server: VendorServer, written: str) -> None:
    assert entry(post(vendor_server, "verify/lookup", {**CODE, "receptor": written}))["receptor"] == "09120000001"


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"receptor": "989120000001"}, 411),
        ({"receptor": "02188880000"}, 411),
        ({"receptor": "09120000001,09350000002"}, 411),
        ({"receptor": ""}, 406),
        ({"token": ""}, 406),
        ({"template": ""}, 406),
        ({"template": "unknown"}, 424),
        ({"token": "12 345"}, 431),
        ({"token": "1" * 101}, 431),
        ({"token": "www.kardad.test"}, 420),
        ({"token2": "extra"}, 432),
        ({"type": "call", "token": "abc"}, 428),
        ({"type": "fax"}, 400),
        ({"template": "kardadnotice"}, 432),
        ({"template": "kardadnotice", "token10": "a b c d e f g"}, 431),
    ],
)
def test_a_lookup_that_cannot_go_out_is_numbered(vendor_server: VendorServer, changed: dict[str, str], status: int) -> None:
    assert refused(post(vendor_server, "verify/lookup", {**CODE, **changed})) == status
    assert vendor_server.outbox() == []


def test_a_notice_template_takes_words_in_its_long_token(vendor_server: VendorServer) -> None:
    asked = {**CODE, "template": "kardadnotice", "token": "4512", "token10": "درخواست شما"}
    assert "درخواست شما" in str(entry(post(vendor_server, "verify/lookup", asked))["message"])


def test_the_key_the_method_and_the_form_are_checked(vendor_server: VendorServer) -> None:
    assert refused(post(vendor_server, "verify/lookup", CODE, key="wrong")) == 403
    assert refused(post(vendor_server, "verify/unknown", CODE, key="wrong")) == 403
    assert refused(post(vendor_server, "verify/unknown", CODE)) == 404
    url = f"{vendor_server.url('kavenegar')}/v1/{keys.KAVENEGAR_KEY}/verify/lookup.json"
    assert refused(http.get(url, params=CODE)) == 405
    assert refused(http.post(url, json=CODE)) == 400
    assert refused(http.post(url)) == 406
    assert vendor_server.outbox() == []


@pytest.mark.parametrize(("receptor", "status"), [("09120000001", 10), ("09350000002", 14), ("09210000004", 4), ("09129999999", 10)])
def test_delivery_is_as_the_table_says(vendor_server: VendorServer, receptor: str, status: int) -> None:
    assert delivery(vendor_server, receptor) == status


@pytest.mark.parametrize("receptor", ["09350000002", "09210000004"])
def test_a_call_reaches_whom_a_text_does_not(vendor_server: VendorServer, receptor: str) -> None:
    assert delivery(vendor_server, receptor, type="call") == 10


def test_an_unknown_number_and_one_of_three_days_ago_are_invalid(vendor_server: VendorServer) -> None:
    vendor_server.clock(MORNING)
    sent = entry(post(vendor_server, "verify/lookup", CODE))
    assert entry(post(vendor_server, "sms/status", {"messageid": "1"}))["status"] == 100
    vendor_server.clock(MORNING + timedelta(hours=49))
    assert entry(post(vendor_server, "sms/status", {"messageid": str(sent["messageid"])}))["status"] == 100
    assert refused(post(vendor_server, "sms/status", {})) == 406
    assert refused(post(vendor_server, "sms/status", {"messageid": "x"})) == 400
    assert refused(post(vendor_server, "sms/status", {"messageid": ",".join(["1"] * 501)})) == 414


def test_a_text_goes_to_many(vendor_server: VendorServer) -> None:
    answer = post(vendor_server, "sms/send", {**TEXT, "receptor": "09120000001,+989350000002", "sender": keys.KAVENEGAR_SENDER})
    assert [item["receptor"] for item in answer.json()["entries"]] == ["09120000001", "09350000002"]
    assert len(vendor_server.outbox()) == 2


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"sender": "1000"}, 412),
        ({"message": ""}, 413),
        ({"message": "ا" * 901}, 413),
        ({"receptor": ""}, 406),
        ({"receptor": "0912"}, 411),
        ({"receptor": ",".join(["09120000001"] * 201)}, 414),
        ({"date": "tomorrow"}, 417),
        ({"date": "1000"}, 417),
        ({"localid": "1,2"}, 400),
    ],
)
def test_a_text_that_cannot_go_out_is_numbered(vendor_server: VendorServer, changed: dict[str, str], status: int) -> None:
    assert refused(post(vendor_server, "sms/send", {**TEXT, **changed})) == status
    assert vendor_server.outbox() == []


def test_a_later_text_is_scheduled(vendor_server: VendorServer) -> None:
    vendor_server.clock(MORNING)
    later = str(int((MORNING + timedelta(hours=1)).timestamp()))
    assert entry(post(vendor_server, "sms/send", {**TEXT, "date": later}))["status"] == 2


def test_a_local_id_sends_once_and_is_asked_for_half_a_day(vendor_server: VendorServer) -> None:
    vendor_server.clock(MORNING)
    first, second = (entry(post(vendor_server, "sms/send", {**TEXT, "localid": "77"})) for _ in range(2))
    assert first["messageid"] == second["messageid"]
    assert len(vendor_server.outbox()) == 1
    known = entry(post(vendor_server, "sms/statuslocalmessageid", {"localid": "77"}))
    assert (known["messageid"], known["status"]) == (first["messageid"], 10)
    assert entry(post(vendor_server, "sms/statuslocalmessageid", {"localid": "78"}))["status"] == 100
    vendor_server.clock(MORNING + timedelta(hours=13))
    assert entry(post(vendor_server, "sms/statuslocalmessageid", {"localid": "77"}))["status"] == 100


def test_a_lost_answer_to_a_lookup_is_found_by_its_local_id(vendor_server: VendorServer) -> None:
    vendor_server.rule("kavenegar", "lookup", drop="after", times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        post(vendor_server, "verify/lookup", {**CODE, "localid": "91"})
    assert entry(post(vendor_server, "sms/statuslocalmessageid", {"localid": "91"}))["status"] == 10


def test_words_are_read_out_by_a_call(vendor_server: VendorServer) -> None:
    entry(post(vendor_server, "call/maketts", {"receptor": "09210000004", "message": "کد شما ۱۲۳۴۵۶ است."}))
    (message,) = vendor_server.outbox("09210000004")
    assert (message.channel, message.code) == ("voice", "123456")
    assert refused(post(vendor_server, "call/maketts", {"message": "سلام"})) == 406


def test_the_account_tells_its_credit_in_rials(vendor_server: VendorServer) -> None:
    answer = post(vendor_server, "account/info", {})
    assert answer.json()["entries"]["remaincredit"] == keys.KAVENEGAR_CREDIT


def test_a_rule_brings_any_number_even_with_http_200(vendor_server: VendorServer) -> None:
    body = {"return": {"status": 418, "message": "اعتبار کافی نیست"}, "entries": None}
    vendor_server.rule("kavenegar", "lookup", match={"receptor": "09120000001"}, status=200, body=body, times=1)
    assert post(vendor_server, "verify/lookup", CODE).json()["return"]["status"] == 418
    assert vendor_server.outbox() == []
