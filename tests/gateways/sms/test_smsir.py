"""SMS.ir's own ways: its table of codes, success in the body, mobiles without the first zero."""

import json

import httpx
import pytest

from kardad.gateways.sms.port import Delivery, Filled, Outcome, Route
from kardad.gateways.sms.smsir import BY_CODE, BY_STATE, Contract, SmsIr
from tests.gateways.conftest import answering
from tests.gateways.sms.conftest import OF_SMSIR, SMSIR
from tests.vendors import credentials

LISTED = [0, *range(10, 17), 20, *range(101, 112), *range(113, 118), 123, 124]


@pytest.fixture
def smsir(make):
    return make("smsir")


def wired(dial, *replies, seen=None):
    return SmsIr(SMSIR, OF_SMSIR, transport=dial(wire=answering(*replies, seen=seen)))


def send(messenger, route=Route.SERVICE):
    return messenger.send_code("09120000001", "012345", template="verify", route=route, local_id=7)


def test_the_table_holds_every_code_of_the_protocol():
    assert sorted(BY_CODE) == LISTED


@pytest.mark.parametrize(("code", "outcome"), BY_CODE.items())
@pytest.mark.parametrize("status", [200, 400])
def test_every_code_has_its_outcome_whatever_the_http_status(smsir, server, code, outcome, status):
    server.rule("smsir", "verify", status=status, body={"status": code, "message": "…", "data": None})
    sending = send(smsir)
    assert (sending.outcome, sending.code) == (outcome, str(code))


def test_a_code_outside_the_table_is_unavailable(dial):
    assert send(wired(dial, (200, {"status": 200, "data": {"messageId": 1}}))).outcome is Outcome.UNAVAILABLE


def test_a_success_inside_an_http_failure_is_unsure(dial):
    assert send(wired(dial, (500, {"status": 1, "data": {"messageId": 1}}))).outcome is Outcome.UNSURE


@pytest.mark.parametrize("data", [None, {}, [], {"messageId": 0}])
def test_a_success_without_a_message_id_is_unsure(dial, data):
    assert send(wired(dial, (200, {"status": 1, "data": data}))).outcome is Outcome.UNSURE


@pytest.mark.parametrize(("state", "delivery"), BY_STATE.items())
def test_every_delivery_state_has_its_word(dial, state, delivery):
    assert wired(dial, (200, {"status": 1, "data": {"deliveryState": state}})).status("1").delivery is delivery


@pytest.mark.parametrize("data", [{}, {"deliveryState": 99}, {"deliveryState": None}, None])
def test_an_unknown_delivery_state_is_unknown(dial, data):
    assert wired(dial, (200, {"status": 1, "data": data})).status("1").delivery is Delivery.UNKNOWN


def test_a_code_goes_by_its_approved_template_on_the_service_route(smsir, server):
    send(smsir)
    assert json.loads(server.calls("smsir", "verify")[0].body) == {
        "mobile": "9120000001",
        "templateId": 100001,
        "parameters": [{"name": "CODE", "value": "012345"}],
    }


def test_a_code_goes_as_text_on_the_ordinary_route(smsir, server):
    send(smsir, Route.ORDINARY)
    body = json.loads(server.calls("smsir", "bulk")[0].body)
    assert (body["lineNumber"], body["mobiles"]) == (credentials.SMSIR_LINE, ["9120000001"])
    assert body["messageText"].splitlines()[-1] == "@kardad.example #012345"


def test_a_filled_template_carries_its_names_in_the_vendors_words(smsir, server):
    smsir.send_text("09120000001", Filled("notice", {"title": "درخواست شما", "number": "12"}), local_id=7)
    assert server.outbox("09120000001")[0].values == {"TITLE": "درخواست شما", "NUMBER": "12"}


def test_nothing_can_be_found_by_our_id(smsir, server):
    assert (smsir.find(7).outcome, send(smsir).is_findable) == (Outcome.UNSURE, False)


def test_a_request_that_never_left_is_surely_not_sent(dial):
    assert send(wired(dial, httpx.ConnectTimeout)).outcome is Outcome.UNAVAILABLE


def test_a_wrong_key_is_a_fault_of_ours_told_by_status_ten(line, server):
    sending = send(SmsIr(Contract("nobody", 1), OF_SMSIR, transport=line("smsir")))
    assert (sending.outcome, sending.code) == (Outcome.AUTH, "10")


def test_the_key_shows_nothing_when_it_is_printed():
    assert credentials.SMSIR_KEY not in repr(SMSIR)
