"""A service of papers for tests: it arrives, opens, fails and falls silent as the test wants."""

from collections.abc import Callable
from datetime import UTC, datetime

from kardad.gateways.sana.port import Handover, Outcome, Paper, Standing, State
from kardad.gateways.sana.twin import STRANGER, Held, Twin


class Memory(Twin):
    """Papers wait until `arrive`; `papers` holds each taken paper once, `sent` every sending in order."""

    def __init__(self, *, name: str = "memory", now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._held: dict[str, Held] = {}
        super().__init__(name=name, shelf=self._held, now=now)
        self.arrives = State.WAITING
        self.reset()

    def reset(self) -> None:
        """Nothing was sent, everyone but STRANGER has an account, and everything is answered."""
        self._held.clear()
        self.sent: list[Paper] = []
        self.papers: dict[str, Paper] = {}
        self.strangers = {STRANGER}
        self._failing: tuple[Outcome, int | None] | None = None
        self._silent = False

    def fail(self, outcome: Outcome, *, times: int | None = None) -> None:
        """The next sendings come to this outcome, `times` times or until `reset`; an UNSURE one is taken all the same."""
        self._failing = (outcome, times)

    def be_silent(self, *, silent: bool = True) -> None:
        """Questions about papers come to nothing."""
        self._silent = silent

    def arrive(self, number: str, at: datetime) -> None:
        """It is in the account."""
        self._change(number, state=State.ARRIVED, arrived_at=at)

    def open(self, number: str, at: datetime) -> None:
        """The addressee viewed it."""
        self._change(number, state=State.OPENED, opened_at=at)

    def give_up(self, number: str, reason: str = "", *, state: State = State.FAILED) -> None:
        """It will not arrive."""
        self._change(number, state=state, reason=reason, arrived_at=None, opened_at=None)

    def send(self, paper: Paper) -> Handover:
        """What the twin says, or what `fail` said."""
        self.sent.append(paper)
        outcome = self._next_outcome()
        if outcome not in (None, Outcome.UNSURE):
            return Handover(outcome=outcome, provider=self.name, code="scripted")
        handover = super().send(paper)
        if handover.number:
            self.papers[handover.number] = paper
        return Handover(outcome=outcome, provider=self.name, code="scripted") if outcome else handover

    def status(self, number: str) -> Standing:
        """What the twin says, or nothing while silent."""
        if self._silent:
            return Standing(provider=self.name, number=number, state=State.UNKNOWN, code="timeout")
        return super().status(number)

    def _has_account(self, identifier: str) -> bool:
        return identifier not in self.strangers

    def _next_outcome(self) -> Outcome | None:
        if self._failing is None:
            return None
        outcome, times = self._failing
        if times is not None:
            self._failing = (outcome, times - 1) if times > 1 else None
        return outcome
