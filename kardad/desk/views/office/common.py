"""What the pages of staff share: which deed is open to whom, the press on what was seen, the frame of a deed's page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core import drafts, files
from kardad.core.actor import Actor
from kardad.core.models import StoredFile
from kardad.core.pages import attempt, page
from kardad.desk import flow
from kardad.desk.actions import meanwhile
from kardad.desk.forms import office as forms
from kardad.desk.models import Request
from kardad.kit.refusal import Refusal

OVER = "این کار در وضعیت کنونی درخواست ممکن نیست؛ شاید همکارتان پیش از شما انجامش داده است."


def closed(request: HttpRequest, found: Request, by: Actor, *moves: str) -> HttpResponse | None:
    """None where this role may make one of the moves now; else 404 for a role that never may, and the request's page for the rest."""
    if not any(by.role in one.roles for one in flow.REQUEST.moves if one.name in moves):
        raise Http404
    is_open = any(flow.REQUEST.allows(found.state, move, by.role) for move in moves)
    return None if is_open or request.method == "POST" else back(request, found, OVER, is_good=False)


def refused(request: HttpRequest, found: Request, ensure: Callable[..., None], **given: Any) -> HttpResponse | None:
    """None where nothing keeps the deed from being done, or it was pressed and answers itself; else the request's page with the reason."""
    if request.method == "POST":
        return None
    try:
        ensure(found, **given)
    except Refusal as refusal:
        return back(request, found, refusal.text, is_good=False)
    return None


def press(request: HttpRequest, form: Form, found: Request, deed: Callable[..., Any], *args: Any, by: Actor, **given: Any) -> bool:
    """The deed is done on the request as the page showed it; a refusal stands on the form and nothing typed is lost."""
    seen = request.POST.get("seen", "")
    return attempt(form, meanwhile.do, found, deed, *args, seen=seen, by=by, at=timezone.now(), **given)


def frame(request: HttpRequest, template: str, found: Request, form: Form, **context: Any) -> HttpResponse:
    """The page of a deed, with the request as it is now and the mark of that."""
    now = Request.objects.select_related("applicant", "organisation", "assigned_to").get(pk=found.pk)
    title = flow.STATES[now.state]
    return page(request, f"desk/office/{template}.html", found=now, form=form, seen=meanwhile.stamp(now), state_title=title, **context)


def back(request: HttpRequest, found: Request, said: str, *, is_good: bool = True) -> HttpResponse:
    """The request's own page, with a word about what was done."""
    (messages.success if is_good else messages.warning)(request, said)
    return redirect("desk_office:request", pk=found.pk)


def kept_reply(request: HttpRequest, form: forms.Writing) -> bool:
    """Whether the press only wanted a saved reply in the text; then the page begins again with it as its draft."""
    if request.POST.get("do") != forms.INSERT:
        return False
    drafts.keep(request.path, form.with_reply(), person_id=request.actor.somebody, at=timezone.now())
    return True


def stored(uploads: list[UploadedFile], *, by: Actor, at: datetime) -> list[StoredFile]:
    """The uploads, checked, scanned and kept, before anything else happens."""
    return [files.store(one, owner_id=by.person_id, at=at, kinds=forms.KINDS) for one in uploads]


def store_into(form: Form, *, by: Actor) -> bool:
    """Whether the form's files were kept; they stand in its `stored_files`."""
    if not attempt(form, stored, form.cleaned_data.get("files") or [], by=by, at=timezone.now()):
        return False
    form.stored_files = form.result
    return True
