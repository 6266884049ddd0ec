"""Kavenegar (identity.md 4.2): texts, approved templates and voice; the key stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from kardad.gateways.sms.port import Credit, Delivery, Filled, Outcome, Report, Route, Sending, Template
from kardad.gateways.sms.verdict import unjudged
from kardad.gateways.transport import CallError, Reply, Transport, dig

LIVE = "https://api.kavenegar.com"

BY_CODE = {
    400: Outcome.REJECTED,
    401: Outcome.AUTH,
    402: Outcome.UNAVAILABLE,
    403: Outcome.AUTH,
    404: Outcome.REJECTED,
    405: Outcome.REJECTED,
    406: Outcome.REJECTED,
    407: Outcome.AUTH,
    409: Outcome.UNAVAILABLE,
    411: Outcome.INVALID_INPUT,
    412: Outcome.REJECTED,
    413: Outcome.INVALID_INPUT,
    414: Outcome.INVALID_INPUT,
    416: Outcome.AUTH,
    417: Outcome.REJECTED,
    418: Outcome.QUOTA,
    420: Outcome.REJECTED,
    422: Outcome.INVALID_INPUT,
    424: Outcome.REJECTED,
    426: Outcome.REJECTED,
    427: Outcome.REJECTED,
    428: Outcome.UNSUPPORTED,
    429: Outcome.QUOTA,
    431: Outcome.INVALID_INPUT,
    432: Outcome.REJECTED,
    451: Outcome.QUOTA,
    501: Outcome.REJECTED,
}
"""`return.status` of a failure."""

BY_STATUS = {
    1: Delivery.QUEUED,
    2: Delivery.QUEUED,
    4: Delivery.SENT,
    6: Delivery.FAILED,
    10: Delivery.DELIVERED,
    11: Delivery.FAILED,
    13: Delivery.FAILED,
    14: Delivery.BLOCKED,
    100: Delivery.UNKNOWN,
}
"""`entries[].status` of a message."""

UNKNOWN_ID = 100
DEFAULT_TOKENS = {"code": "token"}


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract with Kavenegar: its key, and the number that ordinary texts come from."""

    key: str = field(repr=False)
    sender: str
    base_url: str = LIVE


