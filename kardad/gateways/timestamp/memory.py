"""An authority for tests: real tokens by a key of the moment, and whatever faults a test wants."""

from collections.abc import Callable
from datetime import UTC, datetime

from kardad.gateways.timestamp import authority
from kardad.gateways.timestamp.port import Outcome, Stamping, judge


class Memory:
    """Stamps everything unless told otherwise; `asked` holds the digests in order, `roots` is whom to trust."""

    def __init__(
        self, *, name: str = "memory", is_independent: bool = False, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.name = name
        self.is_independent = is_independent
        self._now = now
        self._authority = authority.made(now())
        self.reset()

    @property
    def roots(self) -> list[bytes]:
        """The certificate to give to `holds`, PEM."""
        return [self._authority.root]

    def reset(self) -> None:
        """Nothing was asked, and everything is stamped."""
        self.asked: list[bytes] = []
        self._failing: tuple[Outcome, str, int | None] | None = None

    def fail(self, outcome: Outcome, code: str = "scripted", *, times: int | None = None) -> None:
        """The next requests come to this outcome, `times` times or until `reset`."""
        self._failing = (outcome, code, times)

    def stamp(self, digest: bytes) -> Stamping:
        """STAMPED, or what `fail` said."""
        judge(digest)
        self.asked.append(digest)
        if self._failing is None:
            return Stamping(
                outcome=Outcome.STAMPED, provider=self.name, token=authority.token(self._authority, digest, self._now()), code="granted"
            )
        outcome, code, times = self._failing
        if times is not None:
            self._failing = (outcome, code, times - 1) if times > 1 else None
        return Stamping(outcome=outcome, provider=self.name, code=code)
