"""Kavenegar's own ways: its table of codes, the key in its address, tokens, and finding a message again."""

import logging
import time
from urllib.parse import parse_qs

import httpx
import pytest

from kardad.gateways.sms.kavenegar import BY_CODE, BY_STATUS, Contract, Kavenegar
from kardad.gateways.sms.port import Delivery, Filled, Outcome, Route
from tests.gateways.conftest import answering
from tests.gateways.sms.conftest import KAVENEGAR, OF_KAVENEGAR
from tests.vendors import credentials

LISTED = "400 401 402 403 404 405 406 407 409 411 412 413 414 416 417 418 420 422 424 426 427 428 429 431 432 451 501"


@pytest.fixture
def kavenegar(make):
    return make("kavenegar")


def wired(dial, *replies, seen=None):
    return Kavenegar(KAVENEGAR, OF_KAVENEGAR, transport=dial(wire=answering(*replies, seen=seen)))


def said(status=200, entries=()):
    return status, {"return": {"status": status, "message": "…"}, "entries": list(entries)}


def send(messenger, route=Route.SERVICE):
    return messenger.send_code("09120000001", "012345", template="verify", route=route, local_id=7)


def test_the_table_holds_every_code_of_the_protocol():
    assert sorted(BY_CODE) == [int(code) for code in LISTED.split()]


@pytest.mark.parametrize(("code", "outcome"), BY_CODE.items())
def test_every_code_has_its_outcome(kavenegar, server, code, outcome):
    server.rule("kavenegar", "lookup", status=code, body={"return": {"status": code, "message": "…"}, "entries": None})
    sending = send(kavenegar)
    assert (sending.outcome, sending.code, sending.is_findable) == (outcome, str(code), False)


def test_a_failure_inside_an_http_success_is_a_failure(dial):
    assert send(wired(dial, (200, {"return": {"status": 418}}))).outcome is Outcome.QUOTA


def test_an_unknown_code_is_unavailable(dial):
    assert send(wired(dial, (400, {"return": {"status": 499}}))).outcome is Outcome.UNAVAILABLE


@pytest.mark.parametrize("entries", [[], [{}], ["x"]])
def test_a_success_without_a_message_id_is_unsure(dial, entries):
    assert send(wired(dial, said(entries=entries))).outcome is Outcome.UNSURE


@pytest.mark.parametrize(("status", "delivery"), BY_STATUS.items())
def test_every_delivery_status_has_its_word(kavenegar, server, status, delivery):
    server.rule("kavenegar", "status", status=200, body=said(entries=[{"messageid": 1, "status": status}])[1])
    assert kavenegar.status("1").delivery is delivery


def test_an_unknown_delivery_status_is_unknown(dial):
    assert wired(dial, said(entries=[{"status": 77}])).status("1").delivery is Delivery.UNKNOWN


def test_a_code_goes_by_its_approved_template_on_the_service_route(kavenegar, server):
    send(kavenegar)
    message = server.outbox("09120000001")[0]
    assert (message.template, message.values, message.channel) == ("kardadcode", {"token": "012345"}, "sms")


def test_a_code_goes_as_text_with_our_local_id_on_the_ordinary_route(kavenegar, server):
    send(kavenegar, Route.ORDINARY)
    message = server.outbox("09120000001")[0]
    assert (message.localid, message.text.splitlines()[-1]) == ("7", "@kardad.example #012345")


def test_a_template_that_is_not_approved_goes_as_text_even_on_the_service_route(kavenegar, server):
    kavenegar.send_code("09120000001", "012345", template="plain", route=Route.SERVICE, local_id=7)
    assert server.outbox("09120000001")[0].text == "کد شما 012345 است."


def test_a_filled_template_carries_its_names_in_the_vendors_tokens(kavenegar, server):
    kavenegar.send_text("09120000001", Filled("notice", {"title": "درخواست شما", "number": "12"}), local_id=7)
    assert server.outbox("09120000001")[0].values == {"token10": "درخواست شما", "token": "12"}


def test_a_token_with_a_space_is_turned_away(kavenegar, server):
    sending = kavenegar.send_text("09120000001", Filled("notice", {"title": "درخواست", "number": "1 2"}), local_id=7)
    assert (sending.outcome, sending.code, server.outbox()) == (Outcome.INVALID_INPUT, "431", [])


