"""The room of the window's keys and of the tokens signed with them, the crooked ones included."""

import base64
import hashlib
import hmac
import json
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

KID = "window-1"


@cache
def _key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwks() -> dict[str, Any]:
    """The window's public key, as its JWKS shows it."""
    public = RSAAlgorithm.to_jwk(_key("window").public_key(), as_dict=True)
    return {"keys": [{**public, "kid": KID, "use": "sig", "alg": "RS256"}]}


def public_pem() -> bytes:
    """The public key as text: the secret that a confused client would check an HS256 token with."""
    return _key("window").public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def signed(claims: dict[str, Any], *, alg: str = "RS256", kid: str | None = KID, forged: bool = False) -> str:
    """A compact JWT: RS256 by the window (or, forged, by a stranger under the window's key id), HS256 by the public key, or none."""
    headers = {"kid": kid} if kid else {}
    if alg == "RS256":
        name = "stranger" if forged or kid not in (KID, None) else "window"
        return jwt.encode(claims, _key(name), "RS256", headers=headers)
    # PyJWT rightly refuses to make these two, so they are put together by hand.
    start = ".".join(_part({"alg": alg, "typ": "JWT", **headers} if part is None else part) for part in (None, claims))
    signature = hmac.new(public_pem(), start.encode(), hashlib.sha256).digest() if alg == "HS256" else b""
    return f"{start}.{_base64url(signature)}"


def challenge(verifier: str) -> str:
    """The S256 challenge of a PKCE verifier."""
    return _base64url(hashlib.sha256(verifier.encode()).digest())


def _part(value: dict[str, Any]) -> str:
    return _base64url(json.dumps(value).encode())


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
