"""One contract for every messenger: what goes out, where it is, and that nothing is ever sent twice."""

import itertools

import httpx
import pytest

from kardad.gateways.sms.port import Delivery, Filled, Outcome, Route, Template

MESSENGERS = ("console", "memory", "kavenegar", "smsir")
VENDORS = ("kavenegar", "smsir")
SPEAKING = ("console", "memory", "kavenegar")
FIRST = {"kavenegar": "lookup", "smsir": "verify"}
ORDINARY = {"kavenegar": "send", "smsir": "bulk"}

every = pytest.mark.parametrize("name", MESSENGERS)
vendor = pytest.mark.parametrize("name", VENDORS)

ids = itertools.count(1)


def send(messenger, mobile="09120000001", route=Route.SERVICE, local_id=None):
    return messenger.send_code(mobile, "012345", template="verify", route=route, local_id=local_id or next(ids))


@every
@pytest.mark.parametrize("route", Route)
def test_a_code_is_accepted_with_an_id_of_its_own(make, name, route):
    messenger = make(name)
    one, other = send(messenger, route=route), send(messenger, route=route)
    assert (one.outcome, one.provider) == (Outcome.ACCEPTED, name)
    assert one.message_id
    assert one.message_id != other.message_id


@every
def test_the_local_id_comes_back(make, name):
    assert send(make(name), local_id=4711).local_id == 4711


@every
@pytest.mark.parametrize("route", Route)
@pytest.mark.parametrize(
    ("mobile", "delivery"),
    [("09120000001", Delivery.DELIVERED), ("09350000002", Delivery.BLOCKED), ("09210000004", Delivery.SENT)],
)
def test_the_delivery_is_told_as_it_is(make, name, route, mobile, delivery):
    messenger = make(name)
    assert messenger.status(send(messenger, mobile, route).message_id).delivery is delivery


@every
def test_an_id_that_was_never_given_is_unknown(make, name):
    assert make(name).status("1").delivery is Delivery.UNKNOWN


@every
@pytest.mark.parametrize("message", ["سلام", Filled("notice", {"title": "درخواست شما", "number": "12"}), Filled("plain", {"code": "1"})])
def test_a_notice_is_accepted_as_text_or_as_a_filled_template(make, name, message):
    assert make(name).send_text("09120000001", message, local_id=next(ids)).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("name", SPEAKING)
@pytest.mark.parametrize("template", ["verify", "plain"])
@pytest.mark.parametrize("mobile", ["09120000001", "09350000002", "09210000004"])
def test_a_call_gets_through_where_a_message_does_not(make, name, template, mobile):
    messenger = make(name)
    sending = messenger.call_code(mobile, "012345", template=template, local_id=next(ids))
    assert sending.outcome is Outcome.ACCEPTED
    assert messenger.status(sending.message_id).delivery is Delivery.DELIVERED


def test_a_messenger_without_a_voice_says_so(make, server):
    sending = make("smsir").call_code("09120000001", "012345", template="verify", local_id=1)
    assert (sending.outcome, server.calls()) == (Outcome.UNSUPPORTED, [])


@every
def test_an_unknown_template_is_a_mistake_of_ours(make, name):
    messenger = make(name)
    with pytest.raises(KeyError):
        messenger.send_code("09120000001", "012345", template="missing", route=Route.SERVICE, local_id=1)
    with pytest.raises(KeyError):
        messenger.send_text("09120000001", Filled("notice", {}), local_id=1)


@every
def test_the_credit_is_told_or_the_question_is_not_known(make, name):
    credit = make(name).credit()
    assert credit.outcome in (Outcome.ACCEPTED, Outcome.UNSUPPORTED)
    assert (credit.rials is not None) == (credit.outcome is Outcome.ACCEPTED)


@every
def test_what_was_not_sent_is_not_found(make, name):
    found = make(name).find(987654)
    assert (found.outcome, found.message_id) in ((Outcome.UNAVAILABLE, ""), (Outcome.UNSURE, ""))


@pytest.mark.parametrize("name", ["memory", "kavenegar"])
def test_what_was_sent_with_a_local_id_is_found_by_it(make, name):
    messenger = make(name)
    sending = send(messenger, route=Route.ORDINARY, local_id=77)
    assert sending.is_findable
    found = messenger.find(77)
    assert (found.outcome, found.message_id) == (Outcome.ACCEPTED, sending.message_id)


@vendor
@pytest.mark.parametrize(("route", "operations"), [(Route.SERVICE, FIRST), (Route.ORDINARY, ORDINARY)])
def test_a_line_that_drops_leaves_us_unsure_and_nothing_is_sent_again(make, server, name, route, operations):
    server.rule(name, operations[name], drop=True)
    sending = send(make(name), route=route)
    assert (sending.outcome, sending.message_id) == (Outcome.UNSURE, "")
    assert len(server.calls(name, operations[name])) == 1


@vendor
def test_a_slow_vendor_leaves_us_unsure_and_nothing_is_sent_again(make, server, name):
    server.rule(name, FIRST[name], delay_ms=300)
    sending = send(make(name, timeout=httpx.Timeout(2.0, read=0.1)))
    assert (sending.outcome, sending.code) == (Outcome.UNSURE, "timeout")
    assert len(server.calls(name, FIRST[name])) == 1


@vendor
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (500, Outcome.UNSURE),
        (502, Outcome.UNSURE),
        (504, Outcome.UNSURE),
        (200, Outcome.UNSURE),
        (503, Outcome.UNAVAILABLE),
        (404, Outcome.UNAVAILABLE),
        (401, Outcome.AUTH),
        (403, Outcome.AUTH),
        (429, Outcome.QUOTA),
    ],
)
def test_a_bare_http_answer_is_unsure_only_when_the_message_may_be_out(make, server, name, status, outcome):
    server.rule(name, FIRST[name], status=status, body="<html>")
    sending = send(make(name))
    assert (sending.outcome, sending.code) == (outcome, f"http_{status}")


@vendor
def test_a_delivery_that_cannot_be_asked_is_unknown(make, server, name):
    messenger = make(name)
    sending = send(messenger)
    server.rule(name, "status", drop=True, times=3)
    assert messenger.status(sending.message_id).code == "unreachable"
    server.rule(name, "status", status=500, body="", times=1)
    assert messenger.status(sending.message_id).delivery is Delivery.UNKNOWN
    assert messenger.status(sending.message_id).delivery is Delivery.DELIVERED


@every
def test_nothing_secret_is_shown_when_a_sending_is_printed(make, name):
    shown = repr(send(make(name))) + repr(Filled("verify", {"code": "012345"}))
    assert "012345" not in shown
    assert "09120000001" not in shown


def test_a_template_fills_its_names_and_the_code_line_stays_its_last():
    template = Template("کد: {code}\n@kardad.example #{code}")
    assert template.render({"code": "012345"}).splitlines()[-1] == "@kardad.example #012345"
