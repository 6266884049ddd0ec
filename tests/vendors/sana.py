"""The room of the service of papers of docs/how-to/connect-sana.md: it keeps each paper once, and says where it stands."""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

from tests.vendors.exchange import Answer, Call, Route, reply
from tests.vendors.vendor import Vendor

TOKEN = "fake-sana-token"
WITHOUT_ACCOUNT = "9990000000"
WANTED = {"addressee", "notice", "case", "title", "written_at", "sha256", "pdf"}


@dataclass
class Paper:
    """A paper that was taken, and what happened to it."""

    number: str
    key: str
    sha256: str
    taken_at: str
    told: dict[str, Any]
    state: str = "waiting"
    arrived_at: str | None = None
    opened_at: str | None = None
    reason: str | None = None


class SanaService(Vendor):
    """Two addresses and a bearer token; a test moves a paper by `papers[number]`."""

    name = "sana"
    extras: ClassVar[dict[str, set[str]]] = {"status": {"state", "arrived_at", "opened_at", "number"}, "send": {"sha256", "number"}}

    def __init__(self, world, url) -> None:
        super().__init__(world, url)
        self.papers: dict[str, Paper] = {}

    @property
    def routes(self) -> tuple[Route, ...]:
        """Handing over, and asking."""
        return (
            Route("send", ("POST",), "/papers", self._known(self._send)),
            Route("status", ("GET",), "/papers/(?P<number>[^/]+)", self._known(self._status)),
        )

    def move(self, number: str, state: str, at: datetime | None = None) -> None:
        """The paper comes into this state at the moment."""
        paper = self.papers[number]
        paper.state = state
        if state in ("arrived", "opened") and at:
            setattr(paper, f"{state}_at", at.isoformat())

    def _known(self, answer: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
        return lambda call: answer(call) if call.bearer == TOKEN else reply({"error": "unauthorised"}, 401)

    def _send(self, call: Call) -> Answer:
        key, told = call.headers.get("idempotency-key"), call.json
        if not key or told is None or set(told) != WANTED:
            return reply({"error": "bad_request"}, 400)
        problem = _problem(told)
        if problem:
            return reply({"error": problem}, 422)
        known = next((paper for paper in self.papers.values() if paper.key == key), None)
        if known is not None:
            return self._taken(known, 200) if known.told == told else reply({"error": "key_reused"}, 409)
        if told["addressee"]["id"] == WITHOUT_ACCOUNT:
            return reply({"error": "no_account"}, 404)
        number = f"1404-{next(self.world.numbers):06d}"
        self.papers[number] = Paper(number, key, told["sha256"], self.world.now().isoformat(), told)
        return self._taken(self.papers[number], 201)

    def _taken(self, paper: Paper, status: int) -> Answer:
        said = {"number": paper.number, "sha256": paper.sha256, "taken_at": paper.taken_at}
        return reply({**said, **{name: self.ordered[name] for name in ("sha256", "number") if name in self.ordered}}, status)

    def _status(self, call: Call) -> Answer:
        paper = self.papers.get(call.in_path["number"])
        if paper is None:
            return reply({"error": "unknown_number"}, 404)
        shown = {name: getattr(paper, name) for name in ("number", "state", "arrived_at", "opened_at", "reason")}
        return reply({**shown, **{name: self.ordered[name] for name in shown if name in self.ordered}})


def _problem(told: dict[str, Any]) -> str | None:
    addressee = told["addressee"]
    lengths = {"person": 10, "organisation": 11}
    if not isinstance(addressee, dict) or len(str(addressee.get("id"))) != lengths.get(addressee.get("kind", "")):
        return "bad_addressee"
    try:
        content = b64decode(told["pdf"], validate=True)
    except (Base64Error, TypeError):
        return "bad_content"
    return None if sha256(content).hexdigest() == told["sha256"] else "bad_digest"
