"""Pages of boards: members and rooms, panels, calendars, sessions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core.actor import Actor
from kardad.kit.refusal import Refusal


def press(request: HttpRequest, deed: Any, *args: Any, by: Actor, said: str, **given: Any) -> bool:
    """The deed of a button is done and told, or its refusal is; whoever only opens its address has done nothing.

    The address itself does not answer 405: that would tell a stranger that it is there.
    """
    if request.method != "POST":
        return False
    try:
        deed(*args, by=by, at=timezone.now(), **given)
    except Refusal as refusal:
        messages.warning(request, refusal.text)
        return False
    messages.success(request, said)
    return True


def back(name: str, pk: int) -> HttpResponse:
    """The page of the case or of the session."""
    return redirect(f"cases_office:{name}", pk=pk)
