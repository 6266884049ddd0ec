"""One request as staff see it: the whole of it, whom it is from, its files."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from kardad.core import files as stored_files
from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.desk import flow
from kardad.desk.access import requests as access
from kardad.desk.actions import requests, talking
from kardad.desk.forms import office as forms
from kardad.desk.models import Approval, Attachment, Request
from kardad.desk.queries import requests as queries
from kardad.desk.shown.office import lists
from kardad.desk.shown.office import request as shown
from kardad.desk.views.office import common
from kardad.people import particulars
from kardad.people.models import Person

TALK = 40  # messages on a page
HISTORY = 15
NEIGHBOURS = 8


def request(request: HttpRequest, pk: int) -> HttpResponse:
    """The request: what is asked and shown, what was said, what may be done now."""
    found, by = access.staffs_request(request.actor, pk)
    at = timezone.now()
    if by.role == "expert":
        talking.read(found, by=by, at=at)
    said = newest(queries.talk(found, is_staff=True), after=request.GET.get("after", ""), size=TALK)
    files = list(queries.files(found, is_staff=True))
    approval = Approval.objects.filter(request=found, state="asked").select_related("asked_by").first()
    return page(
        request,
        "desk/office/request.html",
        found=found,
        role=by.role,
        row=lists.drawn([found], at=at)[0],
        tone=flow.TONES[found.state],
        items=shown.items(found, role=by.role),
        talk=shown.talk(said.rows, files),
        next_url=said.next_url,
        files=shown.loose_files(files),
        deeds=shown.deeds(found, role=by.role, is_asked=approval is not None),
        approval=approval,
        events=shown.told(found, most=HISTORY),
        **_beside(found, by.role, at),
    )


def _beside(found: Request, role: str, at: datetime) -> dict[str, Any]:
    """What lies beside the request: an expert's own work, or a manager's queue."""
    if role == "expert":
        rows = lists.mine(found.assigned_to_id or 0).rows[:NEIGHBOURS]
        return {"beside": lists.drawn(rows, at=at), "room": "desk_office:mine"}
    rows = lists.unassigned().rows[:NEIGHBOURS]
    return {"beside": lists.drawn(rows, at=at), "room": "desk_office:queue"}


def applicant(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom the request is from; each look at particulars has a reason that the person can read."""
    found, by = access.staffs_request(request.actor, pk)
    form = forms.Particulars(request.POST or None)
    persons = [person for person in (found.applicant, found.client) if person is not None]
    read: list[tuple[Person, object]] = []
    if form.is_valid():
        reason = dict(forms.READING)[form.cleaned_data["reason"]]
        at = timezone.now()
        read = [(one, particulars.read(one, by=by, what="مشخصات متقاضی", reason=reason, at=at)) for one in persons]
    answer = page(request, "desk/office/applicant.html", found=found, form=form, persons=persons, read=read)
    answer["Cache-Control"] = "no-store"
    return answer


def file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file of the request."""
    found, _ = access.staffs_request(request.actor, pk)
    return stored_files.answer(_attachment(found, file).file)


def hide(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Take a file of ours out of the client's sight, with a reason."""
    found, by = access.staffs_request(request.actor, pk)
    hidden = _attachment(found, file)
    if hidden.side != "staff":  # what the client sent is his to hide
        raise Http404
    form = forms.Hide(request.POST or None)
    if form.is_valid() and attempt(form, requests.hide, hidden, reason=form.cleaned_data["reason"], by=by, at=timezone.now()):
        return common.back(request, found, f"«{hidden.file.name}» دیگر به متقاضی نشان داده نمی‌شود.")
    return common.frame(request, "hide", found, form, shown=hidden)


def _attachment(found: Request, pk: int) -> Attachment:
    row = queries.files(found, is_staff=True).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
