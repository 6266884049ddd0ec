"""The room of the promises of Saman's gateway."""

from typing import Any

import httpx
import pytest

from tests.vendors import VendorServer
from tests.vendors import credentials as keys
from tests.vendors.asking import http
from tests.vendors.paying import BACK, REFERRER, Return, press, saman

TOKEN = "/onlinepg/onlinepg"
VERIFY = "/verifyTxnRandomSessionkey/ipg/VerifyTransaction"
REVERSE = "/verifyTxnRandomSessionkey/ipg/ReverseTransaction"
ORDER: dict[str, Any] = {
    "action": "token",
    "TerminalId": keys.SAMAN_TERMINAL,
    "Amount": 7_700_000,
    "ResNum": "1001",
    "RedirectUrl": BACK,
    "CellNumber": "09120000001",
}


def begin(server: VendorServer, **changed: object) -> str:
    return str(saman(server, TOKEN, **{**ORDER, **changed}).json()["token"])


def page(server: VendorServer, token: str, get_method: str = "", headers: dict[str, str] = REFERRER) -> httpx.Response:
    form = {"Token": token, "GetMethod": get_method}
    return http.post(f"{server.url('saman')}/OnlinePG/OnlinePG", data=form, headers=headers)


def paid(server: VendorServer) -> Return:
    return press(page(server, begin(server)), "pay")


def ask(server: VendorServer, path: str, receipt: object, terminal: object = int(keys.SAMAN_TERMINAL)) -> dict[str, Any]:
    answer = saman(server, path, RefNum=receipt, TerminalNumber=terminal)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"action": "pay"}, "5"),
        ({"TerminalId": "1"}, "12"),
        ({"Amount": 1_999}, "5"),
        ({"Amount": "7700000"}, "5"),
        ({"Amount": 7_700_000.0}, "5"),
        ({"ResNum": ""}, "5"),
        ({"RedirectUrl": "/back"}, "5"),
        ({"CellNumber": "912"}, "5"),
        ({"TokenExpiryInMin": 19}, "5"),
        ({"TokenExpiryInMin": 3601}, "5"),
    ],
)
def test_a_bad_request_gets_no_token(vendor_server: VendorServer, changed: dict[str, object], error: str) -> None:
    told = saman(vendor_server, TOKEN, **{**ORDER, **changed}).json()
    assert (told["status"], told["errorCode"]) == (-1, error)
    assert told["errorDesc"]
    assert "token" not in told


@pytest.mark.parametrize(
    ("button", "state", "status"),
    [("pay", "OK", "2"), ("cancel", "CanceledByUser", "1"), ("insufficient", "Failed", "3"), ("timeout", "SessionIsNull", "4")],
)
def test_the_payer_comes_back_by_a_form_with_all_fields(vendor_server: VendorServer, button: str, state: str, status: str) -> None:
    back = press(page(vendor_server, begin(vendor_server)), button)
    assert (back.method, back.url) == ("POST", BACK)
    assert (back.fields["State"], back.fields["Status"], back.fields["ResNum"], back.fields["Amount"]) == (state, status, "1001", "7700000")
    assert bool(back.fields["RefNum"]) == bool(back.fields["RRN"]) == (button == "pay")


def test_the_payer_comes_back_by_a_link_when_the_merchant_asks_so(vendor_server: VendorServer) -> None:
    back = press(page(vendor_server, begin(vendor_server), "true"), "pay")
    assert back.method == "GET"
    assert back.fields["RefNum"].startswith("+/")
    assert ask(vendor_server, VERIFY, back.fields["RefNum"])["ResultCode"] == 0


def test_the_page_opens_by_a_link_too(vendor_server: VendorServer) -> None:
    url = f"{vendor_server.url('saman')}/OnlinePG/SendToken"
    back = press(http.get(url, params={"token": begin(vendor_server)}, headers=REFERRER), "pay")
    assert back.method == "POST"


@pytest.mark.parametrize("headers", [{}, {"Referer": "https://evil.example/"}])
def test_who_comes_from_a_strange_site_is_turned_away(vendor_server: VendorServer, headers: dict[str, str]) -> None:
    assert page(vendor_server, begin(vendor_server), headers=headers).status_code == 403


