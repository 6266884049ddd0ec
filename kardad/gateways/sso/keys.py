"""A provider's public keys, fetched when first needed and again when a token names one that we do not know."""

import threading
from collections.abc import Callable
from typing import Any

import jwt

from kardad.gateways.sso.port import Down, Unproved
from kardad.gateways.transport import CallError, Transport, dig


class Keys:
    """The key set at `url`, kept until a token names an unknown key; asked again at most once in `rest` seconds."""

    def __init__(self, url: str, http: Transport, *, clock: Callable[[], float], rest: float = 30.0) -> None:
        self._url = url
        self._http = http
        self._clock = clock
        self._rest = rest
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at: float | None = None
        self._lock = threading.Lock()

    def find(self, kid: str | None) -> jwt.PyJWK:
        """The key of this id, or the only key when the token names none; raises Unproved, or Down when keys cannot be had."""
        with self._lock:
            key = self._known(kid)
            if key is None and (self._fetched_at is None or self._clock() - self._fetched_at >= self._rest):
                self._fetch()
                key = self._known(kid)
        if key is None:
            raise Unproved(why="unknown_key")
        return key

    def _known(self, kid: str | None) -> jwt.PyJWK | None:
        if kid is not None:
            return self._keys.get(kid)
        return next(iter(self._keys.values())) if len(self._keys) == 1 else None

    def _fetch(self) -> None:
        try:
            reply = self._http.get(self._url)
        except CallError as error:
            raise Down(why=error.code) from None
        entries = reply.at("keys")
        if not reply.is_ok or not isinstance(entries, list):
            raise Down(why="keys")
        self._keys = {str(dig(entry, "kid")): key for entry in entries if (key := _public(entry)) is not None}
        # Only an answer starts the rest: an outage must not lock people out for longer than it lasts.
        self._fetched_at = self._clock()


def _public(entry: Any) -> jwt.PyJWK | None:
    """The entry as a public signing key; None for one of another use or kind."""
    if not isinstance(entry, dict) or entry.get("use", "sig") != "sig" or entry.get("kty") not in ("RSA", "EC", "OKP"):
        return None
    try:
        return jwt.PyJWK.from_dict({name: value for name, value in entry.items() if name not in _PRIVATE})
    except jwt.PyJWTError:
        return None


_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth"})
