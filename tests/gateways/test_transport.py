"""The line to the vendors: what is asked again, what never is, and what no log may hold."""

import logging

import httpx
import pytest

from kardad.gateways.transport import TIMEOUT, CallError, dig
from tests.gateways.conftest import answering


def test_an_inquiry_is_asked_three_times_at_most(dial):
    seen: list[httpx.Request] = []
    transport = dial(wire=answering(httpx.ReadTimeout, seen=seen))
    with pytest.raises(CallError) as caught:
        transport.get("/a")
    assert (len(seen), caught.value.code, caught.value.reached) == (3, "timeout", True)


def test_an_inquiry_that_is_answered_the_second_time_is_answered(dial):
    seen: list[httpx.Request] = []
    transport = dial(wire=answering(httpx.ConnectError, (200, {"a": 1}), seen=seen))
    assert transport.post("/a", json={}).data == {"a": 1}
    assert len(seen) == 2


def test_an_http_error_is_an_answer_and_is_not_asked_again(dial):
    seen: list[httpx.Request] = []
    transport = dial(wire=answering((500, {"a": 1}), seen=seen))
    assert transport.get("/a").status == 500
    assert len(seen) == 1


@pytest.mark.parametrize("error", [httpx.ReadTimeout, httpx.ConnectError, httpx.RemoteProtocolError])
def test_a_send_is_made_once_whatever_happens(dial, error):
    seen: list[httpx.Request] = []
    transport = dial(wire=answering(error, seen=seen))
    with pytest.raises(CallError):
        transport.send("/a", json={})
    with pytest.raises(CallError):
        transport.get_once("/a", params={})
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("error", "reached"),
    [
        (httpx.ConnectError, False),
        (httpx.ConnectTimeout, False),
        (httpx.PoolTimeout, False),
        (httpx.ReadTimeout, True),
        (httpx.WriteTimeout, True),
        (httpx.RemoteProtocolError, True),
        (httpx.DecodingError, True),
    ],
)
def test_a_failure_says_whether_the_request_may_have_arrived(dial, error, reached):
    with pytest.raises(CallError) as caught:
        dial(wire=answering(error)).send("/a", json={})
    assert caught.value.reached is reached


def test_the_pauses_between_tries_grow_and_carry_a_jitter(dial):
    pauses: list[float] = []
    transport = dial(wire=answering(httpx.ConnectError), sleep=pauses.append, jitter=lambda: 1.0)
    with pytest.raises(CallError):
        transport.get("/a")
    assert pauses == [0.5, 1.0]


def test_the_limits_are_three_seconds_to_connect_and_ten_to_read():
    assert (TIMEOUT.connect, TIMEOUT.read) == (3.0, 10.0)


def test_a_body_that_is_not_json_is_no_data(dial):
    wire = httpx.MockTransport(lambda request: httpx.Response(200, text="<html>", headers={"content-type": "Text/HTML; charset=x"}))
    reply = dial(wire=wire).get("/a")
    assert (reply.data, reply.at("a"), reply.content_type) == (None, None, "text/html")


def test_a_redirect_is_not_followed(dial):
    wire = httpx.MockTransport(lambda request: httpx.Response(302, headers={"location": "https://elsewhere.invalid/"}))
    assert dial(wire=wire).get("/a").status == 302


def test_no_address_reaches_a_log_or_an_error(dial, caplog):
    caplog.set_level(logging.DEBUG)
    transport = dial("https://vendor.invalid/secret-key", wire=answering((200, {}), httpx.ConnectError))
    transport.get("/x?nationalCode=9990001235")
    with pytest.raises(CallError) as caught:
        transport.get("/x?nationalCode=9990001235")
    assert "secret-key" not in caplog.text
    assert "9990001235" not in caplog.text
    assert "secret-key" not in repr(caught.value)
    assert caught.value.__suppress_context__


def test_a_reply_shows_nothing_of_its_body(dial):
    assert "9990001235" not in repr(dial(wire=answering((200, {"nationalCode": "9990001235"}))).get("/a"))


@pytest.mark.parametrize(
    ("path", "value"), [(("a", 0, "b"), 1), (("a", 1), None), (("a", "b"), None), (("x",), None), (("a", 0, "b", "c"), None)]
)
def test_digging_finds_a_value_or_nothing(path, value):
    assert dig({"a": [{"b": 1}]}, *path) == value
