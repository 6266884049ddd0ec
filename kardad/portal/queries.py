"""Reads of the front door: it owns no tables and composes what others keep."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from kardad.calc import queries as calc
from kardad.cases.queries import following as cases
from kardad.contracts.queries import lists as contracts
from kardad.core import incidents
from kardad.core.models import Draft, Event, Incident
from kardad.desk.queries import requests as desk
from kardad.inbox import queries as inbox
from kardad.kit import calendar
from kardad.people import methods as people_methods
from kardad.people import papers
from kardad.people.actions import attempts, persons
from kardad.people.models import Attempt, Mandate, Membership, Method, Person, RoleGrant, Undo
from kardad.people.queries import mandates
from kardad.portal import leaves

PAST_SHOWN = 20
DOORS = ("people:join", "people:verify", "people:login", "people:follow", "evidence:check", "evidence:roots", "api_docs")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the service and the trouble it has now, if any."""

    key: str
    title: str
    trouble: Incident | None


def troubles(at: datetime) -> list[Incident]:
    """What does not work now, newest first."""
    return list(incidents.current(at))


def parts(at: datetime) -> list[Part]:
    """Every part of the service with its newest trouble."""
    newest = {incident.part: incident for incident in reversed(troubles(at))}
    return [Part(value, label, newest.get(value)) for value, label in Incident.Part.choices]


def past_troubles(at: datetime) -> list[Incident]:
    """The last troubles that are over, newest first."""
    return list(incidents.recent().filter(ended_at__lte=at)[:PAST_SHOWN])


def status_facts(now: Iterable[Part], past: Iterable[Incident], at: datetime) -> dict[str, Any]:
    """The status page for machines; moments in ISO 8601 with Tehran's offset."""
    now = list(now)
    return {
        "status": "trouble" if any(part.trouble for part in now) else "ok",
        "at": _moment(at),
        "parts": [
            {"part": part.key, "title": part.title, "state": "trouble" if part.trouble else "ok", "incident": _incident(part.trouble)}
            for part in now
        ],
        "past": [_incident(incident) for incident in past],
    }


def methods(at: datetime) -> list[tuple[Method, str]]:
    """The ways to be verified, each with why it is closed now (empty when it is open)."""
    return [(method, people_methods.closed_because(method, at=at)) for method in people_methods.all_methods()]


# What each role types (identity.md 1.4); the papers beside it are of people/data/papers.toml.
_TYPED = {
    "employer_natural": "کد ملی، تلفن همراه و تاریخ تولد؛ می‌توانید شبای خودتان را به جای همراه بنویسید",
    "employer_legal": "شناسه ملی شرکت، شماره ثبت، و کد ملی، تلفن همراه و تاریخ تولد خودتان",
    "representative": "کد ملی، تلفن همراه و تاریخ تولد",
    "lawyer": "کد ملی، تلفن همراه، تاریخ تولد و شماره پروانه",
    "official_expert": "کد ملی، تلفن همراه، تاریخ تولد، شماره پروانه و رشته",
    "foreign_national": "کد فراگیر ۱۲ رقمی، شماره گذرنامه یا سند اقامت، تابعیت، تاریخ تولد و تلفن همراه",
}


def needs() -> list[tuple[papers.Row, str]]:
    """What each kind of person types and shows."""
    return [(row, _TYPED.get(row.role.key, "کد ملی، تلفن همراه و تاریخ تولد")) for row in papers.table()]


def rules_version() -> str:
    """The version of the panel rules that members accept."""
    return persons.RULES_VERSION


def consent_version() -> str:
    """The version of the consent that stands before a verification."""
    return attempts.CONSENT_VERSION


def public_leaves() -> list[leaves.Leaf]:
    """Every page of ours that a search engine may show."""
    return [*leaves.pages().values(), *leaves.guides().values()]


def public_doors() -> list[str]:
    """The first pages of joining, verifying, logging in and following up; for programmers; the calculators and the values of the law."""
    return [*(reverse(name) for name in DOORS), *calc.public_paths(), *desk.public_paths(), *cases.public_paths()]


@dataclass(frozen=True, slots=True)
class Standing:
    """What one read tells of a person: his identifiers, his verification on its way, the newest trouble, what waits for him."""

    code: str
    mobile: str
    attempt_state: str
    attempt_tracking: str
    has_second_factor: bool
    trouble: str
    unread: int
    request: int  # the one that he changed last of those that wait for him; 0 when none does
    request_state: str
    petition: str  # the token of the petition that waits for him; empty when none does
    petition_state: str
    meeting: str  # the token of the case of his that is heard next
    meeting_at: datetime | None
    contract: str  # the token of the contract that waits for his signature; empty when none does
    contract_until: datetime | None


