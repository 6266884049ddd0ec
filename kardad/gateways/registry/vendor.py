"""What the vendors of registers share: from a judged reply to an answer, and no exception on the way."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kardad.gateways.registry.bearer import TokenError
from kardad.gateways.registry.port import Answer, Operation, Outcome
from kardad.gateways.registry.relay import KINDS, Relay, plain
from kardad.gateways.transport import CallError, Reply


@dataclass(frozen=True, slots=True)
class Judged:
    """What a reply means: the outcome, the vendor's code, and the fields of the operation's answer."""

    outcome: Outcome
    reply: Reply | None = None
    code: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


Handler = Callable[[dict[str, Any], str], Judged]
"""From the arguments of an operation by name and the track id to what the vendor said."""


class Vendor(Relay):
    """A registry behind HTTP; `_handlers` says which operations it offers and how each is asked."""

    name = "vendor"
    needs_name = False

    @property
    @abstractmethod
    def _handlers(self) -> Mapping[Operation, Handler]:
        """The operations that this vendor offers."""

    @property
    def offers(self) -> frozenset[Operation]:
        """The operations that this vendor answers."""
        return frozenset(self._handlers)

    def _ask(self, operation: Operation, given: dict[str, Any], track_id: str) -> Answer:
        handler = self._handlers.get(operation)
        if handler is None or (self.needs_name and operation is Operation.IDENTITY and given["name"] is None):
            return plain(operation, Outcome.UNSUPPORTED, provider=self.name, track_id=track_id)
        try:
            judged = handler(given, track_id)
        except CallError as error:
            return plain(operation, Outcome.UNAVAILABLE, provider=self.name, track_id=track_id, code=error.code)
        except TokenError as error:
            return plain(operation, error.outcome, provider=self.name, track_id=track_id, code=error.code)
        digest = judged.reply.digest if judged.reply is not None else ""
        common: dict[str, Any] = {
            "outcome": judged.outcome,
            "provider": self.name,
            "track_id": track_id,
            "code": judged.code,
            "digest": digest,
        }
        return KINDS[operation](**common, **judged.fields)


BY_STATUS = {400: Outcome.UNAVAILABLE, 401: Outcome.AUTH, 402: Outcome.QUOTA, 403: Outcome.AUTH, 429: Outcome.QUOTA}
"""What an HTTP status means when the body does not say: never that the person's data is wrong."""


def by_status(reply: Reply, code: str = "") -> Judged:
    """The judgement over a failure that carries no code we know."""
    return Judged(BY_STATUS.get(reply.status, Outcome.UNAVAILABLE), reply, code or f"http_{reply.status}")


def garbled(reply: Reply) -> Judged:
    """The judgement over a success whose body is not what it must be."""
    return Judged(Outcome.UNAVAILABLE, reply, "garbled")


def matched(reply: Reply, value: Any, *, otherwise: Outcome = Outcome.NO_MATCH) -> Judged:
    """MATCH for true or 1, `otherwise` for false or 0, and nothing believed that is neither."""
    if value in (True, 1):
        return Judged(Outcome.MATCH, reply)
    return Judged(otherwise, reply) if value in (False, 0) else garbled(reply)


def text(value: Any) -> str:
    """A vendor's value as text; empty for nothing."""
    return "" if value is None else str(value).strip()
