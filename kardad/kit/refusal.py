"""Refusals: the one way in which Kardad says no – a stable code, a Persian sentence, a field, details."""

from typing import Any, ClassVar


class Refusal(Exception):
    """A deed was refused for a reason a person can act on.

    Subclasses are defined beside the function that raises them and set `code` (stable, upper snake case),
    `status` (HTTP) and `message` (a Persian sentence; `{name}` is filled from the details).
    """

    code: ClassVar[str] = "REFUSED"
    status: ClassVar[int] = 409
    message: ClassVar[str] = "این کار اکنون ممکن نیست."

    def __init__(self, text: str | None = None, *, field: str | None = None, **details: Any) -> None:
        self.field = field
        self.details = details
        self.text = (text or self.message).format_map(_Shown(details))
        super().__init__(self.code)

    def as_error(self) -> dict[str, Any]:
        """The error object of every interface: `{"error": {"code", "message", "field", "details"}}`."""
        return {"error": {"code": self.code, "message": self.text, "field": self.field, "details": self.details}}


class BadInput(Refusal):
    """What was given cannot be read; nothing was judged."""

    code = "BAD_INPUT"
    status = 422
    message = "ورودی درست نیست."


class _Shown(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
