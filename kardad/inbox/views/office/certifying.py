"""The certificate of a service for staff, and what they read in SANA with their own eyes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core import files
from kardad.core.pages import attempt, page
from kardad.inbox.access import office as access
from kardad.inbox.actions import certifying, sana
from kardad.inbox.forms import office_service as forms
from kardad.kit import calendar
from kardad.kit.refusal import Refusal


def certify_service(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate waits to be made; the page of the delivery shows it."""
    found, at = access.delivery(request.actor, pk)
    if request.method == "POST":
        try:
            certifying.certify_service(found, by=at.by, at=timezone.now())
            messages.success(request, "گواهی ابلاغ تا چند دقیقه دیگر همین‌جا آماده است.")
        except Refusal as refusal:
            messages.error(request, refusal.text)
    return redirect("inbox_office:delivery", found.pk)


@require_safe
def service_certificate(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """A sealed certificate."""
    stored = access.certificate(request.actor, pk, token).file
    if stored is None:
        raise Http404
    return files.answer(stored)


def note_by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """What the secretary read in SANA stands at the delivery."""
    found, at = access.by_sana(request.actor, pk)
    now = timezone.now()
    form = forms.NoteByHand(request.POST or None, delivery=found, today=calendar.tehran_day(now))
    if form.is_valid() and attempt(form, sana.note_by_hand, found, **form.cleaned_data, by=at.by, at=now):
        messages.success(request, f"ثبت شد؛ روز ابلاغ {calendar.long(form.result.served_on)}.")
        return redirect("inbox_office:delivery", found.pk)
    return page(request, "inbox/office/note_by_hand.html", form=form, found=found)
