"""Logs: one JSON object a line, with the request's id, and never a personal identifier or a secret."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from kardad.core.requests import current_request_id

DENIED_KEYS = re.compile(
    r"national|mobile|phone|iban|sheba|code$|otp|passw|token|secret|authorization|cookie|birth|api.?key|body", re.IGNORECASE
)
ALLOWED_KEYS = frozenset({"code", "status_code"})  # a refusal's or an answer's code
IBAN = re.compile(r"IR\s?\d{2}[\d\s]{20,30}", re.IGNORECASE)
DIGITS = re.compile(r"[+]?[0-9۰-۹٠-٩]{6,}")
URL_KEYS = re.compile(r"(https?://[^\s/]+)\S*")
HIDDEN = "•••"
LONGEST_ID = 10**9  # a number longer than our ids may be somebody's code


def scrub(text: str) -> str:
    """A text without long digit runs, account numbers and the paths of outside addresses (keys hide in those)."""
    return DIGITS.sub(HIDDEN, IBAN.sub(HIDDEN, URL_KEYS.sub(r"\1/" + HIDDEN, text)))


def clean(value: Any) -> Any:
    """The value with every text in it scrubbed."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return {key: HIDDEN if denied(str(key)) else clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [clean(inner) for inner in value]
    if isinstance(value, int) and abs(value) >= LONGEST_ID:
        return HIDDEN
    if isinstance(value, bool | int | float) or value is None:
        return value
    return scrub(str(value))


def denied(key: str) -> bool:
    """Whether what stands under this key must never be written."""
    return key not in ALLOWED_KEYS and bool(DENIED_KEYS.search(key))


def filter_event(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The structlog processor that hides denied keys and scrubs the rest; times and ids stay."""
    kept = {"timestamp", "level", "request_id", "logger"}
    return {key: value if key in kept else HIDDEN if denied(key) else clean(value) for key, value in event.items()}


def add_request_id(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Name the request being answered."""
    if request_id := current_request_id():
        event["request_id"] = request_id
    return event


class Stderr(logging.StreamHandler):
    """Writes to what standard error is now, not to what it was when logging was set up."""

    @property
    def stream(self) -> Any:
        """Standard error."""
        return sys.stderr

    @stream.setter
    def stream(self, value: Any) -> None:
        """Keep none of one's own."""


def configure(options: dict[str, Any]) -> None:
    """Send our own and every library's log through the same filter to stderr."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        add_request_id,
        filter_event,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = Stderr()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(options["level"])
    logging.getLogger("django-q").setLevel(logging.WARNING)  # it tells of every schedule every minute
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs whole addresses, and some vendors put the key there