class Kavenegar:
    """Sends by Kavenegar. A lookup carries no local id, so only ordinary texts and their calls can be found again."""

    contract_kind = Contract

    def __init__(
        self, contract: Contract, templates: Mapping[str, Template], *, name: str = "kavenegar", transport: Transport | None = None
    ) -> None:
        self.name = name
        self._contract = contract
        self._templates = templates
        self._http = transport or Transport(contract.base_url)

    def send_code(self, mobile: str, code: str, *, template: str, route: Route, local_id: int) -> Sending:
        """A one-time code, see `Sms`: by lookup where the template is approved and the route is SERVICE."""
        filled = Filled(template, {"code": code})
        if route is Route.SERVICE and self._templates[template].approved:
            return self._look_up(mobile, filled, "sms", local_id)
        return self._send(mobile, self._templates[template].render(filled.params), local_id)

    def send_text(self, mobile: str, message: str | Filled, *, local_id: int) -> Sending:
        """A notice, see `Sms`."""
        if isinstance(message, str):
            return self._send(mobile, message, local_id)
        if self._templates[message.template].approved:
            return self._look_up(mobile, message, "sms", local_id)
        return self._send(mobile, self._templates[message.template].render(message.params), local_id)

    def call_code(self, mobile: str, code: str, *, template: str, local_id: int) -> Sending:
        """A voice call, see `Sms`: an approved template read aloud, else its text with the digits apart and twice."""
        if self._templates[template].approved:
            return self._look_up(mobile, Filled(template, {"code": code}), "call", local_id)
        digits = " ".join(code)
        text = self._templates[template].render({"code": f"{digits}. {digits}"})
        return self._post_send("call/maketts", {"receptor": mobile, "message": text}, local_id, is_findable=True)

    def status(self, message_id: str) -> Report:
        """Where the message is; Kavenegar knows for 48 hours."""
        try:
            reply = self._post("sms/status", {"messageid": message_id})
        except CallError as error:
            return Report(delivery=Delivery.UNKNOWN, provider=self.name, code=error.code)
        if _failure(reply) is not None:
            return Report(delivery=Delivery.UNKNOWN, provider=self.name, code=_code(reply))
        status = reply.at("entries", 0, "status")
        return Report(delivery=BY_STATUS.get(status, Delivery.UNKNOWN), provider=self.name, code=str(status))

    def find(self, local_id: int) -> Sending:
        """What became of an ordinary text or call; Kavenegar knows for about twelve hours."""
        try:
            reply = self._post("sms/statuslocalmessageid", {"localid": str(local_id)})
        except CallError as error:
            return self._sending(Outcome.UNSURE, local_id, code=error.code, is_findable=True)
        entry = reply.at("entries", 0)
        if _failure(reply) is not None or not isinstance(entry, dict):
            return self._sending(Outcome.UNSURE, local_id, code=_code(reply), is_findable=True)
        if entry.get("status") == UNKNOWN_ID:
            return self._sending(Outcome.UNAVAILABLE, local_id, code=str(UNKNOWN_ID))
        return self._accepted(entry, local_id, is_findable=True)

    def credit(self) -> Credit:
        """The account's remaining credit in rials."""
        try:
            reply = self._post("account/info", {})
        except CallError as error:
            return Credit(outcome=Outcome.UNAVAILABLE, provider=self.name, code=error.code)
        failure, rials = _failure(reply), dig(_entries(reply), "remaincredit")
        if failure is None and isinstance(rials, int):
            return Credit(outcome=Outcome.ACCEPTED, provider=self.name, rials=rials)
        outcome = Outcome.UNAVAILABLE if failure in (None, Outcome.UNSURE) else failure
        return Credit(outcome=outcome or Outcome.UNAVAILABLE, provider=self.name, code=_code(reply))

    def _look_up(self, mobile: str, filled: Filled, kind: str, local_id: int) -> Sending:
        chosen = self._templates[filled.template]
        chosen.render(filled.params)  # A name that is missing must be seen here, not by the vendor.
        tokens = chosen.tokens or DEFAULT_TOKENS
        carried = {tokens[name]: value for name, value in filled.params.items()}
        body = {"receptor": mobile, "template": chosen.approved, "type": kind, **carried}
        return self._post_send("verify/lookup", body, local_id, is_findable=False)

    def _send(self, mobile: str, text: str, local_id: int) -> Sending:
        body = {"receptor": mobile, "message": text, "sender": self._contract.sender}
        return self._post_send("sms/send", body, local_id, is_findable=True)

    def _post_send(self, call: str, body: dict[str, str], local_id: int, *, is_findable: bool) -> Sending:
        if is_findable:
            body = {**body, "localid": str(local_id)}
        try:
            reply = self._http.send(self._path(call), data=body)
        except CallError as error:
            outcome = Outcome.UNSURE if error.reached else Outcome.UNAVAILABLE
            return self._sending(outcome, local_id, code=error.code, is_findable=is_findable and error.reached)
        failure = _failure(reply)
        entry = dig(reply.data, "entries", 0)
        if failure is not None:
            is_findable = is_findable and failure is Outcome.UNSURE
            return self._sending(failure, local_id, code=_code(reply), is_findable=is_findable)
        if not isinstance(entry, dict) or not entry.get("messageid"):
            return self._sending(Outcome.UNSURE, local_id, code="garbled", is_findable=is_findable)
        return self._accepted(entry, local_id, is_findable=is_findable)

    def _post(self, call: str, body: dict[str, str]) -> Reply:
        return self._http.post_form(self._path(call), data=body)

    def _path(self, call: str) -> str:
        return f"v1/{quote(self._contract.key, safe='')}/{call}.json"

    def _accepted(self, entry: dict[str, Any], local_id: int, *, is_findable: bool) -> Sending:
        cost = entry.get("cost")
        return Sending(
            outcome=Outcome.ACCEPTED,
            provider=self.name,
            local_id=local_id,
            message_id=str(entry["messageid"]),
            delivery=BY_STATUS.get(entry.get("status", UNKNOWN_ID), Delivery.UNKNOWN),
            cost=cost if isinstance(cost, int) else None,
            is_findable=is_findable,
        )

    def _sending(self, outcome: Outcome, local_id: int, *, code: str = "", is_findable: bool = False) -> Sending:
        return Sending(outcome=outcome, provider=self.name, local_id=local_id, code=code, is_findable=is_findable)


def _failure(reply: Reply) -> Outcome | None:
    """What went wrong, or None: a success is HTTP 2xx and return.status 200, both."""
    code = reply.at("return", "status")
    if reply.is_ok and code == 200:
        return None
    return BY_CODE.get(code, Outcome.UNAVAILABLE) if isinstance(code, int) and code != 200 else unjudged(reply.status)


def _code(reply: Reply) -> str:
    code = reply.at("return", "status")
    return str(code) if code is not None else f"http_{reply.status}"


def _entries(reply: Reply) -> Any:
    """The `entries` of an account answer, which is an object in some versions and a list of one in others."""
    entries = reply.at("entries")
    return entries[0] if isinstance(entries, list) and entries else entries
