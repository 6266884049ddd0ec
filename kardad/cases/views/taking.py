"""Taking a case away whole, in one file that is checked without us: by a side what it may read, by staff everything."""

from typing import IO

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import access, export
from kardad.cases.models import Case
from kardad.core.history import record
from kardad.inbox.access import is_fresh
from kardad.inbox.queries import dossiers
from kardad.people import particulars


@require_safe
def take(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the side may read of its case."""
    at = timezone.now()
    place = access.case(request.actor, token, at=at)
    if place.party is None:
        raise Http404
    return _zip(export.part(place, is_fresh=is_fresh(request), by=request.actor, at=at), place.case)


@require_safe
def take_whole(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The case whole, for its desk; its history says who took it."""
    at = timezone.now()
    found, desk = access.office_case(request.actor, pk, now=at)
    held = export.whole(found, at=at)
    with transaction.atomic():
        for party in dossiers.parties(found.dossier) if found.dossier else ():
            if party.person is not None:
                particulars.read(party.person, by=desk.by, what="همه پرونده دعوا", reason="گرفتن پرونده در یک فایل", at=at)
        record("case.taken", found, by=desk.by, at=at, number=found.class_number or found.number or "")
    return _zip(held, found)


def _zip(held: IO[bytes], found: Case) -> FileResponse:
    name = f"case-{found.class_number or found.number}.zip"
    return FileResponse(held, as_attachment=True, filename=name, content_type="application/zip", headers={"Cache-Control": "no-store"})
