"""The secret of an authenticator app while it is being set up: sealed in the session, the same in every tab."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret

from kardad.core import crypto
from kardad.people.models import Person

KEPT = "totp_secret"


def secret(session: Any) -> str:
    """The secret of this session's set-up, made at the first call."""
    if KEPT not in session:
        session[KEPT] = crypto.seal(generate_totp_secret())
    return crypto.unseal(session[KEPT])


def forget(session: Any) -> None:
    """The set-up is over."""
    session.pop(KEPT, None)


def address(person: Person, value: str) -> str:
    """What the picture says to the app."""
    return get_adapter().build_totp_url(person, value)
