"""What the console messenger would have sent, kept for the demo page of a newcomer; never used where people are real."""

from typing import Any

from django.conf import settings
from django.core.cache import cache

KEY = "demo-messages"
KEPT = 20
LIFE = 60 * 60


def keep(message: Any) -> None:
    """The newest messages stay for an hour."""
    if not settings.DEMO:
        return
    shown = {"kind": message.kind, "mobile": message.mobile, "text": message.text, "code": message.code}
    cache.set(KEY, [shown, *cache.get(KEY, [])][:KEPT], LIFE)


def messages() -> list[dict[str, str]]:
    """The newest first."""
    return cache.get(KEY, []) if settings.DEMO else []