@pytest.mark.parametrize(("minutes", "last", "over"), [(None, "10:20:00", "10:20:01"), (60, "11:00:00", "11:00:01")])
def test_a_token_lives_twenty_minutes_or_as_long_as_asked(vendor_server: VendorServer, minutes: int | None, last: str, over: str) -> None:
    vendor_server.clock("2025-11-22T10:00:00+03:30")
    token = begin(vendor_server, **({"TokenExpiryInMin": minutes} if minutes else {}))
    vendor_server.clock(f"2025-11-22T{last}+03:30")
    opened = page(vendor_server, token)
    vendor_server.clock(f"2025-11-22T{over}+03:30")
    assert page(vendor_server, token).status_code == 410
    back = press(opened, "pay")
    assert (back.fields["State"], back.fields["RefNum"]) == ("SessionIsNull", "")


def test_a_receipt_is_verified_again_and_again_with_code_2(vendor_server: VendorServer) -> None:
    receipt = paid(vendor_server).fields["RefNum"]
    told = [ask(vendor_server, VERIFY, receipt) for _ in range(3)]
    assert [(one["ResultCode"], one["Success"]) for one in told] == [(0, True), (2, True), (2, True)]
    assert all(one["TransactionDetail"] == told[0]["TransactionDetail"] for one in told)
    detail = told[0]["TransactionDetail"]
    assert (detail["OrginalAmount"], detail["AffectiveAmount"], detail["RefNum"]) == (7_700_000, 7_700_000, receipt)


@pytest.mark.parametrize("path", [VERIFY, REVERSE])
def test_a_strange_receipt_or_terminal_is_refused(vendor_server: VendorServer, path: str) -> None:
    receipt = paid(vendor_server).fields["RefNum"]
    assert ask(vendor_server, path, "987654321")["ResultCode"] == -2
    assert ask(vendor_server, path, receipt, 1)["ResultCode"] == -105
    assert ask(vendor_server, path, receipt, int(keys.SAMAN_CLOSED_TERMINAL))["ResultCode"] == -104
    assert [ask(vendor_server, path, *wrong)["ResultCode"] for wrong in (("",), (None,), (receipt, ""))] == [-111] * 3
    assert ask(vendor_server, path, "")["TransactionDetail"] is None


def test_what_is_not_verified_within_thirty_minutes_goes_back(vendor_server: VendorServer) -> None:
    vendor_server.clock("2025-11-22T10:00:00+03:30")
    early, late = (paid(vendor_server).fields["RefNum"] for _ in range(2))
    vendor_server.clock("2025-11-22T10:30:00+03:30")
    assert ask(vendor_server, VERIFY, early)["ResultCode"] == 0
    vendor_server.clock("2025-11-22T10:30:01+03:30")
    assert [ask(vendor_server, VERIFY, one)["ResultCode"] for one in (early, late)] == [2, -6]
    assert ask(vendor_server, REVERSE, late)["ResultCode"] == 2


def test_a_reversal_is_for_what_is_verified_and_within_fifty_minutes(vendor_server: VendorServer) -> None:
    vendor_server.clock("2025-11-22T10:00:00+03:30")
    early, late = (paid(vendor_server).fields["RefNum"] for _ in range(2))
    assert ask(vendor_server, REVERSE, early)["ResultCode"] == -2
    for receipt in (early, late):
        ask(vendor_server, VERIFY, receipt)
    vendor_server.clock("2025-11-22T10:50:00+03:30")
    assert [ask(vendor_server, REVERSE, early)["ResultCode"] for _ in range(2)] == [0, 2]
    vendor_server.clock("2025-11-22T10:50:01+03:30")
    assert ask(vendor_server, REVERSE, late)["ResultCode"] == -6
    assert [ask(vendor_server, VERIFY, one)["ResultCode"] for one in (early, late)] == [5, 2]


def test_rules_bend_what_a_verify_tells(vendor_server: VendorServer) -> None:
    receipt = paid(vendor_server).fields["RefNum"]
    for bent in ({"amount": 770_000}, {"affective": 7_000_000}, {"bare": True, "success": False}):
        vendor_server.rule("saman", "verify", times=1, **bent)
    first, second, third = (ask(vendor_server, VERIFY, receipt) for _ in range(3))
    assert first["TransactionDetail"]["OrginalAmount"] == 770_000
    assert (second["TransactionDetail"]["OrginalAmount"], second["TransactionDetail"]["AffectiveAmount"]) == (7_700_000, 7_000_000)
    assert (third["ResultCode"], third["Success"], third["TransactionDetail"]) == (2, False, None)
