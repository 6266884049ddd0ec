"""How each part is looked at: over HTTP from outside, by what became of messages, by writing; nothing here keeps what was found."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse

from kardad.availability import parts
from kardad.availability.models import Watch
from kardad.core import outside
from kardad.gateways.transport import CallError, Reply, Transport
from kardad.outbox.models import Message

AGENT = {"User-Agent": "kardad-availability/1"}
SLOW_MS = 5_000
LAST_MESSAGES = 200
FRESH = timedelta(minutes=30)
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look saw, and how long it took."""

    ok: bool
    took_ms: int = 0
    problem: str = ""


Look = Callable[[datetime], Finding | None]
"""None: nothing could be seen, and nothing is said."""


def looks() -> Iterator[tuple[str, str, Look]]:
    """Everything that is looked at: part, group, how."""
    yield "storage", "", storage
    if settings.PROBE_URL:
        yield "login", "", login
        yield "panel", "", panel
    for messenger in outside.messengers():
        yield "sms", parts.MESSENGER + messenger.name, _messages_of(messenger.name)


def login(at: datetime) -> Finding:
    """The log-in page opens and has its form."""
    return _ask(reverse(settings.LOGIN_URL), lambda reply: "" if reply.status == 200 and b"<form" in reply.body else "page")


def panel(at: datetime) -> Finding:
    """The panel's door reads a session and shows its stranger to the log-in page.

    Nobody made up has an account here, so what is behind the door is not seen.
    """
    stranger = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={secrets.token_hex(16)}"}
    leads = reverse(settings.LOGIN_URL)
    return _ask(
        reverse(settings.LOGIN_REDIRECT_URL), lambda reply: "" if reply.status == 302 and leads in reply.location else "door", stranger
    )


def storage(at: datetime) -> Finding:
    """Something is written and kept."""
    began = time.perf_counter()
    try:
        Watch.objects.filter(part="storage").update(part="storage")
    except DatabaseError:
        return Finding(ok=False, took_ms=_since(began), problem="database")
    took = _since(began)
    return Finding(ok=took < SLOW_MS, took_ms=took, problem="" if took < SLOW_MS else "slow")


def _messages_of(name: str) -> Look:
    return lambda at: messages(name, at)


def messages(name: str, at: datetime) -> Finding | None:
    """What became of the last messages by this messenger: well when one arrived; nothing is said where too few have come to an end."""
    last = Message.objects.filter(channel=Message.Channel.SMS).order_by("-id").values_list("provider", "state", "made_at")[:LAST_MESSAGES]
    ends = [state for provider, state, made_at in last if provider == name and timedelta() <= at - made_at <= FRESH]
    arrived, failed = ends.count(Message.State.DELIVERED), ends.count(Message.State.FAILED)
    if arrived:
        return Finding(ok=True)
    return Finding(ok=False, problem="undelivered") if failed >= ENOUGH else None


def _ask(path: str, problem: Callable[[Reply], str], headers: dict[str, str] | None = None) -> Finding:
    began = time.perf_counter()
    try:
        with closing(Transport(settings.PROBE_URL)) as line:
            reply = line.get_once(path, params={}, headers=AGENT | (headers or {}))
    except CallError as error:
        return Finding(ok=False, took_ms=_since(began), problem=error.code)
    found = f"http_{reply.status}" if reply.status >= 400 else problem(reply)
    return Finding(ok=not found, took_ms=_since(began), problem=found)


def _since(began: float) -> int:
    return int((time.perf_counter() - began) * 1000)
