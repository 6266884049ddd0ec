"""What the console messenger and mail server would have sent, kept for the demo page of a newcomer; never used where people are real."""

from typing import Any

from django.conf import settings
from django.core.cache import cache

KEY = "demo-messages"
KEPT = 20
LIFE = 60 * 60


def keep(message: Any) -> None:
    """The newest texts and calls stay for an hour."""
    _keep({"kind": message.kind, "to": message.mobile, "text": message.text, "code": message.code})


def keep_mail(mail: Any) -> None:
    """The newest e-mails stay as long."""
    _keep({"kind": "mail", "to": mail.to, "text": mail.body, "code": "", "subject": mail.subject})


def messages() -> list[dict[str, str]]:
    """The newest first."""
    return cache.get(KEY, []) if settings.DEMO else []


def _keep(shown: dict[str, str]) -> None:
    if settings.DEMO:
        cache.set(KEY, [shown, *cache.get(KEY, [])][:KEPT], LIFE)
