"""Sessions: from a proved identity to a logged-in session, through the second factor when there is one."""

from collections.abc import Sequence
from datetime import datetime

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.core.models import Event
from kardad.core.requests import caller_ip
from kardad.people import devices, doors, roles
from kardad.people.actions import sims
from kardad.people.models import Person
from kardad.people.queries import roles as role_queries

NOWHERE = "0.0.0.0"  # noqa: S104 – an address to show, none to listen on
LOOKED_BACK = 50  # own events read to find the role used last


def log_in(request: HttpRequest, person: Person, *, to: str, method: str = "code") -> HttpResponse:
    """The person's session begins, or his second factor is asked first; then he stands on the page `to` (an address or URL name).

    Raises AccountClosed for a person who may not log in.
    """
    record_authentication(request, person, method=method)
    return perform_login(request, Login(user=person, redirect_url=resolve_url(to)))


def log_in_by_passkey(request: HttpRequest, person: Person, *, to: str) -> HttpResponse:
    """The person's session begins; a key that asked for finger or PIN is both factors at once."""
    record_authentication(request, person, method="mfa", type="webauthn", passwordless=True)
    return perform_login(request, Login(user=person, redirect_url=resolve_url(to)))


@transaction.atomic
def begun(request: HttpRequest, person: Person, response: HttpResponse) -> None:
    """The new session is listed and recorded, acts in the role used last, has its owner's draft; an old SIM is due for a question."""
    now, agent = timezone.now(), request.headers.get("User-Agent", "")
    _enlist(request, person, agent, now)
    chosen = _last_used(person.pk, role_queries.acting_choices(person.pk))
    request.session["acting"], request.session["acting_title"] = chosen.value, chosen.title
    doors.adopt(request, person.pk)
    if not doors.is_known(request, person.pk):
        sims.note_new_device(person, at=now)
    doors.remember(response, person.pk)
    role, _, behalf = chosen.value.partition("|")
    by = Actor(person.pk, role, behalf, person.level)
    record("account.logged_in", person, by=by, at=now, person_id=person.pk, device=devices.name(agent))
    request.keeps_draft = True  # the log-in form is nobody's draft


def go_on(request: HttpRequest, person: Person) -> None:
    """This session goes on after its person's password was changed, under a new key that the list of sessions knows."""
    earlier = request.session.session_key
    update_session_auth_hash(request, person)
    request.session.save()
    UserSession.objects.filter(user=person, session_key=earlier).update(session_key=request.session.session_key)


def _enlist(request: HttpRequest, person: Person, agent: str, now: datetime) -> None:
    """This session is in the person's list, and those that have ended are not; as many statements for one as for a hundred."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    UserSession.objects.filter(~Exists(alive), user=person).delete()
    limit = UserSession._meta.get_field("user_agent").max_length
    seen = {"user": person, "ip": caller_ip(request) or NOWHERE, "user_agent": agent[:limit], "last_seen_at": now}
    UserSession.objects.update_or_create(session_key=request.session.session_key, defaults=seen, create_defaults=seen | {"created_at": now})


def _last_used(person_id: int, choices: Sequence[role_queries.Acting]) -> role_queries.Acting:
    """The way to act of the person's latest deed, else the staff role he is here for, else the only one besides membership."""
    known = {one.value: one for one in choices}
    deeds = Event.objects.filter(person_id=person_id, actor_id=person_id).order_by("-id").values_list("role", "on_behalf_of")
    for role, behalf in deeds[:LOOKED_BACK]:
        if (value := f"{role}|{behalf}") in known:
            return known[value]
    for one in choices:
        if one.value.rstrip("|") in roles.STAFF:
            return one
    return choices[1] if len(choices) == 2 else choices[0]
