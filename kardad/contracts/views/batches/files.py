"""A file of workers is sent, and every batch is watched and read: how far it is, what became of each row."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.calc.payroll.actions import WORKBOOK
from kardad.contracts import access, sweeps
from kardad.contracts.access import batches as access_own
from kardad.contracts.actions import batch_rosters, batch_signing
from kardad.contracts.forms import batches as forms
from kardad.contracts.forms import rosters_book
from kardad.contracts.models import Batch, BatchRow
from kardad.contracts.shown import batches as shown
from kardad.contracts.views.writing import beginning
from kardad.core import limits, paging
from kardad.core.pages import attempt, page

SENT_AN_HOUR = 60  # by one person; what was refused counts too, for reading it costs as much
HOUR = timedelta(hours=1)
CSV = "text/csv; charset=utf-8"


@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """What the person sent, newest first, and the ways to send more."""
    me = access.person(request.actor)
    rows = Batch.objects.filter(person=me).select_related("organisation", "employer")
    found = paging.newest(rows, after=request.GET.get("after", ""))
    return page(request, "contracts/batches/batches.html", rows=[shown.head(one) for one in found.rows], next_url=found.next_url)


def begin(request: HttpRequest) -> HttpResponse:
    """The template, and the form that takes the file."""
    me = access.verified(request)
    now = timezone.now()
    if request.method == "POST":
        limits.allow("contract_batches", f"person:{me.pk}", limit=SENT_AN_HOUR, at=now, window=HOUR)
    form = forms.Begin(request.POST or None, request.FILES or None, initial=_initial(request), **beginning.employers(me))
    if form.is_valid():
        given = {"book": form.cleaned_data["book"], "sent": form.sent, "by": request.actor, "at": now}
        if attempt(form, batch_rosters.begin, me, form.chosen, **given):
            sweeps.go_on(form.result)
            return redirect(form.result.url)
    return page(request, "contracts/batches/begin.html", form=form)


@require_safe
def template_xlsx(request: HttpRequest) -> HttpResponse:
    """The empty file as a workbook."""
    access.person(request.actor)
    return _download(rosters_book.template(), "contracts.xlsx", WORKBOOK)


@require_safe
def template_csv(request: HttpRequest) -> HttpResponse:
    """The example as CSV."""
    access.person(request.actor)
    return _download(rosters_book.csv_template().encode(), "contracts.csv", CSV)


@require_safe
def batch(request: HttpRequest, token: str) -> HttpResponse:
    """How far the batch is, and its rows: all, or those in one state."""
    row = access_own.batch(request.actor, token)
    state = request.GET.get("state", "")
    state = state if state in BatchRow.State.values else ""
    found = shown.rows(row, state=state, after=request.GET.get("after", ""))
    context: dict[str, Any] = {"row": row, "head": shown.head(row), "found": found, "state": state, "chips": shown.chips(row)}
    context["may_sign"] = row.kind in batch_signing.LISTED and row.state == Batch.State.DONE and row.made
    context["has_cells"] = row.kind in batch_rosters.KINDS and row.bad
    return page(request, "contracts/batches/batch.html", **context)


@require_safe
def errors_workbook(request: HttpRequest, token: str) -> HttpResponse:
    """The rows that are wrong as a workbook, to be mended and sent again."""
    row = access_own.batch(request.actor, token, *batch_rosters.KINDS)
    if not row.bad:
        raise Http404
    return _download(rosters_book.errors(row), "contracts-errors.xlsx", WORKBOOK)


def _initial(request: HttpRequest) -> dict[str, str]:
    return {"kind": Batch.Kind.DRAFTS.value, **beginning.initial(request)}


def _download(raw: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(raw, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
