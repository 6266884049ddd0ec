"""Every provider of identities of the house, and a person's way to it and back."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from kardad.gateways.sso.console import Console
from kardad.gateways.sso.memory import Memory
from kardad.gateways.sso.oidc import Contract, Oidc
from kardad.gateways.sso.port import Journey, Sso
from kardad.gateways.transport import Transport
from tests.gateways.conftest import MOMENT
from tests.vendors import VendorServer, credentials

RETURN = "https://kardad.invalid/sso/return/"


def query(url: str) -> dict[str, str]:
    """The query of an address."""
    return dict(parse_qsl(urlsplit(url).query))


def provider(base: str, **changes: object) -> Contract:
    """The agreement with the local window."""
    return Contract(
        **{
            "issuer": base,
            "authorize_url": f"{base}/oauth2/authorize",
            "token_url": f"{base}/oauth2/token",
            "jwks_url": f"{base}/oauth2/jwks",
            "userinfo_url": f"{base}/api/v1/user/userinfo",
            "client_id": credentials.SSO_CLIENT_ID,
            "client_secret": credentials.SSO_CLIENT_SECRET,
            "redirect_uri": RETURN,
            **changes,
        }
    )


@pytest.fixture
def make(server: VendorServer, line: Callable[..., Transport]) -> Callable[..., Sso]:
    """A provider by name; changes go to the agreement with the window."""

    def build(name: str, **changes: object) -> Sso:
        match name:
            case "console":
                return Console(demo_url="/demo/sso/", redirect_uri=RETURN, now=lambda: MOMENT)
            case "memory":
                return Memory()
            case "oidc":
                return Oidc(provider(server.url("sso"), **changes), transport=line("sso"), clock=MOMENT.timestamp)
        raise AssertionError(name)

    return build


@pytest.fixture
def travel() -> Callable[[Sso, Journey], dict[str, str]]:
    """What a person comes back with after logging in (or declining) at the other house."""

    def go(sso: Sso, journey: Journey, *, declining: bool = False) -> dict[str, str]:
        state = journey.pending.state
        if isinstance(sso, Console):
            return query(sso.way_back(state, None if declining else "9990001235"))
        if isinstance(sso, Memory):
            return {"state": state, "error": "access_denied"} if declining else {"state": state, "code": "any"}
        return query(httpx.get(journey.url).headers["location"])

    return go
