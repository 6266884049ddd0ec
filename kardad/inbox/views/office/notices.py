"""Notices: a kind is chosen, its paper written and seen beforehand, and placed once by a press that names who gets it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core import drafts
from kardad.core.operator import operator
from kardad.core.pages import attempt, page
from kardad.inbox.access import office as access
from kardad.inbox.actions import notices as actions
from kardad.inbox.forms import office_dossiers as plain
from kardad.inbox.forms import office_notices as forms
from kardad.inbox.models import Dossier, Notice
from kardad.inbox.queries import deliveries, dossiers
from kardad.inbox.shown import office as shown
from kardad.kit.refusal import Refusal
from kardad.law import notices as kinds

LOOKED_AT = 6  # wordings of a draft that are drawn on its page


def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Which kind of notice."""
    found, at = access.dossier(request.actor, pk)
    may_serve = at.may_serve(found) and operator().is_authority
    return page(request, "inbox/office/notice_choose.html", found=found, kinds=shown.offered(), may_serve=may_serve, operator=operator())


def write(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Write the notice: what its paper prints; beside it, whom it would reach by which way."""
    found, at = access.dossier(request.actor, pk, access.SECRETARY)
    if code not in kinds.every():
        raise Http404
    if not operator().is_authority:
        return choose(request, pk)
    now, parties = timezone.now(), list(dossiers.parties(found))
    draft = drafts.find(request.path, person_id=at.by.somebody)
    kept = drafts.typed(draft) if draft else None
    form = forms.Written(request.POST or None, code=code, dossier=found, parties=parties, kept=kept)
    if form.is_valid() and attempt(form, _draft, found, form, by=at.by, at=now):
        return redirect("inbox_office:notice", form.result.pk)
    reaches, _ = _reaches(Notice(dossier=found, code=code), now)
    return page(request, "inbox/office/notice_write.html", found=found, form=form, kind=kinds.notice(code), reaches=reaches)


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice: before it is placed its paper and its plain words; afterwards how far each service has come."""
    found, at = access.notice(request.actor, pk)
    now = timezone.now()
    context: dict[str, Any] = {"found": found, "kind": kinds.notice(found.code), "may_serve": at.may_serve(found.dossier)}
    if found.state != "draft":
        ways = [shown.service(one) for one in deliveries.of_notice(found)]
        return page(request, "inbox/office/notice.html", **context, services=ways)
    reaches, said = _reaches(found, now)
    kinds_of = shown.variants(found, reaches, at=now)
    looks = [(one, range(1, len(shown.sheets(one.seen, at=now)) + 1)) for one in kinds_of[:LOOKED_AT]]
    told = shown.twin(kinds_of[0].seen) if kinds_of else []
    more = len(kinds_of) - len(looks)
    return page(request, "inbox/office/notice.html", **context, reaches=reaches, said=said, looks=looks, more=more, twin=told)


@require_safe
def sheet(request: HttpRequest, pk: int, variant: int, number: int) -> HttpResponse:
    """A page of a draft as a picture, in one of its wordings."""
    found, _ = access.notice(request.actor, pk)
    now = timezone.now()
    reaches, _ = _reaches(found, now) if found.state == "draft" else ([], "")
    seen = next((one.seen for one in shown.variants(found, reaches, at=now) if one.number == variant), None)
    pictures = shown.sheets(seen, at=now) if seen else []
    if not 1 <= number <= len(pictures):
        raise Http404
    return HttpResponse(pictures[number - 1], content_type="image/png", headers={"Cache-Control": "no-store"})


def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Place the notice: the page names who gets it by which way; pressed twice, the second press leads to what the first did."""
    found, at = access.notice(request.actor, pk, access.SECRETARY)
    now = timezone.now()
    if found.state != "draft":
        messages.info(request, "این برگه پیش‌تر ابلاغ شده است." if found.state == "placed" else "این پیش‌نویس کنار گذاشته شده است.")
        return redirect("inbox_office:notice", found.pk)
    reaches, said = _reaches(found, now)
    is_all = kinds.notice(found.code).to != "payer"
    form = forms.Chosen(request.POST or None, parties=[one.party for one in reaches], is_all=is_all)
    if form.is_valid() and attempt(form, actions.place, found, to=form.to, by=at.by, at=now):
        messages.success(request, "ابلاغ به راه افتاد. این‌جا می‌بینید هر کدام تا کجا رسیده است.")
        return redirect("inbox_office:notice", found.pk)
    return page(request, "inbox/office/notice_place.html", found=found, form=form, reaches=reaches, said=said)


def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a draft aside."""
    found, at = access.notice(request.actor, pk, access.SECRETARY)
    form = plain.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, actions.drop, found, by=at.by, at=timezone.now()):
        messages.success(request, "پیش‌نویس کنار گذاشته شد.")
        return redirect("inbox_office:dossier", found.dossier_id)
    return page(request, "inbox/office/notice_drop.html", found=found, form=form)


def _draft(found: Dossier, form: forms.Written, *, by: Any, at: datetime) -> Notice:
    return actions.draft(found, code=form.kind.code, title=form.cleaned_data["title"], says=form.says, by=by, at=at, **form.more)


def _reaches(found: Notice, at: datetime) -> tuple[list[shown.Reach], str]:
    """Whom the law names for the notice, each with his way; or the words of what is missing."""
    everyone = list(dossiers.parties(found.dossier))
    try:  # of a payer's notice the secretary says who pays, so that each is shown
        to = actions.named(found, everyone, everyone if kinds.notice(found.code).to == "payer" else ())
    except Refusal as refusal:
        return [], refusal.text
    return shown.reaches(found, to, at=at), ""
