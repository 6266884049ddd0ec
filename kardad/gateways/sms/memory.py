"""A messenger for tests: everything sent lies in its outbox, and deliveries go as they are told to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kardad.gateways.sms.port import Credit, Delivery, Filled, Outcome, Report, Route, Sending, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing that went out; `kind` is `code`, `text` or `call`."""

    kind: str
    mobile: str
    text: str
    local_id: int
    message_id: str
    route: Route | None = None
    code: str = ""
    template: str = ""


@dataclass(slots=True)
class _Will:
    outcome: Outcome | None = None
    left: int | None = None
    delivery: dict[str, Delivery] = field(default_factory=dict)


class Memory:
    """Accepts every message unless told otherwise; `outbox` holds what was accepted (and what was UNSURE) in order."""

    def __init__(self, templates: Mapping[str, Template], *, name: str = "memory", rials: int = 1_000_000) -> None:
        self.name = name
        self.rials = rials
        self.outbox: list[Message] = []
        self._templates = templates
        self._reports: dict[str, Delivery] = {}
        self._will = _Will()

    def fail(self, outcome: Outcome, *, times: int | None = None) -> None:
        """The next sends come to this outcome, `times` times or until `reset`."""
        self._will.outcome, self._will.left = outcome, times

    def deliver(self, delivery: Delivery, *, mobile: str) -> None:
        """Messages to this mobile, past and future, are reported so."""
        self._will.delivery[mobile] = delivery

    def reset(self) -> None:
        """Nothing was sent and nothing is told."""
        self.outbox.clear()
        self._reports.clear()
        self._will = _Will()

    def to(self, mobile: str) -> list[Message]:
        """What went to this mobile, in order."""
        return [message for message in self.outbox if message.mobile == mobile]

    def send_code(self, mobile: str, code: str, *, template: str, route: Route, local_id: int) -> Sending:
        """The code's text lies in the outbox."""
        text = self._templates[template].render({"code": code})
        message = Message(
            kind="code", mobile=mobile, text=text, local_id=local_id, message_id="", route=route, code=code, template=template
        )
        return self._put(message)

    def send_text(self, mobile: str, message: str | Filled, *, local_id: int) -> Sending:
        """The text lies in the outbox."""
        filled = isinstance(message, Filled)
        text = self._templates[message.template].render(message.params) if isinstance(message, Filled) else message
        template = message.template if isinstance(message, Filled) else ""
        route = Route.SERVICE if filled else Route.ORDINARY
        return self._put(Message(kind="text", mobile=mobile, text=text, local_id=local_id, message_id="", route=route, template=template))

    def call_code(self, mobile: str, code: str, *, template: str, local_id: int) -> Sending:
        """The call lies in the outbox."""
        text = self._templates[template].render({"code": code})
        return self._put(Message(kind="call", mobile=mobile, text=text, local_id=local_id, message_id="", code=code, template=template))

    def status(self, message_id: str) -> Report:
        """As `deliver` said for the mobile, DELIVERED by default, UNKNOWN for a foreign id."""
        for message in self.outbox:
            if message.message_id == message_id:
                return Report(delivery=self._will.delivery.get(message.mobile, Delivery.DELIVERED), provider=self.name)
        return Report(delivery=Delivery.UNKNOWN, provider=self.name)

    def find(self, local_id: int) -> Sending:
        """ACCEPTED when the outbox has it, else UNAVAILABLE."""
        for message in self.outbox:
            if message.local_id == local_id:
                return self._sending(message, Outcome.ACCEPTED)
        return Sending(outcome=Outcome.UNAVAILABLE, provider=self.name, local_id=local_id)

    def credit(self) -> Credit:
        """`rials`, as the test set it."""
        return Credit(outcome=Outcome.ACCEPTED, provider=self.name, rials=self.rials)

    def _put(self, message: Message) -> Sending:
        outcome = Outcome.ACCEPTED
        if self._will.outcome is not None and self._will.left != 0:
            outcome = self._will.outcome
            if self._will.left is not None:
                self._will.left -= 1
        if outcome in (Outcome.ACCEPTED, Outcome.UNSURE):
            message = replace(message, message_id=f"{self.name}-{len(self.outbox) + 1}")
            self.outbox.append(message)
        return self._sending(message, outcome)

    def _sending(self, message: Message, outcome: Outcome) -> Sending:
        if outcome is not Outcome.ACCEPTED:
            return Sending(outcome=outcome, provider=self.name, local_id=message.local_id)
        told = self._will.delivery.get(message.mobile)
        delivery = Delivery.BLOCKED if told is Delivery.BLOCKED else Delivery.QUEUED
        return Sending(outcome=outcome, provider=self.name, local_id=message.local_id, message_id=message.message_id, delivery=delivery)
