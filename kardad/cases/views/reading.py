"""The words of a petition: for its sides once they may read them, for the desk and the panel that judge it."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import shown_petition as shown
from kardad.cases.access import petitions as access
from kardad.cases.models import Case
from kardad.core.actor import Actor
from kardad.core.pages import page
from kardad.documents import queries as documents
from kardad.documents.models import Document
from kardad.inbox.models import Party
from kardad.inbox.queries import dossiers
from kardad.people import particulars


@require_safe
def petition_text(request: HttpRequest, token: str) -> HttpResponse:
    """The petition for a side: for the one that claims as it wrote it, for the other without what identifies people."""
    place = access.read_by_side(request.actor, token, at=timezone.now())
    is_own = place.side == Party.Side.CLAIMANT
    told = shown.filed(place.case, closed=shown.NOTHING if is_own else shown.OTHERS, after=request.GET.get("after", ""))
    context = {"place": place, "is_own": is_own, "paper": _paper(place.case) if is_own else None}
    return page(request, "cases/following/petition.html", **told, **context)


@require_safe
def petition_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The petition for who accepts, hears and decides it; each side reads in its access log who looked."""
    at = timezone.now()
    reach = access.read_by_staff(request.actor, pk, now=at)
    _noted(reach.case, by=reach.by, at=at)
    closed = shown.OTHERS if reach.seat else shown.DESKS
    told = shown.filed(reach.case, closed=closed, after=request.GET.get("after", ""))
    return page(request, "cases/office/petition.html", **told, reach=reach, paper=_paper(reach.case))


def _noted(case: Case, *, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        for party in dossiers.parties(case.dossier) if case.dossier else ():
            if party.person is not None:
                particulars.read(party.person, by=by, what="متن دادخواست", reason="رسیدگی به پرونده", at=at)


def _paper(case: Case) -> Document | None:
    """The sealed petition, the last one where it was mended."""
    return documents.of(case).filter(kind="petition", state=Document.State.SIGNED).first()
