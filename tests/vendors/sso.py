"""The room of the national window: an OpenID provider that lets a chosen person in without asking."""

import base64
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import unquote_plus, urlencode, urlsplit

from tests.vendors import people, sso_keys
from tests.vendors.credentials import SSO_CLIENT_ID, SSO_CLIENT_SECRET
from tests.vendors.exchange import FORM, Answer, Call, Route, reply
from tests.vendors.vendor import Vendor
from tests.vendors.world import World

CODE_LIFE = timedelta(seconds=60)
TOKEN_LIFE = timedelta(hours=1)


@dataclass
class Code:
    """What an authorization code stands for."""

    subject: str
    redirect_uri: str
    nonce: str | None
    challenge: str | None
    expires_at: datetime
    access_token: str | None = None


def _error(code: str, description: str, status: int = 400, headers: dict[str, str] | None = None) -> Answer:
    return reply({"error": code, "error_description": description}, status, headers)


def _redirect(uri: str, **values: str | None) -> Answer:
    query = urlencode({name: value for name, value in values.items() if value is not None})
    return Answer(302, b"", {"Location": f"{uri}{'&' if '?' in uri else '?'}{query}", "Cache-Control": "no-store"})


class Window(Vendor):
    """Authorize, token, keys, user info, log-out."""

    name = "sso"
    extras: ClassVar[dict[str, set[str]]] = {
        "authorize": {"subject", "error", "state"},
        "token": {"id_token"},
        "userinfo": {"claims", "jwt", "alg", "kid", "forged"},
    }

    def __init__(self, world: World, url: str) -> None:
        super().__init__(world, url)
        self.codes: dict[str, Code] = {}
        self.access: dict[str, tuple[str, datetime]] = {}

    @property
    def routes(self) -> tuple[Route, ...]:
        """The endpoints of the window."""
        return (
            Route("authorize", ("GET",), "/oauth2/authorize", self._authorize),
            Route("token", ("POST",), "/oauth2/token", self._token),
            Route("jwks", ("GET",), "/oauth2/jwks", lambda call: reply(sso_keys.jwks())),
            Route("userinfo", ("GET",), "/api/v1/user/userinfo", self._userinfo),
            Route("logout", ("GET",), "/logout", self._logout),
        )

    def _authorize(self, call: Call) -> Answer:
        """Back to the client with a code for the person a rule or the `subject` parameter names, the first one of the table otherwise."""
        asked = call.query
        uri = asked.get("redirect_uri", "")
        # Before client and address are known to be right, nobody may be sent anywhere.
        if asked.get("client_id") != SSO_CLIENT_ID or not _is_address(uri):
            return _error("invalid_request", "client_id or redirect_uri is not registered")
        state = self.ordered.get("state", asked.get("state"))
        problem = self.ordered.get("error") or asked.get("error") or _authorize_problem(asked)
        if problem:
            return _redirect(uri, error=problem, state=state)
        subject = self.ordered.get("subject") or asked.get("subject") or people.KARIMI.national_code
        code = secrets.token_urlsafe(24)
        expires = self.world.now() + CODE_LIFE
        self.codes[code] = Code(subject, uri, asked.get("nonce"), asked.get("code_challenge"), expires)
        return _redirect(uri, code=code, state=state)

    def _token(self, call: Call) -> Answer:
        if not _is_client(call):
            return _error("invalid_client", "client_secret_basic is required", 401, {"WWW-Authenticate": 'Basic realm="sso"'})
        if call.content_type != FORM:
            return _error("invalid_request", "the body must be a form")
        if call.form.get("grant_type") != "authorization_code":
            return _error("unsupported_grant_type", "only authorization_code")
        code = self.codes.get(call.form.get("code", ""))
        if code is None or code.access_token is not None:
            # A code that comes twice was stolen once: what it gave before is taken back.
            self.access.pop(code.access_token if code and code.access_token else "", None)
            return _error("invalid_grant", "the code is unknown or used")
        if code.expires_at <= self.world.now() or code.redirect_uri != call.form.get("redirect_uri"):
            return _error("invalid_grant", "the code is too old or was for another redirect_uri")
        if not _proves(code, call.form.get("code_verifier")):
            return _error("invalid_grant", "code_verifier does not fit")
        return self._issued(code)

    def _issued(self, code: Code) -> Answer:
        code.access_token = f"fake-window-{secrets.token_urlsafe(24)}"
        self.access[code.access_token] = (code.subject, self.world.now() + TOKEN_LIFE)
        tokens = {"access_token": code.access_token, "token_type": "Bearer", "expires_in": int(TOKEN_LIFE.total_seconds())}
        answer = {**tokens, "scope": "openid profile", "id_token": self._id_token(code)}
        return reply(answer, headers={"Cache-Control": "no-store"})

    def _id_token(self, code: Code) -> str:
        """The id token, bent as the rule in force orders: `claims` (null drops one), `expired`, `alg`, `kid`, `forged`."""
        ordered: dict[str, Any] = self.ordered.get("id_token", {})
        issued = int(self.world.now().timestamp()) - (7200 if ordered.get("expired") else 0)
        claims: dict[str, Any] = {
            "iss": self.url,
            "sub": _sub(code.subject),
            "aud": SSO_CLIENT_ID,
            "iat": issued,
            "exp": issued + 3600,
            "auth_time": issued,
            "nationalCode": code.subject,
        }
        if code.nonce is not None:
            claims["nonce"] = code.nonce
        bent = {name: ordered[name] for name in ("alg", "kid", "forged") if name in ordered}
        return sso_keys.signed(_bent(claims, ordered), **bent)

    def _userinfo(self, call: Call) -> Answer:
        """The person as JSON, or as a signed JWT when a rule says `jwt` or the caller accepts nothing else."""
        subject, expires = self.access.get(call.bearer or "", ("", self.world.now()))
        if expires <= self.world.now():
            return _error("invalid_token", "the token is not in force", 401, {"WWW-Authenticate": 'Bearer error="invalid_token"'})
        claims: dict[str, Any] = {"sub": _sub(subject), "nationalCode": subject}
        person = people.PEOPLE.get(subject)
        if person is not None:
            claims |= {"given_name": person.first_name, "family_name": person.last_name, "name": person.full_name}
        claims = _bent(claims, self.ordered)
        accepted = call.headers.get("accept", "*/*").split(";")[0].strip()
        if not (self.ordered.get("jwt") or accepted == "application/jwt"):
            return reply(claims)
        bent = {name: self.ordered[name] for name in ("alg", "kid", "forged") if name in self.ordered}
        token = sso_keys.signed(_bent({"iss": self.url, "aud": SSO_CLIENT_ID, **claims}, self.ordered), **bent)
        return Answer(200, token.encode(), {"Content-Type": "application/jwt"})

    def _logout(self, call: Call) -> Answer:
        uri = call.query.get("post_logout_redirect_uri", "")
        return _redirect(uri, state=call.query.get("state")) if _is_address(uri) else reply({"loggedOut": True})


