"""Any time-stamping authority by HTTP (RFC 3161 §3.4): one POST, and nothing is believed that does not fit the question."""

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import httpx
from asn1crypto import pem, tsp

from kardad.gateways.timestamp import reading
from kardad.gateways.timestamp.port import Outcome, Stamping, judge
from kardad.gateways.transport import CallError, Reply, Transport

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
GRANTED = ("granted", "granted_with_mods")
FOR_NOW = {"time_not_available", "system_failure", "add_info_not_available"}
"""RFC 3161 §2.4.2: reasons that pass; the others say that we ask for the wrong thing."""
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Where the authority is, as whom we ask, the policy that we want (an OID; empty: its own), and whose root must stand behind it.

    `roots_file` holds certificates in PEM; without one a token is held for good when its own certificate signed it.
    """

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    policy: str = ""
    roots_file: str = ""
    seconds: float = 10.0
    tolerance_seconds: int = 600
    """How far the authority's clock may be from ours before one of the two is wrong."""

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("url is an http address")
        if self.password and parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise ValueError("a password does not travel in the open")


class Rfc3161:
    """Asks one authority; what it granted is checked before it is called a stamp."""

    contract_kind: ClassVar[type[Contract]] = Contract
    is_independent = True

    def __init__(
        self,
        contract: Contract,
        *,
        name: str = "rfc3161",
        transport: Transport | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.name = name
        self._contract = contract
        parts = urlsplit(contract.url)
        self._path = parts.path + (f"?{parts.query}" if parts.query else "")
        base = f"{parts.scheme}://{parts.netloc}"
        self._http = transport or Transport(base, timeout=httpx.Timeout(contract.seconds, connect=min(3.0, contract.seconds)))
        self.roots = _certificates(Path(contract.roots_file)) if contract.roots_file else []
        self._now = now

    def stamp(self, digest: bytes) -> Stamping:
        """STAMPED when the token is for this digest and this question, and its signature is good."""
        judge(digest)
        nonce = secrets.randbits(63) | 1 << 62
        try:
            reply = self._http.send(self._path, headers=self._headers(), content=self._query(digest, nonce))
        except CallError as error:
            return self._not(Outcome.GARBLED if error.code == "garbled" else Outcome.UNAVAILABLE, error.code)
        if not reply.is_ok:
            return self._not(_by_status(reply.status), f"http_{reply.status}")
        return self._judged(reply, digest, nonce)

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": QUERY, "Accept": REPLY}
        if self._contract.user:
            words = f"{self._contract.user}:{self._contract.password}".encode()
            headers["Authorization"] = "Basic " + base64.b64encode(words).decode()
        return headers

    def _query(self, digest: bytes, nonce: int) -> bytes:
        asked = {
            "version": "v1",
            "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest},
            "nonce": nonce,
            "cert_req": True,
        }
        if self._contract.policy:
            asked["req_policy"] = self._contract.policy
        return bytes(tsp.TimeStampReq(asked).dump())

    def _judged(self, reply: Reply, digest: bytes, nonce: int) -> Stamping:
        if reply.content_type != REPLY:
            return self._not(Outcome.GARBLED, "content_type")
        try:
            status, failures, token = _taken_apart(reply.body)
        except ValueError:
            return self._not(Outcome.GARBLED, "response")
        if status not in GRANTED:
            return self._not(_by_failures(status, failures), ",".join(sorted(failures)) or status)
        if not token:
            return self._not(Outcome.GARBLED, "no_token")
        wrong = self._wrong(token, digest, nonce)
        if wrong:
            return self._not(Outcome.GARBLED if wrong == "token" else Outcome.UNPROVED, wrong)
        return Stamping(outcome=Outcome.STAMPED, provider=self.name, token=token, code=status)

    def _wrong(self, token: bytes, digest: bytes, nonce: int) -> str:
        """What about the token is not as asked; empty when all of it is."""
        try:
            stamp = reading.read(token)
            is_signed = reading.is_signed(token)
        except reading.NotAStamp:
            return "token"
        checks = {
            "imprint": stamp.digest == digest,
            "nonce": stamp.nonce == nonce,
            "policy": self._contract.policy in ("", stamp.policy),
            "time": abs(stamp.at - self._now()) <= timedelta(seconds=self._contract.tolerance_seconds),
            "signature": is_signed,
            "authority": not self.roots or reading.holds(token, digest, roots=self.roots),
        }
        return next((name for name, is_right in checks.items() if not is_right), "")

    def _not(self, outcome: Outcome, code: str) -> Stamping:
        return Stamping(outcome=outcome, provider=self.name, code=code)


def _taken_apart(body: bytes) -> tuple[str, set[str], bytes]:
    """Status, reasons of a refusal, and the token or nothing; raises ValueError."""
    # As in reading: the library raises whatever it stumbles over.
    try:
        response = reading.Response.load(body, strict=True)
        told = response["status"]
        token = response["time_stamp_token"]
        failures = {str(one) for one in told["fail_info"].native or ()}
        return str(told["status"].native), failures, token.dump() if token.native is not None else b""
    except Exception as error:
        raise ValueError(type(error).__name__) from None


def _by_status(status: int) -> Outcome:
    if status in (401, 403):
        return Outcome.AUTH
    return Outcome.UNAVAILABLE if status in (408, 429) or status >= 500 else Outcome.REFUSED


def _by_failures(status: str, failures: set[str]) -> Outcome:
    return Outcome.UNAVAILABLE if status == "waiting" or (failures and failures <= FOR_NOW) else Outcome.REFUSED


def _certificates(path: Path) -> list[bytes]:
    return [der for _, _, der in pem.unarmor(path.read_bytes(), multiple=True)]
