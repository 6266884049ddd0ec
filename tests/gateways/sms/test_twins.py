"""The twins: the outbox of tests, and the console that sends nothing and says so."""

import io

import pytest

from kardad.gateways.sms.console import Console
from kardad.gateways.sms.memory import Memory
from kardad.gateways.sms.port import Delivery, Filled, Outcome, Route
from tests.gateways.sms.conftest import templates


@pytest.fixture
def memory():
    return Memory(templates("c"))


def send(messenger, mobile="09120000001", local_id=1):
    return messenger.send_code(mobile, "012345", template="verify", route=Route.SERVICE, local_id=local_id)


def test_the_outbox_holds_what_was_sent_in_order(memory):
    send(memory)
    memory.send_text("09120000003", "سلام", local_id=2)
    memory.send_text("09120000003", Filled("plain", {"code": "9"}), local_id=3)
    memory.call_code("09120000001", "012345", template="plain", local_id=4)
    assert [(one.kind, one.mobile, one.route) for one in memory.outbox] == [
        ("code", "09120000001", Route.SERVICE),
        ("text", "09120000003", Route.ORDINARY),
        ("text", "09120000003", Route.ORDINARY),
        ("call", "09120000001", None),
    ]
    assert [one.code for one in memory.to("09120000001")] == ["012345", "012345"]


def test_a_failure_is_told_as_often_as_was_asked_and_nothing_goes_out(memory):
    memory.fail(Outcome.UNAVAILABLE, times=2)
    assert [send(memory).outcome for _ in range(3)] == [Outcome.UNAVAILABLE, Outcome.UNAVAILABLE, Outcome.ACCEPTED]
    assert len(memory.outbox) == 1


def test_an_unsure_message_went_out_and_can_be_found(memory):
    memory.fail(Outcome.UNSURE)
    sending = send(memory, local_id=9)
    assert (sending.outcome, sending.is_findable, memory.find(9).outcome) == (Outcome.UNSURE, True, Outcome.ACCEPTED)


def test_a_failure_without_a_number_lasts_until_a_reset(memory):
    memory.fail(Outcome.QUOTA)
    assert {send(memory).outcome for _ in range(3)} == {Outcome.QUOTA}
    memory.reset()
    assert send(memory).outcome is Outcome.ACCEPTED


def test_a_delivery_goes_as_it_is_told_to_but_a_call_always_gets_through(memory):
    message_id = send(memory).message_id
    memory.deliver(Delivery.FAILED, mobile="09120000001")
    call = memory.call_code("09120000001", "012345", template="plain", local_id=2)
    assert memory.status(message_id).delivery is Delivery.FAILED
    assert memory.status(call.message_id).delivery is Delivery.DELIVERED


def test_a_reset_brings_the_demo_mobiles_back(memory):
    memory.deliver(Delivery.DELIVERED, mobile="09350000002")
    memory.reset()
    assert memory.status(send(memory, "09350000002").message_id).delivery is Delivery.BLOCKED


def test_the_console_shows_the_whole_message_and_says_that_it_was_not_sent():
    stream, told = io.StringIO(), []
    messenger = Console(templates("c"), stream=stream, on_message=told.append)
    sending = send(messenger)
    assert "[DEMO code, nothing was sent] to 09120000001" in stream.getvalue()
    assert "@kardad.example #012345" in stream.getvalue()
    assert [(one.code, one.message_id) for one in told] == [("012345", sending.message_id)]


def test_the_console_writes_to_standard_output_by_itself(capsys):
    send(Console(templates("c")))
    assert "[DEMO code" in capsys.readouterr().out


@pytest.mark.parametrize("message_id", ["", "console", "console-nonsense-1", "other-delivered-1", "console-delivered-1-2"])
def test_the_console_knows_its_own_ids_only(message_id):
    assert Console(templates()).status(message_id).delivery is Delivery.UNKNOWN


def test_a_second_console_has_a_name_of_its_own():
    second = Console(templates("c"), name="console-2", stream=io.StringIO())
    sending = send(second)
    assert (sending.provider, second.status(sending.message_id).delivery) == ("console-2", Delivery.DELIVERED)
    assert Console(templates()).status(sending.message_id).delivery is Delivery.UNKNOWN


def test_any_console_answers_for_anothers_message():
    sending = send(Console(templates("c"), stream=io.StringIO()), "09350000002")
    assert Console(templates()).status(sending.message_id).delivery is Delivery.BLOCKED


@pytest.mark.parametrize("mobile", ["09350000002", "09210000004"])
def test_a_notice_reaches_the_demo_mobiles_at_which_no_code_arrives(memory, mobile):
    console = Console(templates("c"), stream=io.StringIO())
    for messenger in (memory, console):
        notice = messenger.send_text(mobile, "درخواست شما ثبت شد.", local_id=3)
        assert messenger.status(notice.message_id).delivery is Delivery.DELIVERED
        assert messenger.status(send(messenger, mobile, local_id=4).message_id).delivery is not Delivery.DELIVERED
