"""The room of Zarinpal's promises."""

import re

import httpx
import pytest

from tests.vendors import VendorServer
from tests.vendors import credentials as keys
from tests.vendors.asking import http
from tests.vendors.paying import BACK, press, zarinpal

ORDER = {"amount": 7_700_000, "currency": "IRR", "callback_url": BACK, "description": "صورتحساب ۱۲"}
T0 = "2025-11-22T10:00:00+03:30"


def begin(server: VendorServer, **changed: object) -> str:
    return str(zarinpal(server, "request", **{**ORDER, **changed}).json()["data"]["authority"])


def page(server: VendorServer, authority: str) -> httpx.Response:
    return http.get(f"{server.url('zarinpal')}/pg/StartPay/{authority}")


def code(answer: httpx.Response) -> int:
    told = answer.json()
    return int((told["data"] or told["errors"])["code"])


def paid(server: VendorServer) -> str:
    authority = begin(server)
    press(page(server, authority), "pay")
    return authority


def test_a_request_gives_an_authority_of_36_characters(vendor_server: VendorServer) -> None:
    answer = zarinpal(vendor_server, "request", **ORDER, metadata={"mobile": "09120000001", "order_id": "1001"})
    data = answer.json()["data"]
    assert (data["code"], data["message"], data["fee_type"], answer.json()["errors"]) == (100, "Success", "Merchant", [])
    assert re.fullmatch("[AS][0-9A-Za-z]{35}", data["authority"])


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"merchant_id": "zibal"}, -9),
        ({"merchant_id": "00000000-0000-4000-8000-000000000000"}, -10),
        ({"amount": "7700000"}, -9),
        ({"amount": 7_700_000.0}, -9),
        ({"amount": True}, -9),
        ({"amount": 999}, -9),
        ({"amount": 1_000_000_001}, -41),
        ({"amount": 100_000_001, "currency": "IRT"}, -41),
        ({"currency": None}, -9),
        ({"currency": "USD"}, -9),
        ({"description": ""}, -9),
        ({"description": "ش" * 501}, -9),
        ({"callback_url": "kardad.example/back"}, -9),
        ({"callback_url": "https://evil.example/back"}, -14),
        ({"metadata": {"mobile": "9120000001"}}, -9),
        ({"metadata": {"order_id": 1001}}, -9),
        ({"metadata": {"colour": "red"}}, -9),
        ({"metadata": []}, -9),
    ],
)
def test_a_bad_request_is_refused_by_its_number(vendor_server: VendorServer, changed: dict[str, object], refusal: int) -> None:
    answer = zarinpal(vendor_server, "request", **{**ORDER, **changed})
    assert (code(answer), answer.json()["data"]) == (refusal, [])
    assert answer.status_code == (422 if refusal == -9 else 200)
    assert bool(answer.json()["errors"]["validations"]) == (refusal == -9)


def test_a_form_is_not_understood(vendor_server: VendorServer) -> None:
    answer = http.post(f"{vendor_server.url('zarinpal')}/pg/v4/payment/request.json", data={"amount": "7700000"})
    assert code(answer) == -9


@pytest.mark.parametrize(("button", "status"), [("pay", "OK"), ("cancel", "NOK"), ("insufficient", "NOK"), ("timeout", "NOK")])
def test_the_payer_comes_back_with_the_authority_and_a_hint(vendor_server: VendorServer, button: str, status: str) -> None:
    authority = begin(vendor_server, callback_url=BACK + "?of=us")
    back = press(page(vendor_server, authority), button)
    assert (back.method, back.url) == ("GET", BACK)
    assert back.fields == {"of": "us", "Authority": authority, "Status": status}


def test_the_first_verify_says_100_and_every_other_101_with_the_same_number(vendor_server: VendorServer) -> None:
    authority = paid(vendor_server)
    told = [zarinpal(vendor_server, "verify", amount=7_700_000, authority=authority).json()["data"] for _ in range(3)]
    assert [one["code"] for one in told] == [100, 101, 101]
    assert len({one["ref_id"] for one in told}) == 1
    assert told[0]["card_pan"] == "502229******5995"


