"""Who reaches the enforcement of a decision, and the Divan's orders: the sides, the creditor for his own deeds, the office's secretary."""

from datetime import datetime

from django.http import Http404

from kardad.cases import access, policy
from kardad.cases.access import decisions
from kardad.cases.models import Case, Collection, Divan, Enforcement
from kardad.cases.queries import enforcing as queries
from kardad.cases.queries.standing import Standing
from kardad.core.actor import Actor


def side(actor: Actor, token: str, *, at: datetime) -> Standing:
    """The actor's place in a filed case, as a side or for one; else 404."""
    return decisions.side(actor, token, at=at)


def creditor(actor: Actor, token: str, *, at: datetime) -> Standing:
    """As `side`, on the side to which the decision awards; else 404."""
    place = side(actor, token, at=at)
    if not queries.is_creditor(place):
        raise Http404
    return place


def running(actor: Actor, token: str, *, at: datetime) -> tuple[Standing, Enforcement]:
    """A side's place and the enforcement that the court has; else 404."""
    place = side(actor, token, at=at)
    return place, _sent(place.case)


def followed(actor: Actor, token: str, *, at: datetime) -> tuple[Standing, Enforcement]:
    """As `running`, for the one who asked for it; else 404."""
    place, found = running(actor, token, at=at)
    if place.party is None or place.party.pk != found.party_id:
        raise Http404
    return place, found


def told(actor: Actor, token: str, pk: int, *, at: datetime) -> Collection:
    """Money of which the debtor says that he paid it, for the creditor to answer; else 404."""
    _, running_now = followed(actor, token, at=at)
    found = queries.collections(running_now).filter(pk=min(pk, access.GREATEST_ID), state="asked").first()
    if found is None:
        raise Http404
    found.enforcement = running_now
    return found


def packaged(actor: Actor, token: str, pk: int, *, at: datetime) -> tuple[Standing, Enforcement]:
    """An enforcement whose package is the actor's to read: he asked for it; else 404."""
    place = creditor(actor, token, at=at)
    found = queries.of_case(place.case).filter(pk=min(pk, access.GREATEST_ID), party=place.party).first()
    if found is None:
        raise Http404
    found.case = place.case
    return place, found


def office(actor: Actor, pk: int, *, now: datetime) -> tuple[Case, access.Desk]:
    """A filed case for its office's staff; else 404."""
    access.ensure_authority()
    return access.office_case(actor, pk, now=now)


def runs(actor: Actor, pk: int, *, now: datetime) -> tuple[Case, access.Desk]:
    """A filed case for its secretary; else 404."""
    access.ensure_authority()
    found, at = access.office_case(actor, pk, policy.SECRETARY, now=now)
    if not at.may_run(found):
        raise Http404
    return found, at


def enforcement(actor: Actor, pk: int, *, now: datetime) -> tuple[Enforcement, access.Desk]:
    """An enforcement for the secretary of its case; else 404."""
    access.ensure_authority()
    at = access.desk(actor, policy.SECRETARY)
    rows = Enforcement.objects.filter(pk=min(pk, access.GREATEST_ID), case__in=access.office_cases(at, now=now))
    found = rows.select_related("case__dossier", "case__office", "decision", "party").first()
    if found is None or not at.may_run(found.case):
        raise Http404
    return found, at


def package(actor: Actor, pk: int, *, now: datetime) -> Enforcement:
    """An enforcement whose package the office's staff read; else 404."""
    access.ensure_authority()
    at = access.desk(actor)
    rows = Enforcement.objects.filter(pk=min(pk, access.GREATEST_ID), case__in=access.office_cases(at, now=now))
    found = rows.select_related("case__dossier", "case__office", "decision", "party").first()
    if found is None:
        raise Http404
    return found


def divan(actor: Actor, pk: int, *, now: datetime) -> tuple[Divan, access.Desk]:
    """What the Divan has of a case, for its secretary; else 404."""
    access.ensure_authority()
    at = access.desk(actor, policy.SECRETARY)
    rows = Divan.objects.filter(pk=min(pk, access.GREATEST_ID), case__in=access.office_cases(at, now=now))
    found = rows.select_related("case__dossier", "case__office", "decision", "party").first()
    if found is None or not at.may_run(found.case):
        raise Http404
    return found, at


def _sent(case: Case) -> Enforcement:
    found = queries.of_case(case).filter(state="sent").first()
    if found is None:
        raise Http404
    found.case = case
    return found
