"""A mail server for tests: everything taken lies in its outbox."""

from kardad.gateways.mail.port import Mail, Outcome, Sending


class Memory:
    """Takes every letter unless told otherwise; `outbox` holds what was taken or may have been, in order."""

    def __init__(self, *, name: str = "memory") -> None:
        self.name = name
        self.reset()

    def reset(self) -> None:
        """Nothing was sent, and everything is taken."""
        self.outbox: list[Mail] = []
        self._failing: tuple[Outcome, int | None] | None = None

    def fail(self, outcome: Outcome, *, times: int | None = None) -> None:
        """The next letters come to this outcome, `times` times or until `reset`; an UNSURE one is taken all the same."""
        self._failing = (outcome, times)

    def to(self, address: str) -> list[Mail]:
        """What went to this address, in order."""
        return [mail for mail in self.outbox if mail.to == address]

    def send(self, mail: Mail) -> Sending:
        """ACCEPTED, or what `fail` said."""
        outcome = self._next_outcome()
        message_id = ""
        if outcome in (Outcome.ACCEPTED, Outcome.UNSURE):
            self.outbox.append(mail)
            message_id = f"{self.name}-{len(self.outbox)}"
        return Sending(outcome=outcome, provider=self.name, local_id=mail.local_id, message_id=message_id)

    def _next_outcome(self) -> Outcome:
        if self._failing is None:
            return Outcome.ACCEPTED
        outcome, times = self._failing
        if times is not None:
            self._failing = (outcome, times - 1) if times > 1 else None
        return outcome