@pytest.mark.parametrize("button", ["", "cancel", "insufficient", "timeout"])
def test_what_is_not_paid_is_not_verified(vendor_server: VendorServer, button: str) -> None:
    authority = begin(vendor_server)
    if button:
        press(page(vendor_server, authority), button)
    assert code(zarinpal(vendor_server, "verify", amount=7_700_000, authority=authority)) == -51


def test_another_amount_is_refused_and_leaves_the_payment_as_it_was(vendor_server: VendorServer) -> None:
    authority = paid(vendor_server)
    assert code(zarinpal(vendor_server, "verify", amount=770_000, authority=authority)) == -50
    assert code(zarinpal(vendor_server, "verify", amount=7_700_000, authority=authority)) == 100


@pytest.mark.parametrize("method", ["verify", "inquiry", "reverse"])
def test_another_merchant_and_a_strange_authority_are_refused(vendor_server: VendorServer, method: str) -> None:
    authority = paid(vendor_server)
    other = {"merchant_id": keys.ZARINPAL_OTHER_MERCHANT, "amount": 7_700_000}
    assert code(zarinpal(vendor_server, method, **other, authority=authority)) == -53
    for strange in ("A" + "0" * 35, authority[:-1], authority + "0", authority[:-3] + "000"):
        assert code(zarinpal(vendor_server, method, amount=7_700_000, authority=strange)) == -54
    assert code(zarinpal(vendor_server, method, amount=7_700_000)) == -9


def test_an_inquiry_tells_the_state_and_changes_nothing(vendor_server: VendorServer) -> None:
    authority, states = begin(vendor_server), []

    def ask() -> None:
        states.append(zarinpal(vendor_server, "inquiry", authority=authority).json()["data"]["status"])

    ask()
    press(page(vendor_server, authority), "pay")
    ask()
    ask()
    assert code(zarinpal(vendor_server, "verify", amount=7_700_000, authority=authority)) == 100
    ask()
    zarinpal(vendor_server, "reverse", authority=authority)
    ask()
    assert states == ["IN_BANK", "PAID", "PAID", "VERIFIED", "REVERSED"]


def test_the_unverified_are_those_that_were_paid_and_not_yet_verified(vendor_server: VendorServer) -> None:
    verified, waiting = paid(vendor_server), paid(vendor_server)
    begin(vendor_server)
    zarinpal(vendor_server, "verify", amount=7_700_000, authority=verified)
    listed = zarinpal(vendor_server, "unVerified").json()["data"]["authorities"]
    assert [(one["authority"], one["amount"]) for one in listed] == [(waiting, 7_700_000)]


def test_a_reversal_is_for_what_is_verified_once_and_within_thirty_minutes(vendor_server: VendorServer) -> None:
    vendor_server.clock(T0)
    early, late = paid(vendor_server), paid(vendor_server)
    assert code(zarinpal(vendor_server, "reverse", authority=early)) == -61
    for authority in (early, late):
        zarinpal(vendor_server, "verify", amount=7_700_000, authority=authority)
    vendor_server.clock("2025-11-22T10:30:00+03:30")
    assert code(zarinpal(vendor_server, "reverse", authority=early)) == 100
    assert code(zarinpal(vendor_server, "reverse", authority=early)) == -61
    vendor_server.clock("2025-11-22T10:30:01+03:30")
    assert code(zarinpal(vendor_server, "reverse", authority=late)) == -63
    assert code(zarinpal(vendor_server, "verify", amount=7_700_000, authority=early)) == -51


def test_auto_verify_takes_the_first_verify_away(vendor_server: VendorServer) -> None:
    authority = begin(vendor_server, metadata={"auto_verify": True})
    press(page(vendor_server, authority), "pay")
    assert code(zarinpal(vendor_server, "verify", amount=7_700_000, authority=authority)) == 101


def test_a_rule_chooses_the_status_that_refusals_come_with(vendor_server: VendorServer) -> None:
    authority = begin(vendor_server)
    vendor_server.rule("zarinpal", "verify", error_status=401, times=1)
    answers = [zarinpal(vendor_server, "verify", amount=7_700_000, authority=authority) for _ in range(2)]
    assert [(one.status_code, code(one)) for one in answers] == [(401, -51), (200, -51)]
