"""Pages of the person: what was certified to him, and a certificate as a sheet and as a file."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.availability import access, actions, forms, queries, shown
from kardad.availability.models import Certificate
from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.documents import queries as papers
from kardad.evidence import canonical
from kardad.evidence import queries as evidence
from kardad.kit import calendar


@login_required
def certificates(request: HttpRequest) -> HttpResponse:
    """Ask for a certificate of an interval; those that were made."""
    at = timezone.now()
    form = forms.Interval(request.POST or None, today=calendar.tehran_day(at))
    if form.is_valid() and attempt(form, actions.certificate, **form.interval(at), person=request.user, by=request.actor, at=at):
        return redirect("availability:certificate", cast(Any, form).result.token)
    found = newest(queries.certificates(request.actor.somebody), after=request.GET.get("after", ""))
    rows = [(one, shown.part_title(one)) for one in found.rows]
    return page(request, "availability/certificates.html", form=form, rows=rows, next_url=found.next_url)


@login_required
@require_safe
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """A certificate of mine as a sheet."""
    made = access.certificate(request.actor, token)
    return sheet(request, made, back="availability:certificates", file="availability:certificate_file")


@login_required
@require_safe
def certificate_file(request: HttpRequest, token: str) -> HttpResponse:
    """A certificate of mine as it was signed."""
    return signed_file(access.certificate(request.actor, token))


def sheet(request: HttpRequest, made: Certificate, *, back: str, file: str) -> HttpResponse:
    """The sheet of a certificate, for whoever was let in to it."""
    told = {"lines": shown.lines(made), "outages": shown.outages(made), "part": shown.part_title(made), "paper": papers.of(made).first()}
    return page(request, "availability/certificate.html", made=made, **told, back=reverse(back), file=reverse(file, args=[made.token]))


def signed_file(made: Certificate) -> JsonResponse:
    """The statement, its signature and the published keys, to be kept."""
    statement = canonical.decode_object(made.statement.encode())
    told = {"statement": statement, "key": made.key, "signature": made.signature, "keys": evidence.published_keys()}
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Disposition"] = f'attachment; filename="availability-{made.token[:8]}.json"'
    return response
