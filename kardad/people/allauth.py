"""How the second-factor library is fitted to our persons: no e-mail, no sign-up, secrets sealed with our keys."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from kardad.core import crypto
from kardad.core.requests import caller_ip


class AccountAdapter(DefaultAccountAdapter):
    """Log-in and joining are ours; the library keeps sessions and second factors."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up past our own pages."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address our own proxies vouch for."""
        return caller_ip(request)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """No e-mail leaves from the library."""


class MFAAdapter(DefaultMFAAdapter):
    """Second factors under our keys and our name."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return crypto.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return crypto.unseal(encrypted_text)

    def get_totp_label(self, user) -> str:
        """What the person's authenticator app shows."""
        return user.name

    def get_totp_issuer(self) -> str:
        """Who the person's authenticator app says this is."""
        return settings.OPERATOR_NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site as passkeys know it."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.OPERATOR_NAME}

    def send_notification_mail(self, *args, **kwargs) -> None:
        """Told in the panel's history instead."""
