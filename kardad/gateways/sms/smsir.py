"""SMS.ir (identity.md 4.2): texts and approved templates; success is said in the body, not by the HTTP status."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from kardad.gateways.sms.port import Credit, Delivery, Filled, Outcome, Report, Route, Sending, Template
from kardad.gateways.sms.verdict import unjudged
from kardad.gateways.transport import CallError, Reply, Transport

LIVE = "https://api.sms.ir"
SUCCESS = 1

BY_CODE = {
    0: Outcome.UNAVAILABLE,
    10: Outcome.AUTH,
    11: Outcome.AUTH,
    12: Outcome.AUTH,
    13: Outcome.AUTH,
    14: Outcome.AUTH,
    15: Outcome.AUTH,
    16: Outcome.REJECTED,
    20: Outcome.QUOTA,
    101: Outcome.REJECTED,
    102: Outcome.QUOTA,
    103: Outcome.INVALID_INPUT,
    104: Outcome.INVALID_INPUT,
    105: Outcome.REJECTED,
    106: Outcome.REJECTED,
    107: Outcome.REJECTED,
    108: Outcome.REJECTED,
    109: Outcome.REJECTED,
    110: Outcome.REJECTED,
    111: Outcome.REJECTED,
    113: Outcome.REJECTED,
    114: Outcome.INVALID_INPUT,
    115: Outcome.BLOCKED,
    116: Outcome.REJECTED,
    117: Outcome.REJECTED,
    123: Outcome.REJECTED,
    124: Outcome.REJECTED,
}
"""`status` of a failure."""

BY_STATE = {
    1: Delivery.DELIVERED,
    2: Delivery.FAILED,
    3: Delivery.SENT,
    4: Delivery.FAILED,
    5: Delivery.SENT,
    6: Delivery.FAILED,
    7: Delivery.BLOCKED,
    8: Delivery.UNKNOWN,
}
"""`data.deliveryState` of a message."""

DEFAULT_TOKENS = {"code": "CODE"}


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract with SMS.ir: its key, and the number that ordinary texts come from."""

    key: str = field(repr=False)
    sender: int
    base_url: str = LIVE


class SmsIr:
    """Sends by SMS.ir. It has no voice and no local id, and tells its price in messages, not in rials."""

    contract_kind = Contract

    def __init__(
        self, contract: Contract, templates: Mapping[str, Template], *, name: str = "smsir", transport: Transport | None = None
    ) -> None:
        self.name = name
        self._contract = contract
        self._templates = templates
        self._http = transport or Transport(contract.base_url)

    def send_code(self, mobile: str, code: str, *, template: str, route: Route, local_id: int) -> Sending:
        """A one-time code, see `Sms`."""
        filled = Filled(template, {"code": code})
        if route is Route.SERVICE and self._templates[template].approved:
            return self._verify(mobile, filled, local_id)
        return self._bulk(mobile, self._templates[template].render(filled.params), local_id)

    def send_text(self, mobile: str, message: str | Filled, *, local_id: int) -> Sending:
        """A notice, see `Sms`."""
        if isinstance(message, str):
            return self._bulk(mobile, message, local_id)
        if self._templates[message.template].approved:
            return self._verify(mobile, message, local_id)
        return self._bulk(mobile, self._templates[message.template].render(message.params), local_id)

    def call_code(self, mobile: str, code: str, *, template: str, local_id: int) -> Sending:
        """UNSUPPORTED: there is no voice here."""
        return self._sending(Outcome.UNSUPPORTED, local_id)

    def status(self, message_id: str) -> Report:
        """Where the message is."""
        try:
            reply = self._http.get(f"v1/send/{quote(message_id, safe='')}", headers=self._headers())
        except CallError as error:
            return Report(delivery=Delivery.UNKNOWN, provider=self.name, code=error.code)
        if _failure(reply) is not None:
            return Report(delivery=Delivery.UNKNOWN, provider=self.name, code=_code(reply))
        state = reply.at("data", "deliveryState")
        return Report(delivery=BY_STATE.get(state, Delivery.UNKNOWN), provider=self.name, code=str(state))

    def find(self, local_id: int) -> Sending:
        """UNSURE: SMS.ir knows no id of ours."""
        return self._sending(Outcome.UNSURE, local_id)

    def credit(self) -> Credit:
        """UNSUPPORTED: no way to ask is documented."""
        return Credit(outcome=Outcome.UNSUPPORTED, provider=self.name)

    def _verify(self, mobile: str, filled: Filled, local_id: int) -> Sending:
        chosen = self._templates[filled.template]
        chosen.render(filled.params)  # A name that is missing must be seen here, not by the vendor.
        tokens = chosen.tokens or DEFAULT_TOKENS
        parameters = [{"name": tokens[name], "value": value} for name, value in filled.params.items()]
        body = {"mobile": mobile.removeprefix("0"), "templateId": int(chosen.approved), "parameters": parameters}
        return self._post("v1/send/verify", body, local_id)

    def _bulk(self, mobile: str, text: str, local_id: int) -> Sending:
        body = {"lineNumber": self._contract.sender, "messageText": text, "mobiles": [mobile.removeprefix("0")]}
        return self._post("v1/send/bulk", body, local_id)

    def _post(self, path: str, body: dict[str, object], local_id: int) -> Sending:
        try:
            reply = self._http.send(path, json=body, headers=self._headers())
        except CallError as error:
            outcome = Outcome.UNSURE if error.reached else Outcome.UNAVAILABLE
            return self._sending(outcome, local_id, code=error.code)
        failure = _failure(reply)
        if failure is not None:
            return self._sending(failure, local_id, code=_code(reply))
        # A bulk send answers with one id for each mobile.
        message_id = reply.at("data", "messageId") or reply.at("data", "messageIds", 0)
        if not message_id:
            return self._sending(Outcome.UNSURE, local_id, code="garbled")
        return Sending(
            outcome=Outcome.ACCEPTED, provider=self.name, local_id=local_id, message_id=str(message_id), delivery=Delivery.QUEUED
        )

    def _headers(self) -> dict[str, str]:
        return {"X-API-KEY": self._contract.key}

    def _sending(self, outcome: Outcome, local_id: int, *, code: str = "") -> Sending:
        return Sending(outcome=outcome, provider=self.name, local_id=local_id, code=code)


def _failure(reply: Reply) -> Outcome | None:
    """What went wrong, or None: a success is HTTP 2xx and status 1 in the body."""
    code = reply.at("status")
    if reply.is_ok and code == SUCCESS:
        return None
    return BY_CODE.get(code, Outcome.UNAVAILABLE) if isinstance(code, int) and code != SUCCESS else unjudged(reply.status)


def _code(reply: Reply) -> str:
    code = reply.at("status")
    return str(code) if isinstance(code, int) else f"http_{reply.status}"
