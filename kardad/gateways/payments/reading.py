"""How what banks write is read: whole rials, masked cards, moments in Tehran, and what an answer without a code means."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from kardad.gateways.payments.outcomes import Inquiry, Reason, Standing, Trouble
from kardad.gateways.transport import Reply
from kardad.kit import calendar

_SHOWN_FIRST, _SHOWN_LAST = 6, 4
_MASKS = "*xX•#"
_LONGEST = 19


def whole(value: Any) -> int | None:
    """A whole number that came as a number or as ASCII digits; None for anything else, a float above all."""
    if type(value) is int:
        return value
    if isinstance(value, str):
        digits = value.strip()
        if digits.isascii() and digits.removeprefix("-").isdigit() and len(digits) <= _LONGEST:
            return int(digits)
    return None


def number(value: Any) -> str:
    """A number or a text of the bank as text; empty for nothing, for zero and for what is neither."""
    if type(value) is int:
        return str(value) if value else ""
    return value.strip() if isinstance(value, str) and value.strip() != "0" else ""


def masked(card: Any) -> str:
    """At most the first six and the last four digits of a card, whatever the bank shows; empty when it shows no card."""
    shown = [letter if letter.isdigit() else "*" for letter in str(card or "") if letter.isdigit() or letter in _MASKS]
    if len(shown) <= _SHOWN_FIRST + _SHOWN_LAST:
        return "".join(shown)
    hidden = len(shown) - _SHOWN_FIRST - _SHOWN_LAST
    return "".join([*shown[:_SHOWN_FIRST], *"*" * hidden, *shown[-_SHOWN_LAST:]])


def moment(value: Any) -> datetime | None:
    """An ISO day and time in UTC; without an offset it is Tehran's. None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        there = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return (there if there.tzinfo else there.replace(tzinfo=calendar.TEHRAN)).astimezone(UTC)


def unanswered(reply: Reply) -> Trouble:
    """What an answer without a code of the bank's own means: never anything about the money."""
    if reply.status in (401, 403):
        return Trouble.SETTINGS
    return Trouble.BUSY if reply.status == 429 or reply.status >= 500 else Trouble.GARBLED


def trouble(code: int | None, known: Mapping[int, Trouble], reply: Reply) -> Trouble:
    """What a code that says nothing about the money means; without one the HTTP status speaks."""
    return unanswered(reply) if code is None else known.get(code, Trouble.UNHEARD)


def code_text(code: int | None, reply: Reply) -> str:
    """The bank's code as text, or the HTTP status where the answer carries none."""
    return str(code) if code is not None else f"http_{reply.status}"


def not_paid(provider: str, code: str, reason: Reason) -> Inquiry:
    """An inquiry that found the payment not paid."""
    return Inquiry(provider=provider, standing=Standing.NOT_PAID, code=code, reason=reason)


def unclear(provider: str, code: str, why: Trouble) -> Inquiry:
    """An inquiry that found nothing out; WAITING is a standing of its own."""
    standing = Standing.WAITING if why is Trouble.WAITING else Standing.UNKNOWN
    return Inquiry(provider=provider, standing=standing, code=code, trouble=why)
