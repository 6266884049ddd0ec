"""Proof of a dossier for staff: taken out, checked here, and what was out of order certified for one of its services."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.availability import actions as availability
from kardad.availability import queries as certified
from kardad.availability import views as sheets
from kardad.availability.models import Certificate
from kardad.core.pages import page
from kardad.documents import queries as documents
from kardad.evidence import queries as evidence
from kardad.evidence.models import Chain
from kardad.evidence.verifying import verify
from kardad.inbox.access import office as access
from kardad.inbox.actions import comparing
from kardad.inbox.models import Dossier
from kardad.inbox.shown import failures as failed


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Every step of the dossier as a file that anybody can check without us."""
    found, _ = access.dossier(request.actor, pk)
    body = b"".join(_lines(_chain(found), at=timezone.now()))
    headers = {"Content-Disposition": f'attachment; filename="dossier-{found.token[:8]}.jsonl"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type="application/jsonl", headers=headers)


@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The same file judged here by the verifier that everybody has, and the rows that pages are made of held beside it."""
    found, _ = access.dossier(request.actor, pk)
    chain = _chain(found)
    verdict = verify(_lines(chain, at=timezone.now()), keys=evidence.published())
    is_alike = comparing.is_alike(found, at=timezone.now())
    return page(request, "inbox/office/evidence.html", found=found, verdict=verdict, chain=chain, is_alike=is_alike)


def certify(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed word about what was out of order in the days of a service, by a press."""
    found, at = access.delivery(request.actor, pk)
    if request.method != "POST":
        return redirect("inbox_office:delivery", found.pk)
    now = timezone.now()
    hit = failed.outages(found, at=now)
    if not hit:
        raise Http404
    until = max(one.ended or now for one in hit)
    made = availability.certificate("", since=min(found.placed_at, *(one.began for one in hit)), until=until, person=None, by=at.by, at=now)
    return redirect("inbox_office:certificate", made.token)


@require_safe
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """A certificate of staff's as a sheet."""
    access.desk(request.actor)
    return sheets.sheet(request, _certificate(token), back="inbox_office:failures", file="inbox_office:certificate_file")


@require_safe
def certificate_file(request: HttpRequest, token: str) -> HttpResponse:
    """A certificate of staff's as it was signed."""
    access.desk(request.actor)
    return sheets.signed_file(_certificate(token))


def _certificate(token: str) -> Certificate:
    found = certified.certified(token)
    if found is None or found.person_id is not None:
        raise Http404
    return found


def _chain(found: Dossier) -> Chain:
    chain = evidence.chain_of(found)
    if chain is None:
        raise Http404
    return chain


def _lines(chain: Chain, *, at: datetime) -> list[bytes]:
    papers = [(f"{one.number}.pdf", one.sha256) for one in documents.of_chain(chain)]
    return list(evidence.dossier(chain, papers=papers, made_at=at))
