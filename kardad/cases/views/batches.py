"""Deeds on many cases: chosen in the list, confirmed on a page that says what they mean, told one by one afterwards."""

import secrets
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import access, policy
from kardad.cases.access.batches import reached
from kardad.cases.actions import batches as actions
from kardad.cases.forms import batches as forms
from kardad.cases.models import Batch
from kardad.cases.queries import office as queries
from kardad.core.pages import attempt, page
from kardad.core.paging import newest

AT_ONCE = 10  # done before the page answers; the rest by a sweep


def batch(request: HttpRequest) -> HttpResponse:
    """What is to be done on which cases, and then that it is."""
    desk, now = access.desk(request.actor, policy.SECRETARY), timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    deed = asked.get("deed", "")
    if deed not in actions.DEEDS:
        return redirect("cases_office:queue")
    reach = access.office_cases(desk, now=now).filter(office__in=desk.serves)
    chosen = [int(one) for one in asked.getlist("case") if one.isascii() and one.isdigit() and len(one) < 19]
    if asked.get("all"):
        chosen = list(queries.waiting(reach, asked.get("desk", "")).order_by("due_at", "pk").values_list("pk", flat=True)[: policy.BATCH])
    rows = list(reach.filter(pk__in=chosen[: policy.BATCH]).select_related("dossier").order_by("due_at", "pk"))
    form = forms.Batch(request.POST or None, deed=deed, desk=desk, initial={"once": secrets.token_hex(16)})
    if form.is_valid():
        ids = [one.pk for one in rows] if len(chosen) <= policy.BATCH else chosen
        given: dict[str, Any] = {"given": form.given, "once": form.cleaned_data["once"]}
        if attempt(form, actions.begin, deed, ids, **given, by=desk.by, at=now):
            actions.run(form.result, reach=reached, at=now, most=AT_ONCE)
            return redirect("cases_office:batch_done", form.result.pk)
    title = actions.DEEDS[deed][0]
    return page(request, "cases/office/batch.html", form=form, rows=rows, deed=deed, title=title, lost=len(chosen) - len(rows))


@require_safe
def batch_done(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each case of a batch of the reader's own."""
    desk = access.desk(request.actor, policy.SECRETARY)
    found = get_object_or_404(Batch, pk=min(pk, access.GREATEST_ID), person_id=desk.by.somebody)
    items = newest(found.items.select_related("case"), after=request.GET.get("after", ""), size=100)
    counts = dict(found.items.order_by().values_list("state").annotate(n=Count("pk")))
    context = {"items": items.rows, "next_url": items.next_url, "counts": counts, "title": actions.DEEDS[found.deed][0]}
    return page(request, "cases/office/batch_done.html", found=found, **context)
