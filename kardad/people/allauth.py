"""How the second-factor library is fitted to our persons: no e-mail, no sign-up, no page of its own, secrets sealed with our keys."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kardad.core import crypto
from kardad.core.requests import caller_ip
from kardad.kit import text
from kardad.people import roles, sessions
from kardad.people.models import Person
from kardad.people.refusals import AccountClosed

STAGES = ["allauth.mfa.stages.AuthenticateStage"]  # after the password: nothing but the second factor


class AccountAdapter(DefaultAccountAdapter):
    """Log-in and joining are ours; the library keeps sessions and second factors."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up past our own pages."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address our own proxies vouch for."""
        return caller_ip(request)

    def get_login_stages(self) -> list[str]:
        """What stands between a proved person and a session."""
        return STAGES

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever must show himself again does so on our own page."""
        return [{"id": "step_up", "description": "", "url": reverse("people:step_up")}] if user.is_authenticated else []

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """A frozen person is told what to do."""
        raise AccountClosed

    def post_login(self, request: HttpRequest, user: Any, *, redirect_url: str | None = None, **kwargs: Any) -> HttpResponse:
        """The session stands in the list of its person's sessions, with its acting role; the library's own listener reads each of them."""
        to = redirect_url or self.get_login_redirect_url(request)
        response = HttpResponseRedirect(to)
        sessions.begun(request, user, response)
        if to == reverse("portal:panel") and request.session["acting"].rstrip("|") in roles.STAFF:
            response["Location"] = reverse("office:home")  # what waits for staff, and the way to a second factor, is there
        return response

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our own views say what happened, in Persian."""

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

    def get_totp_label(self, user: Person) -> str:
        """What the person's authenticator app shows."""
        return user.name

    def get_totp_issuer(self) -> str:
        """Who the person's authenticator app says this is."""
        return settings.OPERATOR_NAME

    def generate_authenticator_name(self, user: Person, type: str) -> str:  # noqa: A002 – the library's name
        """A key's name until its owner gives one."""
        return text.to_persian_digits(f"کلید {user.authenticator_set.filter(type=type).count() + 1}")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site as passkeys know it."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.OPERATOR_NAME}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        """The person as a passkey shows him: by name, never by code."""
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.name, "name": user.name}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Told in the panel's history instead."""
