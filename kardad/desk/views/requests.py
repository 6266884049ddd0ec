"""My requests: what waits for me first, and the file of each one."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core import files, paging
from kardad.core.pages import page
from kardad.desk import flow, forms
from kardad.desk.access import requests as access
from kardad.desk.actions import talking
from kardad.desk.models import Request
from kardad.desk.queries import clients as queries
from kardad.desk.shown import dossier as dossiers
from kardad.desk.shown import listing, steps

WAITING_FIRST = 10


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Every request of the place in which one acts, by what can be done with it."""
    asker = access.asker(request.actor)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in listing.SHOWS else ""
    rows, after = listing.rows(request.actor, chosen), request.GET.get("after", "")
    first = [] if chosen or after else list(listing.waiting(request.actor)[: WAITING_FIRST + 1])
    found = paging.latest(rows, by="changed_at", after=after)
    more = f"?show={chosen}&after={found.after}" if found.after else ""
    reader = request.actor.somebody
    told = {"waiting": listing.shown(first[:WAITING_FIRST], reader=reader), "has_more_waiting": len(first) > WAITING_FIRST}
    rest = listing.shown(found.rows, reader=reader)
    return page(request, "desk/requests.html", asker=asker, show=chosen, shows=listing.SHOWS, rows=rest, more=more, after=after, **told)


def request(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of one request: its state, the next step, until when, what was said and shown."""
    found = access.request(request.actor, pk)
    if found.state == "draft":
        return redirect("desk:request_edit", pk)
    at = timezone.now()
    if request.method == "GET" and listing.has_unread(found):
        talking.read(found, by=access.as_client(request.actor), at=at)
    return dossier(request, found, at=at)


def dossier(request: HttpRequest, found: Request, *, at: datetime, form: forms.Say | None = None) -> HttpResponse:
    """The page of the request; with a form that was refused, the words stand in its box."""
    may_pay = found.invoice is None or queries.may_pay(found, found.invoice, request.actor.somebody)
    told = dossiers.of(found, may_pay=may_pay, at=at)
    first = steps.first(found, at=at)
    box = form or (forms.Say() if found.state in TALKING else None)
    return page(
        request,
        "desk/request.html",
        sent=found,
        told=told,
        first=first if may_pay or first is None or first.name != "pay" else None,
        may_pay=may_pay,
        others=steps.others(found, at=at),
        onward=steps.onward(found, at=at),
        form=box,
        state=flow.STATES[found.state],
        tone=flow.TONES[found.state],
    )


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of one's request, to keep."""
    return files.answer(access.attachment(request.actor, pk).file)


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """What a form was sent with, be it nothing at all; two Nones where it was not sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


TALKING = tuple(sorted(flow.REQUEST.states - {"draft", "info_requested", "redirected_to_qa", "rejected", "closed", "cancelled"}))
