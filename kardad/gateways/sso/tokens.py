"""Whether a signed token is what it must be (OpenID Connect Core 3.1.3.7)."""

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import jwt
from jwt.types import Options

from kardad.gateways.sso.keys import Keys
from kardad.gateways.sso.port import Unproved

ASYMMETRIC = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say."""

    issuer: str
    audience: str
    algorithms: Collection[str]
    now: float
    leeway: float = 60.0
    longest_age: float = 600.0
    """Seconds since `iat` after which an identity token is refused."""


def identity_claims(token: str, keys: Keys, expected: Expected, *, nonce: str) -> dict[str, Any]:
    """The claims of an identity token after every check; raises Unproved with `why`."""
    claims = signed_claims(token, keys, expected)
    for name in ("iss", "sub", "aud", "exp", "iat", "nonce"):
        if name not in claims:
            raise Unproved(why=f"missing_{name}")
    if claims["iss"] != expected.issuer:
        raise Unproved(why="iss")
    _check_audience(claims, expected.audience)
    _check_times(claims, expected)
    if not hmac.compare_digest(str(claims["nonce"]), nonce):
        raise Unproved(why="nonce")
    return claims


def signed_claims(token: str, keys: Keys, expected: Expected) -> dict[str, Any]:
    """The claims of a token with a good signature by an allowed algorithm; nothing else is checked."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise Unproved(why="malformed") from None
    if header.get("alg") not in expected.algorithms:
        raise Unproved(why="alg")
    key = keys.find(header.get("kid"))
    unchecked: Options = {
        "verify_exp": False,
        "verify_nbf": False,
        "verify_iat": False,
        "verify_aud": False,
        "verify_iss": False,
        "verify_sub": False,
        "verify_jti": False,
    }
    try:
        # Times and audience are checked beside this, against a clock that is passed in.
        claims: dict[str, Any] = jwt.decode(token, key, algorithms=list(expected.algorithms), options=unchecked)
    except jwt.PyJWTError:
        raise Unproved(why="signature") from None
    return claims


def _check_audience(claims: dict[str, Any], audience: str) -> None:
    named = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if audience not in named:
        raise Unproved(why="aud")
    if (len(named) > 1 or "azp" in claims) and claims.get("azp") != audience:
        raise Unproved(why="azp")


def _check_times(claims: dict[str, Any], expected: Expected) -> None:
    for name in ("exp", "iat", "nbf"):
        if name in claims and (isinstance(claims[name], bool) or not isinstance(claims[name], int | float)):
            raise Unproved(why=name)
    if claims["exp"] <= expected.now - expected.leeway:
        raise Unproved(why="exp")
    if claims["iat"] > expected.now + expected.leeway or claims["iat"] < expected.now - expected.longest_age:
        raise Unproved(why="iat")
    if claims.get("nbf", 0) > expected.now + expected.leeway:
        raise Unproved(why="nbf")
