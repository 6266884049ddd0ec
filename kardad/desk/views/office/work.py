"""The work itself: begun, handed over, and taken back when it was wrong."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from kardad.core.pages import attempt
from kardad.desk.access import requests as access
from kardad.desk.actions import deliverables, working
from kardad.desk.forms import office as forms
from kardad.desk.models import Deliverable
from kardad.desk.shown.office import request as shown
from kardad.desk.views.office import common


def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the work that was paid for."""
    found, by = access.staffs_request(request.actor, pk)
    if gone := common.closed(request, found, by, "start") or common.refused(request, found, working.ensure_ready, state=found.state):
        return gone
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_valid() and common.press(request, form, found, working.start, found, by=by):
        return common.back(request, found, "کار آغاز شد. مهلت تحویل از زمان پرداخت شمرده می‌شود.")
    return common.frame(request, "start", found, form, items=shown.items(found, role=by.role))


def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the client that everything he asked for is there."""
    found, by = access.staffs_request(request.actor, pk)
    if gone := common.closed(request, found, by, "deliver", "redeliver"):
        return gone
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_valid() and common.press(request, form, found, working.deliver, found, by=by):
        return common.back(request, found, "تحویل شد و به متقاضی گفته شد.")
    return common.frame(request, "deliver", found, form, items=shown.items(found, role=by.role))


def recall(request: HttpRequest, pk: int, deliverable: int) -> HttpResponse:
    """Take back what was delivered and is wrong; everyone who got it is told."""
    found, by = access.staffs_request(request.actor, pk)
    row = (
        Deliverable.objects.filter(pk=deliverable, item__request=found, released_at__isnull=False).select_related("item", "made_by").first()
    )
    if row is None or by.role != "manager":
        raise Http404
    form = forms.Recall(request.POST or None)
    if form.is_valid() and attempt(form, deliverables.recall, row, reason=form.cleaned_data["reason"], by=by, at=timezone.now()):
        return common.back(request, found, "پس گرفته شد و به هر کس که آن را گرفته بود گفته شد.")
    return common.frame(request, "recall", found, form, deliverable=row)
