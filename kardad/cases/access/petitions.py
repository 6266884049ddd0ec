"""Who may reach a petition: its writer, while nobody took the power away by which he writes for another; everybody else gets 404."""

from datetime import datetime

from django.http import Http404, HttpRequest

from kardad.calc.models import SavedSheet
from kardad.cases import access as cases
from kardad.cases import petition
from kardad.cases.access import boards
from kardad.cases.actions import countering, drafting
from kardad.cases.computing import CLAIM
from kardad.cases.models import Case, CounterConsent, FilingFile
from kardad.cases.queries import following, groups, petitions, standing
from kardad.contracts.access import diary as diaries
from kardad.contracts.models import Diary
from kardad.core.actor import Actor
from kardad.people import access as people
from kardad.people.access import counters
from kardad.people.access.counters import Desk
from kardad.people.models import Person

WRITTEN = ("draft", "prepared", "defect")


def person(actor: Actor) -> Person:
    """The person who acts; a visitor is led to the log-in page and back."""
    return people.person(actor)


def verified(request: HttpRequest) -> Person:
    """The person who acts, whose identity is known; another is led to verification and back."""
    return people.level(request, 1)


def writing(actor: Actor, token: str, *states: str, at: datetime) -> tuple[Case, petition.Petition]:
    """A petition that the actor writes, in one of these states (a draft, or one that the office sent back), and what it says; else 404."""
    me = people.person(actor)
    rows = Case.objects.filter(token=token[:32], filer=me, state__in=states or ("draft", "defect"))
    found = rows.select_related("office", "mandate", "dossier").first()
    if found is None:
        raise Http404
    held = petition.read(found.petition)
    try:
        drafting.ensure_theirs(me, organisation_id=held.organisation, mandate=found.mandate)
        if found.capacity == Case.Capacity.COUNTER and found.state == "draft" and found.claimant_id != me.pk:
            countering.ensure_consent(found, me.pk, at=at)
    except (drafting.NotTheirs, countering.NoConsent):
        raise Http404 from None
    return found, held


def at_counter(request: HttpRequest) -> Desk:
    """The officer's own desk at his counter; 404 for everyone else."""
    return counters.desk(request)


def consent(request: HttpRequest, token: str) -> tuple[CounterConsent, Desk]:
    """A person's consent that the officer asked for at his own desk, and the desk; else 404."""
    desk = counters.desk(request)
    rows = CounterConsent.objects.filter(token=token[:32], officer_id=desk.officer_id, office=desk.office)
    found = rows.select_related("person", "office", "case__dossier", "case__office").first()
    if found is None:
        raise Http404
    return found, desk


def step(actor: Actor, token: str, name: str, *, at: datetime) -> tuple[Case, petition.Petition]:
    """As `writing`, of a step that may be changed now."""
    found, held = writing(actor, token, at=at)
    if not petitions.is_writable(found, name):
        raise Http404
    return found, held


def filed(actor: Actor, token: str, *, at: datetime) -> standing.Standing:
    """The place of the actor on the side that claims, in a case that is filed; else 404."""
    me = people.person(actor)
    found = Case.objects.filter(token=token[:32], dossier__isnull=False).select_related("dossier", "office", "filer").first()
    place = standing.of(found, me, at=at) if found else None
    if place is None or place.side != "claimant":
        raise Http404
    return place


def file(actor: Actor, token: str, pk: int, *, at: datetime) -> FilingFile:
    """A paper of a petition, for its writer, and for who stands on the side that claims; else 404."""
    me = people.person(actor)
    rows = FilingFile.objects.select_related("file", "case__dossier", "case__mandate")
    found = rows.filter(pk=min(pk, 2**63 - 1), case__token=token[:32]).first()
    if found is None or (found.filing_id is None and found.case.filer_id != me.pk):
        raise Http404
    if found.case.state in WRITTEN and found.case.filer_id == me.pk:
        writing(actor, token, *WRITTEN, at=at)
    else:
        filed(actor, token, at=at)
    return found


def read_by_side(actor: Actor, token: str, *, at: datetime) -> standing.Standing:
    """The place of a side that may read the petition: the claimant's, another's once it was served (6.3), its writer's in a bureau."""
    place = cases.case(actor, token, at=at)
    if place.party is None:
        writing(actor, token, "prepared", at=at)
    elif not following.petition_is_open(place):
        raise Http404
    return place


def read_by_staff(actor: Actor, pk: int, *, now: datetime) -> boards.Reach:
    """A filed case whose petition the actor's desk, or the panel in which he sits, has to judge; else 404."""
    return boards.case(actor, pk, now=now)


def named_lead(code: str) -> Case | None:
    """The co-worker's case that an address names by its code; None where it names none, else 404."""
    if not code:
        return None
    found = groups.by_invitation(code[:40])
    if found is None:
        raise Http404
    return found


def named_payslip(actor: Actor, pk: str) -> SavedSheet | None:
    """As `named_sheet`, of a payslip."""
    return named_sheet(actor, pk, of="payslip")


def named_sheet(actor: Actor, pk: str, *, of: str = CLAIM) -> SavedSheet | None:
    """The kept sheet of the actor that an address names; None where it names none, else 404."""
    if not pk:
        return None
    if not pk.isascii() or not pk.isdecimal() or len(pk) > 18:
        raise Http404
    found = sheet(actor, int(pk))
    if found.calculator != of:
        raise Http404
    return found


def named_diary(actor: Actor, token: str) -> Diary | None:
    """The work diary of the actor that an address names; None where it names none, else 404."""
    return diaries.diary(actor, token) if token else None


def sheet(actor: Actor, pk: int) -> SavedSheet:
    """A kept sheet of the actor; else 404."""
    found = SavedSheet.objects.filter(pk=min(pk, 2**63 - 1), person=people.person(actor)).first()
    if found is None:
        raise Http404
    return found
