"""The ways to prove who one is: what is on offer now, and why another is not."""

import tomllib
from datetime import datetime
from pathlib import Path

from kardad.kit import calendar, text
from kardad.people import refusals
from kardad.people.models import Method

DATA = Path(__file__).parent / "data" / "methods.toml"


def all_methods() -> list[Method]:
    """The methods in the order people see them; the shipped ones, where staff have not changed them."""
    rows = {row.key: row for row in Method.objects.all()}
    return sorted((rows.get(key) or Method(key=key, **values) for key, values in shipped().items()), key=lambda row: row.order)


def shipped() -> dict[str, dict]:
    """The methods as they come with Kardad."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def find(key: str) -> Method | None:
    """One method."""
    return next((row for row in all_methods() if row.key == key), None)


def closed_because(method: Method, *, at: datetime) -> str:
    """Why the method cannot be used now; empty when it can."""
    if not method.is_enabled:
        return method.disabled_reason
    now = at.astimezone(calendar.TEHRAN).time()
    if method.opens_at and method.closes_at and not method.opens_at <= now < method.closes_at:
        opening = text.to_persian_digits(f"{method.opens_at:%H:%M}")
        return f"این روش از ساعت {opening} باز می‌شود."
    return ""


def require_open(key: str, *, role: str, at: datetime) -> Method:
    """The method, or MethodDisabled with the reason."""
    method = find(key)
    if method is None:
        raise refusals.MethodDisabled(reason="", field="method")
    if reason := closed_because(method, at=at):
        raise refusals.MethodDisabled(reason=reason, field="method")
    if method.roles and role not in method.roles:
        raise refusals.MethodDisabled(reason="این روش برای نقش شما نیست.", field="method")
    return method