def test_a_call_by_text_reads_the_digits_apart_and_twice(kavenegar, server):
    kavenegar.call_code("09120000001", "012345", template="plain", local_id=7)
    message = server.outbox("09120000001")[0]
    assert (message.channel, message.text) == ("voice", "کد شما 0 1 2 3 4 5. 0 1 2 3 4 5 است.")


def test_a_call_by_template_is_a_lookup_of_the_other_kind(kavenegar, server):
    kavenegar.call_code("09120000001", "012345", template="verify", local_id=7)
    assert parse_qs(server.calls("kavenegar", "lookup")[0].body)["type"] == ["call"]


def test_an_unsure_text_is_found_again_and_so_is_not_sent_twice(make, server):
    patient, impatient = make("kavenegar"), make("kavenegar", timeout=httpx.Timeout(2.0, read=0.1))
    server.rule("kavenegar", "send", delay_ms=300, times=1)
    sending = send(impatient, Route.ORDINARY)
    assert (sending.outcome, sending.is_findable) == (Outcome.UNSURE, True)
    deadline = time.monotonic() + 5
    while not server.outbox("09120000001") and time.monotonic() < deadline:
        time.sleep(0.02)
    assert patient.find(7).outcome is Outcome.ACCEPTED
    assert len(server.outbox("09120000001")) == 1


def test_an_unsure_text_that_never_arrived_may_be_sent_again(kavenegar, server):
    server.rule("kavenegar", "send", drop=True, times=1)
    sending = send(kavenegar, Route.ORDINARY)
    found = kavenegar.find(sending.local_id)
    assert (sending.outcome, found.outcome, found.code) == (Outcome.UNSURE, Outcome.UNAVAILABLE, "100")


def test_a_lookup_carries_no_local_id_and_cannot_be_found(kavenegar, server):
    server.rule("kavenegar", "lookup", drop=True)
    assert not send(kavenegar).is_findable


def test_a_request_that_never_left_is_surely_not_sent(dial):
    for route in Route:
        sending = send(wired(dial, httpx.ConnectError), route)
        assert (sending.outcome, sending.is_findable) == (Outcome.UNAVAILABLE, False)


@pytest.mark.parametrize("reply", [httpx.ConnectError, (500, {}), said(409), said()])
def test_a_search_that_fails_leaves_us_unsure(dial, reply):
    found = wired(dial, reply).find(7)
    assert (found.outcome, found.is_findable) == (Outcome.UNSURE, True)


def test_the_cost_is_told_in_rials(kavenegar):
    assert send(kavenegar).cost > 0


def test_the_credit_is_what_the_account_says(kavenegar):
    assert kavenegar.credit().rials == credentials.KAVENEGAR_CREDIT


@pytest.mark.parametrize("entries", [{"remaincredit": 5}, [{"remaincredit": 5}]])
def test_the_credit_is_read_from_an_object_or_a_list_of_one(dial, entries):
    assert wired(dial, (200, {"return": {"status": 200}, "entries": entries})).credit().rials == 5


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (httpx.ConnectError, Outcome.UNAVAILABLE),
        ((500, {}), Outcome.UNAVAILABLE),
        (said(), Outcome.UNAVAILABLE),
        (said(403), Outcome.AUTH),
    ],
)
def test_a_credit_that_cannot_be_read_is_none(dial, reply, outcome):
    credit = wired(dial, reply).credit()
    assert (credit.outcome, credit.rials) == (outcome, None)


def test_a_wrong_key_is_a_fault_of_ours(line, server):
    messenger = Kavenegar(Contract("nobody", "1"), OF_KAVENEGAR, transport=line("kavenegar"))
    assert send(messenger).outcome is Outcome.AUTH


def test_the_key_stands_in_no_log_and_in_no_print(kavenegar, caplog):
    caplog.set_level(logging.DEBUG)
    shown = repr(send(kavenegar)) + repr(KAVENEGAR)
    assert credentials.KAVENEGAR_KEY not in caplog.text + shown
    assert "012345" not in caplog.text


def test_a_key_cannot_leave_its_place_in_the_address(dial):
    seen = []
    messenger = Kavenegar(Contract("a/../b?c", "1"), OF_KAVENEGAR, transport=dial(wire=answering(said(403), seen=seen)))
    send(messenger)
    assert seen[0].url.raw_path == b"/v1/a%2F..%2Fb%3Fc/verify/lookup.json"
