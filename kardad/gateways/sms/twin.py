"""What the messengers that send nothing share: the message as it would have gone out."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

from kardad.gateways.sms.port import Delivery, Filled, Route, Sending, Template

DEMO_DELIVERIES: Mapping[str, Delivery] = {"09350000002": Delivery.BLOCKED, "09210000004": Delivery.SENT}
"""Demo mobiles at which codes do not arrive (identity.md 4.5): one blocks the sender, at the other they never come.

Notices reach both, so that the demo's history is not one of texts that failed.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing that went out; `kind` is `code`, `text` or `call`, `code` the one-time code in it."""

    kind: str
    mobile: str
    text: str = field(repr=False)
    local_id: int
    message_id: str = ""
    route: Route | None = None
    """None for a call."""
    code: str = field(default="", repr=False)
    template: str = ""


def usual(message: Message) -> Delivery:
    """What becomes of the message where nobody told otherwise: a code goes as its mobile is known for, all else arrives."""
    return DEMO_DELIVERIES.get(message.mobile, Delivery.DELIVERED) if message.kind == "code" else Delivery.DELIVERED


class Twin(ABC):
    """Writes every message as text and hands it to `_put`."""

    def __init__(self, templates: Mapping[str, Template]) -> None:
        self._templates = templates

    @abstractmethod
    def _put(self, message: Message) -> Sending:
        """What becomes of the message."""

    def send_code(self, mobile: str, code: str, *, template: str, route: Route, local_id: int) -> Sending:
        """A one-time code, see `Sms`."""
        text = self._templates[template].render({"code": code})
        return self._put(Message(kind="code", mobile=mobile, text=text, local_id=local_id, route=route, code=code, template=template))

    def send_text(self, mobile: str, message: str | Filled, *, local_id: int) -> Sending:
        """A notice, see `Sms`."""
        if isinstance(message, str):
            return self._put(Message(kind="text", mobile=mobile, text=message, local_id=local_id, route=Route.ORDINARY))
        chosen = self._templates[message.template]
        route = Route.SERVICE if chosen.approved else Route.ORDINARY
        text = chosen.render(message.params)
        return self._put(Message(kind="text", mobile=mobile, text=text, local_id=local_id, route=route, template=message.template))

    def call_code(self, mobile: str, code: str, *, template: str, local_id: int) -> Sending:
        """A voice call, see `Sms`."""
        text = self._templates[template].render({"code": code})
        return self._put(Message(kind="call", mobile=mobile, text=text, local_id=local_id, code=code, template=template))
