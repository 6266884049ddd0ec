"""Deeds on a request as their doer saw it: whoever presses second learns first what happened in between."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kardad.core import history
from kardad.core.actor import Actor
from kardad.core.models import Event
from kardad.desk.models import Request
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal

TOLD = 5
NO_DEEDS = ("request.refused_move", "request.breached")  # they change nothing that was seen


class ChangedMeanwhile(Refusal):
    """Something happened to the request after the page was drawn; nothing was done."""

    code = "REQUEST_CHANGED"
    message = "از وقتی این صفحه را باز کردید، این درخواست تغییر کرد. {what} آنچه نوشته‌اید همین‌جاست؛ اگر هنوز درست است، دوباره ثبت کنید."


def stamp(request: Request) -> str:
    """In which condition the request is: another after whatever was done to it."""
    last = _deeds(request).values_list("pk", flat=True).first() or 0
    return f"{request.state}.{request.assigned_to_id or 0}.{request.invoice_id or 0}.{last}"


def since(request: Request, seen: str) -> list[str]:
    """What was done to the request after it was in that condition, oldest first, in sentences."""
    last = seen.rpartition(".")[2]
    known = last.isascii() and last.isdigit()
    events = list(_deeds(request).filter(pk__gt=int(last[:18]))[:TOLD] if known else _deeds(request)[:1])
    return list(dict.fromkeys(history.sentence(event) for event in reversed(events)))


def do(request: Request, deed: Callable[..., Any], *args: Any, seen: str, by: Actor, at: datetime, **given: Any) -> Any:
    """The deed is done on the request as it was seen; one that changed meanwhile is left as it is, and its change is told.

    Nothing is locked here: the deed itself locks what it needs in its own order, and the flow is its judge.
    """
    _ensure_unchanged(request, seen)
    try:
        return deed(*args, by=by, at=at, **given)
    except NotAllowed:
        _ensure_unchanged(request, seen)
        raise


def _ensure_unchanged(request: Request, seen: str) -> None:
    now = Request.objects.get(pk=request.pk)
    if stamp(now) != seen:
        raise ChangedMeanwhile(what=" ".join(f"«{told}»" for told in since(now, seen)))


def _deeds(request: Request) -> QuerySet[Event]:
    return history.of(request).exclude(name__in=NO_DEEDS)
