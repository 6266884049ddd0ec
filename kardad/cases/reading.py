"""Who may read the papers about a case itself: its petition and its receipt."""

from datetime import datetime

from django.http import Http404
from django.utils import timezone

from kardad.cases import access as cases
from kardad.cases.models import Case
from kardad.cases.queries import standing
from kardad.core.actor import Actor
from kardad.documents import access as documents
from kardad.documents.models import Document
from kardad.people import access as people


@documents.register("cases.case")
def reads_paper(actor: Actor, document: Document) -> bool:
    """Whether a paper about a case (its petition, its receipt) is the actor's to read: of the side that claims, or of whoever decides."""
    at = timezone.now()
    found = Case.objects.filter(pk=document.subject_id).select_related("dossier").first()
    me = people.person(actor)
    if found is None:
        return False
    place = standing.of(found, me, at=at)
    if place is not None:
        return place.side == "claimant"
    return standing.seat(found, me.pk) is not None or _is_desks(actor, found, at=at)


def _is_desks(actor: Actor, case: Case, *, at: datetime) -> bool:
    try:
        return cases.office_cases(cases.desk(actor), now=at).filter(pk=case.pk).exists()
    except (Http404, people.Elsewhere):
        return False
