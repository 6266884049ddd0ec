"""A provider of identities for tests: it brings back whom the test says."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from kardad.gateways.sso.port import Denied, Journey, Pending, Proof, Unproved
from kardad.kit.refusal import Refusal

MOMENT = datetime(2025, 11, 22, 6, 30, tzinfo=UTC)


class Memory:
    """Any code comes back as `national_code`, unless `refuse` holds a refusal; the state is checked as in life."""

    name = "memory"

    def __init__(self, national_code: str | None = "9990001235", *, url: str = "https://sso.invalid/authorize") -> None:
        self.url = url
        self.national_code = national_code
        self.refuse: Refusal | None = None
        self.journeys: list[Journey] = []

    def begin(self) -> Journey:
        """A fresh journey, kept in `journeys`."""
        pending = Pending(state=secrets.token_urlsafe(16), nonce=secrets.token_urlsafe(16), verifier=secrets.token_urlsafe(32))
        journey = Journey(url=f"{self.url}?{urlencode({'state': pending.state})}", pending=pending)
        self.journeys.append(journey)
        return journey

    def finish(self, pending: Pending | None, params: Mapping[str, str]) -> Proof:
        """The person the test chose."""
        if self.refuse is not None:
            raise self.refuse
        if pending is None or params.get("state") != pending.state:
            raise Unproved(why="state")
        if "error" in params:
            raise Denied(why=params["error"])
        if not params.get("code"):
            raise Unproved(why="code")
        subject = f"memory:{self.national_code or 'unknown'}"
        return Proof(
            provider=self.name,
            issuer="https://sso.invalid",
            subject=subject,
            national_code=self.national_code,
            issued_at=MOMENT,
        )
