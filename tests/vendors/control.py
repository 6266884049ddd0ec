"""The room of the control API: what a test in another process does to the local vendors over HTTP."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.vendors.exchange import Answer, reply

if TYPE_CHECKING:
    from tests.vendors.server import VendorServer


class ControlError(ValueError):
    """The test asked for something that the vendor server does not have."""


def moment(now: object) -> datetime | None:
    """An aware moment out of an aware moment, ISO text, or nothing; raises ControlError for a moment without a zone."""
    try:
        value = datetime.fromisoformat(now) if isinstance(now, str) else now
    except ValueError:
        raise ControlError(f"{now} is not an ISO moment.") from None
    if value is None:
        return None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ControlError("The clock needs a moment with its zone.")
    return value


def answer(server: "VendorServer", method: str, path: str, query: dict[str, str], body: str) -> Answer:
    """The control API's answer: 404 for a path it does not have, 400 with the reason for a request it cannot follow."""
    handler = ACTIONS.get((method, path))
    if handler is None:
        return reply({"error": f"{method} {path} is not here"}, 404)
    try:
        asked = json.loads(body) if body else {}
        return handler(server, query, asked)
    except (ControlError, KeyError, TypeError, json.JSONDecodeError) as problem:
        return reply({"error": str(problem)}, 400)


def _reset(server: "VendorServer", query: dict[str, str], asked: dict[str, Any]) -> Answer:
    server.reset()
    return reply({"reset": True})


def _rule(server: "VendorServer", query: dict[str, str], asked: dict[str, Any]) -> Answer:
    rule = server.rule(
        asked["provider"], asked["operation"], match=asked.get("match"), times=asked.get("times"), **asked.get("respond", {})
    )
    return reply({"rule": rule.number}, 201)


def _calls(server: "VendorServer", query: dict[str, str], asked: dict[str, Any]) -> Answer:
    return reply([call.as_json() for call in server.calls(query.get("provider"), query.get("operation"))])


def _clock(server: "VendorServer", query: dict[str, str], asked: dict[str, Any]) -> Answer:
    server.clock(asked["now"])
    return reply({"now": server.world.now().isoformat()})


def _outbox(server: "VendorServer", query: dict[str, str], asked: dict[str, Any]) -> Answer:
    return reply([message.as_json() for message in server.outbox(query.get("receptor"))])


def _callbacks(server: "VendorServer", query: dict[str, str], asked: dict[str, Any]) -> Answer:
    return reply([callback.as_json() for callback in server.callbacks(query.get("provider"))])


ACTIONS: dict[tuple[str, str], Callable[["VendorServer", dict[str, str], dict[str, Any]], Answer]] = {
    ("POST", "/__control/reset"): _reset,
    ("POST", "/__control/rule"): _rule,
    ("GET", "/__control/calls"): _calls,
    ("POST", "/__control/clock"): _clock,
    ("GET", "/__sms/outbox"): _outbox,
    ("GET", "/__pay/callbacks"): _callbacks,
}