def _bent(claims: dict[str, Any], ordered: dict[str, Any]) -> dict[str, Any]:
    """The claims with those that the rule names replaced, and those it sets to null left out."""
    changed = ordered.get("claims", {})
    return {name: value for name, value in {**claims, **changed}.items() if value is not None}


def _sub(subject: str) -> str:
    """The window's own name for a person, which is not the national code."""
    return "window-" + sso_keys.challenge(subject)[:16]


def _is_address(uri: str) -> bool:
    parts = urlsplit(uri)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not parts.fragment


def _authorize_problem(asked: dict[str, str]) -> str | None:
    if asked.get("response_type") != "code":
        return "unsupported_response_type"
    if "openid" not in asked.get("scope", "").split():
        return "invalid_scope"
    if "code_challenge" in asked and not re.fullmatch("[A-Za-z0-9_-]{43}", asked["code_challenge"]):
        return "invalid_request"
    if "code_challenge" in asked and asked.get("code_challenge_method") != "S256":
        return "invalid_request"
    return None


def _is_client(call: Call) -> bool:
    kind, _, written = call.headers.get("authorization", "").partition(" ")
    try:
        client, _, secret = base64.b64decode(written, validate=True).decode().partition(":")
    except ValueError:
        return False
    # RFC 6749, 2.3.1: both halves are form-encoded before they are joined.
    right = (unquote_plus(client), unquote_plus(secret)) == (SSO_CLIENT_ID, SSO_CLIENT_SECRET)
    return kind.lower() == "basic" and right and "client_secret" not in call.form


def _proves(code: Code, verifier: str | None) -> bool:
    if code.challenge is None:
        return verifier is None
    if verifier is None or not re.fullmatch(r"[A-Za-z0-9._~-]{43,128}", verifier):
        return False
    return hmac.compare_digest(sso_keys.challenge(verifier), code.challenge)
