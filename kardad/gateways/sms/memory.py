"""A messenger for tests: everything sent lies in its outbox, and deliveries go as they are told to."""

from collections.abc import Mapping
from dataclasses import replace

from kardad.gateways.sms.port import Credit, Delivery, Outcome, Report, Sending, Template
from kardad.gateways.sms.twin import Message, Twin, usual


class Memory(Twin):
    """Accepts every message unless told otherwise; `outbox` holds what was accepted or may have been, in order."""

    def __init__(self, templates: Mapping[str, Template], *, name: str = "memory", rials: int = 1_000_000) -> None:
        super().__init__(templates)
        self.name = name
        self.rials = rials
        self.reset()

    def reset(self) -> None:
        """Nothing was sent and nothing is told beyond the demo mobiles."""
        self.outbox: list[Message] = []
        self._deliveries: dict[str, Delivery] = {}
        self._failing: tuple[Outcome, int | None] | None = None

    def fail(self, outcome: Outcome, *, times: int | None = None) -> None:
        """The next sends come to this outcome, `times` times or until `reset`; an UNSURE one goes out all the same."""
        self._failing = (outcome, times)

    def deliver(self, delivery: Delivery, *, mobile: str) -> None:
        """Messages to this mobile, past and future, are reported so; calls always get through."""
        self._deliveries[mobile] = delivery

    def to(self, mobile: str) -> list[Message]:
        """What went to this mobile, in order."""
        return [message for message in self.outbox if message.mobile == mobile]

    def status(self, message_id: str) -> Report:
        """As `deliver` said for the mobile, DELIVERED by default, UNKNOWN for an id that was never given."""
        for message in self.outbox:
            if message.message_id == message_id:
                return Report(delivery=self._delivery(message), provider=self.name)
        return Report(delivery=Delivery.UNKNOWN, provider=self.name)

    def find(self, local_id: int) -> Sending:
        """ACCEPTED when the outbox has it, else UNAVAILABLE."""
        for message in self.outbox:
            if message.local_id == local_id:
                return self._accepted(message)
        return Sending(outcome=Outcome.UNAVAILABLE, provider=self.name, local_id=local_id)

    def credit(self) -> Credit:
        """`rials`, as the test set it."""
        return Credit(outcome=Outcome.ACCEPTED, provider=self.name, rials=self.rials)

    def _put(self, message: Message) -> Sending:
        outcome = self._next_outcome()
        if outcome in (Outcome.ACCEPTED, Outcome.UNSURE):
            message = replace(message, message_id=f"{self.name}-{len(self.outbox) + 1}")
            self.outbox.append(message)
        if outcome is Outcome.ACCEPTED:
            return self._accepted(message)
        is_findable = outcome is Outcome.UNSURE
        return Sending(outcome=outcome, provider=self.name, local_id=message.local_id, is_findable=is_findable)

    def _next_outcome(self) -> Outcome:
        if self._failing is None:
            return Outcome.ACCEPTED
        outcome, times = self._failing
        if times is not None:
            self._failing = (outcome, times - 1) if times > 1 else None
        return outcome

    def _delivery(self, message: Message) -> Delivery:
        return usual(message) if message.kind == "call" else self._deliveries.get(message.mobile, usual(message))

    def _accepted(self, message: Message) -> Sending:
        return Sending(
            outcome=Outcome.ACCEPTED,
            provider=self.name,
            local_id=message.local_id,
            message_id=message.message_id,
            delivery=Delivery.QUEUED,
            is_findable=True,
        )
