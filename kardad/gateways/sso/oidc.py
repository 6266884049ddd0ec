"""Any OpenID Connect provider, the national window among them (identity.md 4.4): code flow with PKCE, state and nonce."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from kardad.gateways.sso import tokens
from kardad.gateways.sso.keys import Keys
from kardad.gateways.sso.port import Denied, Down, Journey, Misconfigured, Pending, Proof, Unproved
from kardad.gateways.transport import CallError, Reply, Transport
from kardad.kit import ids

DECLINED = frozenset({"access_denied", "login_required", "interaction_required", "consent_required", "account_selection_required"})
FAILED = frozenset({"server_error", "temporarily_unavailable"})
"""`error` of a return (OpenID Connect Core 3.1.2.6, RFC 6749 4.1.2.1); any other one is a fault of our settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Where the provider is and what we agreed on; nothing is discovered. `userinfo_url` may be empty."""

    issuer: str
    authorize_url: str
    token_url: str
    jwks_url: str
    userinfo_url: str = ""
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    scope: str = "openid profile"
    algorithms: tuple[str, ...] = ("RS256", "ES256")
    national_code_claim: str = "nationalCode"


class Oidc:
    """Logs people in at one provider."""

    contract_kind = Contract

    def __init__(
        self,
        contract: Contract,
        *,
        name: str = "oidc",
        transport: Transport | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not tokens.ASYMMETRIC.issuperset(contract.algorithms):
            raise ValueError(f"only {sorted(tokens.ASYMMETRIC)} may be allowed, not {contract.algorithms}")
        self.name = name
        self._at = contract
        self._http = transport or Transport(contract.issuer)
        self._clock = clock
        self._keys = Keys(contract.jwks_url, self._http, clock=clock)

    def begin(self) -> Journey:
        """A fresh journey to the provider's log-in page."""
        pending = Pending(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(64))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(pending.verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self._at.client_id,
            "redirect_uri": self._at.redirect_uri,
            "scope": self._at.scope,
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in self._at.authorize_url else "?"
        return Journey(url=f"{self._at.authorize_url}{joint}{urlencode(query)}", pending=pending)

    def finish(self, pending: Pending | None, params: Mapping[str, str]) -> Proof:
        """Who came back, see `Sso`."""
        checked = _returned(pending, params, issuer=self._at.issuer)
        reply = self._exchange(params["code"], checked)
        expected = tokens.Expected(self._at.issuer, self._at.client_id, self._at.algorithms, self._clock())
        identity = tokens.identity_claims(_text(reply.at("id_token")), self._keys, expected, nonce=checked.nonce)
        return self._proof(identity, {**identity, **self._userinfo(identity, _text(reply.at("access_token")), expected)})

    def _exchange(self, code: str, pending: Pending) -> Reply:
        body = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._at.redirect_uri,
            "code_verifier": pending.verifier,
        }
        # RFC 6749 2.3.1: both halves are form-encoded before they are joined.
        pair = f"{quote(self._at.client_id, safe='')}:{quote(self._at.client_secret, safe='')}"
        headers = {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}", "Accept": "application/json"}
        try:
            # A code is good for one exchange only, so it is never sent twice.
            reply = self._http.send(self._at.token_url, data=body, headers=headers)
        except CallError as error:
            raise Down(why=error.code) from None
        if reply.is_ok and reply.at("id_token"):
            return reply
        error_code = _text(reply.at("error"))
        if error_code == "invalid_grant":
            raise Unproved(why="code")
        if reply.status in (400, 401, 403):
            raise Misconfigured(why=error_code or f"http_{reply.status}")
        raise Down(why=error_code or f"http_{reply.status}")

    def _userinfo(self, identity: dict[str, Any], access_token: str, expected: tokens.Expected) -> dict[str, Any]:
        """What the provider tells beyond the identity token, plain or signed; nothing when it has no such address."""
        if not self._at.userinfo_url or not access_token:
            return {}
        headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/json, application/jwt"}
        try:
            reply = self._http.get(self._at.userinfo_url, headers=headers)
        except CallError as error:
            raise Down(why=error.code) from None
        if not reply.is_ok:
            raise Down(why=f"userinfo_{reply.status}")
        claims = reply.data
        if reply.content_type == "application/jwt":
            claims = tokens.signed_claims(reply.body.decode("ascii", "replace").strip(), self._keys, expected)
            if claims.get("iss", expected.issuer) != expected.issuer:
                raise Unproved(why="userinfo_iss")
            if "aud" in claims and expected.audience not in (claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]):
                raise Unproved(why="userinfo_aud")
        if not isinstance(claims, dict):
            raise Down(why="userinfo_garbled")
        if claims.get("sub") != identity["sub"]:
            # OpenID Connect Core 5.3.2: otherwise one person's token could be completed with another's data.
            raise Unproved(why="userinfo_sub")
        return claims

    def _proof(self, identity: dict[str, Any], claims: dict[str, Any]) -> Proof:
        told = _text(claims.get(self._at.national_code_claim))
        if told and not ids.national_code.is_canonical(told):
            raise Unproved(why="national_code")
        return Proof(
            provider=self.name,
            issuer=self._at.issuer,
            subject=_text(identity["sub"]),
            national_code=told or None,
            issued_at=datetime.fromtimestamp(identity["iat"], UTC),
            first_name=_text(claims.get("given_name")),
            last_name=_text(claims.get("family_name")),
            mobile=_text(claims.get("phone_number")),
            assurance=_text(identity.get("acr")),
        )


def _returned(pending: Pending | None, params: Mapping[str, str], *, issuer: str) -> Pending:
    """The journey that this return belongs to; raises when it belongs to none, was declined, or carries no code."""
    if pending is None or not hmac.compare_digest(params.get("state", "").encode(), pending.state.encode()):
        raise Unproved(why="state")
    # RFC 9207: a provider that names itself in the return must be the one we sent the person to.
    if params.get("iss", issuer) != issuer:
        raise Unproved(why="iss")
    error = params.get("error", "")
    if error in DECLINED:
        raise Denied(why=error)
    if error in FAILED:
        raise Down(why=error)
    if error:
        raise Misconfigured(why=error)
    if not params.get("code"):
        raise Unproved(why="code")
    return pending


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
