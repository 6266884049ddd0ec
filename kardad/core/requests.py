"""The request that is being answered: its id, its caller's address."""

import secrets
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The id of the request being answered, or empty in a sweep."""
    return _request_id.get()


def new_request_id() -> str:
    """Begin a request: a fresh id, never one the caller chose."""
    value = secrets.token_hex(8)
    _request_id.set(value)
    return value


def caller_ip(request: HttpRequest) -> str:
    """The address of the caller; forwarded addresses count only as far as our own proxies added them."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(forwarded) >= trusted:
        return forwarded[-trusted]
    return request.META.get("REMOTE_ADDR", "")
