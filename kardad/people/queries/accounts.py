"""Reads over accounts: sessions, looks by others, changes under way, and everything we hold about a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.forms.models import model_to_dict

from kardad.core import history
from kardad.kit import calendar
from kardad.people import devices, particulars, roles
from kardad.people.models import AccessRead, Attempt, Membership, MobileChange, Person, RoleGrant

SESSIONS_SHOWN = 50
EVENTS_EXPORTED = 5_000


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A place where the account is open."""

    pk: int
    device: str
    address: str
    began_at: datetime
    is_current: bool


def live_sessions(person: Person, *, current: str, at: datetime) -> list[LiveSession]:
    """Where the account is open now, this place first; two reads however many there are."""
    rows = list(UserSession.objects.filter(user=person).order_by("-pk")[:SESSIONS_SHOWN])
    keys = [row.session_key for row in rows]
    alive = set(Session.objects.filter(session_key__in=keys, expire_date__gt=at).values_list("session_key", flat=True))
    found = [
        LiveSession(row.pk, devices.name(row.user_agent), devices.masked_address(row.ip), row.created_at, row.session_key == current)
        for row in rows
        if row.session_key in alive
    ]
    return sorted(found, key=lambda one: not one.is_current)


def reads_of(person: Person) -> QuerySet[AccessRead]:
    """Looks by others at the person's data."""
    return AccessRead.objects.filter(person=person).select_related("reader")


def open_change(person: Person) -> MobileChange | None:
    """The change of mobile that is under way."""
    return MobileChange.objects.filter(person=person, state__in=["asked", "held"]).first()


def kept_by_people(person: Person, *, at: datetime) -> dict[str, Any]:
    """All that people keep of the person, by name; his own identifiers in full. Dates are Gregorian and Jalali."""
    kept = particulars.own(person)
    return {
        "taken_at": moment(at),
        "person": {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "kind": person.kind,
            "level": person.level,
            "level_at": moment(person.level_at),
            "level_method": person.level_method,
            "joined_at": moment(person.joined_at),
            "rules_version": person.rules_version,
            "mobile_proved_at": moment(person.mobile_proved_at),
        },
        "particulars": model_to_dict(kept, exclude=["person"]),
        "roles": [
            {
                "role": roles.title(grant.role),
                "state": grant.state,
                "licence_number": grant.licence_number,
                "licence_body": grant.licence_body,
                "field": grant.field,
                "reason": grant.reason,
                "asked_at": moment(grant.asked_at),
                "decided_at": moment(grant.decided_at),
            }
            for grant in RoleGrant.objects.filter(person=person).order_by("pk")
        ],
        "organisations": [
            {"name": place.organisation.name, "position": place.position, "is_owner": place.is_owner, "state": place.state}
            for place in Membership.objects.filter(person=person).select_related("organisation").order_by("pk")
        ],
        "verifications": [
            {"tracking": row.tracking, "method": row.method, "role": row.role, "state": row.state, "began_at": moment(row.began_at)}
            for row in Attempt.objects.filter(person=person).order_by("pk")
        ],
        "consents": [
            {"text": row.text, "version": row.version, "given_at": moment(row.given_at)} for row in person.consents.order_by("pk")
        ],
        "history": [{"at": moment(event.at), "text": history.sentence(event)} for event in history.of_person(person.pk)[:EVENTS_EXPORTED]],
        "read_by_others": [
            {"at": moment(row.at), "role": roles.title(row.reader_role), "what": row.what, "reason": row.reason}
            for row in AccessRead.objects.filter(person=person).order_by("-pk")[:EVENTS_EXPORTED]
        ],
    }


def moment(value: datetime | None) -> dict[str, str] | None:
    """A moment as the copy says it."""
    if value is None:
        return None
    local = value.astimezone(calendar.TEHRAN)
    return {"gregorian": local.isoformat(timespec="seconds"), "jalali": calendar.jalali(local.date())}
