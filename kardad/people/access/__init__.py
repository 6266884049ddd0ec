"""Who may: each function gives the object, or answers as if it were not there; some lead elsewhere first.

A view says `access.person(request.actor)` on its first line. Whoever must do something on another page before is led there by
`kardad.people.middleware` and comes back to the same form with what he typed (see `kardad.people.doors`).
"""

from datetime import datetime
from typing import Any, ClassVar, TypeVar

from allauth.mfa.models import Authenticator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from kardad.core.actor import Actor
from kardad.core.models import StoredFile
from kardad.people import policy, queries, roles
from kardad.people.models import Mandate, Membership, Paper, Person, RoleGrant, Undo, WorkplaceCode
from kardad.people.queries import mandates, organisations
from kardad.work import queries as work

Reviewed = TypeVar("Reviewed", bound=Model)
STEP_UP = "step_up"  # in the session: which factor, whose, when
GREATEST_ID = 2**63 - 1
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Elsewhere(Exception):
    """Something must be done on another page first; `where` is its URL name."""

    where: ClassVar[str]


class LogInFirst(Elsewhere):
    """Nobody is logged in, or not any more."""

    where = "people:login"


class VerifyFirst(Elsewhere):
    """The person's level is too low for this."""

    where = "people:verify"


class StepUpFirst(Elsewhere):
    """The person must show again that it is he, now."""

    where = "people:step_up"


class SecondFactorFirst(Elsewhere):
    """Staff do nothing before they have a second factor."""

    where = "mfa_index"


def person(actor: Actor) -> Person:
    """The person who acts; a visitor is led to the log-in page and back."""
    found = Person.objects.filter(pk=actor.somebody, state=Person.State.ACTIVE).first() if actor.is_person else None
    if found is None:
        raise LogInFirst
    return found


def staff(actor: Actor, *wanted: str) -> RoleGrant:
    """The grant by which the actor works here: one of the staff roles named (any, when none is), the one he acts in first.

    Everyone else gets 404. The view acts by `request.actor.acting_as(grant.role)`; `grant.office` is the place.
    """
    if not actor.is_person:
        raise LogInFirst
    held = RoleGrant.objects.filter(person_id=actor.somebody, person__state=Person.State.ACTIVE, person__level=3, state="active")
    grants = list(held.filter(role__in=wanted or roles.STAFF).select_related("person", "office").order_by("pk"))
    if not grants:
        raise Http404
    if not has_second_factor(actor.person_id):
        raise SecondFactorFirst
    return next((grant for grant in grants if grant.role == actor.role), grants[0])


def level(request: HttpRequest, n: int) -> Person:
    """The person, if verified at level `n` or above; a lower one is led to verification."""
    found = person(request.actor)
    if found.level < n:
        raise VerifyFirst
    return found


def fresh(request: HttpRequest) -> str:
    """The factor (`totp`, `passkey`, `recovery` or `sms`) by which the person showed himself in the last minutes, else he does so first.

    Judged at each act: what the session holds is never trusted past its time, for another person, or from the future.
    """
    found = person(request.actor)
    kept = request.session.get(STEP_UP)
    now = timezone.now()
    if not isinstance(kept, dict) or kept.get("person") != found.pk:
        raise StepUpFirst
    since = now - datetime.fromisoformat(kept["at"])
    if not since.total_seconds() >= 0 or since > policy.STEP_UP_FRESH:
        raise StepUpFirst
    return kept["by"]


def has_second_factor(person_id: int | None) -> bool:
    """Whether an authenticator app or a passkey is set up."""
    return Authenticator.objects.filter(user_id=person_id, type__in=FACTORS).exists()


def grant(actor: Actor, pk: int) -> RoleGrant:
    """The actor's own grant of a role, in whatever state."""
    return _one(person(actor).grants.select_related("person", "office"), pk)


def mandate(actor: Actor, pk: int) -> Mandate:
    """A mandate that the actor gave or holds."""
    return _one(mandates.mandates_of(person(actor).pk), pk)


def undo(actor: Actor, pk: int) -> Undo:
    """What the actor may, or once might, take back."""
    return _one(person(actor).undos.select_related("mandate__agent", "mandate__principal"), pk)


def principal_of(actor: Actor, person_id: int) -> Person:
    """The person for whom the actor holds an active mandate at this moment; what others may reach of his goes through here."""
    held = queries.active_mandates(person(actor).pk).filter(principal_id=person_id).select_related("principal").first()
    if held is None:
        raise Http404
    return held.principal


def membership(actor: Actor, organisation_id: int, *rights: str) -> Membership:
    """The actor's place in the organisation, if he may act there now and holds every one of these rights."""
    places = organisations.acting_memberships(person(actor).pk).filter(organisation_id=_possible(organisation_id))
    place = places.first()
    if place is None or set(rights) - set(place.rights):
        raise Http404
    return place


def place(actor: Actor, organisation_id: int) -> Membership:
    """The actor's place in the organisation, even while he waits for it or it rests."""
    rows = organisations.memberships_of(person(actor).pk).filter(organisation_id=_possible(organisation_id))
    found = rows.first()
    if found is None:
        raise Http404
    return found


def member(owner: Membership, pk: int) -> Membership:
    """A member of the organisation that this owner's place belongs to."""
    return _one(organisations.members(owner.organisation_id).select_related("person", "organisation"), pk)


def workplace(actor: Actor, pk: int) -> WorkplaceCode:
    """A workplace code of the actor or of an organisation he owns."""
    return _one(organisations.workplaces_of(person(actor).pk), pk)


def owned(actor: Actor, organisation_id: int) -> Membership:
    """The actor's place as an owner of the organisation who may act now."""
    place = membership(actor, organisation_id)
    if not place.is_owner:
        raise Http404
    return place


def paper(actor: Actor, token: str) -> tuple[Paper, StoredFile, RoleGrant | None]:
    """A paper and its file: the actor's own upload (and None), or for a reviewer with the grant by which he looks."""
    mine = person(actor)
    rows = Paper.objects.select_related("file", "grant__person", "mandate__agent", "attempt__person").filter(file__isnull=False)
    found = rows.filter(file__token=token).first()
    if found is None or found.file is None:
        raise Http404
    return found, found.file, None if found.file.owner_id == mine.pk else staff(actor, "reviewer")


def under_review(kind: str, found: Reviewed) -> Reviewed:
    """What lies, or once lay, with the reviewers; 404 for everything else they might count up to."""
    if not work.was_opened(kind, found):
        raise Http404
    return found


def _possible(pk: int) -> int:
    if pk > GREATEST_ID:  # a foreign key is not spared, as a row's own number is: the database would break on it
        raise Http404
    return pk


def _one(rows: QuerySet[Any], pk: int) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
