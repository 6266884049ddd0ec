"""A provider of identities for `make run`: a page of ours, clearly marked, on which a newcomer picks a demo person."""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from kardad.gateways.sso.port import Denied, Journey, Pending, Proof, Unproved

ISSUER = "https://demo-sso.invalid"


@dataclass(frozen=True, slots=True)
class Choice:
    """A demo person to come back as."""

    national_code: str
    label: str


DEMO_CHOICES = (
    Choice("9990001235", "علی کریمی"),
    Choice("9990001243", "مریم احمدی"),
    Choice("0001234560", "آرش رئیسی"),
)


class Console:
    """Sends people to `demo_url`, a page that shows `choices` and answers with `way_back`; no network, and no proof of anything.

    Anyone can come back as any of the choices: never choose it where people are real.
    """

    name = "console"

    def __init__(
        self,
        *,
        demo_url: str,
        redirect_uri: str,
        choices: tuple[Choice, ...] = DEMO_CHOICES,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.choices = choices
        self._demo_url = demo_url
        self._redirect_uri = redirect_uri
        self._now = now or (lambda: datetime.now(UTC))

    def begin(self) -> Journey:
        """A journey to the demo page, with the state in its query."""
        pending = Pending(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(64))
        return Journey(url=f"{self._demo_url}?{urlencode({'state': pending.state})}", pending=pending)

    def way_back(self, state: str, national_code: str | None) -> str:
        """The address that the demo page sends the person to; None declines, as at a real provider."""
        answer = {"error": "access_denied"} if national_code is None else {"code": f"demo-{national_code}"}
        return f"{self._redirect_uri}?{urlencode({**answer, 'state': state})}"

    def finish(self, pending: Pending | None, params: Mapping[str, str]) -> Proof:
        """The demo person that was picked, see `Sso`."""
        if pending is None or not hmac.compare_digest(params.get("state", "").encode(), pending.state.encode()):
            raise Unproved(why="state")
        if "error" in params:
            raise Denied(why=params["error"])
        picked = params.get("code", "").removeprefix("demo-")
        if picked not in {choice.national_code for choice in self.choices}:
            raise Unproved(why="code")
        return Proof(provider=self.name, issuer=ISSUER, subject=f"demo-{picked}", national_code=picked, issued_at=self._now())
