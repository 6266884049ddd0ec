"""Papers over HTTPS and JSON with a bearer token, by the small protocol of docs/how-to/connect-sana.md: ours until there is a real one."""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

import httpx

from kardad.gateways.sana.port import Handover, Outcome, Paper, Standing, State
from kardad.gateways.transport import CallError, Reply, Transport

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LONGEST_NUMBER = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Where the service is and by which token we come."""

    base_url: str
    token: str = field(repr=False)
    seconds: float = 20.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise ValueError("base_url is an https address: papers do not travel in the open")


class Https:
    """Hands papers over one by one."""

    contract_kind: ClassVar[type[Contract]] = Contract

    def __init__(self, contract: Contract, *, name: str = "https", transport: Transport | None = None) -> None:
        self.name = name
        self._headers = {"Authorization": f"Bearer {contract.token}"}
        self._http = transport or Transport(contract.base_url, timeout=httpx.Timeout(contract.seconds, connect=min(3.0, contract.seconds)))

    def send(self, paper: Paper) -> Handover:
        """HANDED_OVER with their number; UNSURE whenever they may have taken it and did not clearly say so."""
        told = {
            "addressee": {"kind": paper.kind.value, "id": paper.identifier},
            "notice": paper.notice,
            "case": paper.case,
            "title": paper.title,
            "written_at": paper.at.astimezone(UTC).isoformat(),
            "sha256": paper.digest,
            "pdf": b64encode(paper.pdf).decode(),
        }
        try:
            reply = self._http.send("papers", json=told, headers={**self._headers, "Idempotency-Key": paper.key})
        except CallError as error:
            return self._not(Outcome.UNSURE if error.reached else Outcome.UNAVAILABLE, error.code)
        return self._handover(reply, paper)

    def status(self, number: str) -> Standing:
        """Where the paper stands; UNKNOWN for whatever is not clear."""
        try:
            reply = self._http.get(f"papers/{quote(number, safe='')}", headers=self._headers)
        except CallError as error:
            return self._unknown(number, error.code)
        if not reply.is_ok:
            return self._unknown(number, "number" if reply.at("error") == "unknown_number" else f"http_{reply.status}")
        return self._standing(reply, number)

    def _handover(self, reply: Reply, paper: Paper) -> Handover:
        said = str(reply.at("error") or f"http_{reply.status}")
        if not reply.is_ok:
            return self._not(_refused(reply, said), said)
        number, taken_at = reply.at("number"), _moment(reply.at("taken_at"))
        if not isinstance(number, str) or not 0 < len(number) <= LONGEST_NUMBER or taken_at is None:
            return self._not(Outcome.UNSURE, "garbled")
        if reply.at("sha256") != paper.digest:
            return self._not(Outcome.REFUSED, "digest")  # what they hold is not what we wrote
        return Handover(outcome=Outcome.HANDED_OVER, provider=self.name, number=number, at=taken_at, code=str(reply.status))

    def _standing(self, reply: Reply, number: str) -> Standing:
        try:
            state = State(reply.at("state"))
        except ValueError:
            return self._unknown(number, "garbled")
        arrived_at, opened_at = _moment(reply.at("arrived_at")), _moment(reply.at("opened_at"))
        if reply.at("number") != number or state is State.UNKNOWN:
            return self._unknown(number, "garbled")
        if not _agree(state, arrived_at, opened_at):
            return self._unknown(number, "times")
        reason = str(reply.at("reason") or "")[:60]
        return Standing(provider=self.name, number=number, state=state, arrived_at=arrived_at, opened_at=opened_at, code=reason)

    def _not(self, outcome: Outcome, code: str) -> Handover:
        return Handover(outcome=outcome, provider=self.name, code=code[:60])

    def _unknown(self, number: str, code: str) -> Standing:
        return Standing(provider=self.name, number=number, state=State.UNKNOWN, code=code)


def _refused(reply: Reply, said: str) -> Outcome:
    """What an answer that is no success means: only their own clear word says no, and only 429 and 503 say that nothing was taken."""
    if reply.status in (401, 403):
        return Outcome.AUTH
    if said == "no_account" and reply.status == 404:
        return Outcome.NO_ACCOUNT
    if reply.status in (429, 503):
        return Outcome.UNAVAILABLE
    return Outcome.REFUSED if 400 <= reply.status < 500 and reply.status != 408 else Outcome.UNSURE


def _agree(state: State, arrived_at: datetime | None, opened_at: datetime | None) -> bool:
    """Whether the moments are those that such a state has, and in their order: nothing is opened before it arrived."""
    if state is State.OPENED:
        return arrived_at is not None and opened_at is not None and arrived_at <= opened_at
    return opened_at is None and (arrived_at is not None) == (state is State.ARRIVED)


def _moment(value: Any) -> datetime | None:
    """A moment with its zone, in UTC; None for anything else."""
    try:
        there = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return there.astimezone(UTC) if there is not None and there.tzinfo is not None else None