def standing_of(person_id: int, at: datetime) -> Standing:
    """Where a person stands, for himself only; one statement, so that the panel stays within its ten."""
    factor = Authenticator.objects.filter(user_id=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    attempt = _open_attempts(at).filter(person_id=OuterRef("pk")).order_by("-id")
    row = Person.objects.filter(pk=person_id).values_list(
        "particulars__code",
        "particulars__mobile",
        Subquery(attempt.values("state")[:1]),
        Subquery(attempt.values("tracking")[:1]),
        Exists(factor),
        Subquery(incidents.current(at).values("title")[:1]),
        inbox.unread_of(),
        Subquery(desk.waiting_of().values("pk")[:1]),
        Subquery(desk.waiting_of().values("state")[:1]),
        Subquery(cases.waiting_of().values("token")[:1]),
        Subquery(cases.waiting_of().values("state")[:1]),
        Subquery(cases.meeting_of(at).values("token")[:1]),
        Subquery(cases.meeting_of(at).values("next_at")[:1]),
        Subquery(contracts.waiting_of(at).values("token")[:1]),
        Subquery(contracts.waiting_of(at).values("due_at")[:1]),
    )
    found = row.get()
    *texts, has_second_factor, trouble, unread, waiting, waiting_state, petition, petition_state = found[:11]
    meeting, meeting_at, contract, contract_until = found[11:]
    code, mobile, state, tracking = (one or "" for one in texts)
    work = (waiting or 0, waiting_state or "", petition or "", petition_state or "")
    days = (meeting or "", meeting_at, contract or "", contract_until)
    return Standing(code, mobile, state, tracking, has_second_factor, trouble or "", unread, *work, *days)


def _open_attempts(at: datetime) -> QuerySet[Attempt]:
    alive = Q(state__in=["waiting_provider", "manual_review", "in_person"]) | Q(
        state__in=["draft", "code_sent", "approved"], expires_at__gt=at
    )
    return Attempt.objects.filter(alive, depth=Attempt.Depth.VERIFY)


def grants_of(person_id: int) -> QuerySet[RoleGrant]:
    """The roles a person holds or asked for, oldest first."""
    return (
        RoleGrant.objects.filter(person_id=person_id, state__in=["active", "pending", "incomplete"])
        .only("role", "state", "reason")
        .order_by("id")
    )


def memberships_of(person_id: int) -> QuerySet[Membership]:
    """A person's places in organisations, those with people to approve first."""
    waiting = Membership.objects.filter(organisation=OuterRef("organisation"), state="awaiting").order_by()
    count = waiting.values("organisation").annotate(number=Count("pk")).values("number")
    return (
        Membership.objects.filter(person_id=person_id, state__in=["active", "awaiting"])
        .select_related("organisation")
        .only("is_owner", "state", "organisation__name")
        .annotate(waiting=Coalesce(Subquery(count), 0))
        .order_by(F("is_owner").desc(), F("waiting").desc(), "organisation__sort_key", "id")
    )


def mandates_of(person_id: int) -> QuerySet[Mandate]:
    """Mandates that wait for the person as an agent."""
    return (
        Mandate.objects.filter(agent_id=person_id, state__in=["invited", "incomplete"])
        .select_related("principal")
        .only("basis", "state", "subject", "principal__first_name", "principal__last_name")
        .order_by("id")
    )


def undos_of(person_id: int, at: datetime) -> QuerySet[Undo]:
    """What a code by SMS alone confirmed and the person may still take back, the soonest to lapse first."""
    shown = ("deed", "due_at", "mandate__subject", "mandate__agent__first_name", "mandate__agent__last_name")
    return mandates.undos(at).filter(person_id=person_id).only(*shown)


def drafts_of(person_id: int) -> QuerySet[Draft]:
    """Forms that the person began and did not send."""
    return Draft.objects.filter(person_id=person_id).only("path", "saved_at").order_by("-saved_at")


def history_of(person_id: int) -> QuerySet[Event]:
    """What happened to the person, newest first, with only what a sentence needs."""
    return Event.objects.filter(person_id=person_id).only("at", "name", "data").order_by("-id")


def _incident(incident: Incident | None) -> dict[str, Any] | None:
    if incident is None:
        return None
    ended = _moment(incident.ended_at) if incident.ended_at else None
    facts = {"part": incident.part, "title": incident.title, "text": incident.text, "afterword": incident.afterword}
    return facts | {"began_at": _moment(incident.began_at), "ended_at": ended}


def _moment(moment: datetime) -> str:
    return moment.astimezone(calendar.TEHRAN).replace(microsecond=0).isoformat()
