"""The room of Zibal's promises."""

import httpx
import pytest

from tests.vendors import VendorServer
from tests.vendors import credentials as keys
from tests.vendors.asking import http
from tests.vendors.paying import BACK, press, zibal

ORDER = {"amount": 7_700_000, "callbackUrl": BACK, "orderId": "1001"}


def begin(server: VendorServer) -> int:
    return int(zibal(server, "request", **ORDER).json()["trackId"])


def page(server: VendorServer, track: int) -> httpx.Response:
    return http.get(f"{server.url('zibal')}/start/{track}")


def paid(server: VendorServer) -> int:
    track = begin(server)
    press(page(server, track), "pay")
    return track


@pytest.mark.parametrize(
    ("changed", "result"),
    [
        ({"merchant": "nobody"}, 102),
        ({"merchant": keys.ZIBAL_CLOSED_MERCHANT}, 103),
        ({"merchant": None}, 104),
        ({"amount": 999}, 105),
        ({"amount": "7700000"}, 105),
        ({"amount": 7_700_000.0}, 105),
        ({"amount": 1_000_000_001}, 113),
        ({"callbackUrl": "/back"}, 106),
        ({"callbackUrl": "https://evil.example/back"}, 106),
        ({"nationalCode": "9990001236"}, 114),
    ],
)
def test_a_bad_request_is_refused_with_http_200(vendor_server: VendorServer, changed: dict[str, object], result: int) -> None:
    answer = zibal(vendor_server, "request", **{**ORDER, **changed})
    assert answer.status_code == 200
    assert answer.json()["result"] == result
    assert "trackId" not in answer.json()


def test_a_form_is_not_understood(vendor_server: VendorServer) -> None:
    assert http.post(f"{vendor_server.url('zibal')}/v1/request", data={"merchant": "zibal"}).json()["result"] == 104


@pytest.mark.parametrize(
    ("button", "success", "status"), [("pay", "1", "2"), ("cancel", "0", "3"), ("insufficient", "0", "5"), ("timeout", "0", "11")]
)
def test_the_payer_comes_back_with_a_flag_and_a_status(vendor_server: VendorServer, button: str, success: str, status: str) -> None:
    track = begin(vendor_server)
    back = press(page(vendor_server, track), button)
    assert (back.method, back.url) == ("GET", BACK)
    assert back.fields == {"success": success, "status": status, "trackId": str(track), "orderId": "1001"}
    assert zibal(vendor_server, "inquiry", trackId=track).json()["status"] == int(status)
    assert zibal(vendor_server, "verify", trackId=track).json()["result"] == (100 if button == "pay" else 202)


def test_the_first_verify_says_100_and_every_other_201_with_the_same_number(vendor_server: VendorServer) -> None:
    track = paid(vendor_server)
    told = [zibal(vendor_server, "verify", trackId=track).json() for _ in range(3)]
    assert [one["result"] for one in told] == [100, 201, 201]
    assert len({one["refNumber"] for one in told}) == 1
    shown = ("amount", "status", "cardNumber", "orderId")
    assert [told[0][name] for name in shown] == [7_700_000, 1, "502229******5995", "1001"]


def test_what_is_not_paid_yet_or_unknown_is_not_verified(vendor_server: VendorServer) -> None:
    track = begin(vendor_server)
    assert zibal(vendor_server, "verify", trackId=track).json()["result"] == 202
    assert zibal(vendor_server, "inquiry", trackId=track).json()["status"] == -1
    for strange in (track + 1, str(track) + "0", None, True, 1.5):
        assert zibal(vendor_server, "verify", trackId=strange).json()["result"] == 203


def test_an_inquiry_tells_the_state_and_changes_nothing(vendor_server: VendorServer) -> None:
    vendor_server.clock("2025-11-22T10:00:00+03:30")
    track = paid(vendor_server)
    before = [zibal(vendor_server, "inquiry", trackId=track).json() for _ in range(2)]
    assert [(one["result"], one["status"], one["verifiedAt"]) for one in before] == [(100, 2, None)] * 2
    assert zibal(vendor_server, "verify", trackId=track).json()["result"] == 100
    after = zibal(vendor_server, "inquiry", trackId=track).json()
    assert (after["status"], after["paidAt"]) == (1, "2025-11-22T10:00:00.000000")


def test_a_rule_makes_the_bank_tell_another_amount_or_a_bare_repetition(vendor_server: VendorServer) -> None:
    track = paid(vendor_server)
    vendor_server.rule("zibal", "verify", amount=770_000, times=1)
    vendor_server.rule("zibal", "verify", bare=True, times=1)
    assert zibal(vendor_server, "verify", trackId=track).json()["amount"] == 770_000
    assert zibal(vendor_server, "verify", trackId=track).json() == {"result": 201, "message": "already verified"}
    assert zibal(vendor_server, "verify", trackId=track).json()["amount"] == 7_700_000
