"""One contract for every exchange: whom it rings, what it tells of it, and that one press never rings twice."""

import io

import pytest

from kardad.gateways.calls.asterisk import Asterisk
from kardad.gateways.calls.console import Console
from kardad.gateways.calls.memory import Memory
from kardad.gateways.calls.port import Bridge, Outcome, Stage
from tests.vendors.asterisk import PASSWORD, USERNAME

pytestmark = pytest.mark.no_django
EXPERT, CLIENT = "09120000001", "09350000002"


def bridge(reference="call-1", **more):
    return Bridge(**{"reference": reference, "expert": EXPERT, "client": CLIENT, "seconds": 1_800} | more)


def exchange_of(server, **more):
    told = {"url": server.url("asterisk") + "/ari", "username": USERNAME, "password": PASSWORD, "caller_id": "02100000000"}
    return Asterisk(**(told | more))


@pytest.fixture
def asterisk(vendor_server):
    return exchange_of(vendor_server)


@pytest.fixture(params=["memory", "console", "asterisk"])
def exchange(request, asterisk):
    return {"memory": Memory(), "console": Console(stream=io.StringIO()), "asterisk": asterisk}[request.param]


def test_a_call_is_placed_and_then_is_under_way(exchange):
    assert exchange.place(bridge()).outcome is Outcome.PLACED
    assert exchange.stage("call-1") in (Stage.RINGING, Stage.OPEN)


def test_the_same_reference_again_is_the_same_call(exchange):
    assert [exchange.place(bridge()).outcome for _ in range(2)] == [Outcome.PLACED] * 2


def test_a_call_that_never_was_has_ended(exchange):
    assert exchange.stage("call-77") is Stage.ENDED


def test_the_answer_names_the_exchange(exchange):
    assert exchange.place(bridge()).provider == exchange.name


@pytest.mark.parametrize(
    "wrong",
    [{"reference": "../x"}, {"reference": ""}, {"expert": "+98912"}, {"client": "12 34"}, {"client": "09۱۲"}, {"seconds": 0}],
    ids=str,
)
def test_a_call_that_makes_no_sense_cannot_even_be_asked_for(wrong):
    with pytest.raises(ValueError, match=r"a (reference|number|call)"):
        bridge(**wrong)


def test_numbers_stand_in_no_representation():
    shown = repr(bridge())
    assert EXPERT not in shown
    assert CLIENT not in shown


def test_asterisk_rings_the_expert_first_and_both_see_the_office(asterisk, vendor_server):
    asterisk.place(bridge(is_recorded=True))
    (call,) = vendor_server.calls("asterisk", "originate_with_id")
    assert call.path == "/ari/channels/call-1"
    assert call.json == {
        "endpoint": f"PJSIP/{EXPERT}@trunk",
        "callerId": "02100000000",
        "context": "kardad",
        "extension": "bridge",
        "priority": 1,
        "timeout": 40,
        "variables": {
            "KARDAD_CLIENT": f"PJSIP/{CLIENT}@trunk",
            "KARDAD_CALLERID": "02100000000",
            "KARDAD_SECONDS": "1800",
            "KARDAD_RECORD": "call-1",
        },
    }
    assert vendor_server.vendors["asterisk"].channels["call-1"]["dialplan"]["context"] == "kardad"


def test_nothing_is_recorded_unless_the_client_agreed(asterisk, vendor_server):
    asterisk.place(bridge())
    (call,) = vendor_server.calls("asterisk")
    assert call.json["variables"]["KARDAD_RECORD"] == ""


@pytest.mark.parametrize(
    ("state", "stage"),
    [("Down", Stage.RINGING), ("Ringing", Stage.RINGING), ("Up", Stage.OPEN), ("Busy", Stage.UNKNOWN), (None, Stage.UNKNOWN)],
)
def test_the_state_of_the_experts_channel_says_where_the_call_is(asterisk, vendor_server, state, stage):
    asterisk.place(bridge())
    vendor_server.vendors["asterisk"].channels["call-1"]["state"] = state
    assert asterisk.stage("call-1") is stage


def test_a_lost_answer_may_have_rung_and_asking_again_rings_nobody_twice(asterisk, vendor_server):
    vendor_server.rule("asterisk", "originate_with_id", times=1, drop="after")
    assert asterisk.place(bridge()).outcome is Outcome.UNSURE
    assert asterisk.place(bridge()).outcome is Outcome.PLACED
    assert list(vendor_server.vendors["asterisk"].channels) == ["call-1"]


def test_an_exchange_that_is_not_there_rings_nobody():
    silent = Asterisk(url="http://127.0.0.1:9/ari", username="u", password="p", caller_id="021")
    assert silent.place(bridge()).outcome is Outcome.UNAVAILABLE


@pytest.mark.parametrize("status", [500, 503])
def test_a_failure_of_the_exchange_is_no_answer(asterisk, vendor_server, status):
    vendor_server.rule("asterisk", "originate_with_id", status=status)
    vendor_server.rule("asterisk", "get", status=status)
    assert asterisk.place(bridge()).outcome is Outcome.UNSURE
    assert asterisk.stage("call-1") is Stage.UNKNOWN


def test_a_wrong_password_or_number_is_for_the_operator_to_mend(vendor_server):
    assert exchange_of(vendor_server, password="x").place(bridge()).outcome is Outcome.REFUSED
    assert exchange_of(vendor_server, endpoint="SIP/{number}").place(bridge()).outcome is Outcome.REFUSED


def test_the_secret_is_in_no_address(asterisk, vendor_server):
    asterisk.place(bridge())
    asterisk.stage("call-1")
    assert all(PASSWORD not in call.path and not call.query for call in vendor_server.calls("asterisk"))


def test_an_endpoint_without_a_place_for_the_number_is_refused_at_the_start():
    with pytest.raises(ValueError, match="number"):
        Asterisk(url="http://127.0.0.1:9", username="u", password="p", caller_id="021", endpoint="PJSIP/trunk")


def test_the_memory_fails_as_it_is_told_and_forgets():
    memory = Memory()
    memory.fail(Outcome.UNAVAILABLE)
    assert memory.place(bridge()).outcome is Outcome.UNAVAILABLE
    assert memory.placed == []
    memory.place(bridge())
    memory.answer("call-1")
    assert memory.stage("call-1") is Stage.OPEN
    memory.end("call-1")
    assert memory.stage("call-1") is Stage.ENDED


def test_the_console_shows_no_whole_number(capsys):
    Console().place(bridge())
    said = capsys.readouterr().out
    assert "[DEMO call, nobody is rung] call-1" in said
    assert EXPERT not in said
    assert CLIENT not in said
