"""A vendor's access token, fetched when first needed and again when it is old or refused."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from kardad.gateways.registry.port import Outcome
from kardad.gateways.transport import Reply


@dataclass(frozen=True, slots=True)
class Token:
    """An access token with the refresh token that came with it; `ends_at` is in the seconds of the clock."""

    value: str = field(repr=False)
    refresh: str = field(repr=False)
    ends_at: float


class TokenError(Exception):
    """The vendor gave no token."""

    def __init__(self, outcome: Outcome, code: str) -> None:
        self.outcome = outcome
        self.code = code
        super().__init__(code)


class Bearer:
    """Keeps one token for all threads; `fetch` gets the old one (or None) and returns a new one or raises TokenError."""

    MARGIN = 60.0
    """Seconds before its end at which a token counts as old."""

    def __init__(self, fetch: Callable[[Token | None], Token], *, clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._token: Token | None = None
        self._lock = threading.Lock()

    def call(self, send: Callable[[dict[str, str]], Reply]) -> Reply:
        """The reply to `send` with an Authorization header, sent a second time with a new token when the first is refused."""
        token = self._current()
        reply = send({"Authorization": f"Bearer {token.value}"})
        if reply.status not in (401, 403):
            return reply
        renewed = self._renewed(token)
        return send({"Authorization": f"Bearer {renewed.value}"})

    def _current(self) -> Token:
        with self._lock:
            if self._token is None or self._clock() >= self._token.ends_at - self.MARGIN:
                self._token = self._fetch(self._token)
            return self._token

    def _renewed(self, refused: Token) -> Token:
        with self._lock:
            if self._token is None or self._token.value == refused.value:
                self._token = self._fetch(refused)
            return self._token
