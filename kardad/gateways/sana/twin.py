"""What the stand-ins share: a service of papers of our own, that keeps each paper once under its key."""

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from kardad.gateways.sana.port import Handover, Outcome, Paper, Standing, State

STRANGER = "9990000000"
"""Nobody's national code, and nobody's account."""


@dataclass(frozen=True, slots=True)
class Held:
    """A paper that was taken."""

    number: str
    digest: str
    taken_at: datetime
    state: State
    arrived_at: datetime | None = None
    opened_at: datetime | None = None
    reason: str = ""


class Twin:
    """Takes papers for everyone but `STRANGER`; what it takes arrives at once."""

    def __init__(
        self,
        *,
        name: str,
        shelf: MutableMapping[str, Held] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.name = name
        self._shelf: MutableMapping[str, Held] = {} if shelf is None else shelf
        self._now = now
        self.arrives = State.ARRIVED

    def send(self, paper: Paper) -> Handover:
        """HANDED_OVER under a number that is made of the key: the same paper has the same one."""
        number = f"{self.name}-{sha256(paper.key.encode()).hexdigest()[:16]}"
        held = self._shelf.get(number)
        if held is None:
            if not self._has_account(paper.identifier):
                return Handover(outcome=Outcome.NO_ACCOUNT, provider=self.name, code="no_account")
            at = self._now()
            arrived_at = at if self.arrives is State.ARRIVED else None
            held = self._shelf[number] = Held(number, paper.digest, at, self.arrives, arrived_at)
        if held.digest != paper.digest:
            return Handover(outcome=Outcome.REFUSED, provider=self.name, code="key_reused")
        return Handover(outcome=Outcome.HANDED_OVER, provider=self.name, number=number, at=held.taken_at)

    def status(self, number: str) -> Standing:
        """What was last said of it."""
        held = self._shelf.get(number)
        if held is None:
            return Standing(provider=self.name, number=number, state=State.UNKNOWN, code="number")
        return Standing(
            provider=self.name,
            number=number,
            state=held.state,
            arrived_at=held.arrived_at,
            opened_at=held.opened_at,
            code=held.reason,
        )

    def _has_account(self, identifier: str) -> bool:
        return identifier != STRANGER

    def _change(self, number: str, **changed: object) -> None:
        self._shelf[number] = replace(self._shelf[number], **changed)  # type: ignore[arg-type]
