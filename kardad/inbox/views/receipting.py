"""The receipt of a service as a sealed paper: asked for by a press, ready in its letter a moment later."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.inbox import access
from kardad.inbox.actions import receipting
from kardad.kit.refusal import Refusal


def receipt_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt waits to be printed; the letter shows it."""
    at = timezone.now()
    letter = access.opened(request, pk, at=at)
    if letter.delivery is None:
        raise Http404
    if request.method == "POST":
        try:
            receipting.receipt(letter.delivery, by=request.actor, at=at)
            messages.success(request, "رسید تا چند دقیقه دیگر همین‌جا آماده است.")
        except Refusal as refusal:
            messages.error(request, refusal.text)
    return redirect("inbox:letter", letter.pk)
