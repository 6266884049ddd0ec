"""The room of one request and one answer, as every local vendor sees them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Call:
    """A request that reached a vendor, kept for the tests together with the status it was answered with."""

    provider: str
    operation: str | None
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str
    at: str
    in_path: dict[str, str] = field(default_factory=dict)
    status: int | None = None
    rule: int | None = None
    raw: bytes = b""

    @property
    def content_type(self) -> str:
        """The media type of the body without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form body; empty when the body is not declared as a form."""
        if self.content_type != FORM:
            return {}
        return {name: values[-1] for name, values in parse_qs(self.body, keep_blank_values=True).items()}

    @property
    def json(self) -> dict[str, Any] | None:
        """The object of a JSON body; None when it is not declared as JSON or is not an object."""
        if self.content_type != JSON:
            return None
        try:
            value = json.loads(self.body)
        except ValueError:
            return None
        return value if isinstance(value, dict) else None

    @property
    def params(self) -> dict[str, Any]:
        """Everything the caller said, whether in the path, the query, a form or JSON."""
        return {**self.in_path, **self.query, **self.form, **(self.json or {})}

    @property
    def bearer(self) -> str | None:
        """The bearer token, if one was sent."""
        kind, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if kind.lower() == "bearer" else None

    def as_json(self) -> dict[str, Any]:
        """The full record, as the control API shows it."""
        shown = ("provider", "operation", "method", "path", "query", "headers", "body", "at", "status", "rule", "params")
        return {name: getattr(self, name) for name in shown}


@dataclass(frozen=True)
class Answer:
    """What a vendor says back."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def reply(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer in JSON, with Persian letters unescaped."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(status, body, {"Content-Type": "application/json;charset=UTF-8", **(headers or {})})


@dataclass(frozen=True)
class Route:
    """One operation of a vendor: its method, the pattern of its path below the vendor's host, and who answers."""

    operation: str
    methods: tuple[str, ...]
    pattern: str
    answer: Callable[[Call], Answer]
    # Where one path serves several operations: what this one reads in the call, None when the call means another.
    reads: Callable[[Call], dict[str, str] | None] | None = None


@dataclass(frozen=True)
class Message:
    """One text or voice call that a vendor took for sending."""

    provider: str
    operation: str
    channel: str
    receptor: str
    text: str
    values: dict[str, str]
    message_id: int
    at: str
    localid: str | None = None
    template: str | None = None

    @property
    def code(self) -> str | None:
        """The one-time code in it: the first value that is only digits, else the first run of 4 to 8 digits of the text."""
        for value in self.values.values():
            if value.isascii() and value.isdigit():
                return value
        plain = "".join(str(int(letter)) if letter.isdecimal() else letter for letter in self.text)
        runs = "".join(letter if letter.isdigit() else " " for letter in plain).split()
        return next((run for run in runs if 4 <= len(run) <= 8), None)

    def as_json(self) -> dict[str, Any]:
        """The message as the outbox shows it."""
        shown = ("provider", "operation", "channel", "receptor", "text", "values", "message_id", "at", "localid", "template", "code")
        return {name: getattr(self, name) for name in shown}


@dataclass(frozen=True)
class Callback:
    """What a bank gave a payer to carry back to the merchant, kept so that a test can bring it twice, early or altered."""

    provider: str
    payment: str
    method: str
    url: str
    fields: dict[str, str]
    at: str

    def as_json(self) -> dict[str, Any]:
        """The callback as the control API shows it."""
        return {name: getattr(self, name) for name in ("provider", "payment", "method", "url", "fields", "at")}
