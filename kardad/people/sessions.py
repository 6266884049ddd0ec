"""Sessions: every log-in, whatever proved the person, goes through one door – and so through the second factor."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from kardad.people.models import Person


def log_in(request: HttpRequest, person: Person, *, to: str, method: str = "code") -> HttpResponse:
    """The person's session has begun, or the second factor is asked first; the answer is where to go."""
    record_authentication(request, person, method)
    return perform_login(request, Login(user=person, redirect_url=resolve_url(to)))
