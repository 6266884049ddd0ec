"""Entering: from a proved identity to a session."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kardad.kit.refusal import Refusal
from kardad.people import sessions
from kardad.people.models import Person


def session_key(request: HttpRequest) -> str:
    """The session's key; a visitor gets a session now."""
    if not request.session.session_key:
        request.session.create()
    return request.session.session_key or ""


def enter(request: HttpRequest, person: Person, *, to: str, said: str) -> HttpResponse:
    """The person is logged in (through a second factor when there is one) and stands on the page."""
    if request.user.is_authenticated and request.user.pk == person.pk:
        messages.success(request, said)
        return redirect(to)
    response = sessions.log_in(request, person, to=to)
    messages.success(request, said)
    return response


def to_login(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """To the log-in page, with the reason; who is logged in with another account is told to leave it first."""
    if request.user.is_authenticated:
        messages.info(request, "با این کد ملی حساب دیگری دارید. از این حساب خارج شوید و با همان حساب وارد شوید.")
        return redirect("people:account")
    messages.info(request, refusal.text)
    return redirect("people:login")
