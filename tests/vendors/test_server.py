"""The room of what holds for every local vendor: control API, rules, calls, clock, outbox."""

from datetime import datetime, timedelta

import httpx
import pytest

from tests.vendors import VendorServer
from tests.vendors import credentials as keys
from tests.vendors.asking import http
from tests.vendors.control import ControlError
from tests.vendors.world import TEHRAN

SHAHKAR = "/api/v0/services/inquiry/shahkar"
OWNER = {"mobile": "09120000001", "national_code": "9990001235"}


def shahkar(server: VendorServer, timeout: float = 5, **changed: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {keys.ZOHAL_TOKEN}"}
    return http.post(server.url("zohal") + SHAHKAR, json={**OWNER, **changed}, headers=headers, timeout=timeout)


def control(server: VendorServer, path: str, **asked: object) -> httpx.Response:
    return http.post(f"{server.base}/__control/{path}", json=asked)


def test_every_vendor_has_its_folder(vendor_server: VendorServer) -> None:
    assert [vendor_server.url(name).removeprefix(vendor_server.base) for name in vendor_server.vendors] == [
        "/finnotech",
        "/jibit",
        "/zohal",
        "/kavenegar",
        "/smsir",
        "/sso",
        "/zarinpal",
        "/zibal",
        "/saman",
        "/mellat",
        "/asterisk",
        "/tsa",
        "/sana",
    ]
    with pytest.raises(ControlError):
        vendor_server.url("rade")


def test_a_rule_answers_in_the_vendors_place_as_often_as_it_says(vendor_server: VendorServer) -> None:
    ordered = {"status": 502, "body": {"down": True}, "headers": {"Retry-After": "7"}}
    made = control(vendor_server, "rule", provider="zohal", operation="shahkar", respond=ordered, times=2)
    assert made.status_code == 201
    first, second, third = (shahkar(vendor_server) for _ in range(3))
    assert (first.status_code, first.json(), first.headers["Retry-After"]) == (502, {"down": True}, "7")
    assert (second.status_code, third.status_code) == (502, 200)


def test_a_rule_without_times_lasts_until_the_reset(vendor_server: VendorServer) -> None:
    vendor_server.rule("zohal", "shahkar", status=500)
    assert [shahkar(vendor_server).status_code for _ in range(3)] == [500] * 3
    assert control(vendor_server, "reset").json() == {"reset": True}
    assert shahkar(vendor_server).status_code == 200


def test_a_rule_touches_only_the_calls_it_matches(vendor_server: VendorServer) -> None:
    vendor_server.rule("zohal", "shahkar", match={"mobile": "09350000002"}, status=500)
    assert shahkar(vendor_server).status_code == 200
    assert shahkar(vendor_server, mobile="09350000002").status_code == 500


def test_rules_are_used_up_in_the_order_they_were_made(vendor_server: VendorServer) -> None:
    for status in (500, 503):
        vendor_server.rule("zohal", "shahkar", status=status, times=1)
    assert [shahkar(vendor_server).status_code for _ in range(3)] == [500, 503, 200]


def test_a_rule_may_speak_raw_text(vendor_server: VendorServer) -> None:
    vendor_server.rule("zohal", "shahkar", body="<html>maintenance</html>")
    answer = shahkar(vendor_server)
    assert answer.text == "<html>maintenance</html>"
    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_rule_of_headers_alone_leaves_the_vendors_words(vendor_server: VendorServer) -> None:
    vendor_server.rule("zohal", "shahkar", headers={"X-Node": "2"})
    answer = shahkar(vendor_server)
    assert answer.headers["X-Node"] == "2"
    assert answer.json()["response_body"]["data"] == {"matched": True}


def test_a_delay_outlasts_an_impatient_caller_and_ends_with_the_reset(vendor_server: VendorServer) -> None:
    vendor_server.rule("zohal", "shahkar", delay_ms=60_000)
    with pytest.raises(httpx.ReadTimeout):
        shahkar(vendor_server, timeout=0.1)
    vendor_server.reset()
    assert shahkar(vendor_server).status_code == 200


def test_a_short_delay_still_brings_the_vendors_own_answer(vendor_server: VendorServer) -> None:
    vendor_server.rule("zohal", "shahkar", delay_ms=50, times=1)
    answer = shahkar(vendor_server)
    assert answer.elapsed >= timedelta(milliseconds=50)
    assert answer.json()["result"] == 1


def test_a_dropped_call_has_no_answer_and_no_effect(vendor_server: VendorServer) -> None:
    vendor_server.rule("kavenegar", "lookup", drop=True, times=1)
    url = f"{vendor_server.url('kavenegar')}/v1/{keys.KAVENEGAR_KEY}/verify/lookup.json"
    form = {"receptor": "09120000001", "template": keys.KAVENEGAR_TEMPLATE, "token": "012345"}
    with pytest.raises(httpx.RemoteProtocolError):
        http.post(url, data=form)
    assert vendor_server.outbox() == []
    assert [call.status for call in vendor_server.calls("kavenegar", "lookup")] == [None]


def test_a_call_dropped_afterwards_has_its_effect_all_the_same(vendor_server: VendorServer) -> None:
    vendor_server.rule("kavenegar", "lookup", drop="after", times=1)
    url = f"{vendor_server.url('kavenegar')}/v1/{keys.KAVENEGAR_KEY}/verify/lookup.json"
    form = {"receptor": "09120000001", "template": keys.KAVENEGAR_TEMPLATE, "token": "012345"}
    with pytest.raises(httpx.RemoteProtocolError):
        http.post(url, data=form)
    assert [message.code for message in vendor_server.outbox("09120000001")] == ["012345"]


@pytest.mark.parametrize(
    "asked",
    [
        {"provider": "rade", "operation": "shahkar", "respond": {"status": 500}},
        {"provider": "zohal", "operation": "shahkaar", "respond": {"status": 500}},
        {"provider": "zohal", "operation": "shahkar", "respond": {"code": 500}},
        {"provider": "zohal", "operation": "shahkar", "respond": {}},
        {"provider": "zohal"},
    ],
)
def test_a_rule_that_could_never_work_is_refused(vendor_server: VendorServer, asked: dict[str, object]) -> None:
    answer = control(vendor_server, "rule", **asked)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert shahkar(vendor_server).status_code == 200


def test_calls_are_kept_whole(vendor_server: VendorServer) -> None:
    shahkar(vendor_server)
    http.get(vendor_server.url("jibit") + "/ide/health")
    url = f"{vendor_server.base}/__control/calls"
    (call,) = http.get(url, params={"provider": "zohal", "operation": "shahkar"}).json()
    assert (call["method"], call["path"], call["status"]) == ("POST", SHAHKAR, 200)
    assert call["headers"]["authorization"] == f"Bearer {keys.ZOHAL_TOKEN}"
    assert call["params"] == OWNER
    assert [item["provider"] for item in http.get(url).json()] == ["zohal", "jibit"]


def test_a_call_to_a_path_that_no_vendor_has_is_kept_without_an_operation(vendor_server: VendorServer) -> None:
    assert http.get(vendor_server.url("finnotech") + "/kyc/v3/anything").status_code == 404
    (call,) = vendor_server.calls("finnotech")
    assert (call.operation, call.path, call.status) == (None, "/kyc/v3/anything", 404)


def test_the_outbox_is_read_over_http_by_receptor(vendor_server: VendorServer) -> None:
    url = f"{vendor_server.url('kavenegar')}/v1/{keys.KAVENEGAR_KEY}/verify/lookup.json"
    for receptor in ("09120000001", "+989350000002"):
        http.post(url, data={"receptor": receptor, "template": keys.KAVENEGAR_TEMPLATE, "token": "445566"})
    outbox = f"{vendor_server.base}/__sms/outbox"
    (message,) = http.get(outbox, params={"receptor": "09350000002"}).json()
    assert (message["code"], message["channel"], message["provider"]) == ("445566", "sms", "kavenegar")
    assert len(http.get(outbox).json()) == 2


def test_the_clock_stops_where_the_test_says_and_runs_again_after_a_reset(vendor_server: VendorServer) -> None:
    assert control(vendor_server, "clock", now="2025-11-22T23:30:00+03:30").json() == {"now": "2025-11-22T23:30:00+03:30"}
    assert vendor_server.world.is_quiet()
    vendor_server.clock(datetime(2025, 11, 22, 10, tzinfo=TEHRAN))
    assert not vendor_server.world.is_quiet()
    vendor_server.reset()
    assert vendor_server.world.frozen_at is None


@pytest.mark.parametrize("now", ["tomorrow", "2025-11-22T23:30:00", 17])
def test_a_clock_without_a_zone_is_refused(vendor_server: VendorServer, now: object) -> None:
    assert control(vendor_server, "clock", now=now).status_code == 400


def test_the_control_api_has_no_other_doors(vendor_server: VendorServer) -> None:
    assert http.get(f"{vendor_server.base}/__control/reset").status_code == 404
    assert control(vendor_server, "stop").status_code == 404
    assert http.post(f"{vendor_server.base}/__control/rule", content="{").status_code == 400


def test_a_closed_server_answers_no_more() -> None:
    with VendorServer() as server:
        url = server.url("jibit") + "/ide/health"
        assert http.get(url).json() == {"outcome": "UP"}
    with pytest.raises(httpx.ConnectError):
        http.get(url)
