"""Services that went wrong: what did not arrive and its next lawful way, a service made void, and one made again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.inbox import certifying
from kardad.inbox.access import office as access
from kardad.inbox.actions import notices as actions
from kardad.inbox.actions import placing
from kardad.inbox.forms import office_dossiers as plain
from kardad.inbox.forms import office_service as forms
from kardad.inbox.models import Delivery
from kardad.inbox.queries import deadlines, deliveries
from kardad.inbox.shown import failures as failed
from kardad.inbox.shown import notices as counted
from kardad.inbox.shown import office as shown

Via = Delivery.Via


@require_safe
def failures(request: HttpRequest) -> HttpResponse:
    """What reached nobody and waits for somebody, newest first, each with what comes next."""
    at = access.desk(request.actor)
    rows = access.deliveries(at).exclude(problem="").filter(voided_at=None)
    found = newest(rows, after=request.GET.get("after", ""))
    lines = [failed.failure(one) for one in found.rows]
    return page(request, "inbox/office/failures.html", lines=lines, next_url=found.next_url)


@require_safe
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery: its ladder, what is wrong, what may be done, what runs from it."""
    found, _ = access.delivery(request.actor, pk)
    now = timezone.now()
    calls = found.visits.order_by("pk")
    return page(
        request,
        "inbox/office/delivery.html",
        found=found,
        service=shown.service(found),
        failure=failed.failure(found) if found.problem and not found.voided_at else None,
        way=counted.way(found, calls, opener=""),
        counts=counted.counts(deadlines.history_of(found), at=now),
        may_void=found.served_on is not None and not found.is_copy and found.voided_at is None,
        stands=deliveries.stands(found),
        certificates=certifying.certificates(found),
        may_serve_again=_may_again(found),
        outages=failed.outages(found, at=now),
    )


def next_way(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposed next way, by one press."""
    found, at = access.delivery(request.actor, pk)
    if not found.problem or found.voided_at:
        messages.info(request, "این کار پیش‌تر انجام شده است.")
        return redirect("inbox_office:delivery", found.pk)
    failure, form = failed.failure(found), plain.Bare(request.POST if request.method == "POST" else None)
    if failure.deed == failed.HAND_OUT:
        return redirect("inbox_office:paper", found.pk)
    if form.is_bound and form.is_valid() and attempt(form, _next, found, failure, by=at.by, at=timezone.now()):
        messages.success(request, "به راه افتاد؛ اکنون برگه را به مأمور ابلاغ بسپارید.")
        return redirect("inbox_office:paper", form.result.pk)
    return page(request, "inbox/office/next_way.html", found=found, form=form, failure=failure)


def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a service void, with what was out of order in its days beside it."""
    found, at = access.delivery(request.actor, pk)
    now = timezone.now()
    form = forms.Void(request.POST or None)
    if form.is_valid() and attempt(form, actions.void, found, reason=form.cleaned_data["reason"], by=at.by, at=now):
        messages.success(request, "ابلاغ بی‌اثر شد و هر دو طرف خبر دارند. اکنون می‌توانید دوباره ابلاغ کنید.")
        return redirect("inbox_office:delivery", found.pk)
    return page(request, "inbox/office/void.html", found=found, form=form, outages=failed.outages(found, at=now))


def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the notice once more."""
    found, at = access.delivery(request.actor, pk)
    now = timezone.now()
    if not _may_again(found):
        messages.info(request, "این برگه دوباره ابلاغ شده است، یا ابلاغ آن برقرار است.")
        return redirect("inbox_office:delivery", found.pk)
    form = forms.Again(request.POST or None, ways=_ways(found, now))
    if form.is_valid() and attempt(form, actions.serve_again, found, via=form.cleaned_data["via"], by=at.by, at=now):
        messages.success(request, "ابلاغ دوباره به راه افتاد.")
        return redirect("inbox_office:delivery", form.result.pk)
    return page(request, "inbox/office/again.html", found=found, form=form)


def _may_again(found: Delivery) -> bool:
    if found.is_copy or (found.voided_at is None and found.served_on is not None):
        return False
    stands = deliveries.of_record(found.notice, found.party)
    return stands is None or stands.pk == found.pk


def _ways(found: Delivery, now: Any) -> list[str]:
    """The ways that are open: into accounts where there are any, by SANA where the dated rule lets this kind go there, on paper always."""
    readers, _ = deliveries.readers(found.party, at=now)
    accounts = [Via.ACCOUNT.value, *([Via.SANA.value] if placing.may_go_by_sana(found.notice, at=now) else [])] if readers else []
    return [*accounts, Via.PAPER.value]


def _next(found: Delivery, failure: failed.Failure, *, by: Any, at: Any) -> Delivery:
    if failure.deed == failed.COPY:
        return actions.send_copy(found, by=by, at=at)
    return actions.serve_again(found, via=failure.problem.via, by=by, at=at)
